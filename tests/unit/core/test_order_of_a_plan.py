"""A plan as a whole: what comes first, what is counted, and which unknown regions it admits."""

from __future__ import annotations

from dataclasses import replace

from sync.core.plan.model import Plan
from sync.core.worlds import Configuration, Gap, Wanted
from sync.specs.ids import CenterName
from sync.specs.models import ParameterSpec, SignatureSpec
from tests.fakes.worlds import (
    BASIS,
    broken,
    entry,
    flow,
    found,
    function,
    gap,
    listed,
    lock,
    plan,
    reads,
    registered,
    registration,
    shows,
    text_answer,
    there,
    wanted,
)

A, B, C = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other", "cn-hangzhou/demo-service/third"
D = "cn-hangzhou/demo-service/fourth"


def places(made: Plan) -> list[tuple[str, str | None, str]]:
    return [(finding.code, finding.uid, finding.subject) for finding in made.findings]


def test_what_breaks_comes_first_then_by_code_uid_and_subject() -> None:
    of = wanted(
        function("b", B, settings=Configuration(memory=256)),
        function("a", A, settings=Configuration(memory=256, timeout=60)),
        registered("z", C),
    )
    world = found(
        there(A, Configuration(memory=128, timeout=10)), there(B, Configuration(memory=128)), there(C), broken(D), there(D),
        listed("r9", D), listed("r8", D), flow("f1", "r9"),
    )  # fmt: skip

    assert places(plan(of, world)) == [
        ("SG022", None, D),
        ("CF003", "a", A),
        ("CF003", "b", B),
        ("CF004", "a", A),
        ("RG001", "z", C),
        ("RG008", None, "r8"),
        ("RG008", None, "r9"),
    ]


def test_what_breaks_now_comes_before_what_will_and_of_one_code_and_subject_by_arguments() -> None:
    moving = wanted(
        registered("lookup", A, signature=SignatureSpec(inputs={"phone": ParameterSpec(required=True)})), registered("broken", C)
    )
    world = found(
        there(A), there(B), there(C), listed("r1", B), listed("r2", C), broken(A), broken(C),
        shows(B, reads("phone"), answers=(text_answer(),)), flow("f1", "r1", passes={"phone": "1"}), flow("f2", "r2"),
    )  # fmt: skip

    made = plan(moving, world, lock(lookup=entry(B, identity="r1"), broken=entry(C, identity="r2")))

    assert [(finding.code, finding.uid, finding.breaks, finding.when) for finding in made.findings if finding.breaks] == [
        ("SG022", "broken", True, "now"),
        ("SG022", "lookup", True, "after-apply"),
    ]


def test_the_same_of_several_names_comes_by_name() -> None:
    world = found(there(A), listed("r1", A), shows(A, reads("b"), reads("a", line=9), reads("c", line=1)))
    of = wanted(registered("lookup", A, signature=SignatureSpec(inputs={})))

    assert [finding.args["name"] for finding in plan(of, world).findings] == ["a", "b", "c"]


def counted(of: Wanted) -> tuple[int, int]:
    made = plan(of, found())
    return made.functions, made.registrations


def test_functions_and_registrations_that_are_asked_for_are_counted() -> None:
    second = replace(registration("a", A), center=CenterName("second"))
    of = wanted(function("a", A, registration("a", A), second), function("b", B), registered("c", C))
    of = replace(of, centers=(*of.centers, replace(of.centers[0], name=CenterName("second"))))

    assert counted(of) == (3, 3)
    assert counted(wanted()) == (0, 0)


def test_a_plan_for_nothing_is_exactly_this() -> None:
    unread = (
        gap("region", "cn-shanghai"), gap("region", "cn-beijing", "3.0"), gap("flows", "hotline"),
        gap("region", "cn-beijing", "2.0"), replace(gap("flows", "hotline"), operation="Another"),
        replace(gap("flows", "hotline"), code="Another"), replace(gap("flows", "hotline"), message="another"),
        replace(gap("flows", "hotline"), request_id="1"),
    )  # fmt: skip
    empty = Plan(
        tool="ivrsync test", basis=BASIS, recorded=False, findings=(), steps=(), refusals=(), gaps=(), functions=0, registrations=0
    )

    assert plan(wanted(), found()) == empty
    assert plan(wanted(), found(), lock()) == replace(empty, recorded=True)
    assert plan(wanted(), found(*unread)).gaps == (
        unread[4], unread[5], unread[6], unread[2], unread[7], unread[3], unread[1], unread[0]
    )  # fmt: skip


def unknown(region: str) -> Gap:
    return Gap(
        scope="region", subject=region, generation=None, operation="", code="UnknownRegion", message=""
    )  # fmt: skip


def test_only_a_region_that_may_be_one_and_that_callers_are_sent_to_is_called_unknown() -> None:
    world = found(
        listed("r1", "cn-newtown/x/y"), listed("r2", "cn-another/x/z"), listed("r3", "No Region/x/w"),
        listed("r4", "cn-beijing/x/v"), listed("r5", "cn-drafts/x/u"), listed("r6", "cn-newtown/x/t"),
        listed("r7", "cn-uncalled/x/s"),
        flow("f1", "r1"), flow("f2", "r2"), flow("f3", "r3"), flow("f4", "r4"), flow("f5", "r5", published=False), flow("f6", "r6"),
        gap("region", "cn-beijing"),
    )  # fmt: skip

    assert plan(wanted(), world).gaps == (unknown("cn-another"), gap("region", "cn-beijing"), unknown("cn-newtown"))
