"""The program and the provider under the real engine, against the emulator: what a team does with them, and what goes wrong."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from sync.emulator.centers import Registration
from sync.emulator.faults import Fault
from sync.emulator.server import Emulator
from tests.patience import PATIENCE, wait_until
from tests.pulumi import harness
from tests.pulumi.project import ECHO, ELSEWHERE, INSTANCE, REGION, Project, new_project, new_world, watching

pytestmark = pytest.mark.engine
FUNCTION, REGISTRATION = f"greet@{REGION}", "greet@hotline"
MADE = (f"create V3Function {FUNCTION}", f"create FunctionRegistration {REGISTRATION}")
# What an `up` that renames a function reads, of both clouds.
READS = {"GetFunction", "GetFunctionCode", "ListContactFlows", "ListFunctionMetas", "ListPhoneNumbers", "TestFcInvocation"}
MOVED = ["CreateFunction", "TagResources", "ModifyFunctionMeta"]
# Where to, as which declaration, by which writes; it begins as svc/greet of 2.0 in REGION.
MOVES: tuple[tuple[str, Mapping[str, Any], list[str]], ...] = (
    (f"{REGION}/greet", {}, [*MOVED, "DeleteFunction svc", "DeleteService svc"]),
    (f"{REGION}/welcome", {"name": "welcome"}, [*MOVED, "DeleteFunction greet"]),
    (f"{ELSEWHERE}/welcome", {"name": "welcome", "region": ELSEWHERE}, [*MOVED, "DeleteFunction welcome"]),
)


def test_both_sides_live_from_the_first_up_until_no_published_flow_needs_them(project: Project) -> None:
    project.declare()
    assert [str(step) for step in done(project.stack.preview()).planned] == list(MADE)
    assert project.emulator.calls() == ()
    assert project.up().changes == MADE
    assert harness.writes(project.emulator) == ["CreateFunction", "TagResources", "AddFunctionMeta"]
    assert (project.places, project.target) == ([f"{REGION}/greet"], f"{REGION}/greet")
    identity = project.registration.registration_id
    asked = project.stack.run("stack", "output", "registrations", "--json", "--stack", project.stack.name)
    assert json.loads(asked.out) == {REGISTRATION: identity}

    project.up("--expect-no-changes")
    assert project.emulator.calls() == ()

    project.publish_a_flow()
    project.declare(with_function=False)
    refused = project.stack.up()
    assert refused.code != 0
    [said] = [message for message in refused.messages if "is still called by" in message]
    assert all(word in said for word in (identity, "Main line", "flow-1", "057100000001"))
    assert (project.places, project.target) == ([f"{REGION}/greet"], f"{REGION}/greet")
    project.publish_no_flow()
    project.up()
    assert harness.writes(project.emulator) == ["DeleteFunctionMeta", "DeleteFunction greet"]


def test_a_function_moves_without_a_moment_in_which_calls_fail(
    project: Project, record_property: Callable[[str, object], None]
) -> None:
    project.declare(generation="2.0")
    project.up()
    project.publish_a_flow()
    identity = project.registration.registration_id
    for there, stated, order in MOVES:
        project.declare(**stated)
        with project.being_called() as called:
            project.up()
        assert (project.places, project.target, project.registration.registration_id) == ([there], there, identity)
        assert harness.writes(project.emulator) == order
        assert called["failures"] == []
        assert called["calls"] > 0
        record_property("counted", f"calls while a function moved to {there}: {called['calls']}, failed: 0")


def test_a_registration_that_the_engine_replaces_is_the_same_one_afterwards(project: Project) -> None:
    project.declare()
    project.up()
    identity = project.registration.registration_id
    [urn] = [each["urn"] for each in project.stack.state() if each["type"].endswith(":FunctionRegistration")]
    assert "delete-replaced FunctionRegistration greet@hotline" in project.up("--replace", urn).changes
    assert (project.registration.registration_id, project.target) == (identity, f"{REGION}/greet")
    project.up("--expect-no-changes", "--refresh")


def test_what_published_flows_do_not_fit_is_refused_before_anything_is_made(project: Project) -> None:
    project.declare()
    project.up()
    project.publish_a_flow()
    project.emulator.forget_calls()
    takes: Mapping[str, Any] = {"signature": {"inputs": {"order": {"type": "string", "required": True}}}, "checks": []}
    project.declare(source=ECHO.replace("phone", "order"), **takes)
    refused = project.stack.preview()
    assert refused.code != 0
    [said] = [message for message in refused.messages if "does not fit what published flows pass and read" in message]
    assert all(word in said for word in ("Main line", "flow-1"))
    assert harness.writes(project.emulator) == []


def test_every_field_is_changed_in_place(project: Project) -> None:
    project.declare()
    project.up()
    code = 'import json\n\n\ndef answer(event, context):\n    return {"city": json.loads(event)["phone"]}\n'
    project.declare(
        memory=512,
        timeout=20,
        handler="index.answer",
        source=code,
        description="Says where from",
        environment={"LEVEL": "debug"},
        runtime="python3.12",
        registrations={"hotline": {"description": "said by dev", "role": "caller"}},
    )
    changes = project.up().changes
    assert changes == (f"update V3Function {FUNCTION}", f"update FunctionRegistration {REGISTRATION}")
    assert harness.writes(project.emulator) == ["UpdateFunction greet", "ModifyFunctionMeta"]
    [(_, function)] = project.functions
    found = {name: function.settings[name] for name in ("memorySize", "timeout", "handler", "description", "runtime")}
    assert found == {
        "memorySize": 512,
        "timeout": 20,
        "handler": "index.answer",
        "description": "Says where from",
        "runtime": "python3.12",
    }
    variables = function.settings["environmentVariables"]
    assert isinstance(variables, dict)
    assert variables["LEVEL"] == "debug"
    assert (project.registration.description, project.registration.role) == ("said by dev", "caller")


def test_a_rename_that_fails_at_each_write_gets_further_each_time_and_breaks_no_flow(cli: Path, tmp_path: Path) -> None:
    world, broken = new_world(), list[str]()
    with Emulator.start(world, regions=[REGION], observer=watching(world, broken)) as emulator:
        project = new_project(cli, tmp_path / "project", emulator)
        project.declare()
        project.up()
        project.declare(name="welcome")
        for struck in ("CreateFunction", "TagResources", "ModifyFunctionMeta"):
            emulator.arm(f"{struck}:error=503*100")
            assert project.stack.up().code != 0
            emulator.clear_faults()
            assert project.target == f"{REGION}/greet"
        interrupt(project, "ModifyFunctionMeta")
        emulator.arm("DeleteFunction:error=503*100")
        assert project.stack.up().code != 0
        emulator.clear_faults()
        assert project.places == [f"{REGION}/greet", f"{REGION}/welcome"]
        project.up()
        assert (project.places, project.target) == ([f"{REGION}/welcome"], f"{REGION}/welcome")
    assert broken == []


def test_a_rename_in_which_a_read_fails_breaks_no_flow_and_the_next_up_finishes_it(
    cli: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """The first call of each operation, and the last: two updates for each of eleven, which takes two or three minutes."""
    world, broken = new_world(), list[str]()
    with Emulator.start(world, regions=[REGION], observer=watching(world, broken)) as emulator:
        project = new_project(cli, tmp_path / "project", emulator)
        project.declare()
        project.up()
        project.publish_a_flow()
        identity, names = project.registration.registration_id, cycle(("welcome", "greet"))
        project.declare(name=next(names))
        project.up()
        reads = Counter(call.operation for call in emulator.calls() if not call.is_write)
        assert reads.keys() == READS
        for operation, number in [(each, at) for each, times in reads.items() for at in sorted({0, times - 1})]:
            name = next(names)
            project.declare(name=name)
            shutil.rmtree(project.stack.place / ".cache", ignore_errors=True)  # code that was read is not read again
            fault = Fault.parse(f"{operation}:error=503*1000+{number}")
            emulator.arm(fault)
            project.stack.up()
            assert sum(each.times for each in emulator.armed()) < fault.times, f"{operation} was called {number} times at most"
            emulator.clear_faults()
            project.up()
            assert (project.places, project.target) == ([f"{REGION}/{name}"], f"{REGION}/{name}"), operation
            assert project.registration.registration_id == identity
    assert broken == []
    record_property("counted", f"reads that failed while a function was renamed: {sum(min(2, n) for n in reads.values())}")


def interrupt(project: Project, operation: str) -> None:
    """Ctrl-C while that operation takes its time."""
    project.emulator.forget_calls()
    project.emulator.arm(f"{operation}:delay=2s")
    running = project.stack.begin("up", "--yes", "--skip-preview", "--stack", project.stack.name)
    wait_until(lambda: operation in harness.writes(project.emulator))
    os.killpg(running.pid, signal.SIGINT)
    running.communicate(timeout=PATIENCE)
    project.emulator.clear_faults()


def test_that_a_function_is_kept_has_to_be_said_in_an_up_before_its_rename(project: Project) -> None:
    project.declare()
    project.up()
    project.stack.configure({"ivr-functions:retainOnDelete": ["*"]})
    project.declare(name="welcome")
    project.up()
    assert project.places == [f"{REGION}/welcome"]
    project.declare(name="hello")
    project.up()
    assert (project.places, project.target) == ([f"{REGION}/hello", f"{REGION}/welcome"], f"{REGION}/hello")


def test_by_hand_up_says_what_to_click_and_the_old_function_stays_until_it_is_done(project: Project) -> None:
    project.declare(mode="console")
    clicks = by_hand(project.stack.up())
    assert "register  greet@hotline in ccc-test: by hand" in clicks
    assert "函数  greet" in clicks
    added = Registration(registration_id="by-hand-1", function="greet", region=REGION, description="where from")
    project.world.center(INSTANCE).register(added)
    done(project.stack.refresh())
    [found] = [each for each in project.stack.state() if each["type"].endswith(":FunctionRegistration")]
    assert (found["id"], found.get("initErrors")) == (f"{INSTANCE}/by-hand-1", None)

    project.declare(mode="console", name="welcome")
    clicks = by_hand(project.stack.up())
    assert "repoint  greet@hotline in ccc-test: by hand" in clicks
    assert "函数  welcome" in clicks
    assert project.places == [f"{REGION}/greet", f"{REGION}/welcome"]
    project.world.center(INSTANCE).register(replace(added, function="welcome"))
    project.up("--refresh")
    assert project.places == [f"{REGION}/welcome"]
    assert [call for call in harness.writes(project.emulator) if call.endswith("FunctionMeta")] == []


def done(ran: harness.Ran) -> harness.Ran:
    assert ran.code == 0, ran.out + ran.err
    return ran


def by_hand(ran: harness.Ran) -> str:
    """What an `up` that cannot go on without a person says."""
    assert ran.code != 0
    [said] = [message for message in ran.messages if "by hand" in message]
    return said


def test_two_stacks_of_one_project_hold_different_clouds(cli: Path, tmp_path: Path) -> None:
    with Emulator.start(new_world(), regions=[REGION]) as dev, Emulator.start(new_world(), regions=[REGION]) as prod:
        place = tmp_path / "project"
        projects = [new_project(cli, place, dev, "dev"), new_project(cli, place, prod, "prod")]
        for project in projects:
            project.declare()
            project.up()
        assert [project.places for project in projects] == [[f"{REGION}/greet"]] * 2
        assert projects[0].stack.destroy().code == 0
        assert [project.places for project in projects] == [[], [f"{REGION}/greet"]]


def test_a_wrong_key_changes_nothing_and_is_named(cli: Path, tmp_path: Path, running: Emulator) -> None:
    project = new_project(cli, tmp_path / "project", running, ALIBABA_CLOUD_ACCESS_KEY_SECRET="test-wrong-secret")
    project.declare()
    ran = project.stack.up()
    assert ran.code != 0
    assert any("SignatureDoesNotMatch" in message for message in ran.messages)
    assert (project.places, project.world.center(INSTANCE).registrations) == ([], {})


def test_an_existing_registration_is_imported_and_a_wrong_id_is_refused(project: Project) -> None:
    project.world.center(INSTANCE).register(Registration(registration_id="old-1", function="greet", region=REGION))
    token = "ivrsync:index:FunctionRegistration"
    assert done(project.stack.adopt(token, "greet", f"{INSTANCE}/old-1")).changes == ("import FunctionRegistration greet",)
    refused = project.stack.adopt(token, "nobody", f"{INSTANCE}/old-9")
    assert refused.code != 0
    assert any("does not exist" in message for message in refused.messages)
    assert harness.writes(project.emulator) == []
