"""Under the real engine: the ways to start the plugin, two updates at once, protection, and mistakes told in one sentence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests.patience import PATIENCE, wait_until
from tests.pulumi import harness
from tests.pulumi.project import INSTANCE, REGION, Project

pytestmark = pytest.mark.engine


def without_its_path(project: Project) -> None:
    """Pulumi.yaml as that of somebody who installed ivrsync: it names no folder of the plugin."""
    file = project.stack.place / "Pulumi.yaml"
    stated = file.read_text(encoding="utf-8")
    [line] = [line for line in stated.splitlines() if "path: infra/provider" in line]
    file.unlink()  # a link to the one of this checkout
    file.write_text(stated.replace(f"plugins:\n  providers:\n{line}\n", ""), encoding="utf-8")
    assert "plugins" not in file.read_text(encoding="utf-8")


@contextmanager
def started_by_hand(project: Project) -> Iterator[str]:
    """The plugin, with the environment of that project; its port."""
    command = [sys.executable, "-m", "infra.provider"]
    environment = dict(project.stack.environment)
    with subprocess.Popen(command, cwd=harness.ROOT, env=environment, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            yield running.stdout.readline().strip()
        finally:
            running.terminate()
            running.wait(PATIENCE)


def test_installed_it_is_found_on_path(project: Project) -> None:
    without_its_path(project)
    project.declare()
    project.up()
    assert project.target == f"{REGION}/greet"


def test_the_engine_attaches_to_one_that_somebody_started(project: Project) -> None:
    without_its_path(project)
    harness.install(project.stack.place / ".bin" / "pulumi-resource-ivrsync", ("false",))
    project.declare()
    assert project.stack.up().code != 0
    with started_by_hand(project) as port:
        attached = {**project.stack.environment, "PULUMI_DEBUG_PROVIDERS": f"ivrsync:{port}"}
        replace(project, stack=replace(project.stack, environment=attached)).up()
    assert project.target == f"{REGION}/greet"


def test_of_two_updates_at_once_the_second_is_told_and_the_first_goes_on(project: Project) -> None:
    project.declare()
    project.emulator.arm("CreateFunction:delay=5s")
    first = project.stack.begin("up", "--yes", "--skip-preview", "--stack", project.stack.name)
    wait_until(lambda: "CreateFunction" in harness.writes(project.emulator))
    second = project.stack.up()
    assert second.code != 0
    assert "the stack is currently locked by 1 lock(s)" in second.err
    out, err = first.communicate(timeout=PATIENCE)
    assert first.returncode == 0, out + err
    assert project.target == f"{REGION}/greet"


def test_a_protected_function_is_not_renamed_until_an_up_without_protection(project: Project) -> None:
    project.stack.configure({"ivr-functions:protect": ["greet"]})
    project.declare()
    project.up()
    project.declare(name="welcome")
    refused = project.stack.preview()
    assert refused.code != 0
    assert any("currently marked for protection" in message for message in refused.messages)

    project.stack.configure({"ivr-functions:protect": []})
    project.declare()
    project.up()
    project.declare(name="welcome")
    project.up()
    assert project.places == [f"{REGION}/welcome"]


@pytest.mark.parametrize(
    ("config", "told"),
    [
        pytest.param({"ivr-functions:protect": "greet"}, "protect", id="no list"),
        pytest.param({"ivr-functions:inlineLimit": "big"}, "inlineLimit", id="no number"),
        pytest.param({"ivr-functions:protect": ["great"]}, "protect names 'great'", id="no such uid"),
        pytest.param({"ivr-functions:verfy": True}, "has an unknown verfy", id="no such key"),
        pytest.param({"ivr-functions:registry": "elsewhere"}, "pulumi config set registry FOLDER", id="no registry"),
        pytest.param({"ivr-functions:settings": "elsewhere.toml"}, "pulumi config set settings FILE", id="no settings"),
        pytest.param({"ivr-functions:account": "prod"}, "no account 'prod'", id="no such account"),
    ],
)
def test_a_wrong_configuration_is_told_before_anything_is_made(project: Project, config: Mapping[str, object], told: str) -> None:
    project.declare()
    project.stack.configure(config)
    refuses(project, told)


def test_an_error_in_the_registry_is_told_with_its_line_before_anything_is_made(project: Project) -> None:
    project.declare(memory="much")
    refuses(project, "services.yaml:")


def refuses(project: Project, told: str) -> None:
    """`up` says that, shows no trace, and makes nothing."""
    ran = project.stack.up()
    assert ran.code != 0
    assert told in ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err
    assert (project.emulator.calls(), project.places, project.world.center(INSTANCE).registrations) == ((), [], {})
