"""Readers to the found world: functions, registrations and flows, and the signatures that deployed code shows.

Belongs here: what is read, in parallel and within bounds; what is remembered so that it need not be read again; what could
not be read, kept as gaps. Does not belong here: SDKs, decisions about differences, and sentences.
"""
