"""A plan file to the last byte: what its digest is of, and the words with which another file is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sync.core.plan.codec import PlanFileError, decode, plan_digest
from sync.core.plan.model import Basis, FieldChange, Finding, Plan, Register
from sync.core.worlds import RegistrationState
from sync.specs.models import Where
from tests.fakes.worlds import CENTER, at

A = "cn-hangzhou/demo-service/lookup"
SNAPSHOT = (
    '{"description":"订单","failover":null,"role":"","target":{"name":"lookup","region":"cn-hangzhou","service":"demo-service"}}'
)
CANONICAL = (
    '{"basis":{"account":"a","lock":"l","registry":"r","world":"w"},'
    '"findings":[{"args":{"a":1,"z":"2"},"breaks":false,"callers":[],"center":null,'
    '"changes":[{"after":"新","before":null,"path":"memory","secret":false}],'
    '"code":"CF003","flows":[],"lock_only":false,"modules":[],"origin":"drift","remedy":null,"stack":null,"subject":"x","uid":null,'
    '"when":"now","where":{"column":3,"file":"a.yaml","line":2}}],'
    '"functions":1,"gaps":[],"recorded":true,"refusals":[],"registrations":2,"stack":null,'
    '"steps":[{"after":' + SNAPSHOT + ',"by_hand":false,"center":"hotline","depends_on":["s0"],"id":"s1","instance":"ccc-test",'
    '"kind":"register","uid":"lookup"}],"tool":"ivrsync test","unsearched":[],"version":2}'
)
TAGS = "'register', 'repoint', 'update-registration', 'update-function', 'unregister', 'test'"


def made() -> Plan:
    return Plan(
        tool="ivrsync test",
        basis=Basis(account="a", world="w", registry="r", lock="l"),
        recorded=True,
        findings=(
            Finding(
                code="CF003",
                subject="x",
                origin="drift",
                where=Where("a.yaml", 2, 3),
                changes=(FieldChange(path="memory", before=None, after="新"),),
                args={"z": "2", "a": 1},
            ),
        ),
        steps=(
            Register(
                id="s1",
                uid="lookup",  # type: ignore[arg-type]
                center=CENTER,
                instance="ccc-test",
                by_hand=False,
                after=RegistrationState(target=at(A), description="订单", role="", failover=None),
                depends_on=("s0",),
            ),
        ),
        refusals=(),
        gaps=(),
        functions=1,
        registrations=2,
    )


def digest() -> str:
    return hashlib.sha256(CANONICAL.encode()).hexdigest()


def file(**more: object) -> str:
    return json.dumps({"digest": digest(), "plan": json.loads(CANONICAL), **more})


def test_the_digest_is_of_every_member_sorted_and_without_spaces() -> None:
    assert plan_digest(made()) == digest()


def test_the_digest_does_not_depend_on_the_order_in_which_arguments_were_given() -> None:
    (finding,) = made().findings
    turned = replace(made(), findings=(replace(finding, args={"a": 1, "z": "2"}),))

    assert plan_digest(turned) == digest()


def test_half_a_character_has_a_digest_too() -> None:
    text = CANONICAL.replace("ivrsync test", "half \ud800")
    expected = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    assert plan_digest(replace(made(), tool="half \ud800")) == expected


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({}, id="only-what-is-needed"),
        pytest.param({"document": "plan", "verdict": "drift", "exit_code": 2, "fail_on": "warning"}, id="all-that-may-be-said"),
    ],
)
def test_a_file_is_read_back_as_the_plan_it_was(more: dict[str, object]) -> None:
    assert decode(file(**more)) == made()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        *[
            (text, "it is not a plan file that ivrsync wrote")
            for text in (
                "", "{", "3", "null", '"plan"', "[]", "{}", '{"digest": ""}', '{"plan": {"version": 1}}',
                '{"digest": "", "plan": {}}', '{"digest": "", "plan": []}', '{"digest": "", "plan": 3}',
                '{"digest": "", "plan": null}', "[" * 100_000,
            )
        ],
        ('{"digest": "", "plan": {"version": 1}}', "it is of format version 1; this ivrsync reads version 2"),
        ('{"digest": "", "plan": {"version": 3}}', "it is of format version 3; this ivrsync reads version 2"),
        ('{"digest": "", "plan": {"version": "2"}}', "it is of format version '2'; this ivrsync reads version 2"),
        ('{"digest": "", "plan": {"version": 2}, "Plan": 1}', "it contains more than a plan, its digest and its verdict"),
        ('{"digest": "", "plan": {"version": 3}, "more": 1}', "it contains more than a plan, its digest and its verdict"),
    ],
)  # fmt: skip
def test_another_file_is_refused_in_these_words(text: str, told: str) -> None:
    with pytest.raises(PlanFileError) as refused:
        decode(text)

    assert str(refused.value) == told


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        pytest.param(lambda plan: plan.pop("steps"), "steps: Field required", id="a-part-is-missing"),
        pytest.param(
            lambda plan: plan["findings"][0].update(code=7), "findings.0.code: Input should be a valid string", id="another-type"
        ),
        pytest.param(
            lambda plan: plan["steps"][0].update(kind="format-disk"),
            f"steps.0: Input tag 'format-disk' found using 'kind' does not match any of the expected tags: {TAGS}",
            id="an-unknown-step",
        ),
        pytest.param(
            lambda plan: plan.update(functions=2), "it was changed after it was written: its digest does not match", id="edited"
        ),
        pytest.param(
            lambda plan: plan["steps"][0].update(depends_on=[]),
            "it was changed after it was written: its digest does not match",
            id="edited-within-a-step",
        ),
    ],
)
def test_an_edited_plan_is_refused_in_these_words(edit: Callable[[dict[str, Any]], object], told: str) -> None:
    value = json.loads(CANONICAL)
    edit(value)

    with pytest.raises(PlanFileError) as refused:
        decode(file(plan=value))

    assert str(refused.value) == told


def test_the_digest_is_compared_to_the_letter() -> None:
    with pytest.raises(PlanFileError, match="its digest does not match"):
        decode(file(digest=digest().upper()))
