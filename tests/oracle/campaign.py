"""More scenarios than CI plays: `python -m tests.oracle.campaign NUMBER FIRST-SEED PROCESSES` prints a table and some failures."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from tests.oracle.scenario import play, scenario_of
from tests.oracle.shrink import report, shrunk
from tests.oracle.stage import Stage

BLOCK = 50
TOLD = 2  # stories of each kind of failure


@dataclass(slots=True)
class Tally:
    """What came of many scenarios."""

    scenarios: int = 0
    failing: int = 0
    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    seeds: dict[str, list[int]] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Take in what another process counted."""
        self.scenarios += other.scenarios
        self.failing += other.failing
        self.counts.update(other.counts)
        self.kinds.update(other.kinds)
        for kind, seeds in other.seeds.items():
            self.seeds.setdefault(kind, []).extend(seeds)


def block(seeds: range) -> Tally:
    """Play some scenarios."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="oracle-") as folder, Stage(Path(folder)) as stage:
        for seed in seeds:
            played = play(scenario_of(seed), stage)
            tally.scenarios += 1
            tally.failing += bool(played.failures)
            tally.counts.update(played.counts)
            for kind in dict.fromkeys(failure.kind for failure in played.failures):
                tally.kinds[kind] += 1
                tally.seeds.setdefault(kind, []).append(seed)
    return tally


def main(number: int, first: int, processes: int) -> int:
    """Play them all and print what came of it; 1 when a promise was not kept."""
    total = Tally()
    blocks = [range(start, min(start + BLOCK, first + number)) for start in range(first, first + number, BLOCK)]
    with get_context("spawn").Pool(processes) as pool:
        for tally in pool.imap(block, blocks):
            total.add(tally)
    sys.stdout.write("\n".join(_lines(total)) + "\n")
    with tempfile.TemporaryDirectory(prefix="oracle-") as folder, Stage(Path(folder)) as stage:
        for kind, seeds in total.seeds.items():
            for seed in seeds[:TOLD]:
                sys.stdout.write("\n" + report(*shrunk(scenario_of(seed), stage, kind)) + "\n")
    return 1 if total.failing else 0


def _lines(total: Tally) -> Iterable[str]:
    counts = total.counts
    yield f"{total.scenarios} scenarios, {total.failing} with a failure; {counts['looks',]} looks, {counts['applies',]} applies"
    yield f"{counts['refused',]} commands refused for a mistake made on purpose"
    yield ""
    yield from _table(counts)
    yield ""
    for key, number in sorted(counts.items()):
        if key[0] == "false alarm":
            yield f"{number:6}  {' '.join(key)}"
    yield ""
    for kind, number in total.kinds.most_common():
        yield f"{number:6}  {kind}; seeds {', '.join(map(str, total.seeds[kind][:8]))}"


def _table(counts: Counter[tuple[str, ...]]) -> Iterable[str]:
    """One row for each kind of situation, with how many broken modules were told in which way."""
    ways = sorted({key[-1] for key in counts if key[0] == "broken"})
    yield "broken modules as looks told them: " + " | ".join(ways)
    rows = sorted({key[1:4] for key in counts if key[0] == "broken"})
    for row in [*rows, ()]:
        cells = [
            sum(number for key, number in counts.items() if key[0] == "broken" and key[-1] == way and key[1 : 1 + len(row)] == row)
            for way in ways
        ]
        yield f"{' '.join(f'{cell:7}' for cell in cells)}  {', '.join(row) or 'all'}"


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:4])))
