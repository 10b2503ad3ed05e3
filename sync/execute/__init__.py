"""A plan and the clouds in, a true report out.

Belongs here: running steps in order, looking before and after each write, the journal of a run, the hold on a registry,
and the refusal of a plan made for somewhere else.
Does not belong here: deciding what should happen (core), speaking to a cloud (adapters), sentences for people (render).
"""
