"""Code packages, read from where Function Compute keeps them with as little fetched as can be. See docs/adr/0010."""
