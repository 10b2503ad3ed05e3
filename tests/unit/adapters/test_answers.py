"""What the adapters make of answers that are not as documented."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from sync.adapters.ccc import region_of
from sync.adapters.connect import Timing, connect, connect_readers
from sync.adapters.connection_config import ConnectionConfig
from sync.adapters.credentials import Keys
from sync.adapters.functions import answer_of
from sync.core.worlds import RegistrationState, WantedCenter
from sync.errors import CloudError, Failure
from sync.ports import Answer, Readers
from sync.specs.ids import Address, CenterName, Region
from tests.fakes.clock import FakeClock
from tests.fakes.server import ScriptedServer, Told

HANGZHOU = Region("cn-hangzhou")
HOTLINE = WantedCenter(name=CenterName("hotline"), instance="ccc-test", mode="api")
KEYS = Keys(access_key_id="test-key-id", access_key_secret="test-key-secret")
Read = Callable[[Readers], object]


def access_to(server: ScriptedServer) -> ConnectionConfig:
    endpoints = {"fc:cn-hangzhou": server.address, "ccc": server.address, "call_center": server.address}
    return ConnectionConfig(account_id="1234567890123456", protocol="http", endpoints=endpoints)


def functions_2_0(readers: Readers) -> object:
    return readers.functions.functions(HANGZHOU, "2.0")


def functions_3_0(readers: Readers) -> object:
    return readers.functions.functions(HANGZHOU, "3.0")


def one_function(readers: Readers) -> object:
    return readers.functions.function(Address(HANGZHOU, "", "lookup"))


def registrations(readers: Readers) -> object:
    return readers.centers.registrations(HOTLINE)


def flows(readers: Readers) -> object:
    return readers.centers.flows(HOTLINE)


def page(*items: object, total: int | None = None) -> dict[str, object]:
    count = len(items) if total is None else total
    return {"Code": "OK", "RequestId": "R", "Data": {"List": list(items), "PageNumber": 1, "PageSize": 100, "TotalCount": count}}


META = {"FunctionMetaId": "m", "FunctionName": "f", "Service": "s", "Region": "cn-beijing"}
FLOW = {"ContactFlowId": "f", "Name": "n", "Type": "MAIN_FLOW", "Published": True}


@pytest.mark.parametrize(
    ("read", "body"),
    [
        pytest.param(functions_3_0, {"functions": "abc"}, id="a-text-where-a-list-should-be"),
        pytest.param(functions_3_0, {"functions": [{"functionName": "f", "layers": ["arn"]}]}, id="one-item-of-another-shape"),
        pytest.param(functions_3_0, {"functions": [{"runtime": "python3.10"}]}, id="a-function-without-a-name"),
        pytest.param(functions_3_0, {"functions": [{"functionName": "f", "memorySize": "much"}]}, id="a-memory-that-is-no-number"),
        pytest.param(functions_3_0, {}, id="an-empty-object-is-no-empty-list"),
        pytest.param(functions_2_0, {"RequestId": "R"}, id="nor-is-one-about-something-else"),
        pytest.param(functions_3_0, None, id="null"),
        pytest.param(functions_3_0, [], id="a-list-where-an-object-should-be"),
        pytest.param(functions_2_0, {"services": [{}]}, id="a-service-without-a-name"),
        pytest.param(one_function, None, id="null-for-one-function"),
        pytest.param(registrations, {}, id="no-data"),
        pytest.param(registrations, {"Code": "OK", "Data": {}}, id="no-total"),
        pytest.param(registrations, {"Code": "OK", "Data": []}, id="data-of-another-shape"),
        pytest.param(registrations, page({**META, "FunctionMetaId": ""}), id="a-registration-without-an-id"),
        pytest.param(
            registrations, page({**META, "FailoverRegion": "x", "FailoverRegionWeight": "y"}), id="a-weight-that-is-no-number"
        ),
        pytest.param(registrations, page(META, META), id="a-registration-twice"),
        pytest.param(flows, page(FLOW), id="a-published-flow-without-its-definition"),
    ],
)
def test_an_answer_of_another_shape_is_unreadable_and_never_an_empty_list(read: Read, body: object) -> None:
    with ScriptedServer(lambda _asked: Told(body=json.dumps(body).encode())) as server, pytest.raises(CloudError) as caught:
        read(connect_readers(access_to(server), keys=KEYS, timing=Timing(sleep=FakeClock().sleep)))
    assert caught.value.failure is Failure.UNREADABLE


@pytest.mark.parametrize(
    ("status", "body"), [(502, b"<html>Bad Gateway</html>"), (200, b""), (200, b"<html></html>"), (404, b"nope")]
)
def test_an_answer_that_is_no_json_is_unreadable_to_a_reader_and_lost_to_a_writer(status: int, body: bytes) -> None:
    with ScriptedServer(lambda _asked: Told(status=status, body=body)) as server:
        readers, writers = connect(access_to(server), keys=KEYS, timing=Timing(sleep=FakeClock().sleep))
        with pytest.raises(CloudError) as read:
            readers.centers.registrations(HOTLINE)
        target = Address(HANGZHOU, "s", "f")
        with pytest.raises(CloudError) as written:
            writers.registrations.register(HOTLINE, RegistrationState(target=target, description="", role="", failover=None))
    assert (read.value.failure, written.value.failure) == (Failure.UNREADABLE, Failure.LOST)


def test_a_registration_whose_id_is_not_told_counts_as_lost() -> None:
    with ScriptedServer(lambda _asked: Told(body=b'{"Success": true}')) as server:
        _, writers = connect(access_to(server), keys=KEYS)
        with pytest.raises(CloudError, match="FunctionId") as caught:
            writers.registrations.register(
                HOTLINE, RegistrationState(target=Address(HANGZHOU, "s", "f"), description="", role="", failover=None)
            )
    assert caught.value.failure is Failure.LOST


def test_a_refused_connection_is_no_refusal_of_the_cloud_and_says_so() -> None:
    with ScriptedServer(lambda _asked: Told()) as server:
        access = access_to(server)
    with pytest.raises(CloudError, match=r"nothing listens at 127\.0\.0\.1:") as caught:
        functions_3_0(connect_readers(access, keys=KEYS, timing=Timing(sleep=FakeClock().sleep)))
    assert caught.value.failure is Failure.UNREACHED


def test_a_definition_that_the_listing_leaves_out_is_asked_for_by_its_draft() -> None:
    draft = {"Code": "OK", "Data": {**FLOW, "Definition": '{"a": 1}'}}
    answers = {"ListContactFlows": page({**FLOW, "DraftId": "d"}), "GetContactFlow": draft, "ListPhoneNumbers": page()}
    with ScriptedServer(lambda asked: Told(body=json.dumps(answers[asked.headers["x-acs-action"]]).encode())) as server:
        found = connect_readers(access_to(server), keys=KEYS).centers.flows(HOTLINE)
        assert "DraftId=d" in server.asked[1].path
    assert [flow.definition for flow in found] == ['{"a": 1}']


def test_an_empty_list_is_an_empty_list_however_it_is_written() -> None:
    for body in (b'{"functions": []}', b'{"functions": null, "nextToken": ""}'):
        with ScriptedServer(lambda _asked, body=body: Told(body=body)) as server:  # type: ignore[misc]  # bound per body
            assert functions_3_0(connect_readers(access_to(server), keys=KEYS)) == ()


def test_functions_of_2_0_that_the_3_0_api_shows_are_left_out() -> None:
    body = {"functions": [{"functionName": "svc$fn"}, {"functionName": "own"}]}
    with ScriptedServer(lambda _asked: Told(body=json.dumps(body).encode())) as server:
        found = connect_readers(access_to(server), keys=KEYS).functions.functions(HANGZHOU, "3.0")
    assert [function.address for function in found] == [Address(HANGZHOU, "", "own")]


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        pytest.param("cn-shenzhen", "cn-shenzhen", id="an-id"),
        pytest.param("华南1（深圳）", "cn-shenzhen", id="a-console-name"),
        pytest.param("华南1(深圳)", "cn-shenzhen", id="with-narrow-brackets"),
        pytest.param("华东1", "cn-hangzhou", id="without-the-city"),
        pytest.param(" CN-Hangzhou ", "cn-hangzhou", id="untidy"),
        pytest.param("华东九", "华东九", id="unknown-text-stays"),
        pytest.param(17, "17", id="a-number-stays-as-text"),
        pytest.param(None, "", id="none"),
    ],
)
def test_a_region_is_an_id_where_it_can_be_one(typed: object, region: str) -> None:
    assert region_of(typed) == region


@pytest.mark.parametrize(
    ("headers", "payload", "answer"),
    [
        pytest.param({}, "杭州".encode(), Answer(payload="杭州", error=None), id="text"),
        pytest.param({}, b"\xff", Answer(payload="�", error=None), id="bytes-that-are-no-text"),
        pytest.param(
            {"x-fc-error-type": "HandledInvocationError"},
            b'{"errorMessage": "no", "errorType": "ValueError"}',
            Answer(payload='{"errorMessage": "no", "errorType": "ValueError"}', error="HandledInvocationError: no"),
            id="a-failure-with-its-message",
        ),
        pytest.param(
            {"X-Fc-Error-Type": "FunctionTimeout"}, b"", Answer(payload="", error="FunctionTimeout: "), id="a-failure-without-words"
        ),
    ],
)
def test_an_invocation_is_answered_or_failed(headers: dict[str, str], payload: bytes, answer: Answer) -> None:
    assert answer_of(headers, payload) == answer
