from __future__ import annotations

from collections.abc import Iterator

import pytest

from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.sdk import ACCOUNT, KEY_ID, KEY_SECRET, REGION


@pytest.fixture
def world() -> World:
    """A world with one account and nothing in it."""
    world = World()
    world.add_account(ACCOUNT, KEY_ID, KEY_SECRET)
    return world


@pytest.fixture
def emulator(world: World) -> Iterator[Emulator]:
    with Emulator.start(world, regions=[REGION, "cn-shenzhen"]) as running:
        yield running
