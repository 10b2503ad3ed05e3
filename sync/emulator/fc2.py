"""Function Compute 2.0, API 2021-04-06: services, and functions in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from sync.emulator import invocation
from sync.emulator.code import address
from sync.emulator.configuration import changed, name_in, new_function
from sync.emulator.functions import Compute, Function, Service
from sync.emulator.messages import ApiError, Call, Reply
from sync.emulator.paging import page
from sync.emulator.world import World

_ARN_OF_SERVICE = "services/"


def _list_services(world: World, call: Call) -> Reply:
    compute = _compute(world, call)
    names, token = page(compute.service_names(), call.parameters)
    return _listed("services", [_service_shown(compute.services[name]) for name in names], token)


def _create_service(world: World, call: Call) -> Reply:
    body, compute = call.json(), _compute(world, call)
    name = name_in(body, "serviceName")
    if name in compute.services:
        raise ApiError(409, "ServiceAlreadyExists", f"service '{name}' already exists")
    settings = {key: value for key, value in body.items() if key != "serviceName"}
    return Reply(body=_service_shown(world.put_service(call.account, call.region, name, settings)))


def _get_service(world: World, call: Call) -> Reply:
    return Reply(body=_service_shown(_service(world, call)))


def _update_service(world: World, call: Call) -> Reply:
    service = _service(world, call)
    settings = {**service.settings, **call.json()}
    return Reply(body=_service_shown(world.put_service(call.account, call.region, service.name, settings)))


def _delete_service(world: World, call: Call) -> Reply:
    service, compute = _service(world, call), _compute(world, call)
    if compute.names_in(service.name):
        raise ApiError(409, "ServiceNotEmpty", f"service '{service.name}' still has functions")
    compute.remove_service(service.name)
    return Reply(status=204)


def _list_functions(world: World, call: Call) -> Reply:
    service, compute = _service(world, call), _compute(world, call)
    invocation.check_qualifier(call)
    names, token = page(compute.names_in(service.name), call.parameters)
    return _listed("functions", [_shown(compute.functions[service.name, name]) for name in names], token)


def _create_function(world: World, call: Call) -> Reply:
    service, compute = _service(world, call), _compute(world, call)
    function = new_function(world, service.name, call.json(), _checksum(call))
    if (service.name, function.name) in compute.functions:
        raise ApiError(409, "FunctionAlreadyExists", f"function '{function.name}' already exists in service '{service.name}'")
    compute.put(function)
    return _one(function)


def _get_function(world: World, call: Call) -> Reply:
    invocation.check_qualifier(call)
    return _one(_function(world, call))


def _update_function(world: World, call: Call) -> Reply:
    function = _unchanged(call, _function(world, call))
    function = changed(world, function, call.json(), _checksum(call))
    _compute(world, call).put(function)
    return _one(function)


def _delete_function(world: World, call: Call) -> Reply:
    function, compute = _unchanged(call, _function(world, call)), _compute(world, call)
    if compute.triggers.get((function.service, function.name)):
        raise ApiError(409, "FunctionNotEmpty", f"function '{function.name}' still has triggers")
    compute.remove(function.service, function.name)
    return Reply(status=204)


def _get_function_code(world: World, call: Call) -> Reply:
    invocation.check_qualifier(call)
    function = _function(world, call)
    return Reply(body={"url": address(world, call, function), "checksum": function.checksum})


def _invoke_function(world: World, call: Call) -> Reply:
    with world.lock:
        function = _function(world, call)
    return invocation.answer(world, call, function)


def _list_triggers(world: World, call: Call) -> Reply:
    function, compute = _function(world, call), _compute(world, call)
    triggers = {str(found["triggerName"]): dict(found) for found in compute.triggers.get((function.service, function.name), ())}
    names, token = page(sorted(triggers), call.parameters)
    return _listed("triggers", [triggers[name] for name in names], token)


def _get_tags(world: World, call: Call) -> Reply:
    arn = call.parameters.get("resourceArn", "")
    return Reply(body={"resourceArn": arn, "tags": dict(_tagged(world, call, arn).tags)})


def _tag(world: World, call: Call) -> Reply:
    body = call.json()
    arn, tags = body.get("resourceArn"), body.get("tags")
    if not isinstance(tags, dict) or not all(isinstance(value, str) for value in tags.values()):
        raise ApiError(400, "InvalidArgument", "tags must be an object of texts")
    service = _tagged(world, call, arn)
    _compute(world, call).put_service(replace(service, tags={**service.tags, **tags}))
    return Reply()


def _untag(world: World, call: Call) -> Reply:
    body = call.json()
    service, keys = _tagged(world, call, body.get("resourceArn")), body.get("tagKeys") or []
    if not isinstance(keys, list):
        raise ApiError(400, "InvalidArgument", "tagKeys must be a list")
    gone = set(service.tags) if body.get("all") else set(keys)
    _compute(world, call).put_service(replace(service, tags={key: value for key, value in service.tags.items() if key not in gone}))
    return Reply()


def _compute(world: World, call: Call) -> Compute:
    return world.compute(call.account, call.region)


def _service(world: World, call: Call) -> Service:
    return _service_named(world, call, call.segments[1])


def _service_named(world: World, call: Call, name: str) -> Service:
    service = _compute(world, call).services.get(name)
    if service is None:
        raise ApiError(404, "ServiceNotFound", f"service '{name}' does not exist")
    return service


def _function(world: World, call: Call) -> Function:
    service, name = _service(world, call).name, call.segments[3]
    function = _compute(world, call).functions.get((service, name))
    if function is None:
        raise ApiError(404, "FunctionNotFound", f"function '{name}' does not exist in service '{service}'")
    return function


def _tagged(world: World, call: Call, arn: object) -> Service:
    kind, found, name = str(arn).rpartition(_ARN_OF_SERVICE)
    if not found or not name or (kind and not kind.endswith(":")):
        raise ApiError(400, "InvalidArgument", f"resourceArn must end in {_ARN_OF_SERVICE}<name>: only services have tags")
    return _service_named(world, call, name)


def _unchanged(call: Call, function: Function) -> Function:
    wanted = call.headers.get("if-match", "")
    if wanted and wanted != _etag(function):
        raise ApiError(412, "PreconditionFailed", "the resource being modified has been changed")
    return function


def _checksum(call: Call) -> str:
    return call.headers.get("x-fc-code-checksum", "")


def _etag(function: Function) -> str:
    return hashlib.sha256(f"{function.function_id} {function.revision}".encode()).hexdigest()[:32]


def _one(function: Function) -> Reply:
    return Reply(body=_shown(function), headers={"Etag": _etag(function)})


def _shown(function: Function) -> dict[str, object]:
    # The service is not among the fields: a client knows it from the path.
    return {
        **function.settings,
        "functionId": function.function_id,
        "functionName": function.name,
        "codeSize": function.code_size,
        "codeChecksum": function.checksum,
        "createdTime": function.created,
        "lastModifiedTime": function.modified,
    }


def _service_shown(service: Service) -> dict[str, object]:
    return {
        "description": "",
        "internetAccess": True,
        **service.settings,
        "serviceId": service.service_id,
        "serviceName": service.name,
        "createdTime": service.created,
        "lastModifiedTime": service.modified,
    }


def _listed(name: str, rows: list[dict[str, object]], token: str) -> Reply:
    return Reply(body={name: rows, "nextToken": token} if token else {name: rows})


OPERATIONS: Mapping[str, Callable[[World, Call], Reply]] = MappingProxyType(
    {
        "ListServices": _list_services,
        "CreateService": _create_service,
        "GetService": _get_service,
        "UpdateService": _update_service,
        "DeleteService": _delete_service,
        "ListFunctions": _list_functions,
        "CreateFunction": _create_function,
        "GetFunction": _get_function,
        "UpdateFunction": _update_function,
        "DeleteFunction": _delete_function,
        "GetFunctionCode": _get_function_code,
        "InvokeFunction": _invoke_function,
        "ListTriggers": _list_triggers,
        "GetResourceTags": _get_tags,
        "TagResource": _tag,
        "UntagResource": _untag,
    }
)
