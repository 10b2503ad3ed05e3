"""Field-level differences between two values of one kind."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from sync.core.plan.model import FieldChange
from sync.core.redaction import Variable
from sync.core.sensitive import looks_secret
from sync.core.worlds import Configuration, FailoverTarget, RegistrationState

Fields = Mapping[str, JsonValue]
_PLAIN = ("handler", "memory", "runtime", "timeout")  # settings that are one value, in the order in which they are told


def field_changes(before: Fields, after: Fields) -> tuple[FieldChange, ...]:
    """Every field whose value differs, by path."""
    paths = (path for path in sorted({*before, *after}) if before.get(path) != after.get(path))
    return tuple(FieldChange(path=path, before=before.get(path), after=after.get(path)) for path in paths)


def configuration_changes(wanted: Configuration, found: Configuration) -> tuple[FieldChange, ...]:
    """The parts of the stated configuration that differ. Environment values that look secret are left out of the result."""
    pairs = ((name, getattr(found, name), getattr(wanted, name)) for name in _PLAIN)
    plain = (FieldChange(path=name, before=old, after=new) for name, old, new in pairs if new is not None and new != old)
    return (*plain, *_environment_changes(wanted.environment or {}, found.environment or {}))


def state_changes(before: RegistrationState, after: RegistrationState) -> tuple[FieldChange, ...]:
    """The differences between two states of a registration."""
    return () if before == after else field_changes(_flat(before), _flat(after))


def _environment_changes(wanted: Mapping[str, Variable], found: Mapping[str, Variable]) -> tuple[FieldChange, ...]:
    differing = (name for name in sorted(wanted) if found.get(name) != wanted[name])
    return tuple(_variable_change(name, found.get(name), wanted[name]) for name in differing)


def _variable_change(name: str, before: Variable | None, after: Variable) -> FieldChange:
    path = f"environment.{name}"
    if isinstance(before, str | None) and isinstance(after, str) and not looks_secret(name, before, after):
        return FieldChange(path=path, before=before, after=after)
    return FieldChange(path=path, before=None, after=None, secret=True)


def _flat(state: RegistrationState) -> Fields:
    return {
        "target.region": state.target.region,
        "target.service": state.target.service,
        "target.name": state.target.name,
        "description": state.description,
        "role": state.role,
        **_failover(state.failover),
    }


def _failover(failover: FailoverTarget | None) -> Fields:
    return {"failover.region": failover.region, "failover.weight": failover.weight} if failover else {}
