"""What each feature weighs. Written by `bench/identity/fit.py`; not by hand.

Fitted to worlds of the seeds
100000 to 100047 (pairs by themselves)
200000 to 200047 (among competitors)
300000 to 300071 (calibration)
"""

from __future__ import annotations

from typing import Final

PAIR_BIAS: Final = -4.5805
PAIR: Final[dict[str, float]] = {
    "+checksum": 0.0,
    "-checksum": 0.0,
    "+structure": 0.1153,
    "+code": 0.3981,
    "+code-shared": 1.2855,
    "-code-unlike": -0.6134,
    "-code-little": -1.6278,
    "+inputs": 1.6378,
    "-inputs": -0.089,
    "+results": 0.0,
    "-results": -1.3044,
    "+handler": 0.0,
    "-handler": 0.0,
    "-runtime-family": -1.1704,
    "-runtime": -0.4935,
    "+runtime": 0.2914,
    "+memory": 0.2196,
    "-memory": -1.2867,
    "+timeout": 0.6164,
    "-timeout": -1.1228,
    "+variables": 1.1863,
    "+variables-shared": 0.6042,
    "-variables": -3.5506,
    "+description": 0.0,
    "+phrases": 1.2796,
    "-description": -1.3582,
    "+name": 2.2995,
    "+words": 0.0,
    "+words-contained": 0.5416,
    "+spelling": 0.7702,
    "-name-unlike": -0.2402,
    "-copy": -3.1391,
    "-number": -0.7136,
    "+home": 0.0,
    "+service": 0.0,
    "-service": 0.0,
    "-region": -0.3997,
    "-generation": -0.314,
    "+id": 0.5,
    "-id": -1.4843,
    "+later": 1.1684,
    "-earlier": -4.373,
    "+registration": 1.3864,
    "+flows": 0.0,
    "+mark": 2.0513,
    "-mark": -2.0152,
}
AMONG_BIAS: Final = -3.2027
AMONG: Final[dict[str, float]] = {
    "+score": 0.713,
    "+lead-in-row": 0.4448,
    "+lead-in-column": 0.1454,
    "+siblings": 1.32,
    "-joined": -0.8382,
    "-split": -1.2762,
    "-crowd": -1.1332,
}
# Raw probability -> the share that was right.
STEPS: Final[tuple[tuple[float, float], ...]] = (
    (3e-05, 0.0),
    (0.00574, 0.01012),
    (0.01593, 0.01168),
    (0.05371, 0.04621),
    (0.13133, 0.15239),
    (0.299, 0.36856),
    (0.6882, 0.6515),
    (0.86802, 0.8168),
    (0.93112, 0.94071),
    (0.963, 0.97741),
    (0.98196, 0.9922),
    (0.99281, 0.9963),
    (0.99657, 0.99749),
    (0.99888, 0.99966),
)
SUSPECTED: Final = 0.8  # a match that is less likely is not named as one
DOUBTED: Final = 0.2  # what is less likely is no candidate
