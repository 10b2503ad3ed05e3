"""What each feature weighs. Written by `bench/identity/fit.py`; not by hand.

Fitted to worlds of the seeds
100000 to 100047 (pairs by themselves)
200000 to 200047 (among competitors)
300000 to 300071 (calibration)
"""

from __future__ import annotations

from typing import Final

PAIR_BIAS: Final = -2.2409
PAIR: Final[dict[str, float]] = {
    "+checksum": 0.0,
    "-checksum": 0.0,
    "+structure": 0.0,
    "+code": 0.0139,
    "+code-shared": 1.6352,
    "+code-own": 0.0,
    "-code-unlike": -0.6175,
    "-code-little": -1.7294,
    "+inputs": 1.2996,
    "-inputs": -0.1654,
    "+results": 0.0,
    "-results": -1.4069,
    "+handler": 0.0,
    "-handler": 0.0,
    "-runtime-family": -1.0792,
    "-runtime": -0.3145,
    "+runtime": 0.4876,
    "+memory": 0.0095,
    "-memory": -1.3542,
    "+timeout": 0.8543,
    "-timeout": -1.0944,
    "+variables": 0.4165,
    "+variables-shared": 0.6288,
    "-variables": -3.4253,
    "+description": 0.0,
    "+phrases": 0.9181,
    "-description": -1.1997,
    "+name": 2.3748,
    "+words": 0.0,
    "+words-contained": 0.2692,
    "+spelling": 0.4734,
    "-name-unlike": -0.4768,
    "-copy": -3.1731,
    "-number": -0.4976,
    "-other-job": -2.2484,
    "+home": 0.0,
    "+service": 0.0,
    "-service": 0.0,
    "-region": -0.3289,
    "-generation": -0.4366,
    "+id": 0.5,
    "-id": -1.5177,
    "+later": 0.0,
    "-earlier": -4.8781,
    "+registration": 1.3706,
    "+mark": 1.7799,
    "-mark": -2.0508,
}
AMONG_BIAS: Final = -2.6755
AMONG: Final[dict[str, float]] = {
    "+score": 0.7882,
    "+lead-in-row": 0.4564,
    "+lead-in-column": 0.1153,
    "+siblings": 1.0326,
    "-joined": -1.2219,
    "-split": -0.3066,
    "-part": -2.6998,
    "-before": -2.2328,
    "-crowd": -1.0035,
}
# Raw probability -> the share that was right.
STEPS: Final[tuple[tuple[float, float], ...]] = (
    (0.00528, 4e-05),
    (0.11419, 0.10943),
    (0.40091, 0.37198),
    (0.73448, 0.71694),
    (0.88366, 0.88318),
    (0.92866, 0.95185),
    (0.95258, 0.96583),
    (0.96668, 0.97411),
    (0.97813, 0.99187),
    (0.99039, 0.99577),
    (0.99601, 0.99758),
    (0.99879, 0.99974),
)
SUSPECTED: Final = 0.88  # a match that is less likely is not named as one
DOUBTED: Final = 0.2  # what is less likely is no candidate
