"""Listings and writes of many threads: what is read is what was there before a write, or after it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from sync.app.turns import in_turn
from sync.core.worlds import FoundRegistration, WantedCenter
from sync.execute.clouds import Clouds
from tests.fakes.clouds import FakeClouds
from tests.fakes.scene import HOTLINE, NUMBER, registration
from tests.patience import PATIENCE


class Slow(FakeClouds):
    """A listing of two pages: between them it waits until it is told to go on."""

    def __init__(self) -> None:
        super().__init__(centers=(HOTLINE.name,), functions=(), registrations=(registration("r1", NUMBER),), flows=())
        self.begun, self.go_on = threading.Event(), threading.Event()

    def registrations(self, center: WantedCenter) -> tuple[FoundRegistration, ...]:
        first = super().registrations(center)
        self.begun.set()
        assert self.go_on.wait(PATIENCE)
        assert super().registrations(center) == first
        return first


def test_a_write_waits_for_the_listing_that_is_being_read() -> None:
    slow = Slow()
    clouds = in_turn(Clouds(readers=slow.readers, writers=slow.writers))
    with ThreadPoolExecutor(3) as pool:
        listing = pool.submit(clouds.readers.centers.registrations, HOTLINE)
        assert slow.begun.wait(PATIENCE)
        removal = pool.submit(clouds.writers.registrations.unregister, HOTLINE, "r1")
        beside = pool.submit(clouds.readers.centers.registrations, HOTLINE)
        slow.go_on.set()
        assert [item.id for item in listing.result(PATIENCE)] == ["r1"]
        removal.result(PATIENCE)
        beside.result(PATIENCE)
    assert clouds.readers.centers.registrations(HOTLINE) == ()
