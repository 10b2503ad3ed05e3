"""Source to signature: what a deployed function expects and answers, read from its package.

Belongs here: reading packages safely; one frontend per language, which lowers source to the intermediate representation (`ir`);
the abstract interpreter, which follows the event through it; models of the languages' libraries; what an answer means. Does not
belong here: importing or running the user's code, files or sockets (callers bring bytes), and judging a signature against another.
"""
