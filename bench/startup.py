"""How long `ivrsync --help` takes, beside what any Python program and the smallest click program take here.

Wall time of whole processes, best and median of the runs. The last line is one JSON object.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time

RUNS = 21
LIMIT = 0.15  # seconds, median
_SMALLEST_CLICK = "import click; click.command()(lambda: None).main(['--help'])"
PROGRAMS = {
    "python -c pass": ["-c", "pass"],
    "smallest click --help": ["-c", _SMALLEST_CLICK],
    "ivrsync --help": ["-m", "sync", "--help"],
    "ivrsync plan --help": ["-m", "sync", "plan", "--help"],
}


def seconds(arguments: list[str]) -> float:
    """Wall time of one run of this interpreter."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    """Measure, print a table, then the JSON line."""
    figures: dict[str, dict[str, float]] = {}
    for name, arguments in PROGRAMS.items():
        seconds(arguments)  # byte code and file cache, which a second run of a user has too
        runs = [seconds(arguments) for _ in range(RUNS)]
        figures[name] = {"best": round(min(runs), 4), "median": round(statistics.median(runs), 4)}
    bare = figures["python -c pass"]["median"]
    for name, figure in figures.items():
        median, best = figure["median"] * 1000, figure["best"] * 1000
        print(f"{name:<24} median {median:6.1f} ms   best {best:6.1f} ms   x{figure['median'] / bare:4.1f}")
    held = figures["ivrsync --help"]["median"] < LIMIT
    print(json.dumps({"benchmark": "startup", "unit": "s", "limit": LIMIT, "held": held, "figures": figures}))


if __name__ == "__main__":
    main()
