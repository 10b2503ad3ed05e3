"""From a request to the operation it asks for: FC by method and path, the call center by the action's name.

The routes are those of the official SDKs of FC-Open 2021-04-06 and FC 2023-03-30.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from sync.emulator.messages import Api, ApiError, Request

FC_VERSIONS: Mapping[str, Api] = MappingProxyType({"2021-04-06": "fc2", "2023-03-30": "fc3"})
RPC_VERSIONS: Mapping[str, Api] = MappingProxyType({"2020-07-01": "ccc", "2017-07-05": "call_center", "2015-04-01": "sts"})
CENTER_REGION = "cn-shanghai"  # the call center has no endpoint anywhere else
_ESCAPES = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
_HIDDEN = frozenset({"Signature", "SecurityToken"})

_ROUTES = """
fc2 GET services ListServices
fc2 POST services CreateService
fc2 GET services/* GetService
fc2 PUT services/* UpdateService
fc2 DELETE services/* DeleteService
fc2 GET services/*/functions ListFunctions
fc2 POST services/*/functions CreateFunction
fc2 GET services/*/functions/* GetFunction
fc2 PUT services/*/functions/* UpdateFunction
fc2 DELETE services/*/functions/* DeleteFunction
fc2 GET services/*/functions/*/code GetFunctionCode
fc2 POST services/*/functions/*/invocations InvokeFunction
fc2 GET services/*/functions/*/triggers ListTriggers
fc2 GET tag GetResourceTags
fc2 POST tag TagResource
fc2 PUT tag UntagResource
fc3 GET functions ListFunctions
fc3 POST functions CreateFunction
fc3 GET functions/* GetFunction
fc3 PUT functions/* UpdateFunction
fc3 DELETE functions/* DeleteFunction
fc3 GET functions/*/code GetFunctionCode
fc3 POST functions/*/invocations InvokeFunction
fc3 POST functions/*/invoke/disable DisableFunctionInvocation
fc3 POST functions/*/invoke/enable EnableFunctionInvocation
fc3 GET functions/*/triggers ListTriggers
fc3 GET tags-v2 ListTagResources
fc3 POST tags-v2 TagResources
fc3 DELETE tags-v2 UntagResources
fc3 PUT resource-groups ChangeResourceGroup
"""


def _table() -> Mapping[tuple[str, str, str], str]:
    rows = (row.split() for row in _ROUTES.strip().splitlines())
    return MappingProxyType({(api, method, pattern): operation for api, method, pattern, operation in rows})


ROUTES = _table()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What a request asks for."""

    api: Api
    operation: str
    segments: tuple[str, ...]
    parameters: Mapping[str, str]


def route(request: Request) -> Route:
    """The operation asked for, or `ApiError` 400 that names what is not emulated."""
    parts = urlsplit(request.target)
    raw = [segment for segment in parts.path.split("/") if segment]
    query = parameters_in(parts.query.encode())
    if raw and raw[0] in FC_VERSIONS:
        return _fc_route(request, FC_VERSIONS[raw[0]], tuple(unquote(segment) for segment in raw[1:]), query)
    sent = query | _form(request)
    version, action = _said(request, "x-acs-version", sent, "Version"), _said(request, "x-acs-action", sent, "Action")
    if raw or version not in RPC_VERSIONS or not action:
        raise not_emulated(action or f"{request.method} {parts.path}", version)
    parameters = {name: value for name, value in sent.items() if name not in _HIDDEN}
    return Route(api=RPC_VERSIONS[version], operation=action, segments=(), parameters=parameters)


def not_emulated(operation: str, version: str) -> ApiError:
    """The answer to an operation that nobody emulates yet. Not one of 500 and above: clients repeat a call that fails so."""
    of = f" of version {version}" if version else ""
    return ApiError(400, "NotImplemented.Emulator", f"the emulator does not implement {operation}{of}")


def _said(request: Request, header: str, sent: Mapping[str, str], name: str) -> str:
    """What is signed comes first: a header where there is an Authorization, else a parameter."""
    ways = (request.header(header), sent.get(name, ""))
    first, second = ways if request.header("authorization") else reversed(ways)
    return first or second


def _fc_route(request: Request, api: Api, segments: tuple[str, ...], query: Mapping[str, str]) -> Route:
    # Every second segment of a path is a name: services/{s}/functions/{f}. The last may be a verb: functions/{f}/invoke/enable.
    pattern = "/".join("*" if place % 2 else segment for place, segment in enumerate(segments))
    with_verb = "/".join((*pattern.split("/")[:-1], *segments[-1:]))
    operation = ROUTES.get((api, request.method, with_verb)) or ROUTES.get((api, request.method, pattern))
    if operation is None:
        raise not_emulated(request.header("x-acs-action") or f"{request.method} /{pattern}", api)
    return Route(api=api, operation=operation, segments=segments, parameters=query)


def _form(request: Request) -> dict[str, str]:
    if not request.header("content-type").startswith("application/x-www-form-urlencoded"):
        return {}
    return parameters_in(request.body)


def parameters_in(text: bytes) -> dict[str, str]:
    """Names and values of a query or form. A flow's definition of megabytes is among them, so whole runs are decoded at once."""
    pairs = (pair.partition(b"=") for pair in text.split(b"&") if pair)
    return {_decoded(name): _decoded(value) for name, _, value in pairs}


def _decoded(text: bytes) -> str:
    return _ESCAPES.sub(_unescaped, text.replace(b"+", b" ")).decode("utf-8", "replace")


def _unescaped(run: re.Match[bytes]) -> bytes:
    return bytes.fromhex(run[0].replace(b"%", b"").decode("ascii"))
