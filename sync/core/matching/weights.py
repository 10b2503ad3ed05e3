"""What each feature weighs. Written by `bench/identity/fit.py`; not by hand.

Fitted to worlds of the seeds
100000 to 100071 (pairs by themselves)
200000 to 200071 (among competitors)
300000 to 300071 (calibration)
"""

from __future__ import annotations

from typing import Final

from sync.core.matching.identity import Loss

PAIR_BIAS: Final = -0.8421
PAIR: Final[dict[str, float]] = {
    "+checksum": 0.0,
    "-checksum": 0.0,
    "+structure": 0.3948,
    "+code": 0.2059,
    "+code-shared": 1.1263,
    "+code-own": 0.7518,
    "-code-unlike": -0.3192,
    "-code-little": -0.1905,
    "+inputs": 0.2456,
    "-inputs": -1.3229,
    "+results": 0.0,
    "-results": -1.8574,
    "+handler": 0.0,
    "-handler": 0.0,
    "-runtime-family": -0.0091,
    "-runtime": -0.6221,
    "+runtime": 0.0,
    "+memory": 0.0,
    "-memory": -0.3423,
    "+timeout": 0.0958,
    "-timeout": -0.3385,
    "+variables": 0.3552,
    "+variables-shared": 0.0,
    "-variables": -2.6554,
    "+description": 0.0,
    "+phrases": 0.175,
    "-description": -0.5675,
    "+name": 1.1701,
    "+words": 0.0,
    "+words-contained": 0.0,
    "+spelling": 0.0,
    "-name-unlike": 0.0,
    "-copy": -1.1513,
    "-number": -0.4611,
    "-other-job": -3.0447,
    "+home": 0.0,
    "+service": 0.0,
    "-service": 0.0,
    "-region": -0.759,
    "-generation": 0.0,
    "+id": 0.5,
    "-id": -0.6103,
    "+later": 0.2072,
    "-earlier": -2.3525,
    "+registration": 2.6019,
    "+mark": 1.442,
    "-mark": -2.2178,
}
AMONG_BIAS: Final = -1.4990
AMONG: Final[dict[str, float]] = {
    "+score": 0.3016,
    "+lead-in-row": 0.3613,
    "+lead-in-column": 0.2568,
    "+siblings": 1.1246,
    "-joined": -1.3343,
    "-split": 0.0,
    "-part": -3.3123,
    "-before": -0.7114,
    "-crowd": -1.0195,
    "+checksum": 0.0,
    "-checksum": 0.0,
    "+structure": 0.166,
    "+code": 0.0,
    "+code-shared": 0.0,
    "+code-own": 0.0,
    "-code-unlike": -0.7474,
    "-code-little": -0.5316,
    "+inputs": 0.0,
    "-inputs": -0.7042,
    "+results": 0.0237,
    "-results": -1.2162,
    "+handler": 0.0161,
    "-handler": 0.0,
    "-runtime-family": 0.0,
    "-runtime": 0.0,
    "+runtime": 0.0,
    "+memory": 0.3717,
    "-memory": -0.0368,
    "+timeout": 0.7407,
    "-timeout": -0.1175,
    "+variables": 0.4177,
    "+variables-shared": 0.0,
    "-variables": -1.1097,
    "+description": 0.0429,
    "+phrases": 0.3741,
    "-description": -0.9628,
    "+name": 0.0,
    "+words": 0.0,
    "+words-contained": 0.0,
    "+spelling": 0.2248,
    "-name-unlike": 0.0,
    "-copy": -1.0657,
    "-number": -0.2759,
    "-other-job": 0.0,
    "+home": 0.0379,
    "+service": 0.0,
    "-service": 0.0,
    "-region": -0.4498,
    "-generation": 0.0,
    "+id": 0.5,
    "-id": -0.073,
    "+later": 0.1333,
    "-earlier": -0.7114,
    "+registration": 0.79,
    "+mark": 0.3442,
    "-mark": -0.878,
}
# Raw probability -> the share that was right.
STEPS: Final[tuple[tuple[float, float], ...]] = (
    (0.33387, 0.28601),
    (0.79848, 0.79231),
    (0.93699, 0.91777),
    (0.97872, 0.96958),
    (0.98831, 0.9919),
    (0.99275, 0.99546),
    (0.99649, 0.99674),
    (0.99891, 0.99945),
)
# What a rule holds back: how often it came true, for each time that it was told by its likeness.
HELD: Final[dict[Loss, float]] = {
    "another-job": 0.584,
    "claimed-by-another": 0.077,
    "part": 0.306,
    "there-before": 0.682,
    "too-close": 0.685,
}
SUSPECTED: Final = 0.82  # a match that is less likely is not named as one
DOUBTED: Final = 0.08  # what is less likely is no candidate
