"""Trouble on demand happens as often as it was asked for, and in the way that was asked for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from alibabacloud_ccc20200701 import models as mc
from alibabacloud_fc20230330 import models as m3
from alibabacloud_fc20230330.client import Client as Fc3Client
from alibabacloud_tea_openapi.exceptions import ServerException, ThrottlingException
from alibabacloud_tea_openapi.models import Config
from hypothesis import given
from hypothesis import strategies as st
from Tea.exceptions import TeaException

from sync.emulator.centers import Registration
from sync.emulator.faults import Fault, FaultKind, FaultTextError
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.sdk import ACCOUNT, KEY_ID, KEY_SECRET, REGION, ccc, fc3, status_and_code
from tests.patience import PATIENCE, wait_until


def names(emulator: Emulator, token: str | None = None, limit: int = 100) -> tuple[list[str], str | None]:
    body = fc3(emulator).list_functions(m3.ListFunctionsRequest(limit=limit, next_token=token)).body
    return [function.function_name for function in body.functions], body.next_token


def create(emulator: Emulator, name: str = "greet") -> None:
    function = m3.CreateFunctionInput(function_name=name, runtime="python3.10", handler="index.handler")
    fc3(emulator).create_function(m3.CreateFunctionRequest(body=function))


def metas(emulator: Emulator, page: int) -> tuple[list[str], int, int]:
    data = (
        ccc(emulator)
        .list_function_metas(mc.ListFunctionMetasRequest(instance_id="ccc-test", page_number=page, page_size=1))
        .body.data
    )
    return [meta.function_meta_id for meta in data.list], data.page_number, data.total_count


def refusal(call: Callable[[], Any]) -> BaseException:
    with pytest.raises(TeaException) as refused:
        call()
    error: BaseException = refused.value
    return error


def with_registrations(world: World, *ids: str) -> None:
    center = world.add_center("ccc-test", ACCOUNT)
    for each in ids:
        center.register(Registration(registration_id=each, function="greet"))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("A:throttle*3", Fault(operation="A", kind=FaultKind.THROTTLE, times=3, value=100), id="times"),
        pytest.param("A:delay=250ms*2", Fault(operation="A", kind=FaultKind.DELAY, times=2, value=250), id="milliseconds"),
        pytest.param("*:stale=2s", Fault(operation="*", kind=FaultKind.STALE, value=2000), id="seconds"),
        pytest.param("A:error=503+1", Fault(operation="A", kind=FaultKind.ERROR, value=503, after=1), id="after"),
        pytest.param("*:rate=20", Fault(operation="*", kind=FaultKind.RATE, value=20), id="calls a second"),
        pytest.param("A:drop-after", Fault(operation="A", kind=FaultKind.DROP_AFTER), id="nothing more"),
    ],
)
def test_a_fault_is_written_as_text(text: str, fault: Fault) -> None:
    assert Fault.parse(text) == fault


faults = st.builds(
    Fault,
    operation=st.sampled_from(["*", "ListFunctions"]),
    kind=st.sampled_from([kind for kind in FaultKind if kind is not FaultKind.ERROR]),
    times=st.integers(min_value=1, max_value=99),
    after=st.integers(min_value=0, max_value=99),
    value=st.integers(min_value=1, max_value=9999),
)


@given(faults)
def test_the_text_of_a_fault_means_that_fault(fault: Fault) -> None:
    assert Fault.parse(str(fault)) == fault


@pytest.mark.parametrize(
    "text",
    ["", "A", "A:", "A:explode", "A:error=200", "A:throttle*", "A:delay=fast", "A B:delay", "A:rate", "A:rate=0", "A:rate=20s"],
)
def test_a_fault_that_cannot_be_read_is_refused_with_what_would_be_right(text: str) -> None:
    with pytest.raises(FaultTextError, match="cannot read the fault"):
        Fault.parse(text)


def test_throttling_says_when_to_come_again_and_ends(emulator: Emulator) -> None:
    emulator.arm("ListFunctions:throttle=700ms*2")
    first = refusal(lambda: names(emulator))
    assert isinstance(first, ThrottlingException)
    assert (first.retry_after, first.code) == (700, "Throttling.User")
    refusal(lambda: names(emulator))
    assert names(emulator) == ([], None)


def test_a_server_error_is_a_server_error(emulator: Emulator) -> None:
    emulator.arm("ListFunctions:error=503")
    error = refusal(lambda: names(emulator))
    assert isinstance(error, ServerException)
    assert error.status_code == 503


def test_a_delay_delays_and_answers(emulator: Emulator, world: World) -> None:
    world.put_function(ACCOUNT, REGION, "greet")
    emulator.arm("ListFunctions:delay=300ms")
    assert names(emulator) == (["greet"], None)
    assert emulator.armed() == ()


def test_an_answer_that_is_delayed_does_not_come_before_one_that_is_not(emulator: Emulator) -> None:
    emulator.arm("ListFunctions:delay=3600s")
    answers: list[object] = []

    def ask() -> None:
        with suppress(TeaException):
            answers.append(names(emulator))

    waiting = threading.Thread(target=ask, daemon=True)
    waiting.start()
    wait_until(lambda: emulator.armed() == ())
    create(emulator)
    assert answers == []
    emulator.stop()
    waiting.join(PATIENCE)
    assert not waiting.is_alive()


def test_a_connection_dropped_before_leaves_the_world_as_it_was(emulator: Emulator, world: World) -> None:
    emulator.arm("CreateFunction:drop-before")
    refusal(lambda: create(emulator))
    assert world.compute(ACCOUNT, REGION).full_names("") == []


def test_a_connection_dropped_after_leaves_the_write_done(emulator: Emulator, world: World) -> None:
    emulator.arm("CreateFunction:drop-after")
    refusal(lambda: create(emulator))
    assert world.compute(ACCOUNT, REGION).full_names("") == ["greet"]


def test_a_fault_can_wait_for_a_later_call_and_for_its_own_operation(emulator: Emulator, world: World) -> None:
    emulator.arm("CreateFunction:drop-before+1")
    create(emulator, "first")
    names(emulator)
    refusal(lambda: create(emulator, "second"))
    create(emulator, "third")
    assert world.compute(ACCOUNT, REGION).full_names("") == ["first", "third"]
    assert emulator.armed() == ()


def test_a_repeated_page_leads_back_to_itself(emulator: Emulator, world: World) -> None:
    for name in ("a", "b", "c"):
        world.put_function(ACCOUNT, REGION, name)
    emulator.arm("ListFunctions:repeat-page*2")
    first, token = names(emulator, limit=1)
    again, token = names(emulator, token, limit=1)
    assert (first, again) == (["a"], ["a"])
    assert names(emulator, token, limit=2) == (["a", "b"], names(emulator, token, limit=2)[1])


def test_a_repeated_page_of_a_numbered_list_is_the_one_before(emulator: Emulator, world: World) -> None:
    with_registrations(world, "r1", "r2")
    emulator.arm("ListFunctionMetas:repeat-page+1")
    first, second = metas(emulator, 1), metas(emulator, 2)
    assert first[0] == second[0]
    assert (first[1:], second[1:]) == ((1, 2), (2, 2))


def test_a_lost_page_is_not_there_though_the_total_says_it_should_be(emulator: Emulator, world: World) -> None:
    with_registrations(world, "r1", "r2")
    emulator.arm("ListFunctionMetas:lose-page")
    assert metas(emulator, 1) == ([], 1, 2)
    assert metas(emulator, 1)[0] != []


def test_a_lost_token_ends_a_list_early(emulator: Emulator, world: World) -> None:
    for name in ("a", "b"):
        world.put_function(ACCOUNT, REGION, name)
    emulator.arm("ListFunctions:lose-page")
    assert names(emulator, limit=1) == (["a"], None)


def test_stale_reads_see_the_world_before_the_last_write_for_a_number_of_reads(emulator: Emulator) -> None:
    emulator.arm("ListFunctions:stale*2")
    assert names(emulator)[0] == []
    create(emulator)
    assert [names(emulator)[0] for _ in range(3)] == [[], [], ["greet"]]


def test_stale_reads_see_the_world_before_the_last_write_for_a_while(emulator: Emulator) -> None:
    emulator.arm("*:stale=3600s")
    create(emulator)
    assert names(emulator)[0] == []


def test_stale_reads_see_the_newest_world_after_that_while(emulator: Emulator) -> None:
    emulator.arm("*:stale=300ms")
    create(emulator)
    wait_until(lambda: names(emulator)[0] == ["greet"])


def test_a_write_always_sees_the_newest_world(emulator: Emulator) -> None:
    emulator.arm("*:stale=60s")
    create(emulator)
    error = refusal(lambda: create(emulator))
    assert getattr(error, "code", None) == "FunctionAlreadyExists"


def test_faults_can_be_taken_back(emulator: Emulator) -> None:
    emulator.arm("*:error")
    emulator.clear_faults()
    assert names(emulator) == ([], None)


class Clock:
    """A clock that a test sets; it begins now, because a signature is of now, and at a full second, so that quarters are exact."""

    def __init__(self) -> None:
        self.time = float(int(time.time()))

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timed(clock: Clock) -> Iterator[Emulator]:
    """An emulator of two accounts whose time stands still."""
    world = World(clock=clock)
    world.add_account(ACCOUNT, KEY_ID, KEY_SECRET)
    world.add_account("another-account", "test-other-id", KEY_SECRET)
    with_registrations(world, "r1")
    with Emulator.start(world, regions=[REGION]) as running:
        yield running


def answered(call: Callable[[], Any], times: int) -> int:
    """How many of so many calls are answered."""
    done = 0
    for _ in range(times):
        try:
            call()
        except ThrottlingException:
            continue
        done += 1
    return done


def test_no_more_calls_than_the_limit_are_answered_in_any_second(timed: Emulator, clock: Clock) -> None:
    timed.arm("*:rate=3")
    assert answered(lambda: names(timed), 5) == 3
    clock.time += 0.75
    assert answered(lambda: names(timed), 2) == 0
    clock.time += 0.25
    assert answered(lambda: names(timed), 5) == 3


def test_a_limit_says_when_to_come_again_and_a_call_then_is_answered(timed: Emulator, clock: Clock) -> None:
    timed.arm("*:rate=1")
    names(timed)
    clock.time += 0.25
    error = refusal(lambda: names(timed))
    assert isinstance(error, ThrottlingException)
    assert error.retry_after == 750
    clock.time += 0.75
    assert names(timed) == ([], None)


def test_a_limit_is_told_in_the_words_of_each_api(timed: Emulator) -> None:
    timed.arm("*:rate=1")
    names(timed)
    compute, center = refusal(lambda: names(timed)), refusal(lambda: metas(timed, 1))
    assert status_and_code(compute) == (503, "ResourceThrottled")
    assert status_and_code(center) == (400, "Throttling.User")


def test_a_limit_of_one_operation_holds_up_no_other(timed: Emulator) -> None:
    timed.arm("ListFunctionMetas:rate=1")
    assert answered(lambda: metas(timed, 1), 3) == 1
    assert answered(lambda: names(timed), 3) == 3


def test_each_account_has_a_limit_of_its_own(timed: Emulator) -> None:
    timed.arm("*:rate=2")
    other = Fc3Client(
        Config(access_key_id="test-other-id", access_key_secret=KEY_SECRET, endpoint=timed.endpoints[REGION], protocol="HTTP")
    )
    assert answered(lambda: names(timed), 4) == 2
    assert answered(lambda: other.list_functions(m3.ListFunctionsRequest()), 4) == 2


def test_a_limit_holds_until_it_is_taken_back(timed: Emulator) -> None:
    timed.arm("*:rate=1")
    assert answered(lambda: names(timed), 5) == 1
    assert [str(fault) for fault in timed.armed()] == ["*:rate=1*1"]
    timed.clear_faults()
    assert answered(lambda: names(timed), 5) == 5


def test_a_refused_call_does_nothing_and_is_on_record(timed: Emulator) -> None:
    timed.arm("CreateFunction:rate=1")
    create(timed, "first")
    refusal(lambda: create(timed, "second"))
    assert timed.world.compute(ACCOUNT, REGION).full_names("") == ["first"]
    assert [call.operation for call in timed.calls()] == ["CreateFunction", "CreateFunction"]
