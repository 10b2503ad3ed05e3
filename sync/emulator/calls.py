"""What was asked of the emulator, for tests that must know it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from threading import Lock
from typing import Literal

from sync.emulator.messages import Api, Call

Observer = Callable[[Literal["before", "after"], Call], None]
"""Told before and after each operation runs; may raise `DropConnection`."""

_KEPT = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedCall:
    """One call that passed the signature check, whatever came of it."""

    api: Api
    operation: str
    region: str
    segments: tuple[str, ...]
    parameters: Mapping[str, str]

    @property
    def is_write(self) -> bool:
        """Whether the call could change the world."""
        return Call(api=self.api, operation=self.operation, region=self.region, account="").is_write

    def to_json(self) -> dict[str, object]:
        """As plain JSON values."""
        return {**asdict(self), "segments": list(self.segments)}


class Calls:
    """The newest calls, in the order in which they came."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._calls: deque[RecordedCall] = deque(maxlen=_KEPT)

    def record(self, call: Call) -> None:
        """Remember one."""
        recorded = RecordedCall(
            api=call.api, operation=call.operation, region=call.region, segments=call.segments, parameters=dict(call.parameters)
        )
        with self._lock:
            self._calls.append(recorded)

    def all(self) -> tuple[RecordedCall, ...]:
        """Every call kept, oldest first."""
        with self._lock:
            return tuple(self._calls)

    def clear(self) -> None:
        """Forget them."""
        with self._lock:
            self._calls.clear()
