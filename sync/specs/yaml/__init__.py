"""YAML as specs are written: read with places, read fast, written, and patched so that every other byte stays.

Belongs here: everything that knows YAML and nothing of functions and centers.
Does not belong here: what the values mean.
"""
