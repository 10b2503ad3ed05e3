"""The Pulumi plugin `ivrsync`: registrations of functions in call centers, as resources.

Belongs here: the wire protocol, what inputs mean, the schema, and the words in which `sync.app.registrations` answers.
Does not belong here: deciding whether something may be written, or writing it.
"""
