"""The registry: what should exist, as text on disk and as typed values.

Belongs here: identifiers, spec models, loading, checking, the lock file, the editor schema.
Does not belong here: anything that talks to a cloud or decides what to do about a difference.
"""
