"""Whom a change hurts, and when: worlds before and after, and exactly which calls fare otherwise."""

from __future__ import annotations

from dataclasses import replace

from sync.core.assessment import assess
from sync.core.plan.model import Basis
from sync.core.plan.planning import plan_of
from sync.core.plan.policy import Policy
from sync.core.review.callers import Course, impacts, may_be_hurt
from sync.core.review.model import CallerImpact
from sync.core.worlds import Found, FoundFlow, Wanted
from sync.specs.ids import Address
from tests.fakes.scene import HOTLINE, LOOKUP, NUMBER, flow, function, registration

BASIS = Basis(account="", world="", registry="", lock="")
NOTHING = Wanted(functions=(), centers=(HOTLINE,), digest="")
GONE = Wanted(functions=(), centers=(), digest="")


def course(found: Found, wanted: Wanted = NOTHING, *deleted: Address) -> Course:
    """What comes of a world where nothing is to be done, and these functions are deleted in the end."""
    joined = assess(wanted, None, found)
    return Course(assessed=joined, plan=plan_of(joined, Policy(), BASIS, ""), deleted=frozenset(deleted))


def world(*flows: FoundFlow) -> Found:
    """Two functions, each registered, and these flows."""
    return Found(
        functions=(function(NUMBER), function(LOOKUP)),
        registrations=(registration("r1", NUMBER), registration("r2", LOOKUP)),
        flows=flows,
        gaps=(),
    )


def told(found: tuple[CallerImpact, ...]) -> list[tuple[str, str, str, list[str]]]:
    """Flow, how it would end, how it ends, and the kinds of the moments at which it fails."""
    return [(item.module.flow.id, item.otherwise, item.after, [moment.kind for moment in item.fails]) for item in found]


def test_the_same_course_hurts_nobody() -> None:
    found = world(flow("welcome", "r1"))
    assert impacts(course(found), course(found)) == ()


def test_what_is_deleted_in_the_end_is_missed_by_those_who_call_it() -> None:
    found = world(flow("welcome", "r1"), flow("other", "r2"))
    hurt = impacts(course(found), course(found, NOTHING, NUMBER))
    assert told(hurt) == [("flow-welcome", "works", "no-function", ["deleted"])]


def test_a_draft_is_nobodys_call() -> None:
    found = world(flow("welcome", "r1", published=False))
    assert impacts(course(found), course(found, NOTHING, NUMBER)) == ()


def test_what_fails_anyway_is_standing() -> None:
    found = replace(world(flow("welcome", "r1")), functions=(function(LOOKUP),))
    (item,) = impacts(course(found), course(found))
    assert (item.otherwise, item.after, item.is_broken, item.is_interrupted) == ("no-function", "no-function", False, False)


def test_what_comes_back_is_repaired() -> None:
    found = world(flow("welcome", "r1"))
    before = replace(found, functions=(function(LOOKUP),))
    (item,) = impacts(course(before), course(found))
    assert (item.is_repaired, item.is_broken) == (True, False)


def test_flows_of_a_center_that_leaves_the_registry_go_on_calling() -> None:
    found = world(flow("welcome", "r1"))
    nothing = replace(found, registrations=(), flows=())
    hurt = impacts(course(found), course(nothing, GONE, NUMBER))
    assert told(hurt) == [("flow-welcome", "works", "no-function", ["deleted"])]


def test_a_flow_that_only_mentions_what_goes_may_be_hurt() -> None:
    mentioning = replace(flow("riddle", "r1"), definition='{"activities": [{"type": "SOMETHING", "text": "r1"}]}')
    found = world(mentioning)
    assert [one.id for one in may_be_hurt(course(found, NOTHING, NUMBER))] == ["flow-riddle"]
    assert may_be_hurt(course(found)) == ()


def test_the_flow_that_calls_a_sub_flow_is_hurt_with_it_and_so_are_its_numbers() -> None:
    calling = replace(
        flow("main"), definition='{"activities": [{"type": "SUB", "properties": {"id": "flow-sub"}}]}', numbers=("1",)
    )
    found = world(replace(flow("sub", "r1"), type="SUB_FLOW"), calling, replace(flow("other", "r2"), numbers=("2",)))
    (item,) = impacts(course(found), course(found, NOTHING, NUMBER))
    assert (item.module.flow.id, [one.id for one in item.callers], item.numbers) == ("flow-sub", ["flow-main"], ("1",))


def test_the_numbers_of_a_center_that_leaves_the_registry_are_known() -> None:
    found = world(replace(flow("welcome", "r1"), numbers=("1",)))
    (item,) = impacts(course(found), course(replace(found, registrations=(), flows=()), GONE, NUMBER))
    assert item.numbers == ("1",)
