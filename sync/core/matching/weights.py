"""What each feature weighs. Written by `bench/identity/fit.py`; not by hand.

Fitted to worlds of the seeds
100000 to 100047 (pairs by themselves)
200000 to 200047 (among competitors)
300000 to 300071 (calibration)
"""

from __future__ import annotations

from typing import Final

PAIR_BIAS: Final = -2.2136
PAIR: Final[dict[str, float]] = {
    "+checksum": 0.0,
    "-checksum": 0.0,
    "+structure": 0.0,
    "+code": 0.0058,
    "+code-shared": 1.6419,
    "+code-some": 0.0,
    "-code-unlike": -0.5527,
    "-code-little": -1.6486,
    "+inputs": 1.3079,
    "-inputs": -0.1883,
    "+results": 0.0,
    "-results": -1.4598,
    "+handler": 0.0,
    "-handler": 0.0,
    "-runtime-family": -1.1533,
    "-runtime": -0.2826,
    "+runtime": 0.442,
    "+memory": 0.0122,
    "-memory": -1.3559,
    "+timeout": 0.8429,
    "-timeout": -1.0559,
    "+variables": 0.4054,
    "+variables-shared": 0.6183,
    "-variables": -3.4097,
    "+description": 0.0,
    "+phrases": 0.9196,
    "-description": -1.2764,
    "+name": 2.3649,
    "+words": 0.0,
    "+words-contained": 0.2898,
    "+spelling": 0.4528,
    "-name-unlike": -0.4821,
    "-copy": -3.1182,
    "-number": -0.5231,
    "-other-job": -2.2325,
    "+home": 0.0,
    "+service": 0.0,
    "-service": 0.0,
    "-region": -0.3306,
    "-generation": -0.4406,
    "+id": 0.5,
    "-id": -1.5691,
    "+later": 0.0,
    "-earlier": -4.8707,
    "+registration": 1.3485,
    "+flows": 0.0,
    "+mark": 1.7682,
    "-mark": -2.1606,
}
AMONG_BIAS: Final = -3.0383
AMONG: Final[dict[str, float]] = {
    "+score": 0.8276,
    "+lead-in-row": 0.5009,
    "+lead-in-column": 0.0814,
    "+siblings": 1.2103,
    "-joined": -1.6348,
    "-split": -0.959,
    "-crowd": -1.1761,
}
# Raw probability -> the share that was right.
STEPS: Final[tuple[tuple[float, float], ...]] = (
    (3e-05, 0.0),
    (0.00618, 0.00654),
    (0.03086, 0.02883),
    (0.0852, 0.08606),
    (0.19264, 0.19967),
    (0.46406, 0.5019),
    (0.78651, 0.74364),
    (0.90061, 0.87611),
    (0.93811, 0.94392),
    (0.95926, 0.97533),
    (0.98402, 0.98986),
    (0.99509, 0.99664),
    (0.99875, 0.99975),
)
SUSPECTED: Final = 0.8  # a match that is less likely is not named as one
DOUBTED: Final = 0.2  # what is less likely is no candidate
