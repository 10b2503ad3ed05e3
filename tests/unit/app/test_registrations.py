"""One registration at a time, on clouds in memory: what is written when something fails, lags or cannot be read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from sync.app.registrations import Asked, Ensured, Refused, RegistrationDesk, center_of
from sync.core.worlds import (
    Configuration,
    FoundFlow,
    FoundRegistration,
    WantedCenter,
    WantedCheck,
    WantedFunction,
    WantedRegistration,
)
from sync.errors import CloudError, Failure, InputError
from sync.execute.clouds import Clouds
from sync.ports import Answer
from sync.settings import Flags, read
from sync.specs.ids import Address, Region, Uid
from sync.specs.models import ParameterSpec, SignatureSpec
from tests.fakes.clouds import FakeClouds, Moment
from tests.fakes.scene import HOTLINE, LOOKUP, NUMBER, NUMBER_MISTYPED, WHERE, flow, function, registration
from tests.patience import PATIENCE

SPELT = replace(NUMBER, name="get-number-region")
ABSENT = Address(Region("cn-hangzhou"), "demo-service", "yet_to_be_made")
ORDER = SignatureSpec(inputs={"order": ParameterSpec(type="string", required=True)})


class Busy(FakeClouds):
    """Somebody publishes a flow that calls r1, once the flows have been read."""

    def flows(self, center: WantedCenter) -> tuple[FoundFlow, ...]:
        read = super().flows(center)
        self.change(replace(self.world, flows=(flow("welcome", "r1"),)))
        return read


def asked(target: Address = NUMBER, registration_id: str | None = None, **more: object) -> Asked:
    """The registration of a function in the hotline."""
    uid = Uid("number")
    wanted = WantedRegistration(uid=uid, center=HOTLINE.name, target=target)
    about = WantedFunction(
        uid=uid,
        address=target,
        configuration=Configuration(),
        registrations=(wanted,),
        checks=(WantedCheck(name="answers", input={}, expect={"ok": True}),),
        signature=None,
        where=WHERE,
    )
    return replace(Asked(center=HOTLINE, function=about, id=registration_id), **more)  # type: ignore[arg-type]


def desk(clouds: FakeClouds, *, stop: Callable[[], bool] = lambda: False) -> RegistrationDesk:
    """A desk that reads no code, and never waits."""
    settings = read(Flags(no_signatures=True), {}, Path("no-such-folder"))
    return RegistrationDesk(
        settings=settings,
        account="test-account",
        clouds=Clouds(readers=clouds.readers, writers=clouds.writers),
        sleep=lambda _: None,
        stop=stop,
    )


def center(*flows: FoundFlow, points_at: Address | None = NUMBER) -> FakeClouds:
    """The hotline with a registration r1 of that function; the functions are there, and answer."""
    return FakeClouds(
        centers=(HOTLINE.name,),
        functions=(function(NUMBER), function(LOOKUP)),
        registrations=(registration("r1", points_at),) if points_at else (),
        flows=flows,
        behaviours=dict.fromkeys((NUMBER, LOOKUP), lambda _event: Answer(payload='{"ok": true}', error=None)),
    )


def targets(clouds: FakeClouds) -> list[Address]:
    """Where the registrations point now."""
    return [item.target for item in clouds.world.registrations.values()]


def outcomes(ended: Ensured) -> list[tuple[str, str]]:
    """How each step ended."""
    return [(result.step.kind, result.outcome) for result in ended.results]


@pytest.mark.parametrize(
    ("failure", "moment"),
    [(Failure.LOST, Moment.BEFORE), (Failure.LOST, Moment.AFTER), (Failure.THROTTLED, Moment.BEFORE)],
)
def test_a_registration_is_made_once_whatever_becomes_of_the_answer(failure: Failure, moment: Moment) -> None:
    clouds = center(points_at=None)
    clouds.fail("register", failure, moment=moment)
    ended = desk(clouds).ensure(asked())
    assert ended.registration is not None
    assert targets(clouds) == [NUMBER]


def test_reads_that_lag_make_no_second_one() -> None:
    clouds = center(points_at=None)
    clouds.go_stale(3)
    desk(clouds).ensure(asked())
    desk(clouds).ensure(asked())
    assert targets(clouds) == [NUMBER]


def test_what_the_cloud_refuses_is_told_and_nothing_is_there() -> None:
    clouds = center(points_at=None)
    clouds.fail("register", Failure.DENIED)
    ended = desk(clouds).ensure(asked())
    assert (ended.registration, outcomes(ended)) == (None, [("register", "failed")])


def test_a_mistyped_registration_is_put_right_and_no_second_one_made() -> None:
    clouds = center(flow("welcome", "r1"), points_at=NUMBER_MISTYPED)
    ended = desk(clouds).ensure(asked())
    assert outcomes(ended) == [("repoint", "done")]
    assert targets(clouds) == [NUMBER]


def test_one_that_is_spelt_alike_and_works_is_left_alone() -> None:
    clouds = center(points_at=SPELT)
    clouds.world = replace(clouds.world, functions={**clouds.world.functions, SPELT: function(SPELT)})
    desk(clouds).ensure(asked())
    assert sorted(targets(clouds)) == sorted([SPELT, NUMBER])


def test_of_two_for_one_function_the_one_that_flows_call_is_adopted_and_both_stay() -> None:
    clouds = center(flow("welcome", "r2"))
    clouds.world = replace(
        clouds.world, registrations={**clouds.world.registrations, (HOTLINE.name, "r2"): registration("r2", NUMBER)}
    )
    ended = desk(clouds).ensure(asked())
    assert ended.registration is not None
    assert ended.registration.id == "r2"
    assert clouds.sent() == []


def test_flows_that_cannot_be_read_forbid_a_move() -> None:
    clouds = center(flow("welcome", "r1"))
    clouds.fail("flows", Failure.DENIED, times=9)
    with pytest.raises(CloudError):
        desk(clouds).ensure(asked(LOOKUP, "r1"))
    with pytest.raises(CloudError):
        desk(clouds).remove(asked(NUMBER, "r1"))
    assert targets(clouds) == [NUMBER]
    assert clouds.sent() == []


def test_a_move_follows_the_function_though_flows_call_it() -> None:
    clouds = center(flow("welcome", "r1"))
    ended = desk(clouds).ensure(asked(LOOKUP, "r1", verify=True))
    assert outcomes(ended) == [("repoint", "done"), ("test", "done")]
    assert targets(clouds) == [LOOKUP]


def test_a_check_that_fails_only_afterwards_takes_the_move_back() -> None:
    clouds = center(flow("welcome", "r1"))
    clouds.behaviours[LOOKUP] = lambda _event: Answer(payload='{"ok": false}', error=None)
    ended = desk(clouds).ensure(asked(LOOKUP, "r1", verify=True))
    assert ("repoint", "put-back") in outcomes(ended)
    assert targets(clouds) == [NUMBER]


def other_way_to(*flows: FoundFlow) -> FakeClouds:
    """The hotline, where somebody else's registration r2 points at the function of r1."""
    clouds = center(*flows)
    clouds.world = replace(
        clouds.world, registrations={**clouds.world.registrations, (HOTLINE.name, "r2"): registration("r2", NUMBER)}
    )
    return clouds


LEAVING = {
    "moved": lambda clouds, order: desk(clouds).ensure(replace(asked(LOOKUP, "r1"), **order)).refused,
    "moved, in a preview": lambda clouds, order: desk(clouds).foreseen(replace(asked(LOOKUP, "r1"), **order)),
    "removed": lambda clouds, order: desk(clouds).remove(replace(asked(NUMBER, "r1"), **order)).refused,
}


@pytest.mark.parametrize("leaves", LEAVING.values(), ids=LEAVING)
def test_a_function_that_flows_call_in_another_way_is_not_left_to_be_deleted(leaves: Callable[..., Refused | None]) -> None:
    item = flow("orders", "r2")
    clouds = other_way_to(item)
    refused = leaves(clouds, {"owns_function": True})
    assert refused is not None
    assert (refused.through, [use.flow.id for use in refused.uses]) == ("r2", [item.id])
    assert clouds.sent() == []


@pytest.mark.parametrize("leaves", LEAVING.values(), ids=LEAVING)
@pytest.mark.parametrize(
    ("published", "order"),
    [
        (True, {"owns_function": False}),  # it stays where it is
        (True, {"owns_function": True, "allowed": frozenset({"orders"})}),
        (False, {"owns_function": True}),
    ],
)
def test_it_is_left_where_nothing_is_deleted_or_nobody_would_notice(
    leaves: Callable[..., Refused | None], *, published: bool, order: dict[str, object]
) -> None:
    assert leaves(other_way_to(flow("orders", "r2", published=published)), order) is None


def test_before_its_function_is_made_its_spec_says_whether_flows_fit() -> None:
    item = json_flow("welcome", "r1", passes="phone")
    clouds = center(item)
    order = replace(asked(ABSENT, "r1").function, signature=ORDER)
    refused = desk(clouds).foreseen(replace(asked(ABSENT, "r1"), function=order))
    assert refused is not None
    assert (refused.reason, [use.flow.id for use in refused.uses]) == ("breaks-flow", [item.id])
    assert desk(clouds).foreseen(replace(asked(ABSENT, "r1"), function=order, allowed=frozenset({item.id}))) is None
    assert desk(clouds).foreseen(asked(ABSENT, "r1")) is None


def test_before_a_function_gets_other_code_its_spec_says_whether_flows_fit() -> None:
    item = json_flow("welcome", "r1", passes="phone")
    clouds = center(item, json_flow("draft", "r1", passes="phone", published=False))
    order = replace(asked(NUMBER, "r1"), function=replace(asked(NUMBER).function, signature=ORDER))
    refused = desk(clouds).foreseen(order)
    assert refused is not None
    assert [use.flow.id for use in refused.uses] == [item.id]
    assert desk(clouds).foreseen(asked(NUMBER, "r1")) is None
    assert clouds.sent() == []


def test_a_function_that_is_not_there_is_waited_for_and_then_told() -> None:
    clouds = center()
    with pytest.raises(InputError, match="yet_to_be_made does not exist"):
        desk(clouds).ensure(asked(ABSENT))
    assert len([call for call in clouds.calls if call.operation == "function"]) == 6


def test_a_flow_that_came_to_call_it_meanwhile_keeps_it() -> None:
    clouds = Busy(centers=(HOTLINE.name,), functions=(function(NUMBER),), registrations=(registration("r1", NUMBER),), flows=())
    ended = desk(clouds).remove(asked(NUMBER, "r1"))
    assert outcomes(ended) == [("unregister", "failed")]
    assert targets(clouds) == [NUMBER]


def test_a_stop_begins_nothing() -> None:
    clouds = center(points_at=None)
    ended = desk(clouds, stop=lambda: True).ensure(asked())
    assert (outcomes(ended), clouds.sent()) == ([("register", "not-run")], [])


def test_who_asks_while_a_listing_is_read_shares_it() -> None:
    clouds, begun, go_on = center(), threading.Event(), threading.Event()
    at_the = desk(clouds)
    listed = clouds.world.registrations[HOTLINE.name, "r1"]

    def slow() -> tuple[FoundRegistration, ...]:
        begun.set()
        assert go_on.wait(PATIENCE)
        return (listed,)

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(at_the.shared.read, HOTLINE.name, slow)
        assert begun.wait(PATIENCE)
        others = [pool.submit(at_the.read, HOTLINE, "r1") for _ in range(2)]
        go_on.set()
        assert first.result() == (listed,)
        assert [other.result() for other in others] == [listed, listed]
    assert at_the.read(HOTLINE, "r1") == listed


def test_an_error_is_everybodys_who_shared_the_listing_and_nobodys_afterwards() -> None:
    clouds = center()
    at_the = desk(clouds)
    clouds.fail("registrations", Failure.DENIED)
    with pytest.raises(CloudError):
        at_the.read(HOTLINE, "r1")
    assert at_the.read(HOTLINE, "r1") is not None


def test_a_center_that_nothing_names_is_known_by_its_instance() -> None:
    assert (center_of("ccc-9", by_hand=True).mode, center_of("ccc-9", by_hand=False).mode) == ("console", "api")


def json_flow(name: str, registration_id: str, *, passes: str, published: bool = True) -> FoundFlow:
    """A flow that passes one input."""
    made = flow(name, registration_id, published=published)
    stated = f'"functionMetaId": "{registration_id}", "parameters": [{{"key": "{passes}", "value": "x"}}]'
    return replace(made, definition=made.definition.replace(f'"functionMetaId": "{registration_id}"', stated))
