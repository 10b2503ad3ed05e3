"""What the adapters promise when the wire does not behave: emulator and SDKs only, with faults asked for by name."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from alibabacloud_fc_open20210406 import models
from alibabacloud_fc_open20210406.client import Client
from alibabacloud_tea_openapi.utils_models import Config

from sync.adapters.call_center import WriteRegistrations
from sync.adapters.connect import connect_callers, connect_clients, connect_readers
from sync.adapters.credentials import Keys
from sync.adapters.gateway import ForbiddenOperationError
from sync.core.worlds import Configuration, RegistrationState, Wanted, WantedFunction
from sync.discovery.world import discover
from sync.emulator.centers import PhoneNumber, Registration
from sync.emulator.messages import Call
from sync.errors import CloudError, Failure
from sync.ports import Readers
from sync.specs.ids import Address, FunctionName, Uid
from sync.specs.models import Where
from tests.contract.stages import ECHO, EMPTY, HANGZHOU, HOTLINE, KEYS, LOOKUP, NUMBER, REGISTRATIONS, SHENZHEN, Emulated, zipped

ADDED = RegistrationState(target=NUMBER, description="", role="test-role", failover=None)
MANY = 201

Read = Callable[[Readers], int]
# What is read, and how many there are of it: those of the crowd, and those of the scene.
LISTINGS = [
    pytest.param("ListFunctionMetas", lambda readers: len(readers.centers.registrations(EMPTY)), MANY, id="registrations"),
    pytest.param("ListPhoneNumbers", lambda readers: len(readers.centers.flows(HOTLINE)[0].numbers), MANY + 2, id="numbers"),
    pytest.param("ListServices", lambda readers: len(readers.functions.functions(SHENZHEN, "2.0")), MANY + 1, id="services-of-2.0"),
    pytest.param("ListFunctions", lambda readers: len(readers.functions.functions(HANGZHOU, "2.0")), MANY + 2, id="of-2.0"),
    pytest.param("ListFunctions", lambda readers: len(readers.functions.functions(HANGZHOU, "3.0")), MANY + 1, id="of-3.0"),
]


@pytest.fixture(scope="module")
def whole_crowd() -> Iterator[Emulated]:
    """Made once, for it is only read."""
    made = Emulated()
    crowd(made)
    yield made
    made.close()


@pytest.fixture
def crowded(whole_crowd: Emulated) -> Iterator[Emulated]:
    yield whole_crowd
    whole_crowd.emulator.clear_faults()


def crowd(stage: Emulated) -> None:
    """So many of everything that every listing has three pages."""
    center = stage.world.center(EMPTY.instance)
    for number in range(MANY):
        name = FunctionName(f"many_{number}")
        center.register(Registration(registration_id=f"many-{number}", function=name, region="cn-hangzhou"))
        stage.world.center(HOTLINE.instance).put_number(PhoneNumber(number=f"95{number:06}", flow_id="flow-main"))
        stage.put(replace(NUMBER, name=name))
        stage.put(replace(LOOKUP, name=name))
        stage.put(replace(NUMBER, region=SHENZHEN, service=f"service_{number}", name=name))


def create(stage: Emulated, address: Address) -> None:
    """Somebody makes a function by API, so that the emulator knows it for a write."""
    endpoint = stage.emulator.endpoints[address.region]
    keys = {"access_key_id": KEYS.access_key_id, "access_key_secret": KEYS.access_key_secret}
    code = models.Code(zip_file=b64encode(zipped(ECHO)).decode())
    request = models.CreateFunctionRequest(function_name=address.name, handler="index.handler", runtime="python3.10", code=code)
    Client(Config(**keys, endpoint=endpoint, protocol="http")).create_function(address.service, request)


def a_wanted(address: Address) -> WantedFunction:
    return WantedFunction(
        uid=Uid("wanted"),
        address=address,
        configuration=Configuration(),
        registrations=(),
        checks=(),
        signature=None,
        where=Where("test.yaml", 1, 1),
    )


@pytest.mark.parametrize(("operation", "read", "count"), LISTINGS)
@pytest.mark.parametrize(
    "fault",
    [
        "throttle=50*3",
        "error=500*2",
        "error=503*3",
        "drop-before*2",
        "drop-after*2",
        "delay=30ms*2",
        "lose-page",
        "lose-page+1",
        "lose-page+2",
        "repeat-page",
        "repeat-page+1",
        "repeat-page*2",
    ],
)
def test_trouble_that_passes_leaves_a_listing_whole(crowded: Emulated, operation: str, read: Read, count: int, fault: str) -> None:
    crowded.emulator.arm(f"{operation}:{fault}")
    assert read(crowded.fresh_readers()) == count
    assert crowded.emulator.armed() == ()


@pytest.mark.parametrize(("operation", "read", "count"), LISTINGS)
@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        pytest.param("lose-page*100000", Failure.UNREADABLE, id="pages-lost"),
        pytest.param("repeat-page*100000", Failure.UNREADABLE, id="pages-repeated"),
        pytest.param("error=500*100000", Failure.UNAVAILABLE, id="failing"),
        pytest.param("drop-after*100000", Failure.LOST, id="unanswered"),
        pytest.param("throttle=90000*100000", Failure.THROTTLED, id="throttled"),
    ],
)
def test_trouble_that_lasts_is_an_error_and_never_a_shorter_list(
    crowded: Emulated, operation: str, read: Read, count: int, fault: str, failure: Failure
) -> None:
    crowded.emulator.arm(f"{operation}:{fault}")
    with pytest.raises(CloudError) as caught:
        assert read(crowded.fresh_readers()) == count
    assert (caught.value.failure, caught.value.operation) == (failure, operation)


@pytest.mark.parametrize("fault", ["lose-page*100000", "repeat-page*100000", "error=500*100000"])
def test_a_listing_in_trouble_is_a_gap_of_the_observation(crowded: Emulated, fault: str) -> None:
    crowded.emulator.arm(f"ListFunctionMetas:{fault}")
    wanted = Wanted(functions=(), centers=(EMPTY,), digest="")
    found = discover(crowded.fresh_readers(), wanted, None, progress=lambda _progress: None)
    assert [(gap.scope, gap.subject) for gap in found.gaps] == [("registrations", "empty")]
    assert (found.registrations, found.functions) == ((), ())


def test_a_listing_that_lags_behind_does_not_hide_a_function(emulated: Emulated) -> None:
    emulated.emulator.arm("ListServices:stale*1", "ListFunctions:stale*1")
    made = replace(NUMBER, name="just_made")
    create(emulated, made)
    wanted = Wanted(functions=(a_wanted(made),), centers=(), digest="")
    found = discover(emulated.readers, wanted, None, progress=lambda _progress: None)
    assert made in {function.address for function in found.functions}
    assert "GetFunction" in emulated.sent()


def test_a_registration_whose_answer_was_lost_is_made_once_and_reported_as_lost(emulated: Emulated) -> None:
    emulated.emulator.arm("AddFunctionMeta:drop-after")
    with pytest.raises(CloudError) as caught:
        emulated.writers.registrations.register(HOTLINE, ADDED)
    assert caught.value.failure is Failure.LOST
    assert len(emulated.readers.centers.registrations(HOTLINE)) == len(REGISTRATIONS) + 1


@pytest.mark.parametrize("fault", ["drop-before", "error=500"])
def test_a_registration_that_may_have_been_made_is_not_sent_again(emulated: Emulated, fault: str) -> None:
    emulated.emulator.arm(f"AddFunctionMeta:{fault}")
    with pytest.raises(CloudError):
        emulated.writers.registrations.register(HOTLINE, ADDED)
    assert emulated.sent().count("AddFunctionMeta") == 1


def test_a_throttled_registration_is_sent_again_after_the_wait_it_was_told(emulated: Emulated) -> None:
    emulated.emulator.arm("AddFunctionMeta:throttle=2000*2")
    emulated.writers.registrations.register(HOTLINE, ADDED)
    assert len(emulated.readers.centers.registrations(HOTLINE)) == len(REGISTRATIONS) + 1
    assert sum(emulated.slept) >= 4.0


@pytest.mark.parametrize("fault", ["drop-before*2", "drop-after*2", "error=503*2", "throttle=10*2"])
def test_modifying_and_unregistering_get_through_passing_trouble(emulated: Emulated, fault: str) -> None:
    first, second = REGISTRATIONS
    emulated.emulator.arm(f"ModifyFunctionMeta:{fault}", f"DeleteFunctionMeta:{fault}")
    emulated.writers.registrations.modify(HOTLINE, first.id, ADDED)
    emulated.writers.registrations.unregister(HOTLINE, second.id)
    assert [(item.id, item.target) for item in emulated.readers.centers.registrations(HOTLINE)] == [(first.id, NUMBER)]


@pytest.mark.parametrize("address", [pytest.param(NUMBER, id="2.0"), pytest.param(LOOKUP, id="3.0")])
@pytest.mark.parametrize("fault", ["drop-before", "drop-after", "error=500", "throttle=10*3"])
def test_configuring_gets_through_passing_trouble(emulated: Emulated, address: object, fault: str) -> None:
    emulated.emulator.arm(f"UpdateFunction:{fault}")
    emulated.writers.functions.configure(address, Configuration(memory=512))  # type: ignore[arg-type]  # from the table
    found = emulated.readers.functions.function(address)  # type: ignore[arg-type]  # from the table
    assert found is not None
    assert found.configuration.memory == 512


def test_configuring_2_0_does_not_overwrite_a_change_made_in_between(emulated: Emulated) -> None:
    def intervene(call: Call) -> None:
        if call.operation == "GetFunction":
            emulated.put(NUMBER, "def handler(event, context):\n    return 'changed'\n")

    emulated.after_call = intervene
    with pytest.raises(CloudError) as caught:
        emulated.writers.functions.configure(NUMBER, Configuration(environment={"MODE": "fast"}))
    assert caught.value.failure is Failure.CONFLICT


def test_what_changes_nothing_is_not_sent(emulated: Emulated) -> None:
    emulated.writers.functions.configure(NUMBER, Configuration(memory=256, environment={"MODE": "slow"}))
    assert emulated.sent() == ["GetFunction"]


def test_a_call_that_was_lost_is_not_made_twice(emulated: Emulated) -> None:
    emulated.emulator.arm("InvokeFunction:drop-after", "TestFcInvocation:drop-after")
    with pytest.raises(CloudError) as invoked:
        emulated.writers.invoker.invoke(NUMBER, "{}")
    with pytest.raises(CloudError) as tested:
        emulated.writers.tester.test(HOTLINE, NUMBER, "", "{}")
    assert (invoked.value.failure, tested.value.failure) == (Failure.LOST, Failure.LOST)
    assert emulated.sent() == ["InvokeFunction", "TestFcInvocation"]


def test_throttling_of_one_api_slows_down_that_api_only(emulated: Emulated) -> None:
    emulated.emulator.arm("ListFunctionMetas:throttle=1000*1")
    emulated.readers.centers.registrations(HOTLINE)
    waited = len(emulated.slept)
    emulated.readers.functions.functions(HANGZHOU, "3.0")
    assert waited > 0
    assert len(emulated.slept) == waited


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        pytest.param(
            Keys(access_key_id="test-key-id", access_key_secret="wrong-secret"), "SignatureDoesNotMatch", id="wrong-secret"
        ),
        pytest.param(
            Keys(access_key_id="test-nobody", access_key_secret="wrong-secret"), "InvalidAccessKeyId.NotFound", id="unknown-key"
        ),
    ],
)
def test_wrong_keys_are_denied_and_never_shown(emulated: Emulated, keys: Keys, code: str) -> None:
    readers = connect_readers(emulated.access, keys=keys, timing=emulated.timing)
    with pytest.raises(CloudError) as caught:
        readers.functions.function(NUMBER)
    assert (caught.value.failure, caught.value.code) == (Failure.DENIED, code)
    assert "wrong-secret" not in f"{caught.value!r}{caught.value.hint}{keys!r}"
    assert caught.value.__cause__ is None
    assert caught.value.request_id


@pytest.mark.parametrize(
    "action", ["AddFunctionMeta", "ModifyFunctionMeta", "DeleteFunctionMeta", "TestFcInvocation", "AnythingElse"]
)
def test_clients_made_for_reading_cannot_send_anything_else(emulated: Emulated, action: str) -> None:
    clients = connect_clients(emulated.access, keys=KEYS, timing=emulated.timing)
    with pytest.raises(ForbiddenOperationError, match=action):
        clients.call("call_center", action, {"InstanceId": HOTLINE.instance})
    assert emulated.sent() == []


def test_methods_of_the_sdks_that_write_are_stopped_before_the_wire(emulated: Emulated) -> None:
    clients = connect_clients(emulated.access, keys=KEYS, timing=emulated.timing)
    fc2, fc3, ccc = clients.models("fc2"), clients.models("fc3"), clients.models("ccc")
    with pytest.raises(ForbiddenOperationError):
        clients.client("fc2", HANGZHOU).delete_function(NUMBER.service, NUMBER.name)
    with pytest.raises(ForbiddenOperationError):
        clients.client("fc2", HANGZHOU).update_service(NUMBER.service, fc2.UpdateServiceRequest(description="x"))
    with pytest.raises(ForbiddenOperationError):
        clients.client("fc3", HANGZHOU).update_function(
            "lookup", fc3.UpdateFunctionRequest(body=fc3.UpdateFunctionInput(timeout=1))
        )
    with pytest.raises(ForbiddenOperationError):
        clients.client("ccc").delete_contact_flow(
            ccc.DeleteContactFlowRequest(instance_id=HOTLINE.instance, contact_flow_id="flow-main")
        )
    assert emulated.sent() == []


def test_what_is_made_for_calling_calls_and_cannot_write(emulated: Emulated) -> None:
    readers, callers = connect_callers(emulated.access, keys=KEYS, timing=emulated.timing)
    assert callers.invoker.invoke(LOOKUP, "{}").error is None
    assert callers.tester.test(HOTLINE, NUMBER, "", "{}").error is None
    assert isinstance(callers.tester, WriteRegistrations)  # the class can write; the door it was given lets no write through
    with pytest.raises(ForbiddenOperationError):
        callers.tester.register(HOTLINE, ADDED)
    with pytest.raises(ForbiddenOperationError):
        callers.tester.unregister(HOTLINE, readers.centers.registrations(HOTLINE)[0].id)
    assert set(emulated.sent()) == {"InvokeFunction", "TestFcInvocation", "ListFunctionMetas"}


def test_reading_the_whole_scene_sends_only_operations_that_read(emulated: Emulated) -> None:
    discover(emulated.readers, Wanted(functions=(), centers=(HOTLINE,), digest=""), None, progress=lambda _progress: None)
    assert set(emulated.sent()) == {
        "ListFunctionMetas", "ListContactFlows", "ListPhoneNumbers", "ListServices", "ListFunctions", "GetFunction",
    }  # fmt: skip
