"""The regression suite of idioms: for every snippet, exactly the contract that was written down for it by hand."""

from __future__ import annotations

import pytest

from tests.unit.signatures.cases import LANGUAGES, Case, cases, contract, expected

ALL = [case for language in LANGUAGES for case in cases(language)]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.language}-{case.name}") for case in ALL])
def test_a_snippet_shows_exactly_its_contract(case: Case) -> None:
    assert contract(case.infer()) == expected(case)


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.language}-{case.name}") for case in ALL])
def test_the_same_package_gives_the_same_answer(case: Case) -> None:
    assert case.infer() == case.infer()
