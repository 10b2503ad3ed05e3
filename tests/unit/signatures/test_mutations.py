"""The mutation check: a key renamed, added or removed in working code shows as exactly that."""

from __future__ import annotations

import pytest

from tests.unit.signatures.mutations import Mutant, mutants

ALL = list(mutants())
FEWEST = 200


def test_there_are_enough_mutants_of_every_kind() -> None:
    assert len(ALL) >= FEWEST
    assert {mutant.kind for mutant in ALL} == {"renamed", "added", "removed"}


@pytest.mark.parametrize(
    "mutant", [pytest.param(one, id=f"{one.case.language}-{one.case.name}-{one.kind}-{one.key}") for one in ALL]
)
def test_a_mutant_shows_exactly_its_change(mutant: Mutant) -> None:
    assert mutant.killed()
