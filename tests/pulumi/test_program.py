"""The program and the provider under the real engine, against the emulator: what a team does with them, and what goes wrong."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sync.emulator.centers import Registration
from sync.emulator.server import Emulator
from tests.patience import PATIENCE, wait_until
from tests.pulumi import harness
from tests.pulumi.project import ELSEWHERE, INSTANCE, REGION, Project, new_project, new_world, watching

pytestmark = pytest.mark.engine
FUNCTION, REGISTRATION = f"greet@{REGION}", "greet@hotline"


@pytest.fixture
def running() -> Iterator[Emulator]:
    with Emulator.start(new_world(), regions=[REGION, ELSEWHERE]) as emulator:
        yield emulator


@pytest.fixture
def project(cli: Path, tmp_path: Path, running: Emulator) -> Project:
    return new_project(cli, tmp_path / "project", running)


def test_both_sides_are_created_and_a_second_up_writes_nothing(project: Project) -> None:
    project.declare()
    assert project.up().changes == (f"create V3Function {FUNCTION}", f"create FunctionRegistration {REGISTRATION}")
    assert harness.writes(project.emulator) == ["CreateFunction", "TagResources", "AddFunctionMeta"]
    assert (project.places, project.target) == ([f"{REGION}/greet"], f"{REGION}/greet")
    assert project.up("--expect-no-changes").changes == ()
    assert harness.writes(project.emulator) == []


@pytest.mark.parametrize(
    ("before", "after", "places", "order"),
    [
        pytest.param(
            {},
            {"name": "welcome"},
            [f"{REGION}/welcome"],
            ["CreateFunction", "TagResources", "ModifyFunctionMeta", "DeleteFunction greet"],
            id="another name",
        ),
        pytest.param(
            {},
            {"region": ELSEWHERE},
            [f"{ELSEWHERE}/greet"],
            ["CreateFunction", "TagResources", "ModifyFunctionMeta", "DeleteFunction greet"],
            id="another region",
        ),
        pytest.param(
            {"generation": "2.0"},
            {"generation": "3.0"},
            [f"{REGION}/greet"],
            ["CreateFunction", "TagResources", "ModifyFunctionMeta", "DeleteFunction svc", "DeleteService svc"],
            id="another generation",
        ),
    ],
)
def test_a_function_moves_without_a_moment_in_which_calls_fail(
    project: Project,
    before: dict[str, Any],
    after: dict[str, Any],
    places: list[str],
    order: list[str],
    record_property: Callable[[str, object], None],
) -> None:
    project.declare(**before)
    project.up()
    project.publish_a_flow()
    identity = project.registration.registration_id
    project.declare(**after)
    with project.being_called() as called:
        project.up()
    assert (project.places, project.target, project.registration.registration_id) == (places, places[0], identity)
    assert harness.writes(project.emulator) == order
    assert called["failures"] == []
    assert called["calls"] > 0
    record_property("counted", f"calls while a function moved to {places[0]}: {called['calls']}, failed: 0")


def test_every_field_is_changed_in_place(project: Project) -> None:
    project.declare()
    project.up()
    code = 'import json\n\n\ndef answer(event, context):\n    return {"city": json.loads(event)["phone"]}\n'
    project.declare(
        memory=512,
        timeout=20,
        handler="index.answer",
        code=code,
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


def test_a_rename_that_failed_anywhere_is_finished_by_the_next_up_and_breaks_no_flow(cli: Path, tmp_path: Path) -> None:
    world, broken = new_world(), list[str]()
    with Emulator.start(world, regions=[REGION], observer=watching(world, broken)) as emulator:
        project = new_project(cli, tmp_path / "project", emulator)
        project.declare()
        project.up()
        for struck in ("CreateFunction", "TagResources", "ModifyFunctionMeta", "DeleteFunction"):
            name = f"greet-{struck}"
            project.declare(name=name)
            emulator.arm(f"{struck}:error=503*100")
            assert project.stack.up().code != 0
            emulator.clear_faults()
            project.up()
            assert (project.places, project.target) == ([f"{REGION}/{name}"], f"{REGION}/{name}")
        assert project.up("--expect-no-changes").changes == ()
    assert broken == []


def test_drift_on_both_sides_is_seen_by_refresh_and_put_right_by_up(project: Project) -> None:
    project.declare()
    project.up()
    project.world.change_function("1000000000000001", REGION, "greet", settings={"memorySize": 512})
    project.world.center(INSTANCE).register(replace(project.registration, description="said by somebody"))
    project.emulator.forget_calls()
    assert project.stack.refresh().code == 0
    assert harness.writes(project.emulator) == []
    changes = project.up().changes
    assert changes == (f"update V3Function {FUNCTION}", f"update FunctionRegistration {REGISTRATION}")
    assert (project.functions[0][1].settings["memorySize"], project.registration.description) == (256, "where from")


def test_what_a_published_flow_calls_is_not_deleted_until_the_flow_does_without(project: Project) -> None:
    project.declare()
    project.up()
    project.publish_a_flow()
    project.declare(with_function=False)
    refused = project.stack.up()
    assert refused.code != 0
    [said] = [message for message in refused.messages if "is still called by" in message]
    assert all(word in said for word in ("Main line", "flow-1", "057100000001"))
    assert (project.places, project.target) == ([f"{REGION}/greet"], f"{REGION}/greet")
    project.publish_no_flow()
    project.up()
    assert (project.places, project.world.center(INSTANCE).registrations) == ([], {})


def test_by_hand_up_says_what_to_click_and_the_old_function_stays_until_it_is_done(project: Project) -> None:
    project.declare(mode="console")
    clicks = by_hand(project.stack.up())
    assert "register  greet@hotline in ccc-test: by hand" in clicks
    assert "函数  greet" in clicks
    added = Registration(registration_id="by-hand-1", function="greet", region=REGION, description="where from")
    project.world.center(INSTANCE).register(added)
    assert project.stack.refresh().code == 0
    assert project.up("--expect-no-changes").changes == ()

    project.declare(mode="console", name="welcome")
    clicks = by_hand(project.stack.up())
    assert "repoint  greet@hotline in ccc-test: by hand" in clicks
    assert "函数  welcome" in clicks
    assert project.places == [f"{REGION}/greet", f"{REGION}/welcome"]
    project.world.center(INSTANCE).register(replace(added, function="welcome"))
    assert project.stack.refresh().code == 0
    project.up()
    assert project.places == [f"{REGION}/welcome"]
    assert [call for call in harness.writes(project.emulator) if call.endswith("FunctionMeta")] == []


def by_hand(ran: harness.Ran) -> str:
    """What an `up` that cannot go on without a person says."""
    assert ran.code != 0
    [said] = [message for message in ran.messages if "by hand" in message]
    return said


def test_after_ctrl_c_the_next_up_finishes_what_was_begun(project: Project) -> None:
    project.declare()
    project.up()
    project.declare(name="welcome")
    project.emulator.forget_calls()
    project.emulator.arm("ModifyFunctionMeta:delay=2s")
    running = project.stack.begin("up", "--yes", "--skip-preview", "--stack", project.stack.name)
    wait_until(lambda: "ModifyFunctionMeta" in harness.writes(project.emulator))
    os.killpg(running.pid, signal.SIGINT)
    running.communicate(timeout=PATIENCE)
    assert project.target in project.places
    project.up()
    assert (project.places, project.target) == ([f"{REGION}/welcome"], f"{REGION}/welcome")


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
