"""The real engine runs a program against the emulator: create, nothing to do, drift, import, rename, failures, Ctrl-C, destroy."""

from __future__ import annotations

import base64
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from alibabacloud_fc20230330 import models as m3

from sync.emulator.code import zip_files
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.sdk import ACCOUNT, KEY_ID, KEY_SECRET, REGION, fc3
from tests.patience import PATIENCE, wait_until
from tests.pulumi import harness

pytestmark = pytest.mark.engine
PROGRAM = Path(__file__).with_name("trial")
V3_FUNCTION = "alicloud:fc/v3Function:V3Function"
PACKAGE = base64.b64encode(zip_files({"index.py": "def handler(event, context):\n    return event\n"})).decode()
GREET: dict[str, Any] = {
    "function_name": "greet",
    "runtime": "python3.10",
    "handler": "index.handler",
    "code": {"zip_file": PACKAGE},
    "memory_size": 256,
}
OLD_GREET = {**GREET, "service_name": "svc"}
SERVICE = {"name": "svc", "description": "IVR"}
REPLACED = ("create-replacement V3Function greet", "replace V3Function greet", "delete-replaced V3Function greet")


@pytest.fixture
def stack(cli: Path, tmp_path: Path, emulator: Emulator) -> harness.Stack:
    stack = harness.new_stack(cli, harness.copy_program(PROGRAM, tmp_path / "trial"), "dev")
    stack.configure(harness.alicloud_config(emulator, REGION, ACCOUNT, KEY_ID, KEY_SECRET))
    return stack


def declare(stack: harness.Stack, **kinds: dict[str, dict[str, Any]]) -> None:
    """What the program shall declare, by kind and name."""
    stack.configure({"trial:resources": kinds})


def done(ran: harness.Ran) -> harness.Ran:
    assert ran.code == 0, ran.out + ran.err
    return ran


def test_a_function_lives_from_the_first_up_to_destroy(stack: harness.Stack, emulator: Emulator) -> None:
    declare(stack, V3Function={"greet": GREET})
    assert [str(step) for step in done(stack.preview()).planned] == ["create V3Function greet"]
    assert emulator.calls() == ()

    assert done(stack.up()).changes == ("create V3Function greet",)
    assert harness.writes(emulator) == ["CreateFunction"]
    assert fc3(emulator).invoke_function("greet", m3.InvokeFunctionRequest(body=b'"hello"')).body.read() == b'"hello"'

    emulator.forget_calls()
    unchanged = done(stack.up("--expect-no-changes"))
    assert [str(step) for step in unchanged.steps] == ["same V3Function greet"]
    assert emulator.calls() == ()

    declare(stack, V3Function={"greet": {**GREET, "function_name": "welcome"}})
    assert done(stack.up()).changes == REPLACED
    assert harness.writes(emulator) == ["CreateFunction", "DeleteFunction greet"]

    emulator.forget_calls()
    assert done(stack.destroy()).changes == ("delete V3Function greet",)
    assert harness.writes(emulator) == ["DeleteFunction welcome"]
    assert fc3(emulator).list_functions(m3.ListFunctionsRequest()).body.functions == []


def test_a_function_of_the_older_kind_lives_in_its_service(stack: harness.Stack, emulator: Emulator, world: World) -> None:
    declare(stack, Service={"svc": SERVICE}, V2Function={"greet": OLD_GREET})
    assert done(stack.up()).changes == ("create Service svc", "create V2Function greet")
    assert harness.writes(emulator) == ["CreateService", "CreateFunction svc"]

    emulator.forget_calls()
    declare(stack, Service={"svc": SERVICE}, V2Function={"greet": {**OLD_GREET, "memory_size": 512}})
    assert done(stack.up()).changes == ("update V2Function greet",)
    assert world.compute(ACCOUNT, REGION).functions["svc", "greet"].settings["memorySize"] == 512
    assert done(stack.refresh()).changes == ()

    declare(stack, Service={"svc": SERVICE}, V2Function={"greet": {**OLD_GREET, "function_name": "welcome"}})
    done(stack.up())
    assert harness.writes(emulator) == ["UpdateFunction svc", "CreateFunction svc", "DeleteFunction svc"]
    assert [name for _, name in world.compute(ACCOUNT, REGION).functions] == ["welcome"]


def test_drift_is_seen_by_refresh_and_put_right_by_the_next_up(stack: harness.Stack, emulator: Emulator, world: World) -> None:
    declare(stack, V3Function={"greet": GREET})
    done(stack.up())
    world.change_function(ACCOUNT, REGION, "greet", settings={"memorySize": 512})
    emulator.forget_calls()
    done(stack.refresh())
    [found] = [each for each in stack.state() if each["type"] == V3_FUNCTION]
    assert (found["inputs"]["memorySize"], found["outputs"]["memorySize"]) == (512, 512)
    assert harness.writes(emulator) == []
    assert done(stack.up()).changes == ("update V3Function greet",)
    assert harness.writes(emulator) == ["UpdateFunction greet"]
    assert world.compute(ACCOUNT, REGION).functions["", "greet"].settings["memorySize"] == 256


def test_a_function_that_is_gone_leaves_the_state_and_comes_back(stack: harness.Stack, world: World) -> None:
    declare(stack, V3Function={"greet": GREET})
    done(stack.up())
    world.compute(ACCOUNT, REGION).remove("", "greet")
    assert done(stack.refresh()).changes == ("delete V3Function greet",)
    assert done(stack.up()).changes == ("create V3Function greet",)
    assert ("", "greet") in world.compute(ACCOUNT, REGION).functions


def test_an_existing_function_is_imported_and_a_wrong_id_is_refused(stack: harness.Stack, emulator: Emulator, world: World) -> None:
    world.put_function(ACCOUNT, REGION, "greet", settings={"memorySize": 256})
    refused = stack.adopt(V3_FUNCTION, "nobody", "nobody")
    assert refused.code != 0
    assert any("nobody" in message and "does not exist" in message for message in refused.messages)
    assert done(stack.adopt(V3_FUNCTION, "greet", "greet")).changes == ("import V3Function greet",)
    assert harness.writes(emulator) == []


def test_what_the_api_refuses_fails_the_step_and_is_said_in_one_line(stack: harness.Stack, world: World) -> None:
    declare(stack, V3Function={"greet": {**GREET, "runtime": "python5"}})
    ran = stack.up()
    assert ran.code != 0
    assert [str(step) for step in ran.failed] == ["create V3Function greet"]
    said = "POST /2023-03-30/functions: 400 InvalidArgument: Runtime is set to an invalid value: python5"
    assert any(said in message for message in ran.messages)
    assert world.compute(ACCOUNT, REGION).functions == {}


def test_what_was_half_done_is_finished_by_the_next_up(stack: harness.Stack, emulator: Emulator, world: World) -> None:
    restricted = {**GREET, "invocation_restriction": {"disable": True, "reason": "not yet"}}
    declare(stack, V3Function={"greet": restricted})
    emulator.arm("DisableFunctionInvocation:error=503")
    assert stack.up().code != 0
    assert done(stack.up()).changes == ("update V3Function greet",)
    assert harness.writes(emulator) == ["CreateFunction", "DisableFunctionInvocation greet", "DisableFunctionInvocation greet"]
    assert world.compute(ACCOUNT, REGION).functions["", "greet"].is_disabled

    emulator.arm("DeleteFunction:error=503")
    declare(stack, V3Function={"greet": {**GREET, "function_name": "welcome"}})
    assert stack.up().code != 0
    assert {name for _, name in world.compute(ACCOUNT, REGION).functions} == {"greet", "welcome"}
    done(stack.up())
    assert {name for _, name in world.compute(ACCOUNT, REGION).functions} == {"welcome"}


def test_after_ctrl_c_the_call_that_ran_is_recorded_and_the_next_up_goes_on(stack: harness.Stack, emulator: Emulator) -> None:
    declare(stack, V3Function={"greet": GREET})
    emulator.arm("CreateFunction:delay=2s")
    running = stack.begin("up", "--yes", "--skip-preview", "--stack", stack.name)
    wait_until(lambda: harness.writes(emulator) != [])
    os.killpg(running.pid, signal.SIGINT)
    running.communicate(timeout=PATIENCE)
    assert running.returncode != 0
    done(stack.up())
    assert harness.writes(emulator) == ["CreateFunction"]
