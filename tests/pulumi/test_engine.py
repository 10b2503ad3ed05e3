"""The real engine with the stand-in for alicloud alone: what the tests of the program do not come to."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from sync.emulator.code import zip_files
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.sdk import ACCOUNT, KEY_ID, KEY_SECRET, REGION
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


def test_a_function_of_the_older_kind_lives_in_its_service(stack: harness.Stack, emulator: Emulator, world: World) -> None:
    declare(stack, Service={"svc": SERVICE}, V2Function={"greet": OLD_GREET})
    assert done(stack.up()).changes == ("create Service svc", "create V2Function greet")
    assert harness.writes(emulator) == ["CreateService", "CreateFunction svc"]

    emulator.forget_calls()
    declare(stack, Service={"svc": SERVICE}, V2Function={"greet": {**OLD_GREET, "memory_size": 512}})
    assert done(stack.up()).changes == ("update V2Function greet",)
    assert world.compute(ACCOUNT, REGION).functions["svc", "greet"].settings["memorySize"] == 512


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
