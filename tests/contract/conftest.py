"""One scene, staged twice: in the hand-written fake, and in the emulator behind the official SDKs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.contract.stages import Emulated, Faked, Stage

STAGES: dict[str, Callable[[], Stage]] = {"fake": Faked, "emulator-and-sdk": Emulated}


@pytest.fixture(params=STAGES)
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    made = STAGES[request.param]()
    yield made
    made.close()


@pytest.fixture
def emulated() -> Iterator[Emulated]:
    made = Emulated()
    yield made
    made.close()
