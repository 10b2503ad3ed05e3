"""Worlds by a second outsider, with handlers in real source text, made without a look at the matching or at other worlds.

Weights are fitted to some of its seeds since (`bench/identity/fit.py`); what is reported are others.
"""
