"""The command line: one file per command, loaded when the command is asked for.

Belongs here: options, help, what is printed where, exit codes, and progress and signals (`watching`).
Does not belong here: what a command does (app), decisions about differences (core), sentences about a plan (render).
"""
