"""YAML as used in specs: read with places, read fast, written, and patched so that every other byte stays.

Belongs here: everything about YAML that knows nothing of functions and centers.
Does not belong here: what the values mean.
"""
