"""Laws of fingerprints: one finding, one name, wherever and whenever it is told."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from sync.core.plan.fingerprint import fingerprints
from sync.core.plan.model import Finding
from sync.core.rules.catalogue import RULES
from sync.specs.ids import Uid
from sync.specs.models import Where
from tests.fakes.worlds import CENTER, plan
from tests.unit.core.signature_cases import CASES as SIGNATURE_CASES
from tests.unit.core.test_planning import CASES

FINDING = Finding(
    code="SG007",
    subject="cn-hangzhou/demo-service/lookup",
    origin="drift",
    uid=Uid("lookup"),
    center=CENTER,
    where=Where("registry/services.yaml", 6, 3),
    args={
        "name": "phone",
        "before": "string",
        "after": "integer",
        "older": "declared",
        "newer": "implemented",
        "place": "index.py:5",
    },
)
words = st.sampled_from(["", "a", "b", "a b"])
findings = st.builds(
    Finding,
    code=st.sampled_from([rule.code for rule in RULES]),
    subject=words,
    origin=st.sampled_from(["drift", "pending"]),
    uid=st.one_of(st.none(), words.map(Uid)),
    center=st.one_of(st.none(), st.just(CENTER)),
    args=st.dictionaries(st.sampled_from(["name", "before", "after", "generation"]), words),
)


def one(finding: Finding) -> str:
    return fingerprints([finding])[0]


@given(st.lists(findings, max_size=30))
def test_no_two_findings_of_a_document_share_a_fingerprint(told: list[Finding]) -> None:
    made = fingerprints(told)
    assert len(set(made)) == len(told)
    assert all(re.fullmatch("[0-9a-f]{16}", each) for each in made)


@given(st.lists(findings, unique_by=one, max_size=10), st.data())
def test_a_finding_is_called_the_same_whatever_else_is_told(told: list[Finding], data: st.DataObject) -> None:
    part = [finding for finding in told if data.draw(st.booleans())]
    whole = dict(zip(map(repr, told), fingerprints(told), strict=True))
    assert [whole[repr(finding)] for finding in part] == list(fingerprints(part))


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(replace(FINDING, where=Where("registry/services.yaml", 60, 3)), id="the-spec-grew-above-it"),
        pytest.param(replace(FINDING, where=Where("registry/other.yaml", 6, 3)), id="the-spec-went-to-another-file"),
        pytest.param(replace(FINDING, args={**FINDING.args, "place": "index.py:9"}), id="the-code-grew-above-it"),
        pytest.param(replace(FINDING, args={**FINDING.args, "after": "boolean"}), id="it-got-worse"),
        pytest.param(replace(FINDING, origin="pending"), id="the-other-side-moved-too"),
        pytest.param(replace(FINDING, breaks=True), id="a-flow-was-published"),
    ],
)
def test_a_finding_stays_the_same_finding(later: Finding) -> None:
    assert one(later) == one(FINDING)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(FINDING, code="SG008"), id="code"),
        pytest.param(replace(FINDING, uid=Uid("other")), id="uid"),
        pytest.param(replace(FINDING, center=None), id="center"),
        pytest.param(replace(FINDING, args={**FINDING.args, "name": "code"}), id="input"),
        pytest.param(replace(FINDING, subject="cn-hangzhou/demo-service/other"), id="subject"),
        pytest.param(replace(FINDING, when="after-apply"), id="what-will-be-so"),
    ],
)
def test_another_finding_is_another(other: Finding) -> None:
    assert one(other) != one(FINDING)


def _found_by_the_rules() -> list[tuple[Finding, ...]]:
    return [plan(*case.values[:3]).findings for case in (*CASES, *SIGNATURE_CASES)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "first", "second"),
    [
        pytest.param("OB001", {"generation": "2.0"}, {"generation": "3.0"}, id="a-region-of-two-generations"),
        pytest.param("OB004", {"generation": "2.0"}, {"generation": "3.0"}, id="a-function-of-two-generations"),
        pytest.param("OB004", {"code": "AccessDenied"}, {"code": "ServiceUnavailable"}, id="functions-unread-for-two-codes"),
        pytest.param("OB004", {"reason": "denied"}, {"reason": "broken"}, id="functions-unread-for-two-reasons"),
        pytest.param("SG004", {"before": "a", "after": "c"}, {"before": "b", "after": "c"}, id="two-inputs-renamed-to-one"),
        pytest.param("SG004", {"before": "a", "after": "b"}, {"before": "a", "after": "c"}, id="an-input-renamed-twice"),
        pytest.param("SG012", {"before": "a", "after": "c"}, {"before": "b", "after": "c"}, id="two-fields-renamed-to-one"),
        pytest.param("SG012", {"before": "a", "after": "b"}, {"before": "a", "after": "c"}, id="a-field-renamed-twice"),
        pytest.param("SG024", {"check": "a known caller"}, {"check": "nobody"}, id="two-checks-of-one-function"),
        pytest.param("FL004", {"name": "a"}, {"name": "b"}, id="two-inputs-of-one-module"),
    ],
)
def test_what_a_finding_is_about_tells_it_from_others(code: str, first: dict[str, JsonValue], second: dict[str, JsonValue]) -> None:
    assert one(replace(FINDING, code=code, args={**first})) != one(replace(FINDING, code=code, args={**second}))


@pytest.mark.parametrize("told", _found_by_the_rules())
def test_what_the_rules_find_is_told_apart_without_counting(told: tuple[Finding, ...]) -> None:
    assert len({one(finding) for finding in told}) == len(told)
