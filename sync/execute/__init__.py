"""A plan and the clouds in, a true report out.

Belongs here: running steps in order, reading before and after each write, the journal of a run, the lock on a registry,
and the refusal of a plan made for somewhere else.
Does not belong here: deciding what should happen (core), calling a cloud (adapters), sentences for people (render).
"""
