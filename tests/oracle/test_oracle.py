"""What is said is what is so: 2,000 scenarios in which the oracle knows which flows are broken, and why.

A failure prints its seed and its story made small. `make oracle N=20000 SEED=2000` looks at more of them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.oracle.scenario import play, scenario_of
from tests.oracle.shrink import report, shrunk
from tests.oracle.stage import Stage

SCENARIOS = 2_000
BLOCK = 50  # to a test, so that several processes share the work
TOLD = 3  # failures of a block that are told whole


@pytest.mark.timeout(900)
@pytest.mark.parametrize("first", range(0, SCENARIOS, BLOCK))
def test_every_broken_flow_is_named_and_nothing_is_made_worse(
    first: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    failed, looks, broken = [], 0, 0
    with Stage(tmp_path) as stage:
        for seed in range(first, first + BLOCK):
            played = play(scenario_of(seed), stage)
            looks += played.counts["looks",]
            broken += sum(number for key, number in played.counts.items() if key[0] == "broken")
            if played.failures:
                failed.append((seed, played.failures[0].kind))
        stories = [report(*shrunk(scenario_of(seed), stage, kind)) for seed, kind in failed[:TOLD]]
    told = "\n\n".join(stories)
    assert not failed, f"{len(failed)} of {BLOCK} scenarios: {', '.join(f'{seed} ({kind})' for seed, kind in failed)}\n\n{told}"
    record_property("counted", f"oracle: seeds {first:5} to {first + BLOCK - 1:5}: {looks} looks, {broken} broken modules named")
