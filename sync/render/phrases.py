"""Small pieces of sentences that several renderers share: addresses, changes, flows, counts."""

from __future__ import annotations

from pydantic import JsonValue

from sync.core.plan.model import FieldChange, FlowRef, ModuleRef
from sync.core.worlds import RegistrationState
from sync.render.escape import value, visible
from sync.specs.ids import Address, Region, region_label


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 step`, `2 steps`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def address(place: Address) -> str:
    """region/service/name, or region/name for 3.0."""
    return visible(str(place))


def region(place: Region) -> str:
    """The region as the console prints it, with its id."""
    return visible(region_label(place))


def flow(reference: FlowRef, module: ModuleRef | None = None) -> str:
    """A flow by name and id, whether callers reach it, and the module to open in it; one without a name is shown by its id."""
    flow_text = f"{visible(reference.name)} [{visible(reference.id)}], {'published' if reference.published else 'not published'}"
    if module is None:
        return flow_text
    name = f"{module.name} [{module.activity}]" if module.name != module.activity else module.activity
    return f"{flow_text}, module {visible(name)}"


def scalar(thing: JsonValue) -> str:
    """A plain word as it is, anything else as JSON; a quoted text when it would read as something it is not."""
    if thing is None:
        return "(none)"
    if isinstance(thing, str) and thing and thing == thing.strip() and not thing.startswith(("(", '"', "[", "{")):
        return visible(thing)
    return value(thing)


def change(item: FieldChange) -> str:
    """`memory: 128 -> 256`; of a secret only that it differs."""
    if item.secret:
        return f"{visible(item.path)}: differs (looks secret, not shown)"
    return f"{visible(item.path)}: {scalar(item.before)} -> {scalar(item.after)}"


def stated(state: RegistrationState) -> tuple[str, ...]:
    """What a registration says besides its target, one phrase per field that says something."""
    return tuple(f"{path}: {scalar(thing)}" for path, thing in _extras(state).items() if thing)


def differences(before: RegistrationState, after: RegistrationState) -> tuple[str, ...]:
    """What changes about a registration besides its target, one phrase per field."""
    old, new = _extras(before), _extras(after)
    return tuple(change(FieldChange(path=path, before=old[path], after=new[path])) for path in old if old[path] != new[path])


def _extras(state: RegistrationState) -> dict[str, JsonValue]:
    failover = state.failover
    return {
        "description": state.description,
        "role": state.role,
        "failover.region": failover.region if failover else None,
        "failover.weight": failover.weight if failover else None,
    }
