"""The judge: worlds of renamed and moved functions that no weight is ever fitted to, with handlers in real source text."""
