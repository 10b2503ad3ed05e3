"""CF: settings of a function that differ from what the spec states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from sync.core.diff import configuration_changes
from sync.core.found_index import FoundIndex
from sync.core.origin import LockIndex
from sync.core.plan.model import FieldChange, Finding
from sync.core.worlds import FoundFunction, Wanted, WantedFunction
from sync.specs.models import RecordedFunction

CODES: Mapping[str, str] = {"runtime": "CF001", "handler": "CF002", "memory": "CF003", "timeout": "CF004"}
ENVIRONMENT = "CF005"

Differing = tuple[WantedFunction, FoundFunction, tuple[FieldChange, ...]]


def differing(wanted: Wanted, ground: FoundIndex) -> Iterator[Differing]:
    """Every function that is there and whose stated configuration differs, with the changes."""
    for function in wanted.functions:
        found = ground.functions.get(function.address)
        if found is not None and (changes := configuration_changes(function.configuration, found.configuration)):
            yield function, found, changes


def judge(item: Differing, recorded: LockIndex) -> Iterator[Finding]:
    """One finding per setting; one for the whole environment."""
    function, found, changes = item
    entry = recorded.function(function.uid)
    for change in changes:
        if change.path in CODES:
            drifted = entry is not None and change.before != getattr(entry, change.path)
            args: dict[str, JsonValue] = {"found": change.before, "wanted": change.after}
            yield _finding(CODES[change.path], function, recorded, (change,), args, drifted=drifted)
    environment = tuple(change for change in changes if change.path not in CODES)
    if environment:
        names: list[JsonValue] = [change.path.removeprefix("environment.") for change in environment]
        drifted = entry is not None and any(_variable_drifted(str(name), function, found, entry, recorded) for name in names)
        yield _finding(ENVIRONMENT, function, recorded, environment, {"names": names}, drifted=drifted)


def _variable_drifted(
    name: str, function: WantedFunction, found: FoundFunction, entry: RecordedFunction, recorded: LockIndex
) -> bool:
    """Whether a variable is not what the lock keeps. Where that cannot be told, what the registry says decides: that too differs
    from what was found, so that it is the one that moved unless it is what the lock keeps.
    """
    kept = (entry.environment or {}).get(name)
    value = (found.configuration.environment or {}).get(name)
    if kept is None or value is None:
        return kept != value
    same = recorded.keeps(kept, function.uid, name, value)
    wanted = (function.configuration.environment or {})[name]
    return bool(recorded.keeps(kept, function.uid, name, wanted)) if same is None else not same


def _finding(
    code: str,
    function: WantedFunction,
    recorded: LockIndex,
    changes: tuple[FieldChange, ...],
    args: dict[str, JsonValue],
    *,
    drifted: bool,
) -> Finding:
    return Finding(
        code=code,
        subject=str(function.address),
        origin=recorded.origin(function.uid, drifted=drifted),
        uid=function.uid,
        where=function.where,
        changes=changes,
        args=args,
    )
