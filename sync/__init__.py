"""ivrsync: keeps Function Compute functions, call-center registrations and IVR flows consistent with the registry.

`core` computes, and all input and output is at the edges: see the layers contract in `pyproject.toml`.
"""
