"""Findings about registrations to the last field: who moved, whom it breaks, and whose a registration is that nobody asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sync.core.plan.model import FieldChange, Finding, FlowRef, ModuleRef, Origin, Remedy
from sync.core.worlds import FailoverTarget, Found, FoundFlow, Wanted
from sync.specs.ids import Region, Uid
from sync.specs.models import Failover, Lock, Where
from tests.fakes.worlds import CENTER, entry, flow, found, function, listed, lock, plan, registered, registration, there, wanted

A, B, C = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other", "cn-hangzhou/demo-service/third"
NAMESAKE = "cn-hangzhou/second-service/lookup"
LOOKUP = Uid("lookup")
HERE = Where("test.yaml", 1, 1)


def told(of: Wanted, world: Found, recorded: Lock | None = None) -> tuple[Finding, ...]:
    return plan(of, world, recorded).findings


def f1(*, published: bool = True) -> FlowRef:
    return FlowRef(center=CENTER, id="f1", name="flow f1", published=published)


def module(holds: str, reaches: str, *, published: bool = True) -> ModuleRef:
    return ModuleRef(flow=f1(published=published), activity="1", name="ask", registration=holds, reaches=reaches)


def unreadable(mentions: str, *, published: bool = True) -> FoundFlow:
    return replace(flow("f1", ""), definition=f"an unknown form that holds {mentions}", published=published)


def known_with(at: str = A, **fields: object) -> Lock:
    """A lock with the one registration, and what it was."""
    one = entry(at, identity="r1")
    return lock(lookup=one.model_copy(update={"registrations": {CENTER: one.registrations[CENTER].model_copy(update=fields)}}))


def said(field: str, value: str | None) -> dict[str, Any]:
    return {field: value}


@pytest.mark.parametrize(
    ("field", "was", "origin"),
    [
        pytest.param("description", "old", "pending", id="words-as-recorded"),
        pytest.param("description", "new", "drift", id="words-changed-in-the-center"),
        pytest.param("description", "a third", "drift", id="words-changed-on-both-sides"),
        pytest.param("description", None, "drift", id="words-that-were-not-there"),
        pytest.param("role", "old", "pending", id="a-role-as-recorded"),
        pytest.param("role", "new", "drift", id="a-role-changed-in-the-center"),
        pytest.param("role", None, "drift", id="a-role-that-was-not-there"),
    ],
)
def test_words_and_roles_are_told_with_who_moved(field: str, was: str | None, origin: Origin) -> None:
    code = {"description": "RG005", "role": "RG006"}[field]
    asked, now, recorded = said(field, "new"), said(field, "old"), said(field, was)
    of = wanted(function("lookup", A, replace(registration("lookup", A), **asked)))
    world = found(there(A), listed("r1", A, **now))
    expected = Finding(
        code=code, subject="r1", origin="pending", uid=LOOKUP, center=CENTER, where=HERE,
        changes=(FieldChange(path=field, before="old", after="new"),), args={"found": "old", "wanted": "new"}, remedy="apply",
    )  # fmt: skip

    assert told(of, world, known_with(**recorded)) == (replace(expected, origin=origin),)
    assert told(of, world, lock(lookup=entry(A))) == (replace(expected, origin="pending"),)
    assert told(of, world) == (replace(expected, origin="unrecorded"),)


@pytest.mark.parametrize("field", ["description", "role"])
def test_what_is_empty_now_and_was_not_recorded_has_not_drifted_and_what_shall_be_empty_is_said_so(field: str) -> None:
    code = {"description": "RG005", "role": "RG006"}[field]
    new, old, nothing = said(field, "new"), said(field, "old"), said(field, "")
    fill = wanted(function("lookup", A, replace(registration("lookup", A), **new)))
    clear = wanted(function("lookup", A, replace(registration("lookup", A), **nothing)))
    expected = Finding(
        code=code, subject="r1", origin="pending", uid=LOOKUP, center=CENTER, where=HERE,
        changes=(FieldChange(path=field, before="", after="new"),), args={"found": "", "wanted": "new"}, remedy="apply",
    )  # fmt: skip

    assert told(fill, found(there(A), listed("r1", A)), known_with()) == (expected,)
    assert told(clear, found(there(A), listed("r1", A, **old)), known_with()) == (
        replace(
            expected,
            origin="drift",
            changes=(FieldChange(path=field, before="old", after=""),),
            args={"found": "old", "wanted": ""},
        ),
    )


@pytest.mark.parametrize(
    ("was", "origin"),
    [
        pytest.param(("cn-beijing", 10.0), "pending", id="as-recorded"),
        pytest.param(("cn-beijing", 20.0), "drift", id="another-weight"),
        pytest.param(("cn-shanghai", 10.0), "drift", id="another-region"),
        pytest.param(None, "drift", id="there-was-none"),
    ],
)
def test_a_failover_is_told_with_who_moved_and_set_by_hand(was: tuple[str, float] | None, origin: Origin) -> None:
    now, asked = FailoverTarget(Region("cn-beijing"), 10.0), FailoverTarget(Region("cn-shanghai"), 30.0)
    recorded = known_with(failover=Failover(region=was[0], weight=was[1]) if was is not None else None)
    of = wanted(function("lookup", A, registration("lookup", A, failover=asked)))
    expected = Finding(
        code="RG007", subject="r1", origin="pending", uid=LOOKUP, center=CENTER, where=HERE,
        changes=(
            FieldChange(path="failover.region", before="cn-beijing", after="cn-shanghai"),
            FieldChange(path="failover.weight", before=10.0, after=30.0),
        ),
        args={"found": {"region": "cn-beijing", "weight": 10.0}, "wanted": {"region": "cn-shanghai", "weight": 30.0}},
        remedy="by-hand",
    )  # fmt: skip

    assert told(of, found(there(A), listed("r1", A, failover=now)), recorded) == (replace(expected, origin=origin),)


def test_a_failover_that_is_not_there_is_told_as_none() -> None:
    of = wanted(function("lookup", A, registration("lookup", A, failover=FailoverTarget(Region("cn-shanghai"), 0.5))))

    assert told(of, found(there(A), listed("r1", A)), known_with()) == (
        Finding(
            code="RG007", subject="r1", origin="pending", uid=LOOKUP, center=CENTER, where=HERE,
            changes=(
                FieldChange(path="failover.region", before=None, after="cn-shanghai"),
                FieldChange(path="failover.weight", before=None, after=0.5),
            ),
            args={"found": None, "wanted": {"region": "cn-shanghai", "weight": 0.5}}, remedy="by-hand",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("was", "now", "asked", "origin"),
    [
        pytest.param("lookup", "other", "lookup", "drift", id="the-center-moved"),
        pytest.param("third", "other", "lookup", "drift", id="both-moved"),
    ],
)
def test_a_registration_that_points_elsewhere_is_told_with_who_moved(was: str, now: str, asked: str, origin: Origin) -> None:
    service = "cn-hangzhou/demo-service/"
    world = found(there(A), there(B), there(C), listed("r1", service + now))

    expected = Finding(
        code="RG009", subject="r1", origin="unrecorded", uid=LOOKUP, center=CENTER, where=HERE,
        changes=(FieldChange(path="target.name", before=now, after=asked),),
        args={"id": "r1", "center": "hotline", "target": service + now, "wanted": service + asked}, remedy="apply",
    )  # fmt: skip
    adopting = wanted(function("lookup", service + asked, registration("lookup", service + asked, adopt="r1")))

    recorded = known_with(service + was)
    sure = recorded.functions["lookup"].model_copy(update={"function_id": there(A).function_id})
    assert told(wanted(registered("lookup", service + asked)), world, lock(lookup=sure)) == (replace(expected, origin=origin),)
    assert told(adopting, world) == (expected,)
    assert told(adopting, world, lock()) == (replace(expected, origin="pending"),)


@pytest.mark.parametrize(
    ("now", "asked", "origin", "remedy"),
    [
        pytest.param("lookup", "lookup", "drift", None, id="the-function-is-gone"),
        pytest.param("other", "third", "drift", "apply", id="both-moved"),
        pytest.param("other", "lookup", "drift", None, id="the-center-moved"),
    ],
)
def test_a_registration_that_reaches_nothing_is_told_with_who_moved(
    now: str, asked: str, origin: Origin, remedy: Remedy | None
) -> None:
    service = "cn-hangzhou/demo-service/"
    of = wanted(registered("lookup", service + asked))
    world = found(*([there(C)] if asked == "third" else []), listed("r1", service + now))
    changes = (FieldChange(path="target.name", before=now, after=asked),) if now != asked else ()
    expected = Finding(
        code="RG002", subject="r1", origin="drift", uid=LOOKUP, center=CENTER, where=HERE, changes=changes,
        args={"id": "r1", "center": "hotline", "target": service + now},
    )  # fmt: skip

    assert [item for item in told(of, world, known_with()) if item.code == "RG002"] == [
        replace(expected, origin=origin, remedy=remedy)
    ]


def test_a_duplicate_of_a_function_that_is_gone_reaches_nothing_either() -> None:
    world = found(listed("r1", A), listed("r2", A), flow("f1", "r2"))
    args = {"id": "r2", "center": "hotline", "target": A}
    gone = Finding(
        code="RG002", subject="r1", origin="drift", uid=LOOKUP, center=CENTER, where=HERE,
        args={"id": "r1", "center": "hotline", "target": A},
    )  # fmt: skip
    called = replace(gone, subject="r2", args={**args}, flows=(f1(),), modules=(module("r2", A),))

    assert told(wanted(registered("lookup", A)), world, known_with()) == (
        replace(called, breaks=True),
        Finding(code="EX001", subject=A, origin="drift", uid=LOOKUP, where=HERE, args={"address": A, "fate": "gone"}),
        gone,
        replace(called, code="RG011", args={**args, "kept": "r1"}, remedy="held-back"),
    )


def test_a_duplicate_that_the_lock_does_not_know_of_is_pending() -> None:
    world = found(there(A), listed("r1", A), listed("r2", A))
    expected = Finding(
        code="RG003", subject="r2", origin="pending", uid=LOOKUP, center=CENTER, where=HERE,
        args={"id": "r2", "center": "hotline", "target": A, "kept": "r1"}, remedy="apply",
    )  # fmt: skip

    assert told(wanted(registered("lookup", A)), world, lock(lookup=entry(A))) == (expected,)
    assert told(wanted(registered("lookup", A)), world) == (replace(expected, origin="unrecorded"),)


def stranger(code: str, **more: Any) -> Finding:
    plain = Finding(code=code, subject="r1", origin=None, center=CENTER, args={"id": "r1", "center": "hotline", "target": A})
    return replace(plain, **more)


def test_nobodys_registration_breaks_the_published_flow_that_calls_it_and_reaches_nothing() -> None:
    assert told(wanted(), found(listed("r1", A))) == (stranger("RG002"),)
    assert told(wanted(), found(listed("r1", A), flow("f1", "r1"))) == (
        stranger("RG002", flows=(f1(),), modules=(module("r1", A),), breaks=True),
    )
    draft = flow("f1", "r1", published=False)
    assert told(wanted(), found(listed("r1", A), draft)) == (
        stranger("RG002", flows=(f1(published=False),), modules=(module("r1", A, published=False),)),
    )
    assert told(wanted(), found(there(A), listed("r1", A), flow("f1", "r1"))) == (
        stranger("RG008", flows=(f1(),), modules=(module("r1", A),)),
    )


def test_a_flow_that_is_not_understood_is_broken_by_its_id_and_by_its_name_where_no_other_works() -> None:
    broken = stranger("RG002", flows=(f1(),), breaks=True)
    draft = unreadable("lookup", published=False)
    namesake = Finding(
        code="RG008", subject="r2", origin=None, center=CENTER, args={"id": "r2", "center": "hotline", "target": NAMESAKE}
    )
    working = (there(NAMESAKE), listed("r2", NAMESAKE))

    assert told(wanted(), found(listed("r1", A), unreadable("r1"))) == (broken,)
    assert told(wanted(), found(listed("r1", A), unreadable("lookup"))) == (broken,)
    assert told(wanted(), found(listed("r1", A), unreadable("something"))) == (stranger("RG002"),)
    assert told(wanted(), found(listed("r1", A), draft)) == (stranger("RG002", flows=(f1(published=False),)),)
    assert told(wanted(), found(listed("r1", A), *working, unreadable("lookup"))) == (
        stranger("RG002", flows=(f1(),)),
        replace(namesake, flows=(f1(),)),
    )
    assert told(wanted(), found(listed("r1", A), *working, unreadable("r1"))) == (broken, namesake)


def test_whose_a_registration_was_is_told_where_it_breaks_calls() -> None:
    called: dict[str, Any] = {"flows": (f1(),), "modules": (module("r1", A),)}
    left_over = stranger("RG004", origin="pending", uid=LOOKUP, args={"id": "r1", "center": "hotline", "uid": "lookup"})

    assert told(wanted(), found(listed("r1", A)), known_with(B)) == (stranger("RG002"),)
    assert told(wanted(), found(listed("r1", A), flow("f1", "r1")), known_with(B)) == (
        stranger("RG002", origin="drift", uid=LOOKUP, breaks=True, **called),
    )
    assert told(wanted(), found(listed("r1", A)), known_with(A)) == (replace(left_over, remedy="apply"),)
    assert told(wanted(), found(listed("r1", A), flow("f1", "r1")), known_with(A)) == (
        stranger("RG002", origin="drift", uid=LOOKUP, breaks=True, **called),
        replace(left_over, **called, remedy="held-back"),
    )


def test_what_may_yet_be_wanted_is_nobodys_although_the_lock_knows_it() -> None:
    of = wanted(function("lookup", A, registration("lookup", A, formerly=[B, C])))
    recorded = lock(gone=entry(B, identity="r1"))
    one = Finding(code="RG008", subject="r1", origin=None, center=CENTER, args={"id": "r1", "center": "hotline", "target": B})

    assert told(of, found(there(A), there(B), there(C), listed("r1", B), listed("r2", C)), recorded) == (
        one,
        replace(one, subject="r2", args={"id": "r2", "center": "hotline", "target": C}),
        Finding(
            code="RG010", subject=A, origin="pending", uid=LOOKUP, center=CENTER, where=HERE,
            args={"center": "hotline", "address": A, "candidates": ["r1", "r2"]},
        ),
    )  # fmt: skip


def test_a_registration_that_is_missing_is_told_with_whether_it_was_there() -> None:
    expected = Finding(
        code="RG001", subject=A, origin="drift", uid=LOOKUP, center=CENTER, where=HERE,
        args={"address": A, "center": "hotline"}, remedy="apply",
    )  # fmt: skip
    of, world = wanted(registered("lookup", A)), found(there(A))

    assert told(of, world, known_with()) == (expected,)
    assert told(of, world, lock(lookup=entry(A))) == (replace(expected, origin="pending"),)
    assert told(of, world) == (replace(expected, origin="unrecorded"),)
