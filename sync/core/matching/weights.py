"""What each feature weighs. Written by `bench/identity/fit.py`; not by hand.

Fitted to worlds of the seeds 100000 to 100026 (pairs), 200000 to 200026 (among competitors) and
300000 to 300044 (calibration).
"""

from __future__ import annotations

from typing import Final

PAIR_BIAS: Final = -7.9437
PAIR: Final[dict[str, float]] = {
    "+checksum": 0.0,
    "-checksum": 0.0,
    "+structure": 0.0,
    "+code": 1.3749,
    "+code shared": 1.3338,
    "-code unlike": 0.0,
    "-code little": -2.1493,
    "+inputs": 2.0663,
    "-inputs": 0.0,
    "+results": 0.0,
    "-results": -1.8183,
    "+handler": 0.0,
    "-handler": 0.0,
    "-runtime family": -1.1156,
    "-runtime": -0.8266,
    "+runtime": 0.0,
    "+memory": 0.0,
    "-memory": -1.3424,
    "+timeout": 0.6086,
    "-timeout": -1.0976,
    "+variables": 0.9666,
    "+variables shared": 0.4786,
    "-variables": -3.9422,
    "+description": 0.0,
    "+phrases": 0.9801,
    "-description": -1.0379,
    "+name": 2.8564,
    "+words": 0.0,
    "+words contained": 0.8036,
    "+spelling": 0.2062,
    "-name unlike": -0.6274,
    "-copy": -4.7698,
    "-number": 0.0,
    "+home": 0.0,
    "+service": 0.0,
    "-service": 0.0,
    "-region": 0.0,
    "-generation": 0.0,
    "+id": 0.0,
    "-id": -1.1059,
    "+later": 3.9121,
    "-earlier": -3.9121,
    "+registration": 1.8584,
    "+flows": 0.0,
    "+mark": 2.3722,
    "-mark": -2.2716,
}
AMONG_BIAS: Final = -2.4420
AMONG: Final[dict[str, float]] = {
    "+score": 0.9496,
    "+lead in row": 0.4707,
    "+lead in column": 0.0,
    "+siblings": 0.8507,
    "-joined": -0.1843,
    "-split": -0.7567,
    "-crowd": -0.7712,
}
# Raw probability -> the share that was right.
STEPS: Final[tuple[tuple[float, float], ...]] = (
    (1e-05, 0.0),
    (0.00305, 0.00438),
    (0.02331, 0.02708),
    (0.10343, 0.10456),
    (0.60245, 0.48844),
    (0.92949, 0.92081),
    (0.98429, 0.97232),
    (0.99447, 0.98502),
    (0.9991, 0.9992),
)
SUSPECTED: Final = 0.7  # a match that is less likely is not named as one
DOUBTED: Final = 0.2  # what is less likely is no candidate
