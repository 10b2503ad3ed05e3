"""EX: functions that the registry asks for and Function Compute does not have."""

from __future__ import annotations

from sync.core.rules.rule import Rule

ROWS: tuple[Rule, ...] = (
    Rule(
        code="EX001",
        breaks="calls",
        name="function-missing",
        severity="error",
        message="the function {address} does not exist in Function Compute",
        why="A flow that calls it gets no answer. Nothing is registered or repointed to a function that is not there.",
        fix="Create it (函数计算控制台 > 创建函数, or your infrastructure program), or correct its address in the spec.",
    ),
)
