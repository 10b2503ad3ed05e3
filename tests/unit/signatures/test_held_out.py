"""The regression suite of whole handlers, as customers write them, against truths written before the engine read them."""

from __future__ import annotations

import pytest

from tests.unit.signatures.cases import HELD_OUT, LANGUAGES, Case, cases, contract, differences, expected, wrongly_closed

HANDLERS_TO_A_DIFFERENCE = 23  # at least so many for each that is read otherwise
DIFFERENT = differences()
ALL = [pytest.param(case, id=f"{case.language}/{case.name}") for language in LANGUAGES for case in cases(language, HELD_OUT)]
EXACT = [one for one in ALL if one.id not in DIFFERENT]
KNOWN = [one for one in ALL if one.id in DIFFERENT]


@pytest.mark.parametrize("case", EXACT)
def test_a_handler_shows_exactly_its_contract(case: Case) -> None:
    assert contract(case.infer()) == expected(case)


@pytest.mark.parametrize("case", ALL)
def test_no_handler_is_wrongly_called_closed(case: Case) -> None:
    assert not wrongly_closed(contract(case.infer()), expected(case))


@pytest.mark.parametrize("case", KNOWN)
def test_a_known_difference_is_still_one_and_invents_nothing(case: Case) -> None:
    found, truth = contract(case.infer()), expected(case)
    assert found != truth
    assert found["inputs"].keys() <= truth["inputs"].keys()
    assert not any(one["required"] and not truth["inputs"][name]["required"] for name, one in found["inputs"].items())


def test_the_differences_are_few_and_each_names_a_case() -> None:
    assert len(DIFFERENT) * HANDLERS_TO_A_DIFFERENCE <= len(ALL)
    assert DIFFERENT.keys() == {one.id for one in KNOWN}
