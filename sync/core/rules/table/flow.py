"""FL: function modules (函数模块) that do not fit the function they call."""

from __future__ import annotations

from sync.core.rules.rule import Rule

ROWS: tuple[Rule, ...] = (
    Rule(
        code="FL001",
        name="input-not-passed",
        severity="error",
        breaks="requests",
        message="module {module} does not pass {names}, which {newer} requires",
        why="The function refuses the call or fails; callers hear the failure exit of the module.",
        fix="Open the flow, function module (函数模块) > 设置入参: add each name with a value; save, publish, call to test.",
    ),
    Rule(
        code="FL002",
        name="input-passed-unread",
        severity="info",
        message="module {module} passes {names}, which {newer} does not read",
        why="The value is ignored; a misspelt name looks like this.",
        fix="Correct the name under 设置入参 of the function module (函数模块), or take the entry out.",
    ),
    Rule(
        code="FL003",
        name="field-read-missing",
        severity="error",
        breaks="answers",
        message="module {module} reads {names}, which {newer} does not answer",
        why="The variable stays empty, and the flow says or decides the wrong thing.",
        fix="Open the flow, function module (函数模块) > 设置出参 / 多参数: correct the names; save, publish, call to test.",
    ),
    Rule(
        code="FL004",
        name="value-does-not-fit",
        severity="warning",
        message="module {module} passes {value} for {name}, which {newer} takes as {type}",
        why="A value that cannot be read makes the function fail, or answer something else.",
        fix="Correct the value under 设置入参 of the function module (函数模块); save, publish, call to test.",
    ),
    Rule(
        code="FL005",
        name="module-unread",
        severity="info",
        message="how {count} of the flows of center {center} use their functions could not be read",
        why="The form of function modules is not published. Nothing is said of what these flows pass and read.",
        fix="Compare their 设置入参 and 设置出参 with `ivrsync signature UID` by hand; "
        "docs/explanation/known-limits.md says which forms are understood.",
    ),
)
