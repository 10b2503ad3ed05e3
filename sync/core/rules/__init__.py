"""What a difference means: the catalogue of finding codes, one module per aspect with its rows and its checks together."""
