"""A finding keeps its short name: what the name is made of, written out."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from sync.core.plan.fingerprint import fingerprints
from sync.core.plan.model import FieldChange, Finding, FlowRef
from sync.specs.ids import CenterName, Uid
from sync.specs.models import Where

HOTLINE, LOOKUP = CenterName("hotline"), Uid("lookup")


def named(identity: str) -> str:
    return hashlib.sha256(identity.encode("ascii")).hexdigest()[:16]


@pytest.mark.parametrize(
    ("code", "args", "identity"),
    [
        pytest.param("CF003", {"found": 1, "wanted": 2}, '["CF003", "lookup", "hotline", [null], "x"]', id="no-aspect"),
        pytest.param("SG001", {"name": "a", "newer": "the code"}, '["SG001", "lookup", "hotline", ["a"], "x"]', id="an-input"),
        pytest.param("SG001", {"name": "号"}, '["SG001", "lookup", "hotline", ["\\u53f7"], "x"]', id="other-letters"),
        pytest.param(
            "OB001",
            {"generation": "2.0", "code": "c", "reason": "r", "name": "n"},
            '["OB001", "lookup", "hotline", ["2.0"], "x"]',
            id="a-region",
        ),
        pytest.param(
            "OB004",
            {"generation": "2.0", "code": "c", "reason": "r", "name": "n"},
            '["OB004", "lookup", "hotline", ["2.0", "c", "r"], "x"]',
            id="a-function-without-a-name",
        ),
        pytest.param(
            "SG004", {"before": "a", "after": "b", "name": "n"}, '["SG004", "lookup", "hotline", ["a", "b"], "x"]', id="a-rename"
        ),
        pytest.param(
            "SG012", {"before": "a", "after": "b", "name": "n"}, '["SG012", "lookup", "hotline", ["a", "b"], "x"]', id="a-field-s"
        ),
        pytest.param(
            "SG024",
            {"check": "answers", "name": "n", "reason": "r"},
            '["SG024", "lookup", "hotline", ["answers"], "x"]',
            id="a-check",
        ),
        pytest.param("FL001", {"names": ["a"], "module": "m"}, '["FL001", "lookup", "hotline", [null], "x"]', id="a-module"),
    ],
)
def test_a_name_is_of_code_uid_center_aspect_and_subject(code: str, args: dict[str, object], identity: str) -> None:
    finding = Finding(code=code, subject="x", origin="drift", uid=LOOKUP, center=HOTLINE, args=args)  # type: ignore[arg-type]

    assert fingerprints([finding]) == (named(identity),)


def test_what_has_no_uid_and_no_center_says_so() -> None:
    assert fingerprints([Finding(code="RG008", subject="r1", origin=None)]) == (named('["RG008", null, null, [null], "r1"]'),)


def test_what_will_be_so_has_another_name_than_what_is_so() -> None:
    now = Finding(code="SG001", subject="x", origin="drift", args={"name": "a"})
    later = replace(now, when="after-apply")

    assert fingerprints([now, later]) == (
        named('["SG001", null, null, ["a"], "x"]'),
        named('["SG001", null, null, ["a", "after-apply"], "x"]'),
    )


def test_findings_that_agree_in_all_of_it_are_counted_and_others_between_them_are_not() -> None:
    one, other = Finding(code="CF003", subject="x", origin="drift"), Finding(code="CF003", subject="y", origin="drift")
    first, of_other = '["CF003", null, null, [null], "x"]', '["CF003", null, null, [null], "y"]'

    assert fingerprints([one, other, one, one, other]) == (
        named(first),
        named(of_other),
        named(f"{first}#2"),
        named(f"{first}#3"),
        named(f"{of_other}#2"),
    )


def test_nothing_else_of_a_finding_is_in_its_name() -> None:
    bare = Finding(code="CF003", subject="x", origin="drift")
    flow = FlowRef(center=HOTLINE, id="f1", name="flow", published=True)
    full = Finding(
        code="CF003", subject="x", origin="pending", where=Where("a.yaml", 7, 1), args={"found": 1}, flows=(flow,),
        changes=(FieldChange(path="memory", before=1, after=2),), lock_only=True, breaks=True, remedy="apply",
    )  # fmt: skip

    assert fingerprints([bare]) == fingerprints([full])
    assert fingerprints([]) == ()
