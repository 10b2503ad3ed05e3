from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import JsonValue

from sync.core.plan.cause import FlowsAdded
from sync.core.plan.model import Finding, FlowRef, Plan, Step
from sync.core.worlds import FoundFlow
from sync.errors import Failure
from sync.specs.ids import Address
from tests.fakes.apply import Apply, outcomes
from tests.fakes.clouds import FakeClouds
from tests.fakes.scene import DRAFT, HOTLINE, LEFT_OVER, NUMBER_MISTYPED, RETIRED, flow, function, plan, repoint, unregister


def joined(name: str) -> FlowRef:
    return FlowRef(center=HOTLINE.name, id=f"flow-{name}", name=name, published=True)


def _with_function(fake: FakeClouds, address: Address) -> None:
    found = function(address)
    fake.change(replace(fake.world, functions={**fake.world.functions, address: found}))


def _with_flow(fake: FakeClouds, added: FoundFlow) -> None:
    fake.change(replace(fake.world, flows=(*fake.world.flows, added)))


def test_a_registration_that_a_flow_has_taken_up_since_the_plan_is_not_removed() -> None:
    apply = Apply()
    _with_flow(apply.fake, flow("evening", "r-retired"))
    (result,) = apply.run(plan(unregister())).results
    assert (result.outcome, result.reason) == ("failed", "target-changed")
    assert result.cause == FlowsAdded(flows=(joined("evening"),))
    assert apply.fake.sent() == []


def test_a_flow_that_mentions_only_the_function_by_name_holds_a_removal_back_too() -> None:
    apply = Apply()
    _with_flow(apply.fake, flow("evening", RETIRED.name))
    (result,) = apply.run(plan(unregister())).results
    assert (result.outcome, result.reason) == ("failed", "target-changed")


def test_the_flows_that_were_weighed_when_the_plan_was_made_hold_nothing_back() -> None:
    apply = Apply()
    assert outcomes(apply.run(plan(unregister()))) == [("unregister-retired", "done", None)]


@pytest.mark.parametrize(
    "finding",
    [
        pytest.param(replace(LEFT_OVER, subject="r-other"), id="other-registration"),
        pytest.param(replace(LEFT_OVER, center=None), id="other-center"),
    ],
)
def test_a_flow_weighed_for_something_else_was_not_weighed_for_this(finding: Finding) -> None:
    apply = Apply()
    chosen: Plan = replace(plan(unregister()), findings=(finding,))
    assert outcomes(apply.run(chosen)) == [("unregister-retired", "failed", "target-changed")]


def test_flows_that_cannot_be_read_hold_a_removal_back() -> None:
    apply = Apply()
    apply.fake.fail("flows", Failure.DENIED)
    assert outcomes(apply.run(plan(unregister()))) == [("unregister-retired", "failed", "refused-by-cloud")]
    assert apply.fake.sent() == []


def test_a_target_that_exists_is_not_taken_from_a_flow_that_was_not_weighed() -> None:
    apply = Apply()
    _with_function(apply.fake, NUMBER_MISTYPED)
    (result,) = apply.run(plan(repoint())).results
    assert (result.outcome, result.reason) == ("failed", "target-changed")
    assert result.cause == FlowsAdded(flows=(joined("welcome"),))


@pytest.mark.parametrize("step", [repoint(), repoint(by_hand=True)], ids=["api", "by-hand"])
def test_away_from_a_target_that_does_not_exist_no_flow_is_asked(step: Step) -> None:
    apply = Apply()
    apply.run(plan(step))
    assert [call.operation for call in apply.fake.calls].count("flows") == 0


def test_a_target_that_cannot_be_looked_up_is_not_taken_from_a_flow_that_was_not_weighed() -> None:
    apply = Apply()
    apply.fake.fail("function", Failure.UNAVAILABLE, skip=1)  # the new target is looked up first
    assert outcomes(apply.run(plan(repoint()))) == [("repoint-number", "failed", "target-changed")]
    assert apply.fake.sent() == []


def moved(registrations: JsonValue) -> Finding:
    """A move that is told once for several registrations, two flows in all."""
    return Finding(
        code="LO001", subject="x", origin="drift", args={"registrations": registrations}, flows=(DRAFT, joined("evening"))
    )


@pytest.mark.parametrize(
    ("registrations", "outcome"),
    [
        pytest.param({f"{HOTLINE.name}/r-retired": [DRAFT.id]}, "done", id="its-own-flow"),
        pytest.param({f"{HOTLINE.name}/r-retired": [], f"{HOTLINE.name}/r-x": [DRAFT.id]}, "failed", id="a-flow-of-another"),
        pytest.param({"service/r-retired": [DRAFT.id]}, "failed", id="its-namesake-in-another-center"),
        pytest.param({}, "failed", id="no-registration"),
    ],
)
def test_of_a_move_of_several_registrations_each_is_weighed_with_its_own_flows(registrations: JsonValue, outcome: str) -> None:
    apply = Apply()
    chosen: Plan = replace(plan(unregister()), findings=(moved(registrations),))
    assert [told[1] for told in outcomes(apply.run(chosen))] == [outcome]
