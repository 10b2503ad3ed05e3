"""ivrsync: keeps Function Compute functions, call-center registrations and IVR flows true to the registry.

`core` computes, everything that talks is at an end: see the layers contract in `pyproject.toml`.
"""
