"""The registry's files to typed values and back: what should exist, and what the last good sync recorded.

Belongs here: identifiers, spec models, loading, checking, the lock file, the editor schema.
Does not belong here: anything that talks to a cloud or decides what to do about a difference.
"""
