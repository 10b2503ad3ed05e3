"""CloudCallCenter 2017-07-05: the inner API that writes registrations and calls functions as a center does.

Names of fields: the vendor's public Java SDK, which marks every action as inner. UNVERIFIED, since nobody has published an answer:

* lists come wrapped, `{"FunctionMetas": {"FunctionMeta": []}}`, as that SDK's other answers do;
* an account that cannot reach the API (`World.without_inner_api`) is answered as for an unknown action,
  `404 InvalidAction.NotFound`;
* FunctionId here is FunctionMetaId of 2020-07-01, an unknown one is `404 NotExists.FunctionId`;
* a field that Modify leaves out stays as it was, and what the API has no field for (failover, HTTP trigger) stays too;
* nothing is compared with Function Compute when it is saved, and two registrations of one function are two registrations;
* Parameter is handed to the function as it is; a function that fails is status 200 with Success false, the kind of failure as Code
  and what came back as Payload; a function that is not there is Function Compute's own error.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from sync.emulator.centers import Center, Registration
from sync.emulator.invoke import Invocation, invoke
from sync.emulator.messages import ApiError, Call, Reply
from sync.emulator.regions import CONSOLE_NAMES, region_typed
from sync.emulator.rpc import center_of, given, not_there, ok, required
from sync.emulator.world import World

Operation = Callable[[World, Call], Reply]

INVOKE_ROLE = "EmulatedCenterInvokesFunctions"  # the real role's name is published nowhere


def add_function_meta(world: World, call: Call) -> Reply:
    """Register a function by its coordinates; FunctionId is the new registration's id."""
    center = center_of(world, call)
    required(call, "FunctionName")
    registration = _changed(Registration(registration_id=world.new_id(), function=""), call)
    center.register(registration)
    return _done(FunctionId=registration.registration_id)


def modify_function_meta(world: World, call: Call) -> Reply:
    """Change a registration; it keeps its id."""
    center = center_of(world, call)
    registration = _changed(_registration(center, call), call)
    center.register(registration)
    return _done(FunctionMeta=_shown(center, registration))


def delete_function_meta(world: World, call: Call) -> Reply:
    """Remove a registration, whether or not a flow uses it."""
    center = center_of(world, call)
    del center.registrations[_registration(center, call).registration_id]
    return _done()


def list_function_metas(world: World, call: Call) -> Reply:
    """All registrations at once, oldest first."""
    center = center_of(world, call)
    return _done(FunctionMetas={"FunctionMeta": [_shown(center, each) for each in center.registrations.values()]})


def test_fc_invocation(world: World, call: Call) -> Reply:
    """Really call a function by its coordinates; it need not be registered."""
    with world.lock:
        _refuse_outsider(world, call)
        center_of(world, call)
        region, service, name = region_typed(given(call, "Region")), given(call, "Service"), required(call, "FunctionName")
    event = call.parameters.get("Parameter", "").encode()
    return _outcome(invoke(world, call.account, region, service, name, event))


def get_fc_invoke_role(_: World, call: Call) -> Reply:
    """The role in whose name centers call functions."""
    return _done(HasRole=True, ServiceRole={"RoleName": INVOKE_ROLE, "Arn": f"acs:ram::{call.account}:role/{INVOKE_ROLE}"})


def list_regions_of_function_service(_: World, __: Call) -> Reply:
    """The regions the console offers for a function."""
    regions = [{"Service": "FC", "Region": name, "RegionCode": region} for region, name in CONSOLE_NAMES.items()]
    return _done(ServiceRegions={"ServiceRegion": regions})


def message_of(payload: str) -> str:
    """What a function that failed had to say, out of the description that its runtime made."""
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError):
        return payload
    return str(value["errorMessage"]) if isinstance(value, dict) and "errorMessage" in value else payload


def _done(**fields: object) -> Reply:
    return ok(Success=True, **fields)


def _outcome(done: Invocation) -> Reply:
    payload = done.payload.decode("utf-8", "replace")
    if done.error_type is None:
        return _done(Payload=payload)
    body = {"Code": done.error_type, "HttpStatusCode": 200, "Message": message_of(payload), "Success": False, "Payload": payload}
    return Reply(body=body)


def _registration(center: Center, call: Call) -> Registration:
    registration_id = required(call, "FunctionId")
    if registration_id not in center.registrations:
        raise not_there("FunctionId", f"The specified function {registration_id} does not exist.")
    return center.registrations[registration_id]


def _changed(registration: Registration, call: Call) -> Registration:
    sent = call.parameters
    return replace(
        registration,
        role=sent.get("Role", registration.role),
        service=sent.get("Service", registration.service),
        function=sent.get("FunctionName", registration.function),
        description=sent.get("Description", registration.description),
        region=sent.get("Region", registration.region),
    )


def _shown(center: Center, registration: Registration) -> dict[str, object]:
    return {
        "FunctionId": registration.registration_id,
        "Instance": center.instance,
        "AlipkUserId": center.account,
        "Region": registration.region,
        "Service": registration.service,
        "FunctionName": registration.function,
        "Role": registration.role,
        "Description": registration.description,
    }


def _refuse_outsider(world: World, call: Call) -> None:
    if call.account in world.without_inner_api:
        raise ApiError(404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.")


def _inner(operation: Operation) -> Operation:
    def reachable(world: World, call: Call) -> Reply:
        _refuse_outsider(world, call)
        return operation(world, call)

    return reachable


OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        "AddFunctionMeta": _inner(add_function_meta),
        "DeleteFunctionMeta": _inner(delete_function_meta),
        "GetFcInvokeRole": _inner(get_fc_invoke_role),
        "ListFunctionMetas": _inner(list_function_metas),
        "ListRegionsOfFunctionService": _inner(list_regions_of_function_service),
        "ModifyFunctionMeta": _inner(modify_function_meta),
        "TestFcInvocation": test_fc_invocation,
    }
)
