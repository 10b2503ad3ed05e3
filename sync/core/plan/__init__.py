"""Findings, ordered steps and blocked steps as data, and the exit code."""
