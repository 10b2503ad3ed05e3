"""The stack and the command line on one registry: after `up` and `ivrsync lock` both see the same drift, or none."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sync.emulator.code import zip_files
from sync.emulator.server import Emulator
from sync.emulator.world import World
from sync.emulator.worldfile import read_world
from tests.patience import PATIENCE
from tests.pulumi import harness
from tests.pulumi.project import ACCOUNT, ECHO, INSTANCE, REGION, Project, new_project

pytestmark = pytest.mark.engine
FUNCTION, REGISTRATION = f"V3Function greet@{REGION}", "FunctionRegistration greet@hotline"


def settings(project: Project) -> None:
    project.world.change_function(ACCOUNT, REGION, "greet", settings={"memorySize": 512})
    project.world.center(INSTANCE).register(replace(project.registration, description="said by somebody"))


def repointed(project: Project) -> None:
    project.world.put_function(ACCOUNT, REGION, "other")
    project.world.center(INSTANCE).register(replace(project.registration, function="other"))


def unregistered(project: Project) -> None:
    project.world.center(INSTANCE).registrations.clear()


def deleted(project: Project) -> None:
    project.world.compute(ACCOUNT, REGION).remove("", "greet")


def code(project: Project) -> None:
    changed = zip_files({"index.py": f"{ECHO}\n# deployed by hand\n".encode()})
    project.world.change_function(ACCOUNT, REGION, "greet", package=changed)


# What somebody does in the cloud; what a refresh says of it; the findings of drift.
SCENARIOS: dict[Callable[[Project], None], tuple[list[str], set[str]]] = {
    settings: ([f"update {REGISTRATION}", f"update {FUNCTION}"], {"CF003", "RG005"}),
    repointed: ([f"update {REGISTRATION}"], {"RG009"}),
    unregistered: ([f"delete {REGISTRATION}"], {"RG001"}),
    # One cause: the function is gone, and so its registration points at nothing.
    deleted: ([f"delete {FUNCTION}"], {"EX001", "RG002"}),
    # The API never shows code to the alicloud provider; drift reads it.
    code: ([], {"SG023"}),
}


def test_refresh_and_drift_see_the_same_and_up_puts_it_right(project: Project) -> None:
    project.declare()
    project.up()
    ivrsync(project, "lock", "--yes")
    assert drift(project) == set()

    seen = {}
    for act in SCENARIOS:
        picture = project.world.copy()
        act(project)
        refreshed = project.stack.deploy("refresh", "--preview-only")
        assert refreshed.code == 0, refreshed.err
        seen[act] = (sorted(refreshed.changes), drift(project))
        project.world.become(picture)
    assert seen == SCENARIOS

    settings(project)
    project.up("--refresh")
    assert (project.functions[0][1].settings["memorySize"], project.registration.description) == (256, "where from")
    assert drift(project) == set()


def drift(project: Project) -> set[str]:
    """The codes that `ivrsync drift` finds."""
    return {finding["code"] for finding in ivrsync(project, "drift", "--exit-zero")["findings"]}


def ivrsync(project: Project, *arguments: str) -> Any:
    """The document of a command, which has to succeed."""
    command, stack = [sys.executable, "-m", "sync", *arguments, "--format", "json"], project.stack
    ran = subprocess.run(
        command, cwd=stack.place, env=stack.environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_a_living_center_is_adopted_without_a_write(cli: Path, tmp_path: Path) -> None:
    """The demo's, whose one registration that works reaches a function that nobody's registry has code for."""
    with Emulator.start(read_world(harness.ROOT / "examples" / "demo" / "world.yaml", World)) as emulator:
        project = new_project(cli, tmp_path / "project", emulator)
        ivrsync(project, "import", "--center", f"hotline={INSTANCE}", "--registrations", "api")
        assert [change for change in project.up().changes if "create" in change] == [
            "create FunctionRegistration order-status@hotline"
        ]
        assert harness.writes(emulator) == []
        project.up("--expect-no-changes")
        assert harness.writes(emulator) == []
        made = json.loads(project.stack.run("stack", "output", "registrations", "--json", "--stack", project.stack.name).out)
        assert made == {"order-status@hotline": "5d2f3c1e-0b6a-4a57-9a55-0f6f8a1c2d02"}
