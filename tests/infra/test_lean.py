"""What the program does without: the SDK's debug messages. Whatever a user may be told still reaches the engine."""

from __future__ import annotations

from collections.abc import Iterator

import pulumi
import pytest
from pulumi.runtime.proto.engine_pb2 import LogRequest
from pulumi.runtime.settings import SETTINGS, get_engine

from infra.lean import send_no_debug


class Engine:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.version = "3.274.0"

    def Log(self, request: LogRequest) -> None:  # noqa: N802  the protocol's name
        self.told.append(request.message)


@pytest.fixture
def engine() -> Iterator[Engine]:
    before, engine = get_engine(), Engine()
    SETTINGS.engine = engine
    yield engine
    SETTINGS.engine = before


def test_debug_messages_are_not_sent_and_all_others_are(engine: Engine) -> None:
    send_no_debug()
    send_no_debug()
    for say in (pulumi.log.debug, pulumi.log.info, pulumi.log.warn, pulumi.log.error):
        say(say.__name__)
    assert engine.told == ["info", "warn", "error"]


def test_everything_else_of_the_engine_is_there(engine: Engine) -> None:
    send_no_debug()
    assert getattr(get_engine(), "version", None) == engine.version
