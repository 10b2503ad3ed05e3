"""What may be concluded from the found world: is it there, is it certainly not, or could it not be seen?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from registry.ids import Address, CenterName, IdError, Region, parse_region
from registry.models import Generation
from sync.core.model import Found, FoundFunction, FoundRegistration


class Presence(Enum):
    """Three answers, never two: what could not be read is not absent."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The found world with its gaps, arranged for questions."""

    functions: dict[Address, FoundFunction]
    registrations: dict[CenterName, tuple[FoundRegistration, ...]]  # by id
    unread_places: frozenset[tuple[Region, Generation]]
    unread_registrations: frozenset[str]
    unread_flows: frozenset[str]

    def presence(self, address: Address, generation: Generation | None = None) -> Presence:
        """Whether a function lives there. A region nobody could have looked in gives no answer."""
        if address in self.functions:
            return Presence.PRESENT
        place = (address.region, generation or generation_of(address))
        if place in self.unread_places or not _is_known(address.region):
            return Presence.UNKNOWN
        return Presence.ABSENT

    def registrations_of(self, center: CenterName) -> tuple[FoundRegistration, ...]:
        """Every registration of the center, by id; none when they could not be read."""
        return self.registrations.get(center, ())


def generation_of(address: Address) -> Generation:
    """FC 3.0 has no services."""
    return "2.0" if address.service else "3.0"


def survey(found: Found) -> Ground:
    """Arrange a found world. The order of its parts is of no consequence."""
    by_center: dict[CenterName, list[FoundRegistration]] = {}
    for registration in sorted(found.registrations, key=lambda item: (item.center, item.id)):
        by_center.setdefault(registration.center, []).append(registration)
    unread = [gap for gap in found.gaps if gap.scope in ("region", "function")]
    return Ground(
        functions={function.address: function for function in found.functions},
        registrations={center: tuple(items) for center, items in by_center.items()},
        unread_places=frozenset((Region(gap.subject), gap.generation) for gap in unread if gap.generation is not None),
        unread_registrations=frozenset(gap.subject for gap in found.gaps if gap.scope == "registrations"),
        unread_flows=frozenset(gap.subject for gap in found.gaps if gap.scope == "flows"),
    )


def _is_known(region: Region) -> bool:
    try:
        return parse_region(region) == region
    except IdError:
        return False
