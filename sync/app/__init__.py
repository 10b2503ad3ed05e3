"""The use cases: functions that take settings and connections to the clouds, and return values.

Belongs here: what a command does, and `project` and `connections`, where settings become the parts it needs.
Does not belong here: options, terminals and sentences (cli, render), decisions about differences (core).
"""
