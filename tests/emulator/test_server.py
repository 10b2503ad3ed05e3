"""The emulator as an HTTP server."""

from __future__ import annotations

import http.client
import json
import socket
from typing import Any, Literal

import pytest
import requests
from alibabacloud_ccc20200701 import models as mc
from alibabacloud_ccc20200701.client import Client
from alibabacloud_fc20230330 import models as m3
from Tea.exceptions import TeaException

from sync.emulator.messages import Call, DropConnection
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.sdk import ACCOUNT, CENTER_REGION, KEY_ID, KEY_SECRET, REGION, ccc, config, fc3, status_and_code
from tests.patience import PATIENCE


def list_names(emulator: Emulator) -> list[str]:
    return [function.function_name for function in fc3(emulator).list_functions(m3.ListFunctionsRequest()).body.functions]


def control(emulator: Emulator, method: str, path: str, **more: Any) -> requests.Response:
    return requests.request(method, f"http://{emulator.endpoints[REGION]}/_emulator/{path}", timeout=PATIENCE, **more)


def test_every_region_has_a_port_of_its_own_on_loopback_and_the_call_center_always(emulator: Emulator) -> None:
    assert set(emulator.endpoints) == {REGION, "cn-shenzhen", CENTER_REGION}
    assert len(set(emulator.endpoints.values())) == 3
    assert all(endpoint.startswith("127.0.0.1:") for endpoint in emulator.endpoints.values())
    assert emulator.center_endpoint == emulator.endpoints[CENTER_REGION]


def test_regions_that_hold_something_need_not_be_named(world: World) -> None:
    world.put_function(ACCOUNT, "eu-west-1", "greet")
    with Emulator.start(world) as emulator:
        assert "eu-west-1" in emulator.endpoints


def test_a_port_can_be_chosen_and_is_free_again_after_stop(world: World) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for _ in range(2):
        with Emulator.start(world, ports={REGION: port}) as emulator:
            assert emulator.endpoints[REGION] == f"127.0.0.1:{port}"
            assert list_names(emulator) == []


def test_a_port_in_use_is_an_error_and_leaves_nothing_running(world: World) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        Emulator.start(world, ports={REGION: taken.getsockname()[1]})


def test_stopping_twice_is_stopping_once(emulator: Emulator) -> None:
    emulator.stop()
    emulator.stop()
    with pytest.raises(TeaException):
        list_names(emulator)


def test_an_operation_it_does_not_know_is_refused_by_name(emulator: Emulator) -> None:
    with pytest.raises(TeaException, match="ListLayers") as refused:
        fc3(emulator).list_layers(m3.ListLayersRequest())
    assert status_and_code(refused.value) == (400, "NotImplemented.Emulator")
    with pytest.raises(TeaException, match="GetTurnCredentials") as refused:
        ccc(emulator).get_turn_credentials(mc.GetTurnCredentialsRequest(instance_id="ccc-test"))
    assert status_and_code(refused.value) == (400, "NotImplemented.Emulator")


def test_the_call_center_answers_in_its_own_region_only(emulator: Emulator) -> None:
    with pytest.raises(TeaException) as refused:
        Client(config(emulator, REGION)).list_instances(mc.ListInstancesRequest(page_number=1, page_size=10))
    assert status_and_code(refused.value) == (404, "InvalidAction.NotFound")


def test_a_definition_of_two_megabytes_travels_in_the_address(emulator: Emulator, world: World) -> None:
    center = world.add_center("ccc-test", ACCOUNT)
    activities = [{"id": f"a{number}", "type": "PLAY_SAY", "text": "您好 + & = %"} for number in range(34_000)]
    definition = json.dumps({"activities": activities}, ensure_ascii=False)
    assert len(definition.encode()) > 2_000_000
    request = mc.CreateContactFlowRequest(
        instance_id="ccc-test", name="hotline", type="MAIN_FLOW", description="", definition=definition
    )
    flow_id = ccc(emulator).create_contact_flow(request).body.data
    assert center.flows[flow_id].definition == definition


def test_names_on_the_wire_are_decoded_one_segment_at_a_time(emulator: Emulator) -> None:
    with pytest.raises(TeaException, match=r"function 'a b/ä\$x' does not exist"):
        fc3(emulator).get_function("a b/ä$x", m3.GetFunctionRequest())


@pytest.mark.parametrize(
    "request_text",
    [
        pytest.param(b"GARBAGE\r\n\r\n", id="no HTTP at all"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nbroken header\r\n\r\n", id="a header without a colon"),
        pytest.param(b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n", id="no such path"),
        pytest.param(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", id="no action"),
    ],
)
def test_every_refusal_is_a_json_object_with_a_code(emulator: Emulator, request_text: bytes) -> None:
    host, port = emulator.endpoints[REGION].split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        connection.sendall(request_text)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        body = json.loads(answer.read())
    assert answer.status >= 400
    assert {"Code", "Message", "RequestId", "HostId"} <= set(body)


def test_a_fault_of_the_emulators_own_reaches_the_client_readably_and_the_log(
    emulator: Emulator, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.put_function(ACCOUNT, REGION, "greet", package=b"not a zip: only a test can put this here")
    with pytest.raises(TeaException) as refused:
        fc3(emulator).invoke_function("greet", m3.InvokeFunctionRequest(body=b""))
    assert status_and_code(refused.value) == (500, "InternalError.Emulator")
    assert "the emulator failed on POST /2023-03-30/functions/greet/invocations" in caplog.text


def test_connections_are_kept(emulator: Emulator) -> None:
    connection = http.client.HTTPConnection(emulator.endpoints[REGION], timeout=PATIENCE)
    connection.request("GET", "/_emulator/faults")
    connection.getresponse().read()
    used = connection.sock
    connection.request("GET", "/_emulator/faults")
    assert connection.getresponse().status == 200
    assert connection.sock is used
    connection.close()


def test_calls_are_recorded_with_what_they_named(emulator: Emulator) -> None:
    list_names(emulator)
    with pytest.raises(TeaException):
        fc3(emulator).delete_function("greet")
    seen = [(call.api, call.operation, call.region, call.segments, call.is_write) for call in emulator.calls()]
    assert seen == [
        ("fc3", "ListFunctions", REGION, ("functions",), False),
        ("fc3", "DeleteFunction", REGION, ("functions", "greet"), True),
    ]
    emulator.forget_calls()
    assert emulator.calls() == ()


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        pytest.param("before", ["greet"], id="before it: nothing happened"),
        pytest.param("after", [], id="after it: it happened"),
    ],
)
def test_an_observer_may_drop_the_connection(world: World, moment: Literal["before", "after"], left: list[str]) -> None:
    seen: list[tuple[str, str]] = []

    def observe(now: Literal["before", "after"], call: Call) -> None:
        seen.append((now, call.operation))
        if now == moment:
            raise DropConnection

    world.put_function(ACCOUNT, REGION, "greet")
    with Emulator.start(world, observer=observe) as emulator, pytest.raises(TeaException):
        fc3(emulator).delete_function("greet")
    assert ("before", "DeleteFunction") in seen
    assert world.compute(ACCOUNT, REGION).full_names("") == left


def test_faults_calls_and_the_world_can_be_reached_over_http(emulator: Emulator, world: World) -> None:
    world.put_function(ACCOUNT, REGION, "greet")
    armed = control(emulator, "POST", "faults", json={"faults": ["ListFunctions:error*1"]})
    assert armed.json() == control(emulator, "GET", "faults").json() == {"faults": ["ListFunctions:error=500*1"]}
    assert control(emulator, "DELETE", "faults").json() == {"faults": []}
    assert list_names(emulator) == ["greet"]
    assert [call["operation"] for call in control(emulator, "GET", "calls").json()["calls"]] == ["ListFunctions"]
    assert control(emulator, "DELETE", "calls").json() == {"calls": []}
    shown = control(emulator, "GET", "world")
    assert [function["name"] for function in shown.json()["compute"][0]["functions"]] == ["greet"]
    assert KEY_SECRET not in shown.text
    assert KEY_ID not in shown.text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(b"{", 'send JSON: {"faults"', id="no JSON"),
        pytest.param(b"[]", 'send {"faults"', id="no object"),
        pytest.param(b'{"faults": [1]}', 'send {"faults"', id="no texts"),
        pytest.param(b'{"faults": ["A:explode"]}', "cannot read the fault", id="no such fault"),
    ],
)
def test_an_order_that_cannot_be_read_is_refused_with_what_would_be_right(emulator: Emulator, body: bytes, said: str) -> None:
    answer = control(emulator, "POST", "faults", data=body)
    assert answer.status_code == 400
    assert said in answer.json()["Message"]


@pytest.mark.parametrize("headers", [{"Origin": "http://example.com"}, {"Host": "example.com"}])
def test_a_web_page_cannot_give_orders(emulator: Emulator, headers: dict[str, str]) -> None:
    assert control(emulator, "DELETE", "faults", headers=headers).status_code == 403


def test_an_order_may_come_in_chunks(emulator: Emulator) -> None:
    answer = control(emulator, "POST", "faults", data=iter([b'{"faults"', b": []}"]))
    assert (answer.status_code, answer.json()) == (200, {"faults": []})
