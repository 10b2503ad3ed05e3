"""What may be concluded from the found world: present, certainly absent, or not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from sync.core.flows.references import FlowReferences
from sync.core.worlds import Found, FoundFunction, FoundRegistration, Gap
from sync.specs.ids import GENERATIONS, Address, CenterName, Generation, Region, is_known_region, may_be_region

Item = TypeVar("Item")
Key = TypeVar("Key")


class Presence(Enum):
    """Three values, never two: what could not be read is not absent."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundIndex:
    """The found world with its gaps, indexed."""

    functions: dict[Address, FoundFunction]
    registrations: dict[CenterName, tuple[FoundRegistration, ...]]  # those that flows call first, then by id
    by_id: dict[tuple[CenterName, str], FoundRegistration]
    working: dict[tuple[CenterName, str], frozenset[str]]  # ids of the registrations that reach a function of that name
    unread_places: frozenset[tuple[Region, Generation]]
    unread_registrations: frozenset[str]
    unread_flows: frozenset[str]

    def presence(self, address: Address) -> Presence:
        """Whether the function exists. A region that could not be read gives no answer; an invalid region contains no function."""
        if address in self.functions:
            return Presence.PRESENT
        if not may_be_region(address.region):
            return Presence.ABSENT
        place = (address.region, address.generation)
        if place in self.unread_places or not is_known_region(address.region):
            return Presence.UNKNOWN
        return Presence.ABSENT

    def registrations_of(self, center: CenterName) -> tuple[FoundRegistration, ...]:
        """Every registration of the center, those that flows call first; none when they could not be read."""
        return self.registrations.get(center, ())

    def has_working_namesake(self, found: FoundRegistration) -> bool:
        """Whether another registration of the center reaches a function of the same name."""
        return bool(self.working.get((found.center, found.target.name), frozenset()) - {found.id})


def index_found(found: Found, mentions: FlowReferences) -> FoundIndex:
    """Index a found world. The order of its parts does not matter.

    Of several equal registrations, the one that flows call comes first, so that it is kept.
    """
    functions = _each_once(found.functions, lambda item: item.address)
    registrations = _each_once(found.registrations, lambda item: (item.center, item.id))
    by_center: dict[CenterName, list[FoundRegistration]] = {}
    working: dict[tuple[CenterName, str], set[str]] = {}
    for registration in sorted(
        registrations.values(), key=lambda item: (item.center, not mentions.of(item.center, item.id), item.id)
    ):
        by_center.setdefault(registration.center, []).append(registration)
        if registration.target in functions:
            working.setdefault((registration.center, registration.target.name), set()).add(registration.id)
    unread = [gap for gap in found.gaps if gap.scope in ("region", "function")]
    return FoundIndex(
        functions=functions,
        registrations={center: tuple(items) for center, items in by_center.items()},
        by_id=registrations,
        working={key: frozenset(ids) for key, ids in working.items()},
        unread_places=frozenset(place for gap in unread for place in _places(gap)),
        unread_registrations=frozenset(gap.subject for gap in found.gaps if gap.scope == "registrations"),
        unread_flows=frozenset(gap.subject for gap in found.gaps if gap.scope == "flows"),
    )


def _each_once(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, Item]:
    """By key. A repeated page lists things twice, perhaps before and after a change: the order given does not decide."""
    kept: dict[Key, Item] = {}
    for item in items:
        known = kept.get(key(item))
        if known is None or repr(item) < repr(known):
            kept[key(item)] = item
    return kept


def _places(gap: Gap) -> tuple[tuple[Region, Generation], ...]:
    """A gap that does not say which generation hides both."""
    region = Region(gap.subject)
    return tuple((region, generation) for generation in ([gap.generation] if gap.generation else GENERATIONS))
