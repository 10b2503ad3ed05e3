"""CCC 2020-07-01: what can be read of a center; `flows.py` holds what changes one.

Shapes: the models of alibabacloud_ccc20200701 2.35.0. Region is declared a number there although every example is text; here it is
whatever text was typed, since the console checks nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from sync.emulator import flows
from sync.emulator.centers import Center, Passage, PhoneNumber, Registration
from sync.emulator.messages import Call, Reply
from sync.emulator.rpc import center_of, is_true, ok, one_of, page_of, required
from sync.emulator.world import World

USAGES = ("Inbound", "Outbound", "Bidirection")


def list_function_metas(world: World, call: Call) -> Reply:
    """Registrations, oldest first; HTTP trigger addresses only where HasHttpTrigger asks for them."""
    center = center_of(world, call)
    hidden = frozenset() if is_true(call, "HasHttpTrigger") else frozenset({"HttpTriggerUrl"})
    return page_of(call, center.registrations.values(), partial(_registration, center, hidden))


def list_phone_numbers(world: World, call: Call) -> Reply:
    """Numbers with the flow each is bound to."""
    center = center_of(world, call)
    usage = one_of(call, "Usage", USAGES)
    active = one_of(call, "Active", ("true", "false", "True", "False")).lower()
    pattern = call.parameters.get("SearchPattern", "")
    shown = [
        number
        for number in center.numbers.values()
        if pattern in number.number and usage in ("", number.usage) and active in ("", str(number.active).lower())
    ]
    return page_of(call, shown, partial(_number, center))


def get_instance(world: World, call: Call) -> Reply:
    """One center."""
    center = center_of(world, call)
    numbers = [_number(center, number) for number in center.numbers.values()]
    return ok(Data={**_center(center), "NumberList": numbers})


def list_instances(world: World, call: Call) -> Reply:
    """The account's centers."""
    own = [center for _, center in sorted(world.centers.items()) if center.account == call.account]
    return page_of(call, own, _listed_center)


def list_ivr_tracking_details(world: World, call: Call) -> Reply:
    """The activities one call went through, in that order; none for a call nobody knows."""
    center = center_of(world, call)
    return page_of(call, center.passages.get(required(call, "ContactId"), ()), partial(_passage, center))


def _registration(center: Center, hidden: frozenset[str], registration: Registration) -> dict[str, object]:
    shown = {
        "AliyunUid": center.account,
        "Description": registration.description,
        "FailoverRegion": registration.failover_region or None,
        "FailoverRegionWeight": registration.failover_weight,
        "FunctionMetaId": registration.registration_id,
        "FunctionName": registration.function,
        "HttpTriggerUrl": registration.http_trigger_url or None,
        "InstanceId": center.instance,
        "Region": registration.region,
        "Role": registration.role,
        "Service": registration.service,
    }
    return {name: value for name, value in shown.items() if value is not None and name not in hidden}


def _number(center: Center, number: PhoneNumber) -> dict[str, object]:
    flow = center.flows.get(number.flow_id)
    bound = {"ContactFlowId": flow.flow_id, "ContactFlowName": flow.name} if flow else {}
    return {
        "Active": number.active,
        "City": number.city,
        "CreateTime": number.created,
        "InstanceId": center.instance,
        "Number": number.number,
        "Province": number.province,
        "Provider": number.provider,
        "SkillGroups": [],
        "Usage": number.usage,
        **bound,
    }


def _center(center: Center) -> dict[str, object]:
    return {
        "AdminList": [],
        "AliyunUid": center.account,
        "ConsoleUrl": f"https://ccc-v2.aliyun.com/#/workbench/{center.instance}",
        "Description": center.description,
        "DomainName": center.instance,
        "Id": center.instance,
        "Name": center.name,
        "Status": center.status,
    }


def _listed_center(center: Center) -> dict[str, object]:
    numbers = [{"Number": number} for number in center.numbers]
    return {**_center(center), "CreateTime": center.created, "NumberList": numbers}


def _passage(center: Center, passage: Passage) -> dict[str, object]:
    return {
        "Callee": passage.callee,
        "Caller": passage.caller,
        "ChannelId": passage.channel_id,
        "ChannelVariables": passage.channel_variables,
        "ContactId": passage.contact_id,
        "EnterTime": passage.entered,
        "FlowId": passage.flow_id,
        "FlowName": passage.flow_name,
        "Instance": center.instance,
        "LeaveTime": passage.left,
        "NodeExitCode": passage.exit_code,
        "NodeId": passage.node_id,
        "NodeName": passage.node_name,
        "NodeProperties": dict(passage.properties),
        "NodeType": passage.node_type,
        "NodeVariables": dict(passage.variables),
    }


OPERATIONS: Mapping[str, Callable[[World, Call], Reply]] = MappingProxyType(
    {
        "GetInstance": get_instance,
        "ListFunctionMetas": list_function_metas,
        "ListInstances": list_instances,
        "ListIvrTrackingDetails": list_ivr_tracking_details,
        "ListPhoneNumbers": list_phone_numbers,
        **flows.OPERATIONS,
    }
)
