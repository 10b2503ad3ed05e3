"""CF: settings of a function that differ from what the spec states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sync.core.diff import configuration_changes
from sync.core.found_index import FoundIndex
from sync.core.origin import LockIndex
from sync.core.plan.model import FieldChange, Finding
from sync.core.rules.rule import Occurrence, Rule
from sync.core.worlds import FoundFunction, Wanted, WantedFunction
from sync.specs.models import RecordedFunction

_SET = "sets it to the value in the registry"
_SETTING = ("update-function:{uid}",)
_KEEP = "To keep what was found, write it into the spec."

_SETTINGS: Mapping[str, Rule] = {
    "runtime": Rule(
        code="CF001",
        name="runtime-differs",
        severity="warning",
        message="runtime is {found}, wanted {wanted}",
        args={"found": "setting", "wanted": "setting"},
        why="Code written for one runtime may fail in another; the caller hears the failure exit of the function "
        "module, or silence.",
        apply=_SET,
        up=_SET,
        settled_by=_SETTING,
        fix=_KEEP,
    ),
    "handler": Rule(
        code="CF002",
        name="handler-differs",
        severity="warning",
        message="handler is {found}, wanted {wanted}",
        args={"found": "setting", "wanted": "setting"},
        why="A different handler gives different answers; one that does not exist makes every call fail.",
        apply=_SET,
        up=_SET,
        settled_by=_SETTING,
        fix=_KEEP,
    ),
    "memory": Rule(
        code="CF003",
        name="memory-differs",
        severity="warning",
        message="memory is {found} MB, wanted {wanted} MB",
        args={"found": "setting", "wanted": "setting"},
        why="With too little memory a function is slow or is killed half-way, and callers wait on the line.",
        apply=_SET,
        up=_SET,
        settled_by=_SETTING,
        fix=_KEEP,
    ),
    "timeout": Rule(
        code="CF004",
        name="timeout-differs",
        severity="warning",
        message="timeout is {found} s, wanted {wanted} s",
        args={"found": "setting", "wanted": "setting"},
        why="If a function runs longer than the flow waits, or is stopped too early, the caller gets the failure exit.",
        apply=_SET,
        up=_SET,
        settled_by=_SETTING,
        fix=_KEEP,
    ),
}
_ENVIRONMENT_DIFFERS = Rule(
    code="CF005",
    name="environment-differs",
    severity="warning",
    message="environment variables differ: {names}",
    args={"names": "names"},
    why="Functions find databases and keys through their environment; a wrong value fails only when a caller needs it.",
    apply=_SET,
    up=_SET,
    settled_by=_SETTING,
    fix=_KEEP,
)
GENERATION_DIFFERS = Rule(
    code="CF006",
    name="generation-differs",
    severity="error",
    message="wanted as FC {wanted}, found as FC {found} at {address}",
    args={"wanted": "generation", "found": "generation", "address": "address"},
    why="The two generations are called by different coordinates; a registration for one does not reach the other.",
    fix="Set generation in the spec to what was found, or migrate the function; ivrsync does not move "
    "functions between generations.",
)
ROWS: tuple[Rule, ...] = (*_SETTINGS.values(), _ENVIRONMENT_DIFFERS, GENERATION_DIFFERS)

Differing = tuple[WantedFunction, FoundFunction, tuple[FieldChange, ...]]


def differing(wanted: Wanted, ground: FoundIndex) -> Iterator[Differing]:
    """Every existing function whose stated configuration differs, with the changes."""
    for function in wanted.functions:
        found = ground.functions.get(function.address)
        if found is not None and (changes := configuration_changes(function.configuration, found.configuration)):
            yield function, found, changes


def judge(item: Differing, recorded: LockIndex) -> Iterator[Finding]:
    """One finding per setting; one for the whole environment."""
    function, found, changes = item
    entry = recorded.function(function.uid)
    for change in changes:
        if rule := _SETTINGS.get(change.path):
            drifted = entry is not None and change.before != getattr(entry, change.path)
            here = _occurrence(function, recorded, (change,), drifted=drifted)
            yield rule.finding(here, found=change.before, wanted=change.after)
    environment = tuple(change for change in changes if change.path not in _SETTINGS)
    if environment:
        names = [change.path.removeprefix("environment.") for change in environment]
        drifted = entry is not None and any(_variable_drifted(name, function, found, entry, recorded) for name in names)
        yield _ENVIRONMENT_DIFFERS.finding(_occurrence(function, recorded, environment, drifted=drifted), names=[*names])


def _variable_drifted(
    name: str, function: WantedFunction, found: FoundFunction, entry: RecordedFunction, recorded: LockIndex
) -> bool:
    """Whether a variable differs from the lock. Where that cannot be determined, the registry's value decides: it too differs
    from what was found, so the registry changed unless its value is that of the lock.
    """
    kept = (entry.environment or {}).get(name)
    value = (found.configuration.environment or {}).get(name)
    if kept is None or value is None:
        return kept != value
    same = recorded.keeps(kept, function.uid, name, value)
    wanted = (function.configuration.environment or {})[name]
    return bool(recorded.keeps(kept, function.uid, name, wanted)) if same is None else not same


def _occurrence(function: WantedFunction, recorded: LockIndex, changes: tuple[FieldChange, ...], *, drifted: bool) -> Occurrence:
    return Occurrence(
        subject=str(function.address),
        origin=recorded.origin(function.uid, drifted=drifted),
        uid=function.uid,
        where=function.where,
        changes=changes,
    )
