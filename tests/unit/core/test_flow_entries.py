"""How callers get into a flow: by its numbers and through the flows that call it; and that what hurts it hurts those too."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sync.core.assessment import assess
from sync.core.flows.call_graph import call_graph
from sync.core.flows.entries import FlowEntries, read_entries
from sync.core.flows.references import read_mentions
from sync.core.plan.model import FlowRef
from sync.core.snapshot.redact import redacted
from sync.core.worlds import FoundFlow, FoundFunction, FoundRegistration
from tests.fakes.worlds import CENTER, SALT, flow, found, listed, plan, registered, there, wanted

HERE = "cn-hangzhou/demo/ask"
ASKED = wanted(registered("ask", HERE))
Part = FoundFunction | FoundRegistration | FoundFlow


def calls(identity: str, *activities: object, published: bool = True, numbers: tuple[str, ...] = ()) -> FoundFlow:
    """A main flow of these activities."""
    definition = json.dumps({"activities": [*activities]}, ensure_ascii=False)
    return replace(flow(identity, "m", published=published), definition=definition, numbers=numbers)


def module(kind: str, **properties: object) -> dict[str, object]:
    return {"type": kind, "id": "1", "name": "子流程", "properties": properties, "events": []}


def sub_flow(identity: str, mentions: str = "m", *, published: bool = True) -> FoundFlow:
    return replace(flow(identity, mentions, published=published), type="SUB_FLOW", name=f"订单{identity[-1]}")


def entries(*flows: FoundFlow) -> FlowEntries:
    return read_entries(flows, read_mentions(flows))


def ref(one: FoundFlow) -> FlowRef:
    return FlowRef(center=one.center, id=one.id, name=one.name, published=one.published)


ORDERS = sub_flow("sub-1")


@pytest.mark.parametrize(
    ("caller", "is_one"),
    [
        pytest.param(calls("main", module("SUB", contactFlowId="sub-1")), True, id="by id"),
        pytest.param(calls("main", module("SUB", flow={"which": ["sub-1"]})), True, id="by id, under any key and at any depth"),
        pytest.param(calls("main", module("SATISFACTION_RATING", survey="sub-1")), True, id="by id, from a module of another type"),
        pytest.param(calls("main", module("SUB", flowName="订单1")), True, id="by name"),
        pytest.param(calls("main", module("PLAY_SAY", say="订单1x")), False, id="a longer word"),
        pytest.param(calls("main", module("PLAY_SAY", say="您的订单")), False, id="a spoken text"),
        pytest.param(replace(calls("main"), definition="{sub-1"), True, id="by id, in what is no JSON"),
        pytest.param(replace(calls("main"), definition='{"SUB" 订单'), False, id="by name, in what is no JSON"),
        pytest.param(calls("main", module("SUB", flowName="订单2")), False, id="a name that nothing has"),
    ],
)
def test_a_flow_calls_what_it_names(caller: FoundFlow, *, is_one: bool) -> None:
    assert entries(caller, ORDERS).leading_to(ref(ORDERS)) == ((ref(caller),) if is_one else ())


def test_only_a_sub_flow_is_called_by_name() -> None:
    other = replace(ORDERS, type="MAIN_FLOW")
    assert entries(calls("main", module("SUB", flowName=other.name)), other).leading_to(ref(other)) == ()


def test_a_flow_of_another_center_is_not_called() -> None:
    elsewhere = replace(calls("main", module("SUB", contactFlowId="sub-1")), center="other")  # type: ignore[arg-type]
    assert entries(elsewhere, ORDERS).leading_to(ref(ORDERS)) == ()


def test_callers_come_through_every_published_flow_and_through_no_draft() -> None:
    between = replace(sub_flow("sub-2"), definition=json.dumps({"activities": [module("SUB", id="sub-1")]}))
    main = calls("main", module("SUB", id="sub-2"), numbers=("0571-11111111",))
    draft = calls("night", module("SUB", id="sub-1"), published=False, numbers=("0571-22222222",))
    read = entries(main, between, draft, ORDERS)
    assert [one.id for one in read.leading_to(ref(ORDERS))] == ["main", "sub-2"]
    assert read.numbers_into(ref(ORDERS)) == ("0571-11111111",)
    assert read.numbers_into(ref(draft)) == ("0571-22222222",)
    assert entries(main, replace(between, published=False), ORDERS).leading_to(ref(ORDERS)) == ()


def test_nobody_gets_into_a_draft() -> None:
    draft = replace(ORDERS, published=False)
    assert entries(calls("main", module("SUB", id="sub-1")), draft).leading_to(ref(draft)) == ()


def test_flows_that_call_each_other_come_to_an_end() -> None:
    one, two = calls("main-1", module("SUB", id="main-2")), calls("main-2", module("SUB", id="main-1"))
    assert entries(one, two).leading_to(ref(one)) == (ref(two),)


@pytest.mark.parametrize("named", [{"contactFlowId": "sub-1"}, {"flowName": "订单1"}], ids=["by id", "by name"])
def test_a_snapshot_knows_who_calls_whom(named: dict[str, object]) -> None:
    world = found(there(HERE), listed("m", HERE), calls("main", module("SUB", **named), numbers=("057188881234",)), ORDERS)
    kept = redacted(world, ASKED, None, SALT)
    assert "flowName" not in str(kept)
    assert call_graph(assess(ASKED, None, kept)) == call_graph(assess(ASKED, None, world))
    assert [one.id for one in assess(ASKED, None, kept).entries.leading_to(ref(ORDERS))] == ["main"]


def test_a_finding_that_breaks_a_sub_flow_names_the_flows_that_call_it() -> None:
    main, draft = calls("main", module("SUB", id="sub-1")), calls("night", module("SUB", id="sub-1"), published=False)
    made = plan(ASKED, found(there(HERE), main, draft, ORDERS))
    (gone,) = [finding for finding in made.findings if finding.code == "FL006"]
    assert ([one.id for one in gone.flows], [one.id for one in gone.callers]) == (["sub-1"], ["main"])


def test_a_flow_that_breaks_itself_is_not_named_as_its_own_caller() -> None:
    both = calls("main", module("SUB", id="sub-1"), module("RUN_FUNCTION", functionMetaId="m"))
    made = plan(ASKED, found(listed("m", HERE), both, ORDERS))
    broken = [finding for finding in made.findings if finding.breaks]
    assert broken
    assert all({*finding.callers}.isdisjoint(finding.flows) for finding in broken)


def test_a_finding_that_breaks_nothing_names_no_callers() -> None:
    made = plan(ASKED, found(there(HERE), listed("m", HERE), listed("n", HERE), calls("main", module("SUB", id="sub-1")), ORDERS))
    assert [finding.code for finding in made.findings if finding.callers] == []


def test_the_picture_leads_from_the_main_flow_to_what_its_sub_flow_calls() -> None:
    main = calls("main", module("SUB", id="sub-1"), numbers=("057188881234",))
    aside = calls("aside", module("PLAY_SAY", say="m"), published=False)
    graph = call_graph(assess(ASKED, None, found(there(HERE), main, ORDERS, aside)))
    first, second = graph.flows
    assert (first.flow.id, first.sub_flows, first.broken_below, first.calls) == ("main", (ref(ORDERS),), (ref(ORDERS),), ())
    assert (second.flow.id, second.sub_flows, [call.state for call in second.calls]) == ("sub-1", (), ["no-registration"])
    assert first.is_broken
    assert graph.callers_of(ref(ORDERS)) == (ref(main),)


def test_a_main_flow_is_whole_while_its_sub_flow_works_or_is_a_draft() -> None:
    main = calls("main", module("SUB", id="sub-1"))
    works = call_graph(assess(ASKED, None, found(there(HERE), listed("m", HERE), main, ORDERS)))
    draft = call_graph(assess(ASKED, None, found(there(HERE), main, replace(ORDERS, published=False))))
    for graph in (works, draft):
        assert [one.is_broken for one in graph.flows if one.flow == ref(main)] == [False]
    assert works.flows[0].flow.center == CENTER
