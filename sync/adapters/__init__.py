"""The official SDKs behind our ports: every request to the clouds is made here, and nowhere else.

Belongs here: endpoints, credentials, what may be sent and how often, paging, translation of answers and failures.
Does not belong here: judgement about what was read, settings, output.
"""
