"""The command line: one file per command, loaded when the command is asked for.

Belongs here: options, help, what is printed where, exit codes, and `wiring`, the only place that knows every class.
Does not belong here: decisions about differences (core), sentences about a plan (render), talking to a cloud (adapters).
"""
