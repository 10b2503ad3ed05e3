"""The table of codes and the checks that yield them say the same."""

from __future__ import annotations

import re

import pytest

from sync.core.plan import Finding
from sync.core.rules.catalogue import RULES, Rule
from tests.fakes.worlds import plan
from tests.unit.core.test_planning import CASES

BY_CODE = {rule.code: rule for rule in RULES}
ASPECTS = {"CF", "EX", "OB", "RG"}


def _yielded() -> list[Finding]:
    return [finding for case in CASES for finding in plan(*case.values[:3]).findings]  # type: ignore[arg-type]


def test_codes_are_sorted_and_used_once() -> None:
    codes = [rule.code for rule in RULES]

    assert codes == sorted(set(codes))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_row_says_everything_about_its_code(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]{2}\d{3}", rule.code)
    assert rule.code[:2] in ASPECTS
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.why.endswith(".")
    assert rule.fix.rstrip(".") != rule.fix


def test_no_two_rows_share_a_name() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("finding", _yielded(), ids=lambda finding: f"{finding.code}-{finding.subject}")
def test_a_finding_brings_exactly_what_its_message_asks_for(finding: Finding) -> None:
    assert set(re.findall(r"\{(\w+)\}", BY_CODE[finding.code].message)) == set(finding.args)
