"""Plans and reports as text for people and as documents for programs.

Belongs here: functions from values to `str`, the escaping of names from outside, widths, colours, published schemas.
Does not belong here: printing, files, the terminal, and any judgement about what a difference means.
"""
