"""The schema of the package `ivrsync`, from which `pulumi package gen-sdk` makes classes for other languages.

`schema.json` beside this module is the same, published; a test holds the two together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sync.core.stack_state import REGISTRATION

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": {"type": "string"}}
_FLAG: Schema = {"type": "boolean"}
_ANY: Schema = {"$ref": "pulumi.json#/Any"}


def _type(name: str) -> Schema:
    return {"type": "object", "$ref": f"#/types/ivrsync:index:{name}"}


def _many(name: str) -> Schema:
    return {"type": "array", "items": _type(name)}


def _object(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    stated: Schema = {"type": "object", "properties": properties}
    return stated | ({"required": [*required]} if required else {})


def _told(kind: Schema, description: str, **more: object) -> Schema:
    return {**kind, "description": description, **more}


INPUTS: Mapping[str, Schema] = {
    "instanceId": _told(
        _TEXT, "The id of the call center's instance. Changing it replaces the registration.", willReplaceOnChanges=True
    ),
    "region": _told(_TEXT, "The function's region, by id (cn-hangzhou) or console name (华东1（杭州）)."),
    "service": _told(_TEXT, "The function's service in Function Compute 2.0; empty for 3.0, which has none.", default=""),
    "functionName": _told(_TEXT, "The function's name in Function Compute."),
    "mode": _told(
        _TEXT, "`api`: written through the inner API. `console`: a person does it, following instructions.", default="api"
    ),
    "description": _told(_TEXT, "What the center shows for it. If omitted, it stays as it is."),
    "role": _told(_TEXT, "The RAM role that the center assumes to call it. If omitted, it stays as it is."),
    "failover": _told(
        _type("Failover"), "Where to call when the region is down. No API can write it: a person sets it at the console."
    ),
    "adopt": _told(_TEXT, "On creation, take over the registration with this id, whatever it points at."),
    "formerly": _told(
        _TEXTS,
        "Earlier addresses of the function: name, service/name or region/service/name. A registration of one of them is taken "
        "over, and no second one is added.",
    ),
    "signature": _told(
        _ANY,
        "What the function expects and returns, as in a spec. The flows' inputs are compared with it where the deployed code "
        "shows nothing.",
    ),
    "checks": _told(_many("Check"), "Test calls. They are made after each change when `verify` is true."),
    "verify": _told(
        _FLAG,
        "Whether the checks are made after each change. If one passed before the change and fails after it, the change is undone.",
        default=False,
    ),
    "revision": _told(
        _TEXT,
        "Any value that changes with the function's code, such as a digest of its package. A new value makes the checks run again.",
    ),
    "ownsFunction": _told(
        _FLAG,
        "Whether the program deletes the function once this registration has left it. Then a change is refused while published "
        "flows call the function through another registration of the center.",
        default=False,
    ),
    "allowFlows": _told(_TEXTS, "Flows, by id or name, that may be left calling a function that does not fit, or none."),
}
_REQUIRED = ("instanceId", "region", "functionName")
_OUTPUTS: Mapping[str, Schema] = {
    "registrationId": _told(_TEXT, "The id that flows hold; empty while a person has not added it yet."),
    "byHand": _told(_TEXTS, "What is left to do at the console, step by step."),
}
_TYPES: Mapping[str, Schema] = {
    "Failover": _object(
        ("region",),
        region=_told(_TEXT, "The other region, by id or console name."),
        weight=_told({"type": "number"}, "Its share of the traffic.", default=0),
    ),
    "Check": _object(
        ("name",),
        name=_told(_TEXT, "What the call shows, in a few words."),
        input=_told({"type": "object", "additionalProperties": _ANY}, "The inputs to send."),
        expect=_told(_ANY, "What must come back. If omitted, anything but a failure."),
        once=_told(_FLAG, "Whether the call has an effect and must not be made twice: then it is not made before a change."),
    ),
    "Registration": _object(
        ("id", "region", "service", "functionName", "description", "role"),
        **dict.fromkeys(("id", "region", "service", "functionName", "description", "role"), _TEXT),
    ),
    "Flow": _object(("id", "name", "published", "numbers"), id=_TEXT, name=_TEXT, published=_FLAG, numbers=_TEXTS),
    "Module": _object(("activity", "name"), activity=_TEXT, name=_TEXT),
    "FlowUse": _object(
        ("id", "name", "published", "numbers", "modules"),
        id=_TEXT,
        name=_TEXT,
        published=_FLAG,
        numbers=_told(_TEXTS, "The numbers whose calls enter the flow."),
        modules=_told(
            _many("Module"),
            "Its function modules that hold the registration. None: it may use it in a way ivrsync does not understand.",
        ),
    ),
}
_CONFIG: Mapping[str, Schema] = {
    "settings": _told(_TEXT, "The path of `ivrsync.toml`."),
    "account": _told(_TEXT, "The account to use among those of the settings file."),
    "accountId": _told(_TEXT, "The account's number. It is compared with that of the credentials."),
    "profile": _told(_TEXT, "A profile of `~/.aliyun/config.json` instead of the default chain of credentials."),
    "role": _told(_TEXT, "The ARN of a RAM role to assume."),
    "endpoints": _told(
        {"type": "object", "additionalProperties": _TEXT},
        "Hosts instead of the vendor's: `fc:REGION`, `ccc`, `call_center`, `sts`, each `host` or `host:port`.",
    ),
    "protocol": _told(_TEXT, "`http` is accepted only while every endpoint is on this machine."),
}


def schema_text(version: str) -> str:
    """The schema as JSON, for a plugin of that version."""
    return json.dumps({**_schema(), "version": version}, ensure_ascii=False, indent=2) + "\n"


def published_text() -> str:
    """The schema as it is published, without a version."""
    return json.dumps(_schema(), ensure_ascii=False, indent=2) + "\n"


def _schema() -> Schema:
    return {
        "name": "ivrsync",
        "displayName": "ivrsync",
        "description": "Registrations of Function Compute functions in Alibaba Cloud call centers (云联络中心).",
        "config": {"variables": dict(_CONFIG)},
        "provider": {
            "description": "How the call centers are reached. What is omitted is read as by the command line.",
            "inputProperties": dict(_CONFIG),
        },
        "types": {f"ivrsync:index:{name}": kind for name, kind in _TYPES.items()},
        "resources": {
            REGISTRATION: {
                "description": "A function made callable in a call center.\n\nImport it by `INSTANCE/REGISTRATION`: "
                "`pulumi import ivrsync:index:FunctionRegistration greet ccc-test/1a2b3c4d`.",
                "inputProperties": dict(INPUTS),
                "requiredInputs": [*_REQUIRED],
                "properties": {**INPUTS, **_OUTPUTS},
                "required": [*_REQUIRED, "service", *_OUTPUTS],
            }
        },
        "functions": {
            "ivrsync:index:getCenter": {
                "description": "The registrations and flows of a center.",
                "inputs": _object(("instanceId",), instanceId=_TEXT),
                "outputs": _object(
                    ("instanceId", "registrations", "flows"),
                    instanceId=_TEXT,
                    registrations=_many("Registration"),
                    flows=_many("Flow"),
                ),
            },
            "ivrsync:index:getFlowUse": {
                "description": "The flows that call a registration, or may, published or not.",
                "inputs": _object(("instanceId", "registrationId"), instanceId=_TEXT, registrationId=_TEXT),
                "outputs": _object(
                    ("instanceId", "registrationId", "flows"),
                    instanceId=_TEXT,
                    registrationId=_TEXT,
                    flows=_many("FlowUse"),
                ),
            },
        },
        "language": {"python": {"packageName": "pulumi_ivrsync"}},
    }
