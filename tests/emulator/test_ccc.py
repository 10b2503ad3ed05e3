"""CCC 2020-07-01 as its own SDK sees it: what can be read of a center."""

from __future__ import annotations

from typing import Any

import pytest
from alibabacloud_ccc20200701 import models as m

from sync.emulator.centers import Flow, Passage, PhoneNumber, Registration
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.centers_at_hand import INSTANCE, OLD, a_center, refusal
from tests.emulator.sdk import ACCOUNT, ccc


def metas(emulator: Emulator, number: int = 1, size: int = 100, **more: Any) -> Any:
    request = m.ListFunctionMetasRequest(instance_id=INSTANCE, page_number=number, page_size=size, **more)
    return ccc(emulator).list_function_metas(request).body.data


def test_a_registration_is_listed_with_exactly_what_was_stored(world: World, emulator: Emulator) -> None:
    full = Registration(
        registration_id="meta-1",
        function="get_number_region",
        service="demo_service",
        region="华东1（杭州）",
        role="logical",
        description="归属地",
        failover_region="cn-shanghai",
        failover_weight=0.5,
        http_trigger_url="https://f.cn-hangzhou.fcapp.run",
    )
    a_center(world).register(full)
    (found,) = metas(emulator, has_http_trigger=True).list
    assert found.to_map() == {
        "AliyunUid": ACCOUNT,
        "Description": "归属地",
        "FailoverRegion": "cn-shanghai",
        "FailoverRegionWeight": 0.5,
        "FunctionMetaId": "meta-1",
        "FunctionName": "get_number_region",
        "HttpTriggerUrl": "https://f.cn-hangzhou.fcapp.run",
        "InstanceId": INSTANCE,
        "Region": "华东1（杭州）",
        "Role": "logical",
        "Service": "demo_service",
    }


def test_the_address_of_a_trigger_is_shown_only_to_who_asks(world: World, emulator: Emulator) -> None:
    a_center(world).register(Registration(registration_id="meta-1", function="f", http_trigger_url="https://f.example"))
    assert [metas(emulator, has_http_trigger=asked).list[0].http_trigger_url for asked in (True, False, None)] == [
        "https://f.example",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("number", "size", "expected"),
    [
        pytest.param(1, 2, ["meta-0", "meta-1"], id="first"),
        pytest.param(3, 2, ["meta-4"], id="last"),
        pytest.param(4, 2, [], id="past-the-end"),
        pytest.param(1, 100, ["meta-0", "meta-1", "meta-2", "meta-3", "meta-4"], id="all"),
    ],
)
def test_a_page_holds_its_part_and_tells_the_whole(
    world: World, emulator: Emulator, number: int, size: int, expected: list[str]
) -> None:
    center = a_center(world)
    for each in range(5):
        center.register(Registration(registration_id=f"meta-{each}", function="f"))
    page = metas(emulator, number, size)
    assert [found.function_meta_id for found in page.list] == expected
    assert (page.page_number, page.page_size, page.total_count) == (number, size, 5)


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        pytest.param({"page_number": 0, "page_size": 10}, (400, "Parameter.Minimum"), id="page-zero"),
        pytest.param({"page_number": 1, "page_size": 101}, (400, "Parameter.Maximum"), id="too-many-rows"),
        pytest.param({"page_number": "x", "page_size": 10}, (400, "Parameter.Format"), id="no-number"),
        pytest.param({"page_number": "²", "page_size": 10}, (400, "Parameter.Format"), id="a-digit-that-is-no-number"),
        pytest.param({"instance_id": "nowhere"}, (404, "NotExists.InstanceId"), id="unknown-center"),
        pytest.param({"instance_id": "ccc-other"}, (404, "NotExists.InstanceId"), id="a-center-of-another-account"),
        pytest.param({"instance_id": ""}, (400, "Parameter.Blank"), id="blank-center"),
        pytest.param({"instance_id": None}, (400, "MissingInstanceId"), id="no-center"),
    ],
)
def test_a_bad_parameter_is_refused_with_its_code(
    world: World, emulator: Emulator, named: dict[str, object], expected: tuple[int, str]
) -> None:
    a_center(world)
    world.add_center("ccc-other", "another-account")
    request = m.ListFunctionMetasRequest(**{"instance_id": INSTANCE, **named})
    assert refusal(ccc(emulator).list_function_metas, request) == expected


def numbers(emulator: Emulator, **more: Any) -> list[Any]:
    request = m.ListPhoneNumbersRequest(instance_id=INSTANCE, page_number=1, page_size=100, **more)
    found: list[Any] = ccc(emulator).list_phone_numbers(request).body.data.list
    return found


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param({}, ["0571001", "0571002", "01000"], id="all"),
        pytest.param({"usage": "Outbound"}, ["01000"], id="by-usage"),
        pytest.param({"active": False}, ["0571002"], id="by-activity"),
        pytest.param({"search_pattern": "0571"}, ["0571001", "0571002"], id="by-digits"),
    ],
)
def test_numbers_are_listed_as_asked(world: World, emulator: Emulator, asked: dict[str, object], expected: list[str]) -> None:
    center = a_center(world)
    center.put_number(PhoneNumber(number="0571001", usage="Inbound"))
    center.put_number(PhoneNumber(number="0571002", active=False))
    center.put_number(PhoneNumber(number="01000", usage="Outbound"))
    assert [found.number for found in numbers(emulator, **asked)] == expected


def test_a_number_and_its_flow_name_each_other(world: World, emulator: Emulator) -> None:
    center = a_center(world)
    center.put_flow(Flow(flow_id="flow-1", name="main", published=OLD))
    center.put_number(PhoneNumber(number="0571001", flow_id="flow-1"))
    center.put_number(PhoneNumber(number="0571002"))
    assert [(found.contact_flow_id, found.contact_flow_name) for found in numbers(emulator)] == [("flow-1", "main"), (None, None)]
    (flow,) = ccc(emulator).list_contact_flows(m.ListContactFlowsRequest(instance_id=INSTANCE, page_number=1)).body.data.list
    assert flow.number_list == ["0571001"]


def test_only_the_accounts_own_centers_are_listed(world: World, emulator: Emulator) -> None:
    a_center(world).put_number(PhoneNumber(number="0571001"))
    world.add_center("ccc-other", "another-account")
    page = ccc(emulator).list_instances(m.ListInstancesRequest(page_number=1, page_size=10)).body.data
    assert [(found.id, found.name, found.status, found.number_list[0].number) for found in page.list] == [
        (INSTANCE, "hotline", "RUNNING", "0571001")
    ]
    one = ccc(emulator).get_instance(m.GetInstanceRequest(instance_id=INSTANCE)).body.data
    assert (one.id, one.aliyun_uid, one.domain_name, one.number_list[0].number) == (INSTANCE, ACCOUNT, INSTANCE, "0571001")


def test_the_way_of_a_call_is_told_in_its_order_and_of_no_other_call(world: World, emulator: Emulator) -> None:
    center = a_center(world)
    asked = {"functionName": "f", "parameters": '[{"key":"name","value":"alice"}]'}
    center.track(Passage(contact_id="job-1", node_type="INCOMING_CALL", entered=1, left=2))
    center.track(Passage(contact_id="job-2", node_type="HANGUP"))
    center.track(
        Passage(
            contact_id="job-1", node_type="RUN_FUNCTION", exit_code="Timeout", properties=asked, variables={"responseCode": 200}
        )
    )
    request = m.ListIvrTrackingDetailsRequest(instance_id=INSTANCE, contact_id="job-1", page_number=1, page_size=10)
    found = ccc(emulator).list_ivr_tracking_details(request).body.data.list
    assert [(each.node_type, each.node_exit_code, each.node_properties, each.node_variables) for each in found] == [
        ("INCOMING_CALL", "Success", {}, {}),
        ("RUN_FUNCTION", "Timeout", asked, {"responseCode": 200}),
    ]


def test_every_answer_carries_a_request_id_of_its_own(world: World, emulator: Emulator) -> None:
    a_center(world)
    asked = [ccc(emulator).get_instance(m.GetInstanceRequest(instance_id=INSTANCE)).body.request_id for _ in range(2)]
    assert all(asked)
    assert len(set(asked)) == 2
