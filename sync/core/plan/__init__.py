"""Findings, ordered steps and blocked steps as data, and what an exit code says of them."""
