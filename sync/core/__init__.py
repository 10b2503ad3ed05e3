"""The pure core: worlds in, plan out. No clock, no input or output, no SDK.

Belongs here: the types of the worlds and of the plan, normalising, matching, checking, ordering.
Does not belong here: sentences for people (render), anything that reads a file, a socket or the time.
"""
