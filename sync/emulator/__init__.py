"""The two cloud APIs over HTTP on loopback: Function Compute (2.0 and 3.0) and the call center.

What the wire says and does belongs here. Nothing that the tool knows does: the emulator shares no code with what it tests.
"""
