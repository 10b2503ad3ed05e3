"""What the SDK does for every resource and this program does without: it registers hundreds."""

from __future__ import annotations

import gc
from typing import Any

from pulumi.runtime.proto.engine_pb2 import DEBUG, LogRequest
from pulumi.runtime.settings import SETTINGS, get_engine


class _WithoutDebug:
    """The engine, to which no debug message goes: the SDK sends four for a resource, and waits for each."""

    def __init__(self, engine: Any) -> None:  # noqa: ANN401  a stub without types, or the one of a test
        self._engine = engine

    def Log(self, request: LogRequest) -> object:  # noqa: N802  the protocol's name
        """Only what a user may be told."""
        return None if request.severity == DEBUG else self._engine.Log(request)

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)


def send_no_debug() -> None:
    """The engine shows them with --debug alone; its own log (-v=9 --logtostderr) has what it was asked."""
    engine = get_engine()
    if engine is not None and not isinstance(engine, _WithoutDebug):
        SETTINGS.engine = _WithoutDebug(engine)


def collect_rarely() -> None:
    """Of 500 resources the SDK keeps everything until the end: looking through it for garbage took half of the program's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
