"""Hold worlds of an outsider against the matching of functions: `python -m bench.outside --sizes 50,500 --seeds 20`.

The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from random import Random

from bench.outside.histories import LEVELS, MARKS, Level, make
from bench.outside.judge import Tally, laws
from sync.core.matching.functions import match_functions


def judge(size: int, level: Level, seeds: range, tries: int) -> Tally:
    """The worlds of these seeds, with marks on none, half and all in turn."""
    tally, spent = Tally(), 0.0
    for seed in seeds:
        marks = ("none", "none", "half", "all")[seed % 4]
        assert marks in MARKS
        world, name = make(seed, size, level, marks), f"{size}/{level.name}/{marks}/{seed}"
        start = time.process_time()
        matches = match_functions(world.known, world.living, world.unread)
        spent += time.process_time() - start
        tally.add(name, world, matches)
        tally.broken += [f"{name}: {text}" for text in laws(Random(seed), world, matches, tries)]
    print(
        f"{size:>5} {level.name:<8} worlds {len(seeds):>3}",
        *(f"{k} {v:.3f}" for k, v in tally.figures.items()),
        f"CPU {spent:.1f} s",
        flush=True,
    )
    return tally


def main() -> int:
    """Print a line for each size and level. Exit 1: something was certain and wrong, or a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.outside", description=__doc__)
    parser.add_argument("--sizes", default="50,500")
    parser.add_argument("--seeds", type=int, default=12, help="worlds of each size and level")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--levels", default=",".join(level.name for level in LEVELS))
    parser.add_argument("--tries", type=int, default=4, help="answers per world that are asked again with more evidence")
    parser.add_argument("--out", help="a file for all that went wrong, as JSON")
    args = parser.parse_args()
    failed, written = False, {}
    for size in map(int, args.sizes.split(",")):
        for level in (level for level in LEVELS if level.name in args.levels.split(",")):
            tally = judge(size, level, range(args.first, args.first + args.seeds), args.tries)
            failed |= bool(tally.certain_wrong or tally.broken)
            written[f"{size}/{level.name}"] = {
                "figures": tally.figures,
                "stories": {story: dict(sorted(counts.items())) for story, counts in sorted(tally.stories.items())},
                "certain and wrong": tally.certain_wrong,
                "gone and wrong": tally.gone_wrong,
                "promises broken": tally.broken,
                "failures": tally.failures,
            }
    if args.out:
        with open(args.out, "w", encoding="utf-8") as file:  # noqa: PTH123
            json.dump(written, file, ensure_ascii=False, indent=1)
    print(json.dumps({name: told["figures"] for name, told in written.items()}))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
