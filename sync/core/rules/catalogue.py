"""The table of every finding code. Codes are never reused; a released row keeps its meaning.

`message` is filled from a finding's args. `why` is for somebody whose callers are on the line; `fix` says what to run or where
to click. Guard tests keep table, checks, cases and docs in step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: a code and everything that is said about it."""

    code: str
    name: str
    severity: Severity
    message: str
    why: str
    fix: str
    since: str = "0.1.0"


_APPLY = (
    "ivrsync apply corrects it; in a center with registrations: console the plan says what to type under "
    "设置 > IVR集成 > 函数列表 > 编辑."
)
_CONFIGURE = "ivrsync apply sets it to what the registry says; to keep what was found, write that into the spec."

RULES: tuple[Rule, ...] = (
    Rule(
        code="CF001",
        name="runtime-differs",
        severity="warning",
        message="runtime is {found}, wanted {wanted}",
        why="Code written for one runtime may fail in another; the caller hears the failure exit of the function "
        "module, or silence.",
        fix=_CONFIGURE,
    ),
    Rule(
        code="CF002",
        name="handler-differs",
        severity="warning",
        message="handler is {found}, wanted {wanted}",
        why="Another handler answers another question, or does not exist, and then every call fails.",
        fix=_CONFIGURE,
    ),
    Rule(
        code="CF003",
        name="memory-differs",
        severity="warning",
        message="memory is {found} MB, wanted {wanted} MB",
        why="With too little memory a function is slow or is ended half-way; callers wait on the line.",
        fix=_CONFIGURE,
    ),
    Rule(
        code="CF004",
        name="timeout-differs",
        severity="warning",
        message="timeout is {found} s, wanted {wanted} s",
        why="A function that may run longer than the flow waits, or is ended too early, leaves the caller with the failure exit.",
        fix=_CONFIGURE,
    ),
    Rule(
        code="CF005",
        name="environment-differs",
        severity="warning",
        message="environment variables differ: {names}",
        why="Functions find databases and keys through their environment; a wrong value fails only when a caller needs it.",
        fix=_CONFIGURE,
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
    Rule(
        code="EX001",
        name="function-missing",
        severity="error",
        message="the function {address} does not exist in Function Compute",
        why="A flow that calls it gets no answer. Nothing is registered or repointed to a function that is not there.",
        fix="Create it (函数计算控制台 > 创建函数, or your infrastructure program), or correct its address in the spec.",
    ),
    Rule(
        code="OB001",
        name="region-unread",
        severity="warning",
        message="functions of FC {generation} in {subject} could not be read: {code}: {reason}",
        why="Nothing is known about the functions there, so nothing is concluded and nothing is removed.",
        fix="Run ivrsync doctor; grant fc:ListServices, fc:ListFunctions and fc:GetFunction, or run again when "
        "the service answers.",
    ),
    Rule(
        code="OB002",
        name="registrations-unread",
        severity="warning",
        message="the registrations of center {subject} could not be read: {code}: {reason}",
        why="What flows of this center can call is unknown; registrations are neither added nor removed.",
        fix="Check instance in the registry's centers, run ivrsync doctor, and grant the user AliyunCCCFullAccess.",
    ),
    Rule(
        code="OB003",
        name="flows-unread",
        severity="warning",
        message="the flows of center {subject} could not be read: {code}: {reason}",
        why="Whether a flow calls a function is unknown, so nothing that a flow might call is removed or pointed elsewhere.",
        fix="Run ivrsync doctor; grant the user AliyunCCCFullAccess, or run again when the service answers.",
    ),
    Rule(
        code="OB004",
        name="function-unread",
        severity="warning",
        message="a function of FC {generation} in {subject} could not be read: {code}: {reason}",
        why="Its configuration is unknown, and it is not taken for missing.",
        fix="Run ivrsync doctor; grant fc:GetFunction, or run again when the service answers.",
    ),
    Rule(
        code="RG001",
        name="registration-missing",
        severity="error",
        message="{address} is not registered in center {center}",
        why="Flows of the center cannot call it, and it cannot be chosen in a function module (函数模块).",
        fix="ivrsync apply registers it; in a center with registrations: console add it under 设置 > IVR集成 > 函数列表 > 添加.",
    ),
    Rule(
        code="RG002",
        name="registration-stale",
        severity="error",
        message="registration {id} in center {center} points at {target}, which does not exist",
        why="A flow that calls this registration reaches nothing: callers hear silence or the failure exit.",
        fix="ivrsync apply repoints it where the registry says which function it is; else name its id in a spec (registrations: "
        "CENTER with id: ...) or delete it under 设置 > IVR集成 > 函数列表 > 删除 once no flow uses it.",
    ),
    Rule(
        code="RG003",
        name="registration-duplicate",
        severity="warning",
        message="registration {id} in center {center} is a second one for {target}; {kept} is kept",
        why="Flows may call either. The one that is forgotten at the next move goes on pointing at the old place.",
        fix="ivrsync apply removes the second one once no flow mentions it; in the function module (函数模块) choose "
        "the one that is kept.",
    ),
    Rule(
        code="RG004",
        name="registration-orphaned",
        severity="warning",
        message="registration {id} in center {center} was ours for {uid}, and the registry no longer asks for it",
        why="It can still be chosen in a flow, and fails there when the function is deleted.",
        fix="ivrsync apply removes it once no flow mentions it; in a console center: 设置 > IVR集成 > 函数列表 > 删除.",
    ),
    Rule(
        code="RG005",
        name="description-differs",
        severity="warning",
        message="the description is {found}, wanted {wanted}",
        why="Callers hear no difference; whoever edits a flow chooses functions by this text.",
        fix=_APPLY,
    ),
    Rule(
        code="RG006",
        name="role-differs",
        severity="warning",
        message="the role is {found}, wanted {wanted}",
        why="The center assumes this role to call the function; with the wrong one every call is denied.",
        fix=_APPLY,
    ),
    Rule(
        code="RG007",
        name="failover-differs",
        severity="warning",
        message="failover is {found}, wanted {wanted}",
        why="When the region fails, callers are sent where this says, or nowhere.",
        fix="By hand, there is no API: 设置 > IVR集成 > 函数列表 > 编辑, 灾备 (failover) region and weight.",
    ),
    Rule(
        code="RG008",
        name="registration-unmanaged",
        severity="info",
        message="registration {id} in center {center} ({target}) is not in the registry",
        why="It is left alone. Renames and moves of its function are not watched.",
        fix="Add the function to the registry, with registrations: CENTER with id: ... to adopt this id.",
    ),
    Rule(
        code="RG009",
        name="registration-misdirected",
        severity="error",
        message="registration {id} in center {center} points at {target}, wanted {wanted}",
        why="Callers are served by another function than the registry says.",
        fix="ivrsync apply repoints it; while a flow mentions it, name that flow with --allow-flow.",
    ),
    Rule(
        code="RG010",
        name="registration-ambiguous",
        severity="error",
        message="several registrations in center {center} may be the one for {address}: {candidates}",
        why="Choosing the wrong one would redirect callers, so none is chosen.",
        fix="Name the right id in the spec: registrations: CENTER with id: ....",
    ),
)
