"""The official SDKs behind our ports: every request to the clouds is made here, and nowhere else.

Belongs here: endpoints, credentials, permissions to send, rates, paging, translation of answers and failures.
Does not belong here: decisions about what was read, settings, output.
"""
