"""What both clouds hold, as one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sync.core.worlds import Configuration, FoundFlow, FoundFunction, FoundRegistration, RegistrationState
from sync.specs.ids import Address, CenterName


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything the clouds hold, at one moment."""

    functions: Mapping[Address, FoundFunction] = field(default_factory=dict)
    registrations: Mapping[tuple[CenterName, str], FoundRegistration] = field(default_factory=dict)
    flows: tuple[FoundFlow, ...] = ()

    def settled(self) -> World:
        """The same world without the version marks of functions, for comparing the ends of two runs."""
        return replace(self, functions={key: replace(function, modified="") for key, function in self.functions.items()})


def merged(present: Configuration, changes: Configuration, without: frozenset[str] = frozenset()) -> Configuration:
    """The stated fields of the changes over the present ones; environment names not stated stay, but those without."""
    stated = {name: value for name in ("runtime", "handler", "memory", "timeout") if (value := getattr(changes, name)) is not None}
    kept = {name: value for name, value in (present.environment or {}).items() if name not in without}
    environment = {**kept, **(changes.environment or {})}
    return replace(present, **stated, environment=environment or present.environment)


def placed(center: CenterName, registration_id: str, state: RegistrationState) -> FoundRegistration:
    """As the center keeps it: failover cannot be written by API."""
    return FoundRegistration(
        center=center,
        id=registration_id,
        state=RegistrationState(target=state.target, description=state.description, role=state.role, failover=None),
    )
