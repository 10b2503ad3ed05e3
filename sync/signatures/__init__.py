"""Source to signature: what a deployed function expects and answers, read from its package.

Belongs here: reading packages safely, one front per language, the engine that follows the event, what the standard
libraries do with it. Does not belong here: importing or running the user's code, files or sockets (callers bring bytes),
and judging a signature against another.
"""
