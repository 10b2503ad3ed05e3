"""A small center to test with, and the clients to look at it: CCC's own SDK, and the generic one for the inner API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from alibabacloud_tea_openapi.client import Client as GenericClient
from alibabacloud_tea_openapi.models import OpenApiRequest, Params
from darabonba.runtime import RuntimeOptions
from Tea.exceptions import TeaException

from sync.emulator.centers import Center, Draft, Flow
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.sdk import ACCOUNT, CENTER_REGION, config, status_and_code

INSTANCE = "ccc-test"
ME = f"api@{ACCOUNT}"


def definition(*types: str, say: str = "您好") -> str:
    """Activities of those types, each leading to the next, with a hang-up at the end."""
    ids = [f"{number:08x}" for number in range(len(types) + 1)]
    activities = [
        {"type": kind, "id": ids[at], "properties": {"say": say}, "events": [{"event": "complete", "next": ids[at + 1]}]}
        for at, kind in enumerate(types)
    ]
    activities.append({"type": "HANGUP", "id": ids[-1], "events": [{"event": "complete", "next": None}]})
    return json.dumps({"activities": activities, "description": ""}, ensure_ascii=False)


OLD, NEW = definition("PLAY_SAY", say="old"), definition("PLAY_SAY", say="new")


def a_center(world: World) -> Center:
    return world.add_center(INSTANCE, ACCOUNT, name="hotline")


def saved(content: str, draft_id: str = "draft-1") -> Draft:
    return Draft(draft_id=draft_id, definition=content)


def opened(content: str, editor: str, draft_id: str = "draft-1") -> Draft:
    return Draft(draft_id=draft_id, definition=content, editor=editor)


def flow_in(center: Center, flow_id: str = "flow-1") -> Flow:
    return center.flows[flow_id]


def inner(emulator: Emulator, action: str, **query: str) -> Any:
    """One call of CloudCallCenter 2017-07-05, its parameters in the query; the answer's body."""
    return _call(emulator, action, OpenApiRequest(query=query))


def inner_by_form(emulator: Emulator, action: str, **body: str) -> Any:
    """The same with its parameters in the body."""
    return _call(emulator, action, OpenApiRequest(body=body))


def refusal(call: Any, *arguments: Any, **named: Any) -> tuple[object, object]:
    """Status and code of the error that the call must raise."""
    with pytest.raises(TeaException) as caught:
        call(*arguments, **named)
    return status_and_code(caught.value)


def _call(emulator: Emulator, action: str, request: Any) -> Any:
    params = Params(
        action=action,
        version="2017-07-05",
        protocol="HTTPS",
        pathname="/",
        method="POST",
        auth_type="AK",
        style="RPC",
        req_body_type="formData",
        body_type="json",
    )
    return GenericClient(config(emulator, CENTER_REGION)).call_api(params, request, RuntimeOptions())["body"]
