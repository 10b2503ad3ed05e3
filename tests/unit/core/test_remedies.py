"""What a finding says of the step that settles it: applied, done by hand, held back, or that there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.plan.model import BlockedStep, Finding, Register, Remedy
from sync.core.plan.remedies import with_remedies
from sync.core.worlds import RegistrationState
from sync.specs.ids import Uid
from tests.fakes.worlds import CENTER, at

A = "cn-hangzhou/demo-service/lookup"


def finding(code: str, *, uid: str | None = "lookup") -> Finding:
    return Finding(
        code=code, subject="r1", origin="drift", uid=Uid(uid) if uid is not None else None, center=CENTER, remedy="by-hand"
    )


def step(identity: str, *, by_hand: bool = False) -> Register:
    """Any step: what counts is its id, and whether a person does it."""
    after = RegistrationState(target=at(A), description="", role="", failover=None)
    return Register(id=identity, uid=Uid("lookup"), center=CENTER, instance="ccc-test", by_hand=by_hand, after=after)


EVERY_KIND = (
    "register:hotline:lookup",
    "repoint:hotline:lookup",
    "update-registration:hotline:lookup",
    "failover:hotline:lookup",
    "unregister:hotline:r1",
    "update-function:lookup",
)


@pytest.mark.parametrize(
    ("code", "settled_by"),
    [
        pytest.param("RG001", ["register:hotline:lookup"], id="missing"),
        pytest.param("RG002", ["repoint:hotline:lookup"], id="stale"),
        pytest.param("RG003", ["unregister:hotline:r1"], id="duplicate"),
        pytest.param("RG004", ["unregister:hotline:r1"], id="left-the-registry"),
        pytest.param("RG005", ["repoint:hotline:lookup", "update-registration:hotline:lookup"], id="description"),
        pytest.param("RG006", ["repoint:hotline:lookup", "update-registration:hotline:lookup"], id="role"),
        pytest.param(
            "RG007", ["failover:hotline:lookup", "repoint:hotline:lookup", "update-registration:hotline:lookup"], id="failover"
        ),
        pytest.param("RG008", [], id="a-stranger's"),
        pytest.param("RG009", ["repoint:hotline:lookup"], id="another-place"),
        pytest.param("RG011", ["unregister:hotline:r1"], id="a-duplicate-that-is-called"),
        pytest.param("CF001", ["update-function:lookup"], id="runtime"),
        pytest.param("CF002", ["update-function:lookup"], id="handler"),
        pytest.param("CF003", ["update-function:lookup"], id="memory"),
        pytest.param("CF004", ["update-function:lookup"], id="timeout"),
        pytest.param("CF005", ["update-function:lookup"], id="environment"),
        pytest.param("CF006", [], id="generation"),
        pytest.param("FL001", [], id="a-flow"),
    ],
)
def test_each_kind_of_finding_is_settled_by_these_steps_and_no_others(code: str, settled_by: list[str]) -> None:
    for identity in EVERY_KIND:
        remedy: Remedy | None = "apply" if identity in settled_by else None
        assert with_remedies([finding(code)], [step(identity)], []) == [replace(finding(code), remedy=remedy)]
        assert with_remedies([finding(code)], [step(identity.replace("lookup", "x").replace("r1", "x"))], []) == [
            replace(finding(code), remedy=None)
        ]


def test_the_first_step_that_settles_a_finding_says_what_becomes_of_it() -> None:
    both = [step("update-registration:hotline:lookup"), step("failover:hotline:lookup", by_hand=True)]
    moving = [step("update-registration:hotline:lookup"), step("repoint:hotline:lookup", by_hand=True)]

    assert [item.remedy for item in with_remedies([finding("RG007"), finding("RG005")], both, [])] == ["by-hand", "apply"]
    assert [item.remedy for item in with_remedies([finding("RG007"), finding("RG005")], moving, [])] == ["by-hand", "by-hand"]


def test_a_step_that_is_refused_is_held_back_whoever_would_do_it() -> None:
    refused = [BlockedStep(step=step("repoint:hotline:lookup", by_hand=True), reason="flow-calls-it")]

    assert with_remedies([finding("RG002"), finding("RG001")], [step("register:hotline:lookup", by_hand=True)], refused) == [
        replace(finding("RG002"), remedy="held-back"),
        replace(finding("RG001"), remedy="by-hand"),
    ]
