"""Many hands at one desk: a listing has several pages, and comes to nothing where the same process writes between two of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from sync.core.worlds import FoundFlow, FoundRegistration, RegistrationState, WantedCenter
from sync.execute.clouds import Clouds
from sync.ports import CenterReader, RegistrationWriter


@dataclass(slots=True)
class Turns:
    """Any number of listings at a time, or one write."""

    _free: threading.Condition = field(default_factory=threading.Condition)
    _listings: int = 0

    @contextmanager
    def listing(self) -> Iterator[None]:
        """Waits for the write that is being sent."""
        with self._free:
            self._listings += 1
        try:
            yield
        finally:
            with self._free:
                self._listings -= 1
                self._free.notify_all()

    @contextmanager
    def write(self) -> Iterator[None]:
        """Waits for all listings, and for other writes."""
        with self._free:
            self._free.wait_for(lambda: self._listings == 0)
            yield


def in_turn(clouds: Clouds) -> Clouds:
    """The same clouds, for many threads: registrations are listed and written in turns."""
    turns = Turns()
    centers = _Centers(reader=clouds.readers.centers, turns=turns)
    registrations = _Registrations(writer=clouds.writers.registrations, turns=turns)
    return Clouds(readers=replace(clouds.readers, centers=centers), writers=replace(clouds.writers, registrations=registrations))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Centers:
    reader: CenterReader
    turns: Turns

    def registrations(self, center: WantedCenter) -> tuple[FoundRegistration, ...]:
        with self.turns.listing():
            return self.reader.registrations(center)

    def flows(self, center: WantedCenter) -> tuple[FoundFlow, ...]:
        return self.reader.flows(center)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Registrations:
    writer: RegistrationWriter
    turns: Turns

    def register(self, center: WantedCenter, registration: RegistrationState) -> str:
        with self.turns.write():
            return self.writer.register(center, registration)

    def modify(self, center: WantedCenter, registration_id: str, registration: RegistrationState) -> None:
        with self.turns.write():
            self.writer.modify(center, registration_id, registration)

    def unregister(self, center: WantedCenter, registration_id: str) -> None:
        with self.turns.write():
            self.writer.unregister(center, registration_id)
