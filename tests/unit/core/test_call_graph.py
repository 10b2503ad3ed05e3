"""Who calls what: every call with where it ends; of one function, what reaches it; the same from a snapshot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.assessment import assess
from sync.core.flows.call_graph import CallGraph, CallingFlow, ModuleCall, State, call_graph, ending_as, graph_of
from sync.core.plan.model import Finding, FlowRef, ModuleRef
from sync.core.snapshot.redact import redacted
from sync.core.worlds import FoundFlow, FoundFunction, FoundRegistration, FoundSignature, Gap
from sync.specs.ids import CenterName, Uid
from tests.fakes.worlds import (
    CENTER,
    SALT,
    broken,
    entry,
    flow,
    found,
    function,
    gap,
    hides,
    listed,
    lock,
    reads,
    registered,
    shows,
    there,
    wanted,
)

HERE = "cn-hangzhou/demo/ask"
Parts = tuple[FoundFunction | FoundRegistration | FoundFlow | FoundSignature | Gap, ...]
ASKED = wanted(registered("ask", HERE), function("tell", "cn-hangzhou/demo/tell"))


def drawn(*parts: FoundFunction | FoundRegistration | FoundFlow | FoundSignature | Gap, uid: str = "") -> CallGraph:
    return call_graph(assess(ASKED, None, found(*parts)), Uid(uid) if uid else None)


@pytest.mark.parametrize(
    ("parts", "state"),
    [
        pytest.param((there(HERE), listed("m", HERE), flow("f", "m")), "works", id="works"),
        pytest.param((there(HERE), listed("m", HERE), hides(HERE), flow("f", "m")), "works", id="code that shows nothing"),
        pytest.param((there(HERE), flow("f", "m")), "no-registration", id="the center does not have it"),
        pytest.param((listed("m", HERE), flow("f", "m")), "no-function", id="nothing lives there"),
        pytest.param((there(HERE), listed("m", HERE), broken(HERE), flow("f", "m")), "broken-code", id="no handler"),
        pytest.param(
            (there(HERE), listed("m", HERE), shows(HERE, reads("orderNo")), flow("f", "m", passes={"orderId": "1"})),
            "does-not-fit",
            id="an input is missing",
        ),
        pytest.param(
            (gap("region", "cn-hangzhou", "2.0"), listed("m", HERE), flow("f", "m")), "unread", id="the region was not read"
        ),
        pytest.param((gap("registrations", CENTER), flow("f", "m")), "unread", id="the center was not read"),
    ],
)
def test_a_call_ends_where_it_ends(parts: Parts, state: State) -> None:
    graph = drawn(*parts)
    (call,) = graph.flows[0].calls
    assert (call.name, call.registration, call.state) == ("ask", "m", state)
    assert graph.flows[0].is_broken == (state not in {"works", "unread"})
    assert graph.gaps == tuple(part for part in parts if isinstance(part, Gap))


def test_of_phone_numbers_the_last_four_digits_show() -> None:
    graph = drawn(replace(flow("f", "m"), numbers=("0571-8888 1234", "*******1234", "12")))
    assert graph.flows[0].numbers == ("********1234", "*******1234", "12")


def test_flows_that_break_come_first_and_drafts_break_nobody() -> None:
    graph = drawn(there(HERE), listed("m", HERE), flow("a", "m"), flow("b", "gone", published=False), flow("c", "gone"))
    assert [(one.flow.id, one.is_broken) for one in graph.flows] == [("c", True), ("a", False), ("b", False)]


def test_a_flow_that_is_not_understood_is_told_as_such() -> None:
    graph = drawn(replace(flow("f", "m"), definition="{"))
    assert [(one.calls, one.is_understood) for one in graph.flows] == [((), False)]


def test_what_no_flow_calls_is_told_with_the_flows_that_mention_it() -> None:
    mentions = replace(flow("f", "x"), definition='{"activities": "something else: m"}')
    graph = drawn(there(HERE), listed("m", HERE), listed("n", "cn-hangzhou/demo/strange"), mentions)
    assert [(one.registration, one.target, one.uid, [by.id for by in one.mentioned]) for one in graph.uncalled] == [
        ("m", HERE, "ask", ["f"]),
        ("n", "cn-hangzhou/demo/strange", None, []),
    ]


def test_of_one_function_what_reaches_it_or_is_meant_for_it_is_drawn() -> None:
    told = "cn-hangzhou/demo/tell"
    parts = (there(HERE), there(told), listed("m", HERE), listed("n", told), listed("o", told), flow("a", "m"), flow("b", "n"))
    graph = drawn(*parts, replace(flow("c", "m"), definition="{"), uid="tell")
    assert [one.flow.id for one in graph.flows] == ["b"]
    assert [one.registration for one in graph.uncalled] == ["o"]


def test_a_call_by_a_registration_that_is_gone_belongs_to_whom_the_lock_gave_it() -> None:
    recorded = lock(ask=entry(HERE, identity="gone"))
    graph = call_graph(assess(ASKED, recorded, found(there(HERE), flow("f", "gone"), flow("g", "other"))), Uid("ask"))
    assert [(one.flow.id, one.calls[0].state) for one in graph.flows] == [("f", "no-registration")]


def test_a_snapshot_draws_the_same() -> None:
    world = found(
        there(HERE),
        listed("m", HERE),
        listed("n", "cn-hangzhou/demo/strange"),
        replace(flow("f", "m"), numbers=("057188881234",)),
        flow("g", "n"),
        gap("region", "cn-beijing", "3.0"),
    )
    kept = redacted(world, ASKED, None, SALT)
    assert call_graph(assess(ASKED, None, kept)) == call_graph(assess(ASKED, None, world))


def test_where_only_findings_are_known_they_tell_a_part() -> None:
    live = FlowRef(center=CENTER, id="f", name="flow f", published=True)
    nowhere = ModuleRef(flow=live, activity="1", name="ask", registration="m", reaches="")
    missing = replace(nowhere, activity="2", reaches=HERE)
    unfit = replace(nowhere, activity="3", reaches=HERE)
    works = replace(nowhere, activity="4", reaches=HERE)
    findings = (
        Finding(code="FL006", subject="m", origin=None, modules=(nowhere,), breaks=True),
        Finding(code="RG005", subject="m", origin=None, modules=(missing, works)),
        Finding(code="RG002", subject="m", origin=None, modules=(missing,), breaks=True),
        Finding(code="FL001", subject="m", origin=None, modules=(unfit,), breaks=True),
        Finding(code="FL001", subject="n", origin=None, modules=(works,), breaks=True, when="after-apply"),
    )
    (told,) = graph_of(findings).flows
    assert {call.activity: call.state for call in told.calls} == {
        "1": "no-registration",
        "2": "no-function",
        "3": "does-not-fit",
        "4": "works",
    }


def test_a_call_can_be_drawn_as_it_will_end() -> None:
    flow = FlowRef(center=CenterName("hotline"), id="f", name="f", published=True)
    calls = tuple(
        ModuleCall(activity=activity, name="ask", registration="r", target="t", uid=None, state="works") for activity in ("1", "2")
    )
    graph = CallGraph(flows=(CallingFlow(flow=flow, numbers=(), calls=calls),))
    ended = ending_as(graph, {(flow, "2"): "no-function"})
    assert [call.state for call in ended.flows[0].calls] == ["works", "no-function"]
    assert ended.flows[0].is_broken
