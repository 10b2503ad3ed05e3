"""The pure middle: worlds in, plan out. No clock, no input or output, no SDK.

Belongs here: the types of the worlds and of the plan, normalising, pairing, judging, ordering.
Does not belong here: sentences for people (render), anything that reads a file, a socket or the time.
"""
