"""CF: settings of a function that differ from what the spec states."""

from __future__ import annotations

from sync.core.rules.rule import Rule

_SET = "sets it to what the registry says"
_KEEP = "To keep what was found, write it into the spec."

ROWS: tuple[Rule, ...] = (
    Rule(
        code="CF001",
        name="runtime-differs",
        severity="warning",
        message="runtime is {found}, wanted {wanted}",
        why="Code written for one runtime may fail in another; the caller hears the failure exit of the function "
        "module, or silence.",
        apply=_SET,
        fix=_KEEP,
    ),
    Rule(
        code="CF002",
        name="handler-differs",
        severity="warning",
        message="handler is {found}, wanted {wanted}",
        why="Another handler answers another question, or does not exist, and then every call fails.",
        apply=_SET,
        fix=_KEEP,
    ),
    Rule(
        code="CF003",
        name="memory-differs",
        severity="warning",
        message="memory is {found} MB, wanted {wanted} MB",
        why="With too little memory a function is slow or is ended half-way; callers wait on the line.",
        apply=_SET,
        fix=_KEEP,
    ),
    Rule(
        code="CF004",
        name="timeout-differs",
        severity="warning",
        message="timeout is {found} s, wanted {wanted} s",
        why="A function that may run longer than the flow waits, or is ended too early, leaves the caller with the failure exit.",
        apply=_SET,
        fix=_KEEP,
    ),
    Rule(
        code="CF005",
        name="environment-differs",
        severity="warning",
        message="environment variables differ: {names}",
        why="Functions find databases and keys through their environment; a wrong value fails only when a caller needs it.",
        apply=_SET,
        fix=_KEEP,
    ),
    Rule(
        code="CF006",
        name="generation-differs",
        severity="error",
        message="wanted as FC {wanted}, found as FC {found} at {address}",
        why="The two generations are called by different coordinates; a registration made for the one does not reach the other.",
        fix="Set generation in the spec to what was found, or migrate the function; ivrsync does not move "
        "functions between generations.",
    ),
)
