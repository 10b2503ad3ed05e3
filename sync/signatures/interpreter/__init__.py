"""The engine: follows the event through the neutral form of `sync.signatures.form`.

Belongs here: abstract values, what is known on a path, statements, expressions, calls. Does not belong here: any syntax of a
language (`fronts`), and any function of a language's library (`knowledge`).
"""
