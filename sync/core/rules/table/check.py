"""SG024: a check of the spec that fails when it is made."""

from __future__ import annotations

from sync.core.rules.rule import Rule

ROWS: tuple[Rule, ...] = (
    Rule(
        code="SG024",
        name="check-failed",
        severity="error",
        breaks="answers",
        message="the check {check} fails at {target}: {reason}",
        why="A caller who comes to it hears the failure exit of the module, or a wrong answer.",
        fix="ivrsync test UID shows the whole answer. Correct the code or its configuration, or the check in the spec if the "
        "answer is right; then run ivrsync drift --test again.",
    ),
)
