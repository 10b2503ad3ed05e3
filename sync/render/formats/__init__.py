"""One module for each output format; its name is the format's, and `FORMAT` in it says what else there is to know.

Belongs here: what `--format NAME` writes. A new module is a new format in the options, help and completion of every command whose
output it can write (sync/render/format_registry.py). `--help` loads every module, so what it writes with is imported as it writes.
Does not belong here: sentences that several formats share.
"""
