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
    "+code-some": 0.0,
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
    "+flows": 0.0,
    "+mark": 1.7799,
    "-mark": -2.0508,
}
AMONG_BIAS: Final = -2.7789
AMONG: Final[dict[str, float]] = {
    "+score": 0.794,
    "+lead-in-row": 0.4621,
    "+lead-in-column": 0.1103,
    "+siblings": 1.0789,
    "-joined": -0.9808,
    "-split": -0.3406,
    "-part": -2.1135,
    "-before": -2.178,
    "-crowd": -1.0093,
}
# Raw probability -> the share that was right.
STEPS: Final[tuple[tuple[float, float], ...]] = (
    (0.00493, 4e-05),
    (0.07133, 0.06463),
    (0.28769, 0.30148),
    (0.66251, 0.65862),
    (0.89094, 0.88379),
    (0.94831, 0.96426),
    (0.96331, 0.97916),
    (0.97417, 0.98766),
    (0.98755, 0.99031),
    (0.99363, 0.99043),
    (0.9957, 0.99751),
    (0.99872, 0.99975),
)
SUSPECTED: Final = 0.8  # a match that is less likely is not named as one
DOUBTED: Final = 0.2  # what is less likely is no candidate
