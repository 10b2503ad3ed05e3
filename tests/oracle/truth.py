"""What is so, from the scene alone: which published flow is broken, by which module, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.oracle.scene import RUNTIMES, Address, Center, Entry, Function, Module, Scene, target_of

DEAD_ID = "the center has no registration of the id it holds"
NO_REGION = "its registration names a region that is none"
UNKNOWN_REGION = "its registration names a region that nobody knows, if it is no new one"
NO_FUNCTION = "its registration points at a function that is not there"
NO_FILE = "the code has no file of that name for that runtime"
GARBLED = "the code is no code of its language"
NO_HANDLER = "the code has no handler of that name"
NOT_PASSED = "the code demands an input that the module does not pass"
NOT_ANSWERED = "the module reads a field that the code does not answer"
NOTHING_REACHED = frozenset({DEAD_ID, NO_REGION, UNKNOWN_REGION, NO_FUNCTION})
_REGION_ID = re.compile(r"[a-z]+(-[a-z0-9]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One module of a published flow that does not work. `reached` is the function that it comes to, if any."""

    center: str
    flow: str
    place: int
    holds: str
    reason: str
    reached: Address | None = None

    def __str__(self) -> str:
        where = f" ({self.reached})" if self.reached else ""
        return f"flow {self.flow} of {self.center}, module {self.place}, holds {self.holds}: {self.reason}{where}"


def broken(scene: Scene) -> tuple[Broken, ...]:
    """Every module of a published flow that does not work."""
    return tuple(
        found
        for center, flow_id, place in scene.modules()
        for found in _judged(scene, center, flow_id, place, (center.flows[flow_id].published or ())[place])
    )


def entry_of(function: Function) -> Entry | str:
    """The handler that a call of this function runs, or why there is none."""
    file, _, name = function.handler.rpartition(".")
    code = function.code
    if RUNTIMES[code.language] != function.runtime or code.file != file:
        return NO_FILE
    if code.is_garbled:
        return GARBLED
    return next((entry for entry in code.entries if entry.name == name), NO_HANDLER)


def _judged(scene: Scene, center: Center, flow_id: str, place: int, module: Module) -> Iterator[Broken]:
    reason, reached = _fault(scene, center, module)
    if reason:
        yield Broken(center=center.name, flow=flow_id, place=place, holds=module.holds, reason=reason, reached=reached)


def _fault(scene: Scene, center: Center, module: Module) -> tuple[str, Address | None]:
    registration = center.registrations.get(module.holds)
    if registration is None:
        return DEAD_ID, None
    address = target_of(registration)
    if address is None:
        return (UNKNOWN_REGION if _REGION_ID.fullmatch(registration.region) else NO_REGION), None
    function = scene.functions.get(address)
    if function is None:
        return NO_FUNCTION, address
    entry = entry_of(function)
    return (entry if isinstance(entry, str) else _misfit(entry, module)), address


def _misfit(entry: Entry, module: Module) -> str:
    if entry.demands - module.passes:
        return NOT_PASSED
    if module.reads and module.reads - (entry.answers or frozenset()):
        return NOT_ANSWERED
    return ""
