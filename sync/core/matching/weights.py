"""What each feature weighs. Written by `bench/identity/fit.py`; not by hand.

Fitted to worlds of the seeds
100000 to 100047 (pairs by themselves)
200000 to 200047 (among competitors)
300000 to 300071 (calibration)
"""

from __future__ import annotations

from typing import Final

PAIR_BIAS: Final = -2.4739
PAIR: Final[dict[str, float]] = {
    "+checksum": 0.0,
    "-checksum": 0.0,
    "+structure": 0.0,
    "+code": 0.0,
    "+code-shared": 2.0857,
    "-code-unlike": -0.7617,
    "-code-little": -1.7119,
    "+inputs": 1.3874,
    "-inputs": -0.2403,
    "+results": 0.0,
    "-results": -1.438,
    "+handler": 0.0,
    "-handler": 0.0,
    "-runtime-family": -1.6433,
    "-runtime": -1.0329,
    "+runtime": 0.2364,
    "+memory": 0.2876,
    "-memory": -1.4691,
    "+timeout": 0.2423,
    "-timeout": -1.2258,
    "+variables": 0.1777,
    "+variables-shared": 0.5604,
    "-variables": -3.2625,
    "+description": 0.0,
    "+phrases": 0.5025,
    "-description": -0.9461,
    "+name": 2.207,
    "+words": 0.0,
    "+words-contained": 0.3952,
    "+spelling": 1.2724,
    "-name-unlike": -0.201,
    "-copy": -3.6357,
    "-number": -0.5079,
    "-other-job": -2.9111,
    "+home": 0.0,
    "+service": 0.0,
    "-service": -0.1988,
    "-region": -0.6095,
    "-generation": -0.5234,
    "+id": 0.5,
    "-id": -1.393,
    "+later": 0.4698,
    "-earlier": -5.4608,
    "+registration": 2.4203,
    "+flows": 0.0,
    "+mark": 2.1395,
    "-mark": -2.281,
}
AMONG_BIAS: Final = -2.3105
AMONG: Final[dict[str, float]] = {
    "+score": 0.6232,
    "+lead-in-row": 0.3972,
    "+lead-in-column": 0.1369,
    "+siblings": 1.2437,
    "-joined": -1.4179,
    "-split": -0.3723,
    "-part": -3.2492,
    "-before": -2.5423,
    "-crowd": -1.2589,
}
# Raw probability -> the share that was right.
STEPS: Final[tuple[tuple[float, float], ...]] = (
    (0.00361, 3e-05),
    (0.03207, 0.02149),
    (0.06557, 0.07745),
    (0.1609, 0.19049),
    (0.41536, 0.38007),
    (0.70872, 0.69332),
    (0.85647, 0.84954),
    (0.90569, 0.88721),
    (0.94433, 0.96931),
    (0.96998, 0.98743),
    (0.98635, 0.99423),
    (0.99317, 0.99399),
    (0.99598, 0.99829),
    (0.9986, 0.99977),
)
SUSPECTED: Final = 0.88  # a match that is less likely is not named as one
DOUBTED: Final = 0.2  # what is less likely is no candidate
