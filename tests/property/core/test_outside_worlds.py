"""What holds in worlds that nobody who knew the matching made: the rest of them is `python -m bench.outside`."""

from __future__ import annotations

import pytest

from bench.outside.histories import LEVELS, MARKS, Level, make
from bench.outside.judge import broken, verdict
from sync.core.matching.functions import match_functions


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.name)
@pytest.mark.parametrize("marks", MARKS)
def test_nothing_certain_is_wrong_and_no_promise_is_broken(level: Level, marks: str) -> None:
    world = make(7, 40, level, marks)
    matches = match_functions(world.known, world.living, world.unread)

    certain = [match for match in matches if match.certainty == "certain"]
    assert [match for match in certain if verdict(match, world.truth[match.uid]) == "wrong"] == []
    assert list(broken(world, matches)) == []


def test_the_same_arguments_make_the_same_world() -> None:
    assert make(1, 40, LEVELS[1], "half") == make(1, 40, LEVELS[1], "half")
    assert make(1, 40, LEVELS[1], "half") != make(2, 40, LEVELS[1], "half")


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.name)
def test_what_became_of_a_function_lives_or_cannot_be_seen(level: Level) -> None:
    world = make(3, 60, level, "none")
    living = {one.address for one in world.living}

    assert set(world.truth) == {one.uid for one in world.known}
    assert {uid for uid, truth in world.truth.items() if truth.now not in living} == {
        uid for uid, truth in world.truth.items() if truth.now is None or truth.hidden
    }
