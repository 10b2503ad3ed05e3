"""Function Compute 3.0, API 2023-03-30: functions without services; those of 2.0 appear as service$function."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from sync.emulator import invocation
from sync.emulator.code import address
from sync.emulator.configuration import changed, new_function
from sync.emulator.functions import RESTRICTION, Compute, Function
from sync.emulator.messages import ApiError, Call, Reply
from sync.emulator.paging import page
from sync.emulator.world import World

_ARN_OF_FUNCTION = "functions/"
_MOST_TAGS_ASKED = 20


def _list_functions(world: World, call: Call) -> Reply:
    compute = _compute(world, call)
    generation = call.parameters.get("fcVersion", "")
    if generation not in ("", "v2", "v3"):
        raise ApiError(400, "InvalidArgument", "fcVersion must be v2 or v3")
    names, token = page(_matching(compute, compute.full_names(generation), call), call.parameters)
    shown = [_shown(call, _known(compute, name)) for name in names]
    return Reply(body={"functions": shown, "nextToken": token} if token else {"functions": shown})


def _create_function(world: World, call: Call) -> Reply:
    body, compute = call.json(), _compute(world, call)
    function = new_function(world, "", body, _checksum(body))
    # The SDKs write it small, Terraform's and Pulumi's provider large.
    function = replace(function, tags=_pairs(body.get("tags") or body.get("Tags") or []))
    if ("", function.name) in compute.functions:
        raise ApiError(409, "FunctionAlreadyExists", f"function '{function.name}' already exists.")
    compute.put(function)
    return Reply(body=_shown(call, function))


def _get_function(world: World, call: Call) -> Reply:
    invocation.check_qualifier(call)
    return Reply(body=_shown(call, _function(world, call)))


def _update_function(world: World, call: Call) -> Reply:
    body = call.json()
    function = changed(world, _function(world, call), body, _checksum(body))
    _compute(world, call).put(function)
    return Reply(body=_shown(call, function))


def _delete_function(world: World, call: Call) -> Reply:
    function = _function(world, call)
    _compute(world, call).remove(function.service, function.name)
    return Reply(status=204)


def _get_function_code(world: World, call: Call) -> Reply:
    invocation.check_qualifier(call)
    function = _function(world, call)
    return Reply(body={"url": address(world, call, function), "checksum": function.checksum})


def _invoke_function(world: World, call: Call) -> Reply:
    with world.lock:
        function = _function(world, call)
    return invocation.answer(world, call, function)


def _disable_invocation(world: World, call: Call) -> Reply:
    reason = call.json().get("reason", "")
    return _restricted(world, call, {"disable": True, "reason": reason, "lastModifiedTime": world.timestamp()})


def _enable_invocation(world: World, call: Call) -> Reply:
    return _restricted(world, call, {"disable": False, "lastModifiedTime": world.timestamp()})


def _restricted(world: World, call: Call, restriction: Mapping[str, object]) -> Reply:
    function = _function(world, call)
    settings = {**function.settings, RESTRICTION: restriction}
    _compute(world, call).put(replace(function, settings=settings))
    return Reply(body={"success": True})


def _change_resource_group(world: World, call: Call) -> Reply:
    # The SDK writes the names large, Terraform's and Pulumi's provider small.
    asked = {name[:1].upper() + name[1:]: value for name, value in call.json().items()}
    group, compute = asked.get("NewResourceGroupId"), _compute(world, call)
    if not isinstance(group, str) or not group:
        raise ApiError(400, "InvalidArgument", "NewResourceGroupId is required")
    [function] = _named(compute, asked.get("ResourceType"), [asked.get("ResourceId")])
    compute.put(replace(function, settings={**function.settings, "resourceGroupId": group}))
    old = function.settings.get("resourceGroupId", "")
    return Reply(body={"ResourceId": asked["ResourceId"], "OldResourceGroupId": old, "NewResourceGroupId": group})


def _list_triggers(world: World, call: Call) -> Reply:
    function, compute = _function(world, call), _compute(world, call)
    triggers = {str(found["triggerName"]): dict(found) for found in compute.triggers.get((function.service, function.name), ())}
    names, token = page(sorted(triggers), call.parameters)
    shown = [triggers[name] for name in names]
    return Reply(body={"triggers": shown, "nextToken": token} if token else {"triggers": shown})


def _tag(world: World, call: Call) -> Reply:
    body, compute = call.json(), _compute(world, call)
    tags = _pairs(body.get("Tag"))
    for function in _named(compute, body.get("ResourceType"), body.get("ResourceId")):
        compute.put(replace(function, tags={**function.tags, **tags}))
    return Reply()


def _untag(world: World, call: Call) -> Reply:
    asked, compute = call.parameters, _compute(world, call)
    every = asked.get("All", "").lower() == "true"
    keys = _json(asked.get("TagKey", "[]"))
    for function in _named(compute, asked.get("ResourceType"), _json(asked.get("ResourceId", "[]"))):
        left = {key: value for key, value in function.tags.items() if not every and key not in keys}
        compute.put(replace(function, tags=left))
    return Reply()


def _list_tags(world: World, call: Call) -> Reply:
    asked, compute = call.parameters, _compute(world, call)
    wanted = _pairs(_json(asked.get("Tag", "[]")))
    ids = _json(asked.get("ResourceId", "[]"))
    functions = _named(compute, asked.get("ResourceType"), ids) if ids else _tagged(compute)
    rows = {
        f"{function.full_name}\n{key}": {
            "ResourceId": _arn(call, function),
            "ResourceType": "function",
            "TagKey": key,
            "TagValue": value,
        }
        for function in functions
        for key, value in function.tags.items()
        if not wanted or any(function.tags.get(name) == text for name, text in wanted.items())
    }
    names, token = page(sorted(rows), {"limit": asked.get("Limit", ""), "nextToken": asked.get("NextToken", "")})
    body: dict[str, object] = {"TagResources": [rows[name] for name in names]}
    return Reply(body={**body, "NextToken": token} if token else body)


def _matching(compute: Compute, names: Sequence[str], call: Call) -> Sequence[str]:
    wanted = _pairs(_json(call.parameters.get("tags", "[]")))
    runtime = call.parameters.get("runtime", "")
    text, name_text = call.parameters.get("description", ""), call.parameters.get("functionName", "")
    if not (wanted or runtime or text or name_text):
        return names

    def matches(function: Function) -> bool:
        return (
            all(function.tags.get(key) == value for key, value in wanted.items())
            and runtime in ("", function.settings.get("runtime"))
            and text in str(function.settings.get("description", ""))
            and name_text in function.full_name
        )

    return [name for name in names if matches(_known(compute, name))]


def _compute(world: World, call: Call) -> Compute:
    return world.compute(call.account, call.region)


def _function(world: World, call: Call) -> Function:
    return _known(_compute(world, call), call.segments[1])


def _known(compute: Compute, full_name: str) -> Function:
    function = compute.by_full_name(full_name)
    if function is None:
        raise ApiError(404, "FunctionNotFound", f"function '{full_name}' does not exist.")
    return function


def _tagged(compute: Compute) -> list[Function]:
    return [function for function in compute.functions.values() if function.tags]


def _named(compute: Compute, kind: object, ids: object) -> list[Function]:
    if kind != "function":
        raise ApiError(400, "InvalidArgument", "ResourceType must be function")
    if not isinstance(ids, list) or not ids:
        raise ApiError(400, "InvalidArgument", "ResourceId must be a list of one or more resources")
    return [_known(compute, str(arn).rpartition(_ARN_OF_FUNCTION)[2]) for arn in ids]


def _pairs(tags: object) -> dict[str, str]:
    if not isinstance(tags, list) or len(tags) > _MOST_TAGS_ASKED:
        raise ApiError(400, "InvalidArgument", f"tags must be a list of at most {_MOST_TAGS_ASKED}")
    return dict(_pair(tag) for tag in tags)


def _pair(tag: object) -> tuple[str, str]:
    key, value = (tag.get("Key"), tag.get("Value", "")) if isinstance(tag, dict) else (None, None)
    if not isinstance(key, str) or not key or not isinstance(value, str):
        raise ApiError(400, "InvalidArgument", "a tag must be an object with a Key and a Value, both texts")
    return key, value


def _json(text: str) -> list[object]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, list):
        raise ApiError(400, "InvalidArgument", "tags and resources in a query must be a JSON list")
    return value


def _checksum(body: Mapping[str, object]) -> str:
    code = body.get("code")
    return str(code.get("checksum") or "") if isinstance(code, dict) else ""


def _arn(call: Call, function: Function) -> str:
    return f"acs:fc:{call.region}:{call.account}:{_ARN_OF_FUNCTION}{function.full_name}"


def _shown(call: Call, function: Function) -> dict[str, object]:
    # A body in which tags or layers have the shape of 2.0 is lost whole by the official SDK, without an error.
    layers = function.settings.get("layers")
    return {
        **function.settings,
        "layers": [_layer(each) for each in layers] if isinstance(layers, list) else [],
        "functionArn": _arn(call, function),
        "functionId": function.function_id,
        "functionName": function.full_name,
        "codeSize": function.code_size,
        "codeChecksum": function.checksum,
        "createdTime": function.created,
        "lastModifiedTime": function.modified,
        "state": "Active",
        "lastUpdateStatus": "Successful",
        "tags": [{"Key": key, "Value": value} for key, value in sorted(function.tags.items())],
    }


def _layer(layer: object) -> dict[str, object]:
    return layer if isinstance(layer, dict) else {"arn": str(layer), "size": 0}


OPERATIONS: Mapping[str, Callable[[World, Call], Reply]] = MappingProxyType(
    {
        "ListFunctions": _list_functions,
        "CreateFunction": _create_function,
        "GetFunction": _get_function,
        "UpdateFunction": _update_function,
        "DeleteFunction": _delete_function,
        "GetFunctionCode": _get_function_code,
        "InvokeFunction": _invoke_function,
        "DisableFunctionInvocation": _disable_invocation,
        "EnableFunctionInvocation": _enable_invocation,
        "ListTriggers": _list_triggers,
        "TagResources": _tag,
        "UntagResources": _untag,
        "ListTagResources": _list_tags,
        "ChangeResourceGroup": _change_resource_group,
    }
)
