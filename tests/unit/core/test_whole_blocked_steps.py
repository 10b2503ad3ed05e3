"""Refusals to the last field: the step that is held back, why, and exactly which flows and modules stand in its way."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

import pytest

from sync.core.assessment import assess
from sync.core.plan.model import (
    BlockedStep,
    FieldChange,
    FlowRef,
    ModuleRef,
    Register,
    Repoint,
    Step,
    Unregister,
    UpdateFunction,
)
from sync.core.plan.policy import Policy
from sync.core.plan.safety import refusals
from sync.core.worlds import Configuration, Found, FoundFlow, FoundRegistration, RegistrationState, Wanted, WantedCenter
from sync.specs.ids import CenterName, Uid
from sync.specs.models import Lock, RecordedRegistration
from tests.fakes.worlds import (
    CENTER,
    at,
    broken,
    entry,
    flow,
    found,
    gap,
    listed,
    lock,
    plan,
    reads,
    registered,
    shows,
    there,
    wanted,
)

A, B, C = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other", "cn-hangzhou/demo-service/third"
D = "cn-hangzhou/demo-service/fourth"
LOOKUP, INSTANCE = Uid("lookup"), "ccc-test"
SECOND = CenterName("second")


def flow_ref(identity: str, *, published: bool = True) -> FlowRef:
    return FlowRef(center=CENTER, id=identity, name=f"flow {identity}", published=published)


def module(of: str, reaches: str, *, holds: str = "r1", activity: str = "1") -> ModuleRef:
    return ModuleRef(flow=flow_ref(of), activity=activity, name="ask", registration=holds, reaches=reaches)


def plain(address: str) -> RegistrationState:
    return RegistrationState(target=at(address), description="", role="", failover=None)


def repointing(uid: str, identity: str, before: str, after: str) -> Repoint:
    return Repoint(
        id=f"repoint:hotline:{uid}", uid=Uid(uid), center=CENTER, instance=INSTANCE, by_hand=False,
        registration_id=identity, before=plain(before), after=plain(after),
    )  # fmt: skip


def removing(uid: str, identity: str, target: str) -> Unregister:
    return Unregister(
        id=f"unregister:hotline:{identity}", uid=Uid(uid), center=CENTER, instance=INSTANCE, by_hand=False,
        registration_id=identity, before=plain(target),
    )  # fmt: skip


def registering(uid: str, target: str) -> Register:
    return Register(
        id=f"register:hotline:{uid}", uid=Uid(uid), center=CENTER, instance=INSTANCE, by_hand=False, after=plain(target)
    )


def new_handler() -> UpdateFunction:
    return UpdateFunction(
        id="update-function:lookup", uid=LOOKUP, address=at(A), generation="2.0", modified="then",
        changes=(FieldChange(path="handler", before="index.old", after="index.new"),),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    of: Wanted
    world: Found
    recorded: Lock | None = None
    policy: Policy = field(default_factory=Policy)
    refused: tuple[BlockedStep, ...] = ()


def handler_case(
    *parts: object, refused: tuple[BlockedStep, ...] = (), allowed: tuple[str, ...] = (), registrations: bool = True
) -> Case:
    """A handler that apply is to set, in a world of these flows and readings."""
    here = (listed("r1", A),) if registrations else ()
    return Case(
        of=wanted(registered("lookup", A, settings=Configuration(handler="index.new"))),
        world=found(there(A, Configuration(handler="index.old")), *here, *parts),  # type: ignore[arg-type]
        policy=Policy(allowed_flows=frozenset(allowed)),
        refused=refused,
    )


def phone_alone(identity: str, *, published: bool = True) -> FoundFlow:
    return flow(identity, "r1", passes={"phone": "${x}"}, published=published)


def code_too() -> tuple[object, object]:
    return shows(A, reads("phone")), replace(shows(A, reads("phone"), reads("code")), planned=True)


def a_handler_that_wants_more_than_is_passed() -> Case:
    return handler_case(
        *code_too(), phone_alone("f2"), phone_alone("f1"), phone_alone("f3", published=False),
        flow("f4", "r1", passes={}), flow("f5", "r1", passes={"phone": "1", "code": "2"}), flow("f6", "r1"),
        refused=(
            BlockedStep(
                step=new_handler(), reason="breaks-flow", flows=(flow_ref("f1"), flow_ref("f2")),
                modules=(module("f1", A), module("f2", A)),
            ),
        ),
    )  # fmt: skip


def one_of_the_harmed_flows_is_allowed() -> Case:
    return handler_case(
        *code_too(), phone_alone("f1"), phone_alone("f2"), allowed=("f1",),
        refused=(BlockedStep(step=new_handler(), reason="breaks-flow", flows=(flow_ref("f2"),), modules=(module("f2", A),)),),
    )  # fmt: skip


def every_harmed_flow_is_allowed() -> Case:
    return handler_case(*code_too(), phone_alone("f1"), phone_alone("f2"), allowed=("f1", "flow f2"))


def only_a_draft_would_suffer() -> Case:
    return handler_case(*code_too(), phone_alone("f1", published=False))


def what_is_broken_already_is_not_harmed() -> Case:
    return handler_case(*code_too(), flow("f1", "r1", passes={}))


def the_new_handler_does_not_exist() -> Case:
    return handler_case(
        shows(A, reads("phone")), replace(broken(A), planned=True), phone_alone("f1"),
        refused=(BlockedStep(step=new_handler(), reason="breaks-flow", flows=(flow_ref("f1"),), modules=(module("f1", A),)),),
    )  # fmt: skip


def one_module_of_two_would_suffer() -> Case:
    activities = [
        {"type": "RUN_FUNCTION", "id": number, "name": "ask", "properties": {"functionMetaId": "r1", "parameters": passes}}
        for number, passes in (("1", {"phone": "1", "code": "2"}), ("2", {"phone": "1"}), ("3", {"phone": "3"}))
    ]
    return handler_case(
        *code_too(), replace(phone_alone("f1"), definition=json.dumps({"activities": activities})),
        refused=(
            BlockedStep(
                step=new_handler(), reason="breaks-flow", flows=(flow_ref("f1"),),
                modules=(module("f1", A, activity="2"), module("f1", A, activity="3")),
            ),
        ),
    )  # fmt: skip


def unread_flows_and_another_reading() -> Case:
    return handler_case(*code_too(), gap("flows", "hotline"), refused=(BlockedStep(step=new_handler(), reason="flows-unreadable"),))


def unread_flows_and_a_first_reading() -> Case:
    return handler_case(
        code_too()[1], gap("flows", "hotline"), refused=(BlockedStep(step=new_handler(), reason="flows-unreadable"),)
    )


def unread_flows_and_the_same_reading() -> Case:
    return handler_case(shows(A, reads("phone")), replace(shows(A, reads("phone")), planned=True), gap("flows", "hotline"))


def unread_flows_and_no_other_reading() -> Case:
    return handler_case(shows(A, reads("phone")), gap("flows", "hotline"))


def unread_flows_of_a_center_that_cannot_call_it() -> Case:
    return handler_case(*code_too(), gap("flows", "elsewhere"))


def unread_flows_of_a_center_that_has_no_registration_of_it() -> Case:
    return handler_case(*code_too(), gap("flows", "hotline"), registrations=False)


def unread_flows_beside_one_that_is_allowed() -> Case:
    return handler_case(
        *code_too(), phone_alone("f1"), gap("flows", "hotline"), allowed=("f1",),
        refused=(BlockedStep(step=new_handler(), reason="flows-unreadable"),),
    )  # fmt: skip


def moving_case(*parts: object, refused: tuple[BlockedStep, ...] = (), allowed: tuple[str, ...] = ()) -> Case:
    """The registration r1 is to point at A and points at B."""
    return Case(
        of=wanted(registered("lookup", A)),
        world=found(there(A), there(B), listed("r1", B), *parts),  # type: ignore[arg-type]
        recorded=lock(lookup=entry(B, identity="r1")),
        policy=Policy(allowed_flows=frozenset(allowed)),
        refused=refused,
    )


MOVE_TO_A = ("lookup", "r1", B, A)


def stricter_where_it_is_to_point() -> tuple[object, object]:
    return shows(B, reads("phone")), shows(A, reads("phone"), reads("code"))


def a_place_that_wants_more_than_is_passed() -> Case:
    return moving_case(
        *stricter_where_it_is_to_point(), phone_alone("f1"), phone_alone("f2"), phone_alone("f3", published=False),
        flow("f4", "r1", passes={"phone": "1", "code": "2"}),
        refused=(
            BlockedStep(
                step=repointing(*MOVE_TO_A), reason="breaks-flow", flows=(flow_ref("f1"), flow_ref("f2")),
                modules=(module("f1", B), module("f2", B)),
            ),
        ),
    )  # fmt: skip


def a_harmed_flow_is_allowed_and_one_that_fits_is_not() -> Case:
    return moving_case(
        *stricter_where_it_is_to_point(), phone_alone("f1"), flow("f2", "r1", passes={"phone": "1", "code": "2"}), allowed=("f1",),
        refused=(BlockedStep(step=repointing(*MOVE_TO_A), reason="flow-calls-it", flows=(flow_ref("f2"),)),),
    )  # fmt: skip


def a_draft_calls_it_and_would_not_fit() -> Case:
    return moving_case(
        *stricter_where_it_is_to_point(), phone_alone("f1", published=False),
        refused=(
            BlockedStep(step=repointing(*MOVE_TO_A), reason="flow-calls-it", flows=(flow_ref("f1", published=False),)),
        ),
    )  # fmt: skip


def two_flows_call_it() -> Case:
    return moving_case(
        flow("f2", "r1"), flow("f1", "other"), flow("f3", "unrelated"),
        refused=(BlockedStep(step=repointing(*MOVE_TO_A), reason="flow-calls-it", flows=(flow_ref("f1"), flow_ref("f2"))),),
    )  # fmt: skip


def flows_mention_it() -> Case:
    strange = replace(flow("f1", ""), definition="other, in a form of its own")
    return moving_case(
        flow("f3", "x|r1|y"), strange, flow("f2", "r1"), allowed=("f2",),
        refused=(BlockedStep(step=repointing(*MOVE_TO_A), reason="flow-mentions-it", flows=(flow_ref("f1"), flow_ref("f3"))),),
    )  # fmt: skip


def flows_that_mention_it_are_allowed() -> Case:
    return moving_case(flow("f1", "x|r1|y"), allowed=("flow f1",))


def its_flows_are_unread() -> Case:
    return moving_case(
        flow("f1", "r1"), gap("flows", "hotline"), refused=(BlockedStep(step=repointing(*MOVE_TO_A), reason="flows-unreadable"),)
    )


def the_flows_of_another_center_are_unread() -> Case:
    return moving_case(gap("flows", "elsewhere"))


def what_points_at_nothing_may_always_be_repointed() -> Case:
    return replace(moving_case(), world=found(there(A), listed("r1", B), flow("f1", "r1")))


def what_points_where_nobody_could_look_may_not() -> Case:
    dark = "cn-beijing/demo-service/lookup"
    return Case(
        of=wanted(registered("lookup", A)),
        world=found(there(A), listed("r1", dark), flow("f1", "r1"), gap("region", "cn-beijing")),
        recorded=lock(lookup=entry(dark, identity="r1")),
        refused=(BlockedStep(step=repointing("lookup", "r1", dark, A), reason="flow-calls-it", flows=(flow_ref("f1"),)),),
    )


def a_place_is_not_left_so_nobody_is_registered_there() -> Case:
    held = BlockedStep(step=repointing(*MOVE_TO_A), reason="flow-calls-it", flows=(flow_ref("f1"),))
    return replace(
        moving_case(there(C), flow("f1", "r1")),
        of=wanted(registered("lookup", A), registered("other", B), registered("third", C)),
        refused=(replace(held, step=registering("other", B)), held),
    )


def the_second_registration_stays_where_the_kept_one_may_not_come() -> Case:
    held = BlockedStep(step=repointing(*MOVE_TO_A), reason="flow-calls-it", flows=(flow_ref("f1"),))
    return replace(
        moving_case(listed("r5", A), listed("r6", C), there(C), flow("f1", "r1")),
        recorded=lock(lookup=entry(B, identity="r1"), third=entry(C, identity="r6")),
        refused=(held, replace(held, step=removing("lookup", "r5", A))),
    )


def what_is_held_back_does_not_count_as_removed() -> Case:
    held = BlockedStep(step=repointing(*MOVE_TO_A), reason="flow-calls-it", flows=(flow_ref("f1"),))
    return replace(
        moving_case(listed("r5", A), listed("r6", C), listed("r7", D), flow("f1", "r1")),
        recorded=lock(lookup=entry(B, identity="r1"), third=entry(C, identity="r6"), fourth=entry(D, identity="r7")),
        refused=(held, replace(held, step=removing("lookup", "r5", A))),
    )


def retired(of: int, removed: int) -> tuple[Found, Lock]:
    places = [f"cn-hangzhou/demo-service/f{number:02}" for number in range(of)]
    world = found(*(listed(f"r{number:02}", place) for number, place in enumerate(places)))
    return world, lock(**{f"u{number:02}": entry(places[number], identity=f"r{number:02}") for number in range(removed)})


def too_many(of: int, removed: int, limit: int, named: int | None = None) -> Case:
    world, recorded = retired(of, removed)
    steps = [removing(f"u{number:02}", f"r{number:02}", f"cn-hangzhou/demo-service/f{number:02}") for number in range(removed)]
    refused = tuple(BlockedStep(step=step, reason="removal-limit", limit=limit, removals=removed) for step in steps)
    return Case(of=wanted(), world=world, recorded=recorded, policy=Policy(named_removals=named), refused=refused)


def three_of_three_are_removed() -> Case:
    return too_many(3, 3, 2)


def four_of_twelve_are_removed() -> Case:
    return too_many(12, 4, 3)


def another_number_was_named() -> Case:
    return too_many(3, 3, 2, named=4)


def a_removal_that_a_flow_calls_and_one_that_it_mentions() -> Case:
    world, recorded = retired(3, 2)
    first, second = (removing(f"u0{n}", f"r0{n}", f"cn-hangzhou/demo-service/f0{n}") for n in (0, 1))
    return Case(
        of=wanted(),
        world=replace(
            world, flows=(flow("f1", "r00"), flow("f2", "x|r01|y"), flow("f3", "r02"), flow("f4", "r00", published=False))
        ),
        recorded=recorded,
        refused=(
            BlockedStep(step=first, reason="flow-calls-it", flows=(flow_ref("f1"), flow_ref("f4", published=False))),
            BlockedStep(step=second, reason="flow-mentions-it", flows=(flow_ref("f2"),)),
        ),
    )


def a_removal_in_unread_flows() -> Case:
    world, recorded = retired(2, 1)
    step = removing("u00", "r00", "cn-hangzhou/demo-service/f00")
    unread = replace(world, gaps=(gap("flows", "hotline"),))
    return Case(of=wanted(), world=unread, recorded=recorded, refused=(BlockedStep(step=step, reason="flows-unreadable"),))


CASES = [
    a_handler_that_wants_more_than_is_passed,
    one_of_the_harmed_flows_is_allowed,
    every_harmed_flow_is_allowed,
    only_a_draft_would_suffer,
    what_is_broken_already_is_not_harmed,
    the_new_handler_does_not_exist,
    one_module_of_two_would_suffer,
    unread_flows_and_another_reading,
    unread_flows_and_a_first_reading,
    unread_flows_and_the_same_reading,
    unread_flows_and_no_other_reading,
    unread_flows_of_a_center_that_cannot_call_it,
    unread_flows_of_a_center_that_has_no_registration_of_it,
    unread_flows_beside_one_that_is_allowed,
    a_place_that_wants_more_than_is_passed,
    a_harmed_flow_is_allowed_and_one_that_fits_is_not,
    a_draft_calls_it_and_would_not_fit,
    two_flows_call_it,
    flows_mention_it,
    flows_that_mention_it_are_allowed,
    its_flows_are_unread,
    the_flows_of_another_center_are_unread,
    what_points_at_nothing_may_always_be_repointed,
    what_points_where_nobody_could_look_may_not,
    a_place_is_not_left_so_nobody_is_registered_there,
    the_second_registration_stays_where_the_kept_one_may_not_come,
    what_is_held_back_does_not_count_as_removed,
    three_of_three_are_removed,
    four_of_twelve_are_removed,
    another_number_was_named,
    a_removal_that_a_flow_calls_and_one_that_it_mentions,
    a_removal_in_unread_flows,
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_a_refusal_is_exactly_this(case: object) -> None:
    told: Case = case()  # type: ignore[operator]

    assert plan(told.of, told.world, told.recorded, told.policy).refusals == told.refused


def in_second(registration: FoundRegistration) -> FoundRegistration:
    return replace(registration, center=SECOND)


def test_each_center_counts_its_own_removals() -> None:
    both = replace(wanted(), centers=(*wanted().centers, WantedCenter(name=SECOND, instance="ccc-second", mode="api")))
    places = [f"cn-hangzhou/demo-service/f{number}" for number in range(5)]
    parts = [listed(f"r{number}", place) for number, place in enumerate(places[:2])]
    parts += [in_second(listed(f"s{number}", place)) for number, place in enumerate(places[2:])]
    recorded = lock(**{f"u{number}": entry(place, identity=f"r{number}") for number, place in enumerate(places)})
    for number, place in enumerate(places[2:], start=2):
        there_too = RecordedRegistration(id=f"s{number - 2}", region="cn-hangzhou", service="demo-service", name=place[-2:])
        recorded.functions[f"u{number}"].registrations.clear()
        recorded.functions[f"u{number}"].registrations["second"] = there_too

    made = plan(both, found(*parts), recorded)

    assert [step.id for step in made.steps] == ["unregister:hotline:r0", "unregister:hotline:r1"]
    assert [(refusal.step.id, refusal.limit, refusal.removals) for refusal in made.refusals] == [
        ("unregister:second:s0", 2, 3),
        ("unregister:second:s1", 2, 3),
        ("unregister:second:s2", 2, 3),
    ]


def test_the_removal_of_what_left_the_registry_is_judged_like_any_other() -> None:
    step = removing("x", "r1", A)
    steps: list[Step] = [step]
    assessed = assess(wanted(), None, found(there(A), listed("r1", A), flow("f1", "r1")))

    assert list(refusals(steps, assessed, Policy())) == [BlockedStep(step=step, reason="flow-calls-it", flows=(flow_ref("f1"),))]
    assert list(refusals(steps, assessed, Policy(allowed_flows=frozenset({"f1"})))) == []
