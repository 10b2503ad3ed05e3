"""The abstract interpreter: follows the event through the intermediate representation.

Belongs here: abstract values, what is known on a path, statements, expressions, calls. Does not belong here: any syntax of a
language (`frontends`), and any function of a language's library (`library_models`, which it is given as a `Dialect`).
"""
