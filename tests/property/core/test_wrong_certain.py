"""What is called certain is right: a few of the worlds that `python -m bench.identity --certain N` plays."""

from __future__ import annotations

import pytest

from bench.identity.worlds import LEVELS, MARKS, Level, Marks, make
from sync.core.matching.functions import match_functions


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("marks", MARKS)
def test_nothing_certain_is_wrong(level: Level, marks: Marks) -> None:
    for seed in range(3):
        world = make(seed, 90, level, marks)
        matches = match_functions(world.known, world.living)
        certain = [match for match in matches if match.certainty == "certain"]

        assert [(seed, match.uid) for match in certain if match.found != world.truth[match.uid]] == []
        assert {match.uid for match in matches} == set(world.truth)
        assert len(certain) > len(matches) / 2


def test_the_same_arguments_make_the_same_world() -> None:
    assert make(1, 40, "hard", "half") == make(1, 40, "hard", "half")
    assert make(1, 40, "hard", "half") != make(2, 40, "hard", "half")
