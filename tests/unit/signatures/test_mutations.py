"""The mutation check: a key renamed, added or removed in working code shows as exactly that."""

from __future__ import annotations

import pytest

from tests.unit.signatures.mutations import Mutant, mutants

ALL = list(mutants())


def test_a_key_is_changed_in_every_way() -> None:
    assert {mutant.kind for mutant in ALL} == {"renamed", "added", "removed"}


@pytest.mark.parametrize(
    "mutant", [pytest.param(one, id=f"{one.case.language}-{one.case.name}-{one.kind}-{one.key}") for one in ALL]
)
def test_a_mutant_shows_exactly_its_change(mutant: Mutant) -> None:
    assert mutant.killed()
