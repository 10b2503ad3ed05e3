"""What each feature weighs. Written by `bench/identity/fit.py`; not by hand.

Fitted to worlds of the seeds
100000 to 100047 (pairs by themselves)
200000 to 200047 (among competitors)
300000 to 300071 (calibration)
"""

from __future__ import annotations

from typing import Final

PAIR_BIAS: Final = -2.3923
PAIR: Final[dict[str, float]] = {
    "+checksum": 0.0,
    "-checksum": 0.0,
    "+structure": 0.0,
    "+code": 0.1352,
    "+code-shared": 1.64,
    "-code-unlike": -0.7329,
    "-code-little": -1.774,
    "+inputs": 1.5644,
    "-inputs": -0.1594,
    "+results": 0.0,
    "-results": -1.4577,
    "+handler": 0.0,
    "-handler": 0.0,
    "-runtime-family": -1.7506,
    "-runtime": -1.0621,
    "+runtime": 0.2667,
    "+memory": 0.2813,
    "-memory": -1.485,
    "+timeout": 0.2879,
    "-timeout": -1.1994,
    "+variables": 0.1803,
    "+variables-shared": 0.5765,
    "-variables": -3.2445,
    "+description": 0.0,
    "+phrases": 0.6576,
    "-description": -0.9569,
    "+name": 2.1151,
    "+words": 0.0,
    "+words-contained": 0.4012,
    "+spelling": 1.2506,
    "-name-unlike": -0.21,
    "-copy": -3.6182,
    "-number": -0.4715,
    "-other-job": -2.9723,
    "+home": 0.0,
    "+service": 0.0,
    "-service": -0.1939,
    "-region": -0.5847,
    "-generation": -0.5186,
    "+id": 0.5,
    "-id": -2.7587,
    "+later": 0.4552,
    "-earlier": -5.4588,
    "+registration": 1.6503,
    "+flows": 0.0,
    "+mark": 2.1735,
    "-mark": -2.286,
}
AMONG_BIAS: Final = -2.3093
AMONG: Final[dict[str, float]] = {
    "+score": 0.6326,
    "+lead-in-row": 0.4022,
    "+lead-in-column": 0.1288,
    "+siblings": 1.2454,
    "-joined": -1.4348,
    "-split": -0.3481,
    "-part": -3.252,
    "-before": -2.5528,
    "-crowd": -1.2517,
}
# Raw probability -> the share that was right.
STEPS: Final[tuple[tuple[float, float], ...]] = (
    (0.00366, 3e-05),
    (0.03947, 0.03814),
    (0.09174, 0.12274),
    (0.20511, 0.24453),
    (0.41514, 0.37493),
    (0.6328, 0.6008),
    (0.80239, 0.78762),
    (0.89117, 0.87729),
    (0.93015, 0.94933),
    (0.94948, 0.97818),
    (0.96965, 0.98705),
    (0.98779, 0.99436),
    (0.99405, 0.99368),
    (0.99615, 0.9985),
    (0.99868, 0.99976),
)
SUSPECTED: Final = 0.88  # a match that is less likely is not named as one
DOUBTED: Final = 0.2  # what is less likely is no candidate
