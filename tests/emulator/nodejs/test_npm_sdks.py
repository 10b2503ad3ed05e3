"""The emulator answers the vendor's npm SDKs, unmodified: what `calls.js` asks, in its order, and what must come of it."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sync.emulator.centers import Flow, Registration
from sync.emulator.code import zip_files
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.sdk import ACCOUNT, KEY_ID, KEY_SECRET, REGION

HERE = Path(__file__).parent
NODE = shutil.which("node")
pytestmark = [
    pytest.mark.skipif(NODE is None, reason="Node.js is not installed"),
    pytest.mark.skipif(
        not (HERE / "node_modules" / ".installed").exists(), reason="the npm SDKs are not installed: make node-sdks installs them"
    ),
]

KEYS = {
    "mine": {"id": KEY_ID, "secret": KEY_SECRET},
    "temporary": {"id": "test-sts-id", "secret": "test-sts-secret", "token": "test-token"},
    "wrong": {"id": KEY_ID, "secret": "test-wrong-secret"},
    "unknown": {"id": "test-unknown-id", "secret": KEY_SECRET},
}
ECHO = zip_files({"index.py": "def handler(event, context):\n    print('looked up')\n    return event\n"})
BROKEN = zip_files({"index.py": "def handler(event, context):\n    raise ValueError('no such number')\n"})
LAYER = "acs:fc:cn-hangzhou:1234567890123456:layers/tools/versions/1"
SETTINGS = {"layers": [LAYER], "environmentVariables": {"CITY": "杭州"}}
KEPT = {"layers": [LAYER], "environmentVariables": {"CITY": "杭州"}}
LOG = base64.b64encode(b"looked up\n").decode()

WRONG_SECRET, UNKNOWN_KEY = (400, "SignatureDoesNotMatch"), (404, "InvalidAccessKeyId.NotFound")
FUNCTIONS = ["broken", "lookup", "svc$broken", "svc$greet"]

COMPUTE: dict[str, object] = {
    "fc3 list": FUNCTIONS,
    "fc3 list, a page": ["lookup"],
    "fc3 list, with a token": FUNCTIONS,
    "fc3 list, older scheme": FUNCTIONS,
    "fc3 get": {"handler": "index.handler", "memorySize": 128, **KEPT},
    "fc3 get, of 2.0": "svc$greet",
    "fc3 get, of 2.0, older scheme": "svc$greet",
    "fc3 create": len(ECHO),
    "fc3 create, a second time": (409, "FunctionAlreadyExists"),
    "fc3 update": {"memorySize": 512, **KEPT},
    "fc3 invoke": {"status": 200, "said": "你好"},
    "fc3 invoke, its log": {"status": 200, "said": "你好", "log": LOG},
    "fc3 invoke, later": {"status": 202, "said": ""},
    "fc3 invoke, failing": "UnhandledInvocationError",
    "fc3 code": len(ECHO),
    "fc3 tag": ["team"],
    "fc3 untag": [],
    "fc3 delete": [204, FUNCTIONS],
    "fc3 nothing there": (404, "FunctionNotFound"),
    "fc3 throttled": (429, "Throttling.User"),
    "fc3 wrong secret": WRONG_SECRET,
    "fc3 unknown key": UNKNOWN_KEY,
    "fc2 services": ["svc"],
    "fc2 list": ["broken", "greet"],
    "fc2 list, with a token": ["broken", "greet"],
    "fc2 list, older scheme": ["broken", "greet"],
    "fc2 get": {"handler": "index.handler", "memorySize": 128, "layers": [LAYER]},
    "fc2 create": len(ECHO),
    "fc2 update": {"memorySize": 512, "instanceConcurrency": 5, "layers": [LAYER]},
    "fc2 invoke": {"said": "你好", "memory": True},
    "fc2 invoke, its log": {"said": "你好", "log": LOG, "memory": True},
    "fc2 invoke, later": "",
    "fc2 invoke, failing": "UnhandledInvocationError",
    "fc2 code": len(ECHO),
    "fc2 delete": 1,
    "fc2 nothing there": (404, "FunctionNotFound"),
    "fc2 wrong secret": WRONG_SECRET,
    "fc2 unknown key": UNKNOWN_KEY,
}
CENTER: dict[str, object] = {
    "ccc list": ["meta-1"],
    "ccc list, with a token": ["meta-1"],
    "ccc list, older scheme": ["meta-1"],
    "ccc register, by query": ["身份验证", "问候 a&b=c"],
    "ccc register, by form": ["身份验证", "问候 a&b=c", "表单"],
    "ccc register, by form, older scheme": ["身份验证", "问候 a&b=c", "表单", "旧"],
    "ccc call": "你好",
    "ccc nothing there": (404, "NotExists.InstanceId"),
    "ccc wrong secret": WRONG_SECRET,
    "ccc unknown key": UNKNOWN_KEY,
}


def pop_core(way: str, *, registered: int) -> dict[str, object]:
    """What must come of pop-core's calls of one way. Its errors carry no status."""
    lists = ("list", "list, with a token", "list, small letters", "list, headers of its own")
    return {
        **{f"pop-core {way} {each}": registered for each in lists},
        f"pop-core {way} register": f"弹出 {way} ~*+'()",
        f"pop-core {way} call": "你好 +&=%",
        f"pop-core {way} nothing there": (None, "NotExists.InstanceId"),
        f"pop-core {way} wrong secret": (None, "SignatureDoesNotMatch"),
        f"pop-core {way} unknown key": (None, "InvalidAccessKeyId.NotFound"),
    }


EXPECTED: dict[str, object] = {
    **COMPUTE,
    **CENTER,
    **pop_core("GET", registered=4),
    **pop_core("POST", registered=5),
    "pop-core POST publish": True,
    "pop-core path get": "svc$greet",
    "pop-core path get, escaped": "svc$greet",
    "pop-core path list": ["lookup"],
    "pop-core path list, an empty value": FUNCTIONS,
    "pop-core path update, with nulls": {"timeout": 9, **KEPT},
    "pop-core path code": len(ECHO),
    "pop-core path nothing there": (404, "FunctionNotFound"),
}


def a_world() -> World:
    world = World()
    for key in (KEYS["mine"], KEYS["temporary"]):
        world.add_account(ACCOUNT, key["id"], key["secret"], key.get("token", ""))
    world.put_function(ACCOUNT, REGION, "lookup", package=ECHO, settings=SETTINGS)
    world.put_function(ACCOUNT, REGION, "broken", package=BROKEN)
    world.put_function(ACCOUNT, REGION, "greet", service="svc", package=ECHO, settings=SETTINGS)
    world.put_function(ACCOUNT, REGION, "broken", service="svc", package=BROKEN)
    center = world.add_center("ccc-test", ACCOUNT)
    center.register(Registration(registration_id="meta-1", function="greet", service="svc", region=REGION, description="身份验证"))
    center.put_flow(Flow(flow_id="flow-1", name="hotline", published='{"activities": []}'))
    return world


@pytest.fixture(scope="module")
def outcomes() -> dict[str, dict[str, Any]]:
    """What came of every call, by name. One process makes them all: starting Node.js and loading the SDKs is what takes time."""
    with Emulator.start(a_world(), regions=[REGION]) as emulator:
        emulator.arm("ListTriggers:throttle")
        orders = {
            "compute": emulator.endpoints[REGION],
            "center": emulator.center_endpoint,
            "keys": KEYS,
            "package": base64.b64encode(ECHO).decode(),
        }
        # An empty environment: no proxy, no credentials of this machine.
        command = [str(NODE), str(HERE / "calls.js")]
        done = subprocess.run(command, input=json.dumps(orders).encode(), capture_output=True, env={}, timeout=100, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["name"]: line for line in lines}


def test_every_call_is_made_and_judged(outcomes: dict[str, dict[str, Any]]) -> None:
    assert set(outcomes) == set(EXPECTED)


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in EXPECTED])
def test_a_call_of_an_npm_sdk(outcomes: dict[str, dict[str, Any]], name: str) -> None:
    outcome, expected = outcomes[name], EXPECTED[name]
    if isinstance(expected, tuple):
        assert outcome.get("error") == [*expected], outcome
    else:
        assert outcome.get("value", outcome) == expected
