"""The table of codes and the checks that yield them say the same."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from sync.core.plan.model import Finding
from sync.core.rules.catalogue import RULES
from sync.core.rules.rule import Rule
from sync.core.signature.diff import Kind
from tests.fakes.worlds import plan
from tests.unit.core.signature_cases import CASES as SIGNATURE_CASES
from tests.unit.core.test_planning import CASES

BY_CODE = {rule.code: rule for rule in RULES}
ASPECTS = {"CF", "EX", "FL", "OB", "RG", "SG"}


def _yielded() -> list[Finding]:
    return [finding for case in (*CASES, *SIGNATURE_CASES) for finding in plan(*case.values[:3]).findings]  # type: ignore[arg-type]


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


def test_the_differences_of_two_contracts_are_the_first_rows_of_their_aspect() -> None:
    rows = [rule.name for rule in RULES if rule.code.startswith("SG")]

    assert tuple(rows[: len(get_args(Kind))]) == get_args(Kind)


MIRRORS = {
    "input-required-added": "input-removed",
    "input-optional-added": "input-removed",
    "input-became-required": "input-became-optional",
    "input-type-narrowed": "input-type-widened",
    "result-field-added": "result-field-removed",
    "result-field-became-nullable": "result-field-became-certain",
    "result-text-became-object": "result-object-became-text",
    "input-declared-unread": "input-read-undeclared",
    "input-not-passed": "input-passed-unread",
}
ALONE = {
    "input-renamed": "a rename back is a rename",
    "input-default-changed": "a change back is a change",
    "result-field-renamed": "a rename back is a rename",
    "result-field-type-changed": "a change back is a change",
    "signature-open": "a closed signature is nothing to tell",
    "signature-unknown": "nor is a known one",
    "code-broken": "nor is code that works",
    "check-failed": "a check that passes is nothing to tell",
    "field-read-missing": "a field that no flow reads is nobody's harm",
    "value-does-not-fit": "a value that fits is nothing to tell",
    "module-unread": "a module that is understood is nothing to tell",
    "code-changed": "code that is as it was is nothing to tell",
    "code-unreadable": "nor is code that can be read",
    "registration-gone": "a module whose registration is there is nothing to tell",
    "registration-replaced": "the same",
    "registration-gone-mentioned": "the same",
}


def test_every_change_has_its_opposite_or_a_reason_why_not() -> None:
    names = {rule.name for rule in RULES if rule.code[:2] in {"SG", "FL"}}

    assert names == {*MIRRORS, *MIRRORS.values(), *ALONE}


def test_what_breaks_callers_is_an_error_or_a_disagreement_about_what_to_pass() -> None:
    assert {rule.name for rule in RULES if rule.breaks and rule.severity != "error"} == {"input-read-undeclared"}


def test_no_two_rows_share_a_name() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_a_finding_brings_exactly_what_its_message_asks_for() -> None:
    for finding in _yielded():
        assert set(re.findall(r"\{(\w+)\}", BY_CODE[finding.code].message)) == set(finding.args), finding
