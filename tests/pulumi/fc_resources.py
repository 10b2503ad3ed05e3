"""The alicloud provider's resources, as far as the project uses them: their calls, and what replaces them.

The calls for functions of both generations were recorded from the real provider. For services it uses an older API over TLS; here
they go over the API of 2.0 functions. Those for objects of OSS are as its source makes them. Left out: rules for values, defaults
of nested blocks, data sources.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from tests.pulumi.fc_calls import FunctionCompute, RefusedError
from tests.pulumi.oss_calls import ObjectStorage

Inputs = Mapping[str, Any]
_API_NAMES = {"customDns": "customDNS"}  # all others are named as in the API
_COMMON: tuple[str, ...] = ("caPort", "code", "cpu", "customContainerConfig", "customDns", "customRuntimeConfig", "description")
_COMMON += (
    "diskSize",
    "environmentVariables",
    "functionName",
    "handler",
    "instanceConcurrency",
    "instanceLifecycleConfig",
    "layers",
)
_COMMON += ("memorySize", "runtime", "timeout")
_OF_V2 = ("customHealthCheckConfig", "gpuMemorySize", "initializationTimeout", "initializer", "instanceType")
_OF_V3: tuple[str, ...] = ("gpuConfig", "idleTimeout", "instanceIsolationMode", "internetAccess", "invocationRestriction")
_OF_V3 += (
    "logConfig",
    "nasConfig",
    "ossMountConfig",
    "resourceGroupId",
    "role",
    "sessionAffinity",
    "sessionAffinityConfig",
    "vpcConfig",
)
_SHOWN_BY_V3 = ("functionArn", "functionId", "codeSize", "lastModifiedTime", "lastUpdateStatus", "state")
_NOT_IN_AN_UPDATE = ("tags", "invocationRestriction", "resourceGroupId")  # have operations of their own


class PartlyDoneError(Exception):
    """It was created, and is not yet as it shall be: `found` is what is there."""

    def __init__(self, identity: str, found: Inputs, reason: str) -> None:
        super().__init__(reason)
        self.identity = identity
        self.found = found


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of resource. `inputs` may be set by a program; those in `defaulted` may be left to the cloud once they were set.

    `read` answers inputs and outputs of what is there, or None. `create` answers the id.
    """

    inputs: tuple[str, ...]
    required: tuple[str, ...]
    replacing: frozenset[str]
    outputs: tuple[str, ...]
    create: Callable[[FunctionCompute, Inputs], str]
    read: Callable[[FunctionCompute, str], Mapping[str, Any] | None]
    update: Callable[[FunctionCompute, str, Inputs, Inputs], None]
    delete: Callable[[FunctionCompute, str], None]
    defaulted: frozenset[str] = frozenset()


def _create_v3(fc: FunctionCompute, inputs: Inputs) -> str:
    body = dict(_body(inputs, (*_COMMON, *_OF_V3), leave_out=("invocationRestriction",)))
    if inputs.get("tags"):
        body["Tags"] = _tag_list(inputs["tags"])
    answer = fc.call("2023-03-30", "POST", "functions", body)
    identity = str(answer["functionName"])
    try:
        _have_tags(fc, identity, {}, inputs.get("tags") or {})
        _have_restriction(fc, identity, {}, inputs)
    except Exception as error:
        raise PartlyDoneError(identity, _seen_v3(fc, identity), str(error)) from error
    return identity


def _seen_v3(fc: FunctionCompute, identity: str) -> Mapping[str, Any]:
    """What is there, as far as it can be read now."""
    try:
        return _read_v3(fc, identity) or {}
    except (RefusedError, OSError, HTTPException):
        return {}


def _read_v3(fc: FunctionCompute, identity: str) -> Mapping[str, Any] | None:
    found = fc.find("2023-03-30", _path_v3(identity))
    return None if found is None else _shown_v3(found)


def _update_v3(fc: FunctionCompute, identity: str, olds: Inputs, news: Inputs) -> None:
    _have_restriction(fc, identity, olds, news)
    changed = [name for name in (*_COMMON, *_OF_V3) if olds.get(name) != news.get(name)]
    if set(changed) - {*_NOT_IN_AN_UPDATE}:
        body = dict(_body(news, ("functionName", "handler", "runtime", *changed), leave_out=_NOT_IN_AN_UPDATE))
        fc.call("2023-03-30", "PUT", _path_v3(identity), body)
    if news.get("resourceGroupId") and "resourceGroupId" in changed:
        moved = {"resourceId": identity, "resourceType": "function", "newResourceGroupId": news["resourceGroupId"]}
        fc.call("2023-03-30", "PUT", "resource-groups", moved)
    _have_tags(fc, identity, olds.get("tags") or {}, news.get("tags") or {})


def _have_tags(fc: FunctionCompute, identity: str, olds: Mapping[str, str], news: Mapping[str, str]) -> None:
    if olds == news:
        return
    found = fc.find("2023-03-30", _path_v3(identity)) or {}
    arn = found.get("functionArn", "")
    gone, more = sorted(olds.keys() - news.keys()), {key: value for key, value in news.items() if olds.get(key) != value}
    if gone:
        asked = {"ResourceId": json.dumps([arn]), "ResourceType": "function", "TagKey": json.dumps(gone)}
        fc.call("2023-03-30", "DELETE", "tags-v2", query=asked)
    if more:
        fc.call("2023-03-30", "POST", "tags-v2", {"ResourceType": "function", "ResourceId": [arn], "Tag": _tag_list(more)})


def _have_restriction(fc: FunctionCompute, identity: str, olds: Inputs, news: Inputs) -> None:
    before, after = olds.get("invocationRestriction") or {}, news.get("invocationRestriction") or {}
    if after.get("disable") and before != after:
        fc.call("2023-03-30", "POST", f"{_path_v3(identity)}/invoke/disable", {"reason": after.get("reason", "")})
    elif before.get("disable") and not after.get("disable"):
        fc.call("2023-03-30", "POST", f"{_path_v3(identity)}/invoke/enable", {})


def _shown_v3(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    shown = dict(_shown(answer, (*_COMMON, *_OF_V3, *_SHOWN_BY_V3)))
    shown["layers"] = [layer["arn"] for layer in answer.get("layers") or ()]
    shown["tags"] = {tag["Key"]: tag["Value"] for tag in answer.get("tags") or ()}
    shown["createTime"] = answer["createdTime"]
    if "invocationRestriction" in shown:
        shown["invocationRestriction"].pop("lastModifiedTime", None)
    return shown


def _path_v3(identity: str) -> str:
    return f"functions/{quote(identity, safe='')}"


def _create_v2(fc: FunctionCompute, inputs: Inputs) -> str:
    service = quote(inputs["serviceName"], safe="")
    answer = fc.call("2021-04-06", "POST", f"services/{service}/functions", dict(_body(inputs, (*_COMMON, *_OF_V2))))
    return f"{inputs['serviceName']}:{answer['functionName']}"


def _read_v2(fc: FunctionCompute, identity: str) -> Mapping[str, Any] | None:
    service, _, name = identity.partition(":")
    found = fc.find("2021-04-06", _path_v2(identity))
    if found is None:
        return None
    arn = f"acs:fc:{fc.region}:{fc.account}:services/{service}.LATEST/functions/{name}"  # the provider writes it itself
    shown = dict(_shown(found, (*_COMMON, *_OF_V2)))
    return {**shown, "serviceName": service, "functionArn": arn, "createTime": found["createdTime"]}


def _update_v2(fc: FunctionCompute, identity: str, olds: Inputs, news: Inputs) -> None:
    changed = [name for name in (*_COMMON, *_OF_V2) if olds.get(name) != news.get(name)]
    fc.call("2021-04-06", "PUT", _path_v2(identity), dict(_body(news, ("handler", "runtime", *changed))))


def _path_v2(identity: str) -> str:
    service, _, name = identity.partition(":")
    return f"services/{quote(service, safe='')}/functions/{quote(name, safe='')}"


def _create_service(fc: FunctionCompute, inputs: Inputs) -> str:
    body = {"serviceName": inputs["name"], **dict(_body(inputs, ("description", "internetAccess", "role")))}
    return str(fc.call("2021-04-06", "POST", "services", body)["serviceName"])


def _read_service(fc: FunctionCompute, identity: str) -> Mapping[str, Any] | None:
    found = fc.find("2021-04-06", f"services/{quote(identity, safe='')}")
    if found is None:
        return None
    own = {"name": found["serviceName"], "serviceId": found["serviceId"], "lastModified": found["lastModifiedTime"]}
    return {**dict(_shown(found, ("description", "internetAccess", "role"))), **own}


def _update_service(fc: FunctionCompute, identity: str, _: Inputs, news: Inputs) -> None:
    body = dict(_body(news, ("description", "internetAccess", "role")))
    fc.call("2021-04-06", "PUT", f"services/{quote(identity, safe='')}", body)


def _put_object(fc: FunctionCompute, inputs: Inputs) -> str:
    bucket, key = inputs["bucket"], inputs["key"]
    ObjectStorage.beside(fc).put(bucket, key, Path(inputs["source"]).read_bytes())
    return f"{bucket}:{key}"  # the real one's is the key alone: it reads the bucket from the state


def _read_object(fc: FunctionCompute, identity: str) -> Mapping[str, Any] | None:
    bucket, _, key = identity.partition(":")
    found = ObjectStorage.beside(fc).head(bucket, key)
    return None if found is None else {"bucket": bucket, "key": key, **found}


def _body(inputs: Inputs, names: tuple[str, ...], leave_out: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for name in names:
        if inputs.get(name) is not None and name not in leave_out:
            yield _API_NAMES.get(name, name), inputs[name]


def _shown(answer: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name in names:
        value = answer.get(_API_NAMES.get(name, name))
        if value is not None:
            yield name, value


def _tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]


_LEFT_TO_THE_CLOUD = frozenset({"caPort", "cpu", "diskSize", "instanceConcurrency", "memorySize", "timeout"})
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "alicloud:fc/v3Function:V3Function": Kind(
            inputs=(*_COMMON, *_OF_V3, "tags"),
            required=("handler", "runtime"),
            replacing=frozenset({"functionName", "idleTimeout"}),
            outputs=("functionArn", "functionId", "codeSize", "createTime", "lastModifiedTime", "lastUpdateStatus", "state"),
            create=_create_v3,
            read=_read_v3,
            update=_update_v3,
            delete=lambda fc, identity: fc.remove("2023-03-30", _path_v3(identity)),
            defaulted=_LEFT_TO_THE_CLOUD | {"internetAccess", "nasConfig", "ossMountConfig", "resourceGroupId", "vpcConfig"},
        ),
        "alicloud:fc/v2Function:V2Function": Kind(
            inputs=(*_COMMON, *_OF_V2, "serviceName", "codeChecksum"),
            required=("functionName", "handler", "runtime", "serviceName"),
            replacing=frozenset({"functionName", "serviceName"}),
            outputs=("functionArn", "createTime"),
            create=_create_v2,
            read=_read_v2,
            update=_update_v2,
            delete=lambda fc, identity: fc.remove("2021-04-06", _path_v2(identity)),
            defaulted=_LEFT_TO_THE_CLOUD | {"codeChecksum", "gpuMemorySize", "initializationTimeout", "instanceType"},
        ),
        "alicloud:fc/service:Service": Kind(
            inputs=("name", "namePrefix", "description", "internetAccess", "role"),
            required=("name",),
            replacing=frozenset({"name", "namePrefix"}),
            outputs=("serviceId", "lastModified"),
            create=_create_service,
            read=_read_service,
            update=_update_service,
            delete=lambda fc, identity: fc.remove("2021-04-06", f"services/{quote(identity, safe='')}"),
            defaulted=frozenset({"internetAccess"}),
        ),
        "alicloud:oss/bucketObject:BucketObject": Kind(
            inputs=("bucket", "key", "source"),
            required=("bucket", "key"),
            replacing=frozenset({"bucket", "key"}),
            outputs=("contentLength", "etag"),
            create=_put_object,
            read=_read_object,
            update=lambda fc, _, __, news: (_put_object(fc, news), None)[1],
            delete=lambda fc, identity: ObjectStorage.beside(fc).delete(*identity.split(":", 1)),
        ),
    }
)
