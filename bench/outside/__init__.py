"""Worlds by an outsider who made them from the public facts alone, before reading how the matching works.

Weights are fitted to some of its seeds since (`bench/identity/fit.py`); what is reported are others.
"""
