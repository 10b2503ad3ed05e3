"""What a review says of callers is what drift says of them once the change is deployed and applied."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.emulator.world import World
from tests.whole.clone import (
    Clone,
    answers_otherwise,
    breaks_the_code,
    in_sync,
    more_memory,
    not_registered,
    removed,
    renamed,
    takes_the_handler_away,
    wants_more,
)
from tests.whole.process import Nursery, emulate
from tests.whole.town import Town

LEAVE = ("--allow-flow", "f1", "--allow-flow", "f2")


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    kept = Nursery()
    yield kept
    kept.close()


@pytest.fixture
def town(tmp_path: Path, nursery: Nursery) -> Iterator[Town]:
    numbers = iter(range(1, 1_000))
    place = Town(root=tmp_path, world=World(ids=lambda: f"id-{next(numbers)}"), nursery=nursery)
    place.build()
    with emulate(place.world) as place.emulator:
        yield place


def deploy(town: Town, clone: Clone) -> None:
    """What a pipeline does with the specs: every function that they state gets their code and handler."""
    document: dict[str, Any] = json.loads((clone.root / "registry" / "services.yaml").read_text(encoding="utf-8"))
    for uid, spec in document["functions"].items():
        code = (clone.root / "registry" / "code" / uid / "index.py").read_text(encoding="utf-8")
        town.deploy(spec["name"], code, handler=spec["handler"])


@pytest.mark.parametrize(
    ("change", "hurt"),
    [
        (renamed, set()),
        (more_memory, set()),
        (wants_more, {"f1"}),
        (answers_otherwise, {"f1"}),
        (breaks_the_code, {"f1"}),
        (takes_the_handler_away, {"f1"}),
        (removed, {"f1"}),
        (not_registered, {"f2"}),
    ],
)
def test_a_review_comes_true(town: Town, change: Callable[[Clone], object], hurt: set[str]) -> None:
    clone = in_sync(town)
    change(clone)
    clone.commit()
    said = {item["module"]["flow"]["id"] for item in clone.told()["impacts"] if item["effect"] == "breaks"}

    deploy(town, clone)
    town.run("apply", "--yes", *LEAVE)
    assert (said, set(town.look("drift").broken)) == (hurt, hurt)
