"""FL: function modules (函数模块) that do not fit the function they call."""

from __future__ import annotations

from sync.core.rules.rule import Rule

ROWS: tuple[Rule, ...] = (
    Rule(
        code="FL001",
        name="input-not-passed",
        severity="error",
        breaks="requests",
        message="module {module} does not pass {names}, which {newer} of {reaches} requires",
        why="The function refuses the call or fails; callers hear the failure exit of the module.",
        fix="Open the flow, function module (函数模块) > 设置入参: add each name with a value; save, publish, call to test.",
    ),
    Rule(
        code="FL002",
        name="input-passed-unread",
        severity="info",
        message="module {module} passes {names}, which {newer} of {reaches} does not read",
        why="The value is ignored; a misspelt name looks like this.",
        fix="Correct the name under 设置入参 of the function module (函数模块), or take the entry out.",
    ),
    Rule(
        code="FL003",
        name="field-read-missing",
        severity="error",
        breaks="answers",
        message="module {module} reads {names}, which {newer} of {reaches} does not answer",
        why="The variable stays empty, and the flow says or decides the wrong thing.",
        fix="Open the flow, function module (函数模块) > 设置出参 / 多参数: correct the names; save, publish, call to test.",
    ),
    Rule(
        code="FL004",
        name="value-does-not-fit",
        severity="warning",
        message="module {module} passes {value} for {name}, which {newer} of {reaches} takes as {type}",
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
    Rule(
        code="FL006",
        name="registration-gone",
        severity="error",
        breaks="calls",
        message="module {module} calls registration {id}, which center {center} does not have",
        why="The call reaches nothing: callers hear silence or the failure exit of the module.",
        fix="Open the flow, function module (函数模块): choose a function that is registered, save, publish, and call to test. "
        "Registering the function anew gives it another id, so the module has to be edited all the same.",
    ),
    Rule(
        code="FL007",
        name="registration-replaced",
        severity="error",
        breaks="calls",
        message="module {module} calls registration {id}, which center {center} does not have any more; {uid} is registered there "
        "as {instead}",
        why="The call reaches nothing: callers hear silence or the failure exit of the module.",
        fix="Open the flow, function module (函数模块): choose the function again, save, publish, and call to test.",
    ),
    Rule(
        code="FL008",
        name="registration-gone-mentioned",
        severity="error",
        breaks="calls",
        message="flows hold registration {id}, which center {center} does not have any more, in a form that is not understood",
        why="A call by this id reaches nothing: callers hear silence or the failure exit.",
        fix="Open the flows named above, find where the id stands, choose the function again, save, publish, and call to test.",
    ),
)
