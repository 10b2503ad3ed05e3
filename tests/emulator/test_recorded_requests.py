"""Every recorded request of the official SDKs, sent again to the emulator: understood, answered, and refused when tampered with."""

from __future__ import annotations

import base64
import lzma
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from sync.emulator.centers import Draft, Flow, Passage, PhoneNumber, Registration
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.recordings import KEY_ID, RECORDED_AT, SECRET, Answer, Recorded, recorded, send

# The package that the recorded requests upload: def handler(event, context): return 'ok'
PACKAGE = base64.b64decode(
    "UEsDBBQAAAAIADk+d13+rBrqLQAAAC0AAAAIAAAAaW5kZXgucHlLSU1TyEjMS8lJLdJILUvNK9FRSM7PK0mtKNG04lIAgqLUktKiPAX1/Gx1LgBQSwECFAMU"
    "AAAACAA5Pndd/qwa6i0AAAAtAAAACAAAAAAAAAAAAAAAgAEAAAAAaW5kZXgucHlQSwUGAAAAAAEAAQA2AAAAUwAAAAAA"
)
REGION, ACCOUNT = "cn-shanghai", "1"
DEFINITION = '{"activities":[{"id":"e98f0d47","type":"HANGUP","events":[{"event":"complete","next":null}]}]}'
COMMITTED = '{"nodes": [{"id": "n1", "name": "开始 + & = %"}]}'
WRITTEN = {"Role": "acs:ram::1:role/r", "Service": "svc-A", "FunctionName": "fn_a", "Description": "测试 d", "Region": REGION}


def crc64_by_xz(content: bytes) -> str:
    """The same CRC-64 by another hand: xz puts it at the end of its only block, before the index and the footer of 12 bytes."""
    stream = lzma.compress(content, check=lzma.CHECK_CRC64)
    index = (int.from_bytes(stream[-8:-4], "little") + 1) * 4
    return str(int.from_bytes(stream[-12 - index - 8 : -12 - index], "little"))


CHECKSUM = crc64_by_xz(PACKAGE)
ALL = recorded()
EACH = pytest.mark.parametrize("request_", [pytest.param(each, id=each.id) for each in ALL])


def a_world(*, ready_for: str = "") -> World:
    """What the recorded requests speak of, as it must be for that call to find its object."""
    world = World(clock=RECORDED_AT.timestamp, ids=lambda: "new-id")
    world.add_account(ACCOUNT, KEY_ID, SECRET)
    if ready_for != "create_service":
        world.put_service(ACCOUNT, REGION, "svc-A")
    if ready_for not in ("create_service", "create_function"):
        world.put_function(ACCOUNT, REGION, "fn_a", service="svc-A", package=PACKAGE)
        world.put_function(ACCOUNT, REGION, "f", package=PACKAGE)
    if ready_for == "get_function[odd name]":
        world.put_function(ACCOUNT, REGION, "f.n~ä+$LATEST", service="s v/1", package=PACKAGE)
        world.put_function(ACCOUNT, REGION, "x", service="s v/1~ä+", package=PACKAGE)
    center = world.add_center("inst-1", ACCOUNT, name="hotline")
    center.register(Registration(registration_id="fid-1", function="fn_a", service="svc-A", region=REGION, role="r"))
    opened = ready_for == "commit_contact_flow"
    draft = Draft(draft_id="draft-1", definition=DEFINITION, editor="api@1" if opened else "")
    saved = None if opened or ready_for == "start_edit_contact_flow" else draft
    center.put_flow(Flow(flow_id="flow-1", name="main", published="{}", saved=saved, editing=draft if opened else None))
    center.put_number(PhoneNumber(number="057100000001", flow_id="" if ready_for == "delete_contact_flow" else "flow-1"))
    center.track(Passage(contact_id="job-1", flow_id="flow-1", node_type="RUN_FUNCTION", properties={"functionName": "fn_a"}))
    return world


# What each call must answer: the status, and what its JSON must hold at least (or its bytes, exactly).
A_FUNCTION = {"functionName": "fn_a", "codeChecksum": CHECKSUM, "runtime": "python3.10", "handler": "index.handler"}
NOT_OUR_TOKEN = (400, {"Code": "InvalidArgument", "Message": "nextToken is not one that this service gave"})
OK = {"Code": "OK", "HttpStatusCode": 200}
ONE = {"TotalCount": 1, "PageNumber": 1, "PageSize": 100}
EXPECTED: dict[str, tuple[int, object]] = {
    "fc2-list_services": NOT_OUR_TOKEN,
    "fc2-get_service": (200, {"serviceName": "svc-A"}),
    "fc2-create_service": (
        200,
        {"serviceName": "svc-A", "description": "测试", "internetAccess": True, "role": "acs:ram::1:role/r"},
    ),
    "fc2-list_functions": NOT_OUR_TOKEN,
    "fc2-get_function": (200, A_FUNCTION),
    "fc2-create_function": (200, A_FUNCTION | {"timeout": 60, "environmentVariables": {"A": "1"}, "memorySize": 128}),
    "fc2-update_function": (200, A_FUNCTION | {"timeout": 30, "instanceConcurrency": 5}),
    "fc2-delete_function": (204, b""),
    "fc2-get_function_code": (200, {"checksum": CHECKSUM}),
    "fc2-invoke_function": (200, b"ok"),
    "fc2-invoke_function+headers": (202, b""),
    "fc2-list_triggers": (200, {"triggers": []}),
    "fc2-get_function[odd name]": (200, {"functionName": "f.n~ä+$LATEST"}),
    "fc3-list_functions": NOT_OUR_TOKEN,
    "fc3-list_functions[no args]": (200, {"functions": [{"functionName": "f"}, {"functionName": "svc-A$fn_a"}]}),
    "fc3-get_function": (200, A_FUNCTION | {"functionName": "svc-A$fn_a"}),
    # A name with $ cannot be created, and 123 is not the checksum of the package that comes with it.
    "fc3-create_function": (400, {"Code": "InvalidArgument"}),
    "fc3-update_function": (400, {"Code": "InvalidArgument"}),
    "fc3-delete_function": (204, b""),
    "fc3-get_function_code": (200, {"checksum": CHECKSUM}),
    "fc3-invoke_function": (200, b"ok"),
    "fc3-invoke_function[no body]": (200, b"ok"),
    "fc3-invoke_function+headers": (202, b""),
    "fc3-list_triggers": (200, {"triggers": []}),
    "fc3-tag_resources": (200, b""),
    "fc3-untag_resources": (200, b""),
    "fc3-list_tag_resources": (200, {"TagResources": []}),
    "fc3-get_function[odd name]": (200, {"functionName": "s v/1~ä+$x"}),
    "ccc-list_function_metas": (200, OK | {"Data": ONE | {"List": [{"FunctionMetaId": "fid-1", "Region": REGION}]}}),
    "ccc-list_contact_flows": (200, OK | {"Data": ONE | {"List": [{"ContactFlowId": "flow-1", "DraftId": "draft-1"}]}}),
    "ccc-get_contact_flow": (200, OK | {"Data": {"ContactFlowId": "flow-1", "Definition": DEFINITION}}),
    "ccc-start_edit_contact_flow": (200, OK | {"Data": "new-id"}),
    "ccc-commit_contact_flow": (200, OK),
    "ccc-publish_contact_flow": (200, OK),
    "ccc-discard_editing_contact_flow": (200, OK),
    "ccc-create_contact_flow": (200, OK | {"Data": "new-id"}),
    "ccc-delete_contact_flow": (200, OK),
    "ccc-export_contact_flow": (200, OK | {"Params": []}),
    "ccc-list_phone_numbers": (200, OK | {"Data": ONE | {"List": [{"Number": "057100000001", "ContactFlowName": "main"}]}}),
    "ccc-get_instance": (200, OK | {"Data": {"Id": "inst-1", "Name": "hotline", "Status": "RUNNING"}}),
    "ccc-list_instances": (200, OK | {"Data": ONE | {"List": [{"Id": "inst-1"}]}}),
    "ccc-list_ivr_tracking_details": (200, OK | {"Data": ONE | {"List": [{"NodeProperties": {"functionName": "fn_a"}}]}}),
    "2017-AddFunctionMeta": (200, OK | {"Success": True, "FunctionId": "new-id"}),
    "2017-ModifyFunctionMeta": (200, OK | {"FunctionMeta": {"FunctionId": "fid-1", "Instance": "inst-1"} | WRITTEN}),
    "2017-DeleteFunctionMeta": (200, OK | {"Success": True}),
    "2017-ListFunctionMetas": (200, OK | {"FunctionMetas": {"FunctionMeta": [{"FunctionId": "fid-1"}]}}),
    "2017-TestFcInvocation": (200, OK | {"Success": True, "Payload": "ok"}),
}


def written(world: World, registration_id: str) -> bool:
    found = world.centers["inst-1"].registrations[registration_id]
    shown = (found.role, found.service, found.function, found.description, found.region)
    return shown == tuple(WRITTEN.values())


def flow(world: World) -> Flow:
    return world.centers["inst-1"].flows["flow-1"]


# What must be so in the world after a call that writes.
AFTERWARDS: dict[str, Callable[[World], bool]] = {
    "fc2-create_service": lambda world: "svc-A" in world.compute(ACCOUNT, REGION).services,
    "fc2-create_function": lambda world: ("svc-A", "fn_a") in world.compute(ACCOUNT, REGION).functions,
    "fc2-delete_function": lambda world: ("svc-A", "fn_a") not in world.compute(ACCOUNT, REGION).functions,
    "fc3-delete_function": lambda world: ("svc-A", "fn_a") not in world.compute(ACCOUNT, REGION).functions,
    "fc3-tag_resources": lambda world: world.compute(ACCOUNT, REGION).functions["", "f"].tags == {"k": "v"},
    "ccc-start_edit_contact_flow": lambda world: flow(world).editing is not None,
    "ccc-commit_contact_flow": lambda world: flow(world).definition == COMMITTED and flow(world).editing is None,
    "ccc-publish_contact_flow": lambda world: flow(world).published == DEFINITION and flow(world).draft is None,
    "ccc-discard_editing_contact_flow": lambda world: flow(world).draft is None and flow(world).published == "{}",
    "ccc-create_contact_flow": lambda world: world.centers["inst-1"].flows["new-id"].definition == COMMITTED,
    "ccc-delete_contact_flow": lambda world: not world.centers["inst-1"].flows,
    "2017-AddFunctionMeta": lambda world: written(world, "new-id"),
    "2017-ModifyFunctionMeta": lambda world: written(world, "fid-1"),
    "2017-DeleteFunctionMeta": lambda world: not world.centers["inst-1"].registrations,
}


def unchanged(_: World) -> bool:
    """Nothing is promised of the world after a call that reads, or that is refused."""
    return True


def expectation(request: Recorded) -> str:
    family = "2017" if request.family.startswith("2017") else request.family
    return f"{family}-{request.call}"


def holds(found: object, expected: object) -> bool:
    """Whether everything expected is there; lists must be as long as expected."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(name in found and holds(found[name], value) for name, value in expected.items())
    if isinstance(expected, list):
        return isinstance(found, list) and len(found) == len(expected) and all(map(holds, found, expected))
    return found == expected


def test_the_recording_holds_each_call_of_each_sdk_as_often_as_it_reached_the_wire() -> None:
    # Two asynchronous FC 3.0 invocations are missing: that SDK fails before it sends them.
    assert len(ALL) == 2 * (13 + 15 + 14 + 4 * 5) - 2
    assert len({each.id for each in ALL}) == len(ALL)
    assert {expectation(each) for each in ALL} == EXPECTED.keys()


@EACH
def test_a_recorded_request_is_understood_and_answered(request_: Recorded) -> None:
    world = a_world(ready_for=request_.call)
    status, body = EXPECTED[expectation(request_)]
    with Emulator.start(world) as emulator:
        answer = send(emulator.center_endpoint, request_.wire())
        assert answer.status == status, answer
        assert holds(answer.body, body), answer
        assert len(emulator.calls()) == 1
    assert AFTERWARDS.get(expectation(request_), unchanged)(world)


def with_another_query(request: Recorded) -> Recorded:
    return request.with_target(f"{request.target}{'&' if '?' in request.target else '?'}InstanceId=other")


def with_another_path(request: Recorded) -> Recorded:
    path, mark, query = request.target.partition("?")
    return request.with_target(f"{path}x{mark}{query}")


def with_another_body(request: Recorded) -> Recorded:
    longer = f"{request.body}&b"
    return replace(request.with_header("content-length", str(len(longer.encode()))), body=longer)


def with_another_action(request: Recorded) -> Recorded:
    other = "ListFunctionMetas" if request.header("x-acs-action") != "ListFunctionMetas" else "DeleteFunctionMeta"
    return request.with_header("x-acs-action", other)


def with_another_time(request: Recorded) -> Recorded:
    if "Timestamp" in request.query:
        return request.with_target(request.target.replace("51Z", "52Z"))
    return request.with_header("x-acs-date", "2026-11-23T07:49:52Z")


def with_another_signature(request: Recorded) -> Recorded:
    if "Signature" in request.query:
        return request.with_target(request.target.replace("&Signature=", "&Signature=A"))
    return request.with_header("authorization", f"{request.header('authorization')}0")


def with_another_host(request: Recorded) -> Recorded:
    return request.with_header("host", "127.0.0.1:34630")


def everywhere(_: Recorded) -> bool:
    return True


def in_headers(request: Recorded) -> bool:
    return "Signature" not in request.query


def with_signed_body(request: Recorded) -> bool:
    """A request in whose length a body counts, under a scheme that signs it."""
    has_length = any(name.lower() == "content-length" for name, _ in request.headers)
    return has_length and (in_headers(request) or bool(request.body))


def on_a_named_path(request: Recorded) -> bool:
    return request.path != "/"


Change = Callable[[Recorded], Recorded]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator.start(a_world()) as started:
        yield started


def refusals(emulator: Emulator, change: Change, concerns: Callable[[Recorded], bool]) -> dict[str, Answer]:
    changed = {each.id: change(each) for each in ALL if concerns(each)}
    return {name: send(emulator.center_endpoint, each.wire()) for name, each in changed.items()}


@pytest.mark.parametrize(
    ("change", "concerns", "codes"),
    [
        pytest.param(with_another_query, everywhere, {"SignatureDoesNotMatch"}, id="query"),
        pytest.param(with_another_path, on_a_named_path, {"SignatureDoesNotMatch", "NotImplemented.Emulator"}, id="path"),
        pytest.param(with_another_body, with_signed_body, {"SignatureDoesNotMatch"}, id="body"),
        pytest.param(with_another_action, everywhere, {"SignatureDoesNotMatch", "IncompleteSignature"}, id="action"),
        pytest.param(with_another_time, everywhere, {"SignatureDoesNotMatch"}, id="time"),
        pytest.param(with_another_signature, everywhere, {"SignatureDoesNotMatch"}, id="signature"),
        pytest.param(with_another_host, in_headers, {"SignatureDoesNotMatch"}, id="host"),
    ],
)
def test_no_recorded_request_gets_through_when_it_was_tampered_with(
    emulator: Emulator, change: Change, concerns: Callable[[Recorded], bool], codes: set[str]
) -> None:
    before = emulator.world.describe()
    answers = refusals(emulator, change, concerns)
    assert answers
    assert {name: answer.code for name, answer in answers.items() if answer.code not in codes} == {}
    assert emulator.calls() == ()
    assert emulator.world.describe() == before


def test_a_path_that_leads_nowhere_is_refused_before_its_signature_is_looked_at(emulator: Emulator) -> None:
    request = next(each for each in ALL if each.id == "fc3-tag_resources-sync")
    answer = send(emulator.center_endpoint, with_another_path(request).wire())
    assert (answer.status, answer.code) == (400, "NotImplemented.Emulator")


def test_a_recorded_request_is_refused_sixteen_minutes_later() -> None:
    later = a_world()
    later.clock = lambda: RECORDED_AT.timestamp() + 16 * 60
    with Emulator.start(later) as slow:
        codes = {send(slow.center_endpoint, each.wire()).code for each in ALL}
    assert codes == {"InvalidTimeStamp.Expired"}


def test_a_request_may_come_twice_because_a_client_repeats_it_unchanged_when_the_server_hung_up(emulator: Emulator) -> None:
    request = next(each for each in ALL if each.id == "fc3-get_function-async")
    assert [send(emulator.center_endpoint, request.wire()).status for _ in range(2)] == [200, 200]
