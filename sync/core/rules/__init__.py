"""What a difference means: the catalogue of finding codes and one module of checks per aspect."""
