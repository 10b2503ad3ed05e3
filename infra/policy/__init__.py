"""The policy pack: judges an update of a stack by what published flows call, from a snapshot, without credentials."""
