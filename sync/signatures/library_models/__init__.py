"""What the languages' own functions and methods do with an event: `json.loads`, `dict.get`, `Object.assign`.

Belongs here: rows of name and effect. Does not belong here: syntax, control flow.
"""
