"""The rows of the catalogue, one module per aspect. A row says everything about a code; whether it applies is checked elsewhere."""
