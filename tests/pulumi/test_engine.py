"""The real engine runs a program against the emulator: create, nothing to do, drift, import, rename, destroy."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from alibabacloud_fc20230330 import models as m3

from sync.emulator.code import zip_files
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.sdk import ACCOUNT, KEY_ID, KEY_SECRET, REGION, fc3
from tests.pulumi import harness

pytestmark = pytest.mark.engine
PROGRAM = Path(__file__).with_name("trial")
PACKAGE = base64.b64encode(zip_files({"index.py": "def handler(event, context):\n    return event\n"})).decode()
GREET: dict[str, Any] = {
    "function_name": "greet",
    "runtime": "python3.10",
    "handler": "index.handler",
    "code": {"zip_file": PACKAGE},
    "memory_size": 256,
    "tags": {"team": "ivr"},
}


@pytest.fixture
def stack(cli: Path, tmp_path: Path, emulator: Emulator) -> harness.Stack:
    stack = harness.new_stack(cli, harness.copy_program(PROGRAM, tmp_path / "trial"), "dev")
    stack.configure(harness.alicloud_config(emulator, REGION, ACCOUNT, KEY_ID, KEY_SECRET))
    return stack


def functions(stack: harness.Stack, wanted: dict[str, dict[str, Any]]) -> None:
    """What the program shall declare."""
    stack.configure({"trial:functions": wanted})


def done(ran: harness.Ran) -> harness.Ran:
    assert ran.code == 0, ran.out + ran.err
    return ran


def test_a_function_lives_from_the_first_up_to_destroy(stack: harness.Stack, emulator: Emulator) -> None:
    functions(stack, {"greet": GREET})
    assert [str(step) for step in done(stack.preview()).planned] == ["create V3Function greet"]
    assert emulator.calls() == ()

    assert done(stack.up()).changes == ("create V3Function greet",)
    assert harness.writes(emulator) == ["CreateFunction", "TagResources"]
    assert fc3(emulator).invoke_function("greet", m3.InvokeFunctionRequest(body=b'"hello"')).body.read() == b'"hello"'

    emulator.forget_calls()
    unchanged = done(stack.up("--expect-no-changes"))
    assert unchanged.changes == ()
    assert [str(step) for step in unchanged.steps] == ["same V3Function greet"]
    assert harness.writes(emulator) == []

    functions(stack, {"greet": {**GREET, "function_name": "welcome"}})
    renamed = done(stack.up())
    assert renamed.changes == (
        "create-replacement V3Function greet",
        "replace V3Function greet",
        "delete-replaced V3Function greet",
    )
    assert harness.writes(emulator) == ["CreateFunction", "TagResources", "DeleteFunction greet"]

    emulator.forget_calls()
    assert done(stack.destroy()).changes == ("delete V3Function greet",)
    assert harness.writes(emulator) == ["DeleteFunction welcome"]
    assert fc3(emulator).list_functions(m3.ListFunctionsRequest()).body.functions == []


def test_drift_is_seen_by_refresh_and_put_right_by_the_next_up(stack: harness.Stack, emulator: Emulator, world: World) -> None:
    functions(stack, {"greet": GREET})
    done(stack.up())
    world.change_function(ACCOUNT, REGION, "greet", settings={"memorySize": 512})
    emulator.forget_calls()
    done(stack.refresh())
    [found] = [each for each in stack.state() if each["type"].endswith(":V3Function")]
    assert (found["inputs"]["memorySize"], found["outputs"]["memorySize"]) == (512, 512)
    assert harness.writes(emulator) == []
    assert done(stack.up()).changes == ("update V3Function greet",)
    assert harness.writes(emulator) == ["UpdateFunction greet"]
    assert world.compute(ACCOUNT, REGION).functions["", "greet"].settings["memorySize"] == 256


def test_an_existing_function_is_imported_and_a_wrong_id_is_refused(stack: harness.Stack, emulator: Emulator, world: World) -> None:
    world.put_function(ACCOUNT, REGION, "greet", settings={"memorySize": 256})
    token = "alicloud:fc/v3Function:V3Function"
    refused = stack.adopt(token, "nobody", "nobody")
    assert refused.code != 0
    assert "nobody" in refused.err + refused.out
    assert done(stack.adopt(token, "greet", "greet")).changes == ("import V3Function greet",)
    assert harness.writes(emulator) == []


def test_what_the_api_refuses_fails_the_step_and_is_said_in_one_line(stack: harness.Stack, emulator: Emulator) -> None:
    functions(stack, {"greet": {**GREET, "runtime": "python5"}})
    ran = stack.up()
    assert ran.code != 0
    assert [str(step) for step in ran.failed] == ["create V3Function greet"]
    assert any("400 InvalidArgument: Runtime is set to an invalid value: python5" in message for message in ran.messages)
    assert emulator.world.compute(ACCOUNT, REGION).functions == {}
