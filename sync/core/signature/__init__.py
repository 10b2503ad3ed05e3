"""Signatures: what callers must pass, may pass, and may read; who says so, and what differs."""
