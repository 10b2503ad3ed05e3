"""How well and how fast renamed and moved functions are found, beside simpler ways; the last line is one JSON object.

`--certain N` plays N worlds instead, of all levels and marks, lists each with its seed, and fails if any claim was called certain
and is wrong. `--variants N` does so with N worlds of each kind that nothing was fitted to. No seed here is one that the weights
were fitted to.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
import tracemalloc

from bench.identity.figures import Figures, claimed
from bench.identity.fit import AMONG_SEEDS, PAIR_SEEDS, STEP_SEEDS
from bench.identity.peers import every
from bench.identity.variants import every as every_variant
from bench.identity.worlds import LEVELS, MARKS, Level, World, make
from sync.core.matching.functions import match_functions

WORLDS = {500: 24, 2_000: 6, 20_000: 1}  # of each level, one after the other with no, half of the, all marks
FIRST, FIRST_CERTAIN = 1, 10_001
PEERS_UP_TO = 500  # all against all takes a while


def report(size: int, level: Level, with_peers: bool) -> dict[str, object]:  # noqa: FBT001
    """One size and level: ours, and the peers."""
    ours, seconds, peak = Figures(), 0.0, 0
    seeds = range(FIRST, FIRST + WORLDS.get(size, 3))
    peers = {name: Figures() for name, _ in every()} if with_peers else {}
    for seed in seeds:
        world = make(seed, size, level, MARKS[seed % 3])
        start = time.process_time()
        matches = match_functions(world.known, world.living)
        seconds += time.process_time() - start
        ours.add(world, claimed(matches))
        ours.add_certain(world, matches)
        for name, way in every() if with_peers else ():
            peers[name].add(world, way(world))
    peak = peak_of(make(FIRST, size, level, "half"))
    told: dict[str, object] = {
        "ours": ours.told() | {"cpu_seconds": round(seconds / len(seeds), 3), "peak_mb": round(peak / 2**20, 1)}
    }
    told |= {name: figures.told() for name, figures in peers.items()}
    print(f"\n{size} functions, {level}, {len(seeds)} worlds (seeds {seeds.start} to {seeds.stop - 1})")
    for name, figures in told.items():
        print(f"  {name:<32}" + row(figures))  # type: ignore[arg-type]
    own = told["ours"]
    assert isinstance(own, dict)
    print("  ours: " + ", ".join(f"{name} {own[name]}" for name in OWN))
    for line in ours.certain_wrong:
        print(f"  certain and wrong: {line}")
    return told


OWN = (
    "certain_precision", "certain_recall", "wrong_certain", "unsure", "calibration_error", "modules_rewired_wrongly",
    "modules_of_claims", "cpu_seconds", "peak_mb",
)  # fmt: skip


SHORT = {"P": "precision", "R": "recall", "F1": "f1", "R at P>=.99": "recall_at_99", "at .995": "recall_at_995"}


def row(figures: dict[str, float]) -> str:
    """The figures that all have."""
    return "  ".join(f"{short} {figures[name]:.3f}" for short, name in SHORT.items())


def peak_of(world: World) -> int:
    """Bytes that matching one world takes at most, besides the world."""
    tracemalloc.start()
    match_functions(world.known, world.living)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def certain(count: int, size: int) -> int:
    """Play worlds, one line each; how many claims were certain and wrong."""
    wrong = 0
    for seed in range(FIRST_CERTAIN, FIRST_CERTAIN + count):
        world = make(seed, size, LEVELS[seed % 3], MARKS[seed // 3 % 3])
        figures = Figures()
        figures.add_certain(world, match_functions(world.known, world.living))
        print(f"seed {seed}, {len(world.known)} functions, {world.level}, marks on {world.marks}: "
              f"{figures.certain_right} moved and certain, {len(figures.certain_wrong)} certain and wrong", flush=True)  # fmt: skip
        for line in figures.certain_wrong:
            print(f"  {line}")
        wrong += len(figures.certain_wrong)
    return wrong


def others(count: int) -> int:
    """Play worlds such as others would make, one line for each kind; how many claims were certain and wrong."""
    found: dict[str, dict[str, float]] = {}
    for name, worlds in every_variant(count):
        figures = Figures()
        for world in worlds:
            matches = match_functions(world.known, world.living)
            figures.add(world, claimed(matches))
            figures.add_certain(world, matches)
        found[name] = figures.told()
        shown = ("precision", "recall", "certain_recall", "wrong_certain", "calibration_error")
        print(f"{name:<40}" + "  ".join(f"{column} {found[name][column]:.3f}" for column in shown), flush=True)
        for line in figures.certain_wrong:
            print(f"  certain and wrong: {line}")
    print(json.dumps(found))
    return int(sum(figures["wrong_certain"] for figures in found.values()))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="500,2000")
    parser.add_argument("--levels", default=",".join(LEVELS))
    parser.add_argument(
        "--certain", type=int, default=0, metavar="N", help="play N worlds and look for claims that are certain and wrong"
    )
    parser.add_argument(
        "--variants", type=int, default=0, metavar="N", help="play N worlds of each kind that nothing was fitted to"
    )
    parser.add_argument("--size", type=int, default=120, help="how many functions each of those worlds has")
    asked = parser.parse_args()
    gc.set_threshold(200_000, 20, 100)  # as the tool runs
    by_use = {"pairs": PAIR_SEEDS, "among": AMONG_SEEDS, "calibration": STEP_SEEDS}
    fitted = {use: [seeds.start, seeds.stop - 1] for use, seeds in by_use.items()}
    print(f"weights fitted to worlds of the seeds (first, last) {json.dumps(fitted)}")
    if asked.variants:
        return int(others(asked.variants) > 0)
    if asked.certain:
        wrong = certain(asked.certain, asked.size)
        print(
            json.dumps(
                {"worlds": asked.certain, "seeds": [FIRST_CERTAIN, FIRST_CERTAIN + asked.certain - 1], "certain_and_wrong": wrong}
            )
        )
        return int(wrong > 0)
    found: dict[str, object] = {
        "fitted_seeds": fitted,
        "reported_seeds": {size: [FIRST, FIRST + count - 1] for size, count in WORLDS.items()},
    }
    for size in map(int, asked.sizes.split(",")):
        found[str(size)] = {level: report(size, level, size <= PEERS_UP_TO) for level in LEVELS if level in asked.levels.split(",")}
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
