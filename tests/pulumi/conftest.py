"""Tests that carry the mark `engine` run a real pulumi CLI; without one they are skipped, and the report says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.sdk import ACCOUNT, KEY_ID, KEY_SECRET, REGION
from tests.pulumi import harness
from tests.pulumi.project import ELSEWHERE, Project, new_project, new_world


@pytest.fixture(scope="session")
def cli() -> Path:
    """The pulumi CLI."""
    found = harness.cli()
    if found is None:
        pytest.skip("there is no pulumi CLI: the real engine was not tested; `make pulumi` builds one")
    return found


@pytest.fixture
def world() -> World:
    """A cloud with one account and nothing in it."""
    world = World()
    world.add_account(ACCOUNT, KEY_ID, KEY_SECRET)
    return world


@pytest.fixture
def emulator(world: World) -> Iterator[Emulator]:
    with Emulator.start(world, regions=[REGION, "cn-shenzhen"]) as running:
        yield running


@pytest.fixture
def running() -> Iterator[Emulator]:
    """An account with an empty call center."""
    with Emulator.start(new_world(), regions=[REGION, ELSEWHERE]) as emulator:
        yield emulator


@pytest.fixture
def project(cli: Path, tmp_path: Path, running: Emulator) -> Project:
    """A stack of the real program in that account."""
    return new_project(cli, tmp_path / "project", running)
