"""The report as one HTML file, which asks nothing of anywhere.

Belongs here: the sections of the page, its style and its script (package data).
Does not belong here: sentences that the text for people has too; names from outside that `markup` has not escaped.
"""
