"""One frontend per language: concrete syntax in, the intermediate representation out.

Belongs here: everything that knows a grammar. Does not belong here: what a value means once it is lowered.
"""
