"""RG: what is wrong between the registry's registrations and a center's."""

from __future__ import annotations

from sync.core.rules.rule import Rule

_KEEP = "To keep what was found, write it into the spec."

ROWS: tuple[Rule, ...] = (
    Rule(
        code="RG001",
        name="registration-missing",
        severity="error",
        message="{address} is not registered in center {center}",
        why="Flows of the center cannot call it, and it cannot be chosen in a function module (函数模块).",
        apply="registers it",
        fix="If this center need not call it, take it out of registrations in the spec. A function has to exist to be registered.",
    ),
    Rule(
        code="RG002",
        breaks="calls",
        name="registration-stale",
        severity="error",
        message="registration {id} in center {center} points at {target}, which does not exist",
        why="A flow that calls this registration reaches nothing: callers hear silence or the failure exit.",
        apply="points it at the function that the registry wants",
        fix="Correct its address in the spec, or name this id in the right one (registrations: CENTER with id: ...). Unneeded: "
        "delete it (设置 > IVR集成 > 函数列表 > 删除) once no flow calls it.",
    ),
    Rule(
        code="RG003",
        name="registration-duplicate",
        severity="warning",
        message="registration {id} in center {center} is a second one for {target}, and no flow calls it; {kept} is kept",
        why="Whoever edits a flow may choose it. It is the one that is forgotten at the next move.",
        apply="removes it",
        fix="Delete it by hand (设置 > IVR集成 > 函数列表 > 删除). To keep this one instead, name its id in the spec "
        "(registrations: CENTER with id: ...).",
    ),
    Rule(
        code="RG004",
        name="registration-orphaned",
        severity="warning",
        message="registration {id} in center {center} was ours for {uid}, and the registry no longer asks for it",
        why="It can still be chosen in a flow, and fails there when the function is deleted.",
        apply="removes it",
        fix="Take the function out of the flows that call it and publish them; then delete the registration (设置 > IVR集成 > "
        "函数列表 > 删除). To keep it, put the function, or its center, back into the registry.",
    ),
    Rule(
        code="RG005",
        name="description-differs",
        severity="warning",
        message="the description is {found}, wanted {wanted}",
        why="Callers hear no difference; whoever edits a flow chooses functions by this text.",
        apply="corrects it",
        fix=_KEEP,
    ),
    Rule(
        code="RG006",
        name="role-differs",
        severity="warning",
        message="the role is {found}, wanted {wanted}",
        why="The center assumes this role to call the function; with the wrong one every call is denied.",
        apply="corrects it",
        fix=_KEEP,
    ),
    Rule(
        code="RG007",
        name="failover-differs",
        severity="warning",
        message="failover is {found}, wanted {wanted}",
        why="When the region fails, callers are sent where this says, or nowhere.",
        fix="There is no API for it: 设置 > IVR集成 > 函数列表 > 编辑, 灾备 (failover) region and weight. To keep what was found, "
        "write it into the spec.",
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
        apply="points it at {wanted}",
        fix="If {target} is the right one, the registry has to follow: write its name, service and region into the spec.",
    ),
    Rule(
        code="RG010",
        name="registration-ambiguous",
        severity="error",
        message="several registrations in center {center} may be the one for {address}: {candidates}",
        why="Choosing the wrong one would redirect callers, so none is chosen.",
        fix="Name the right id in the spec: registrations: CENTER with id: ....",
    ),
    Rule(
        code="RG011",
        name="registration-duplicate-used",
        severity="warning",
        message="registration {id} in center {center} is a second one for {target}, and flows call it; {kept} is kept",
        why="Both work today. At the next rename or move the flows that call the second one are forgotten.",
        apply="removes it, and the flows that call it reach nothing until their modules are edited",
        fix="In the function modules (函数模块) of the flows named above choose the function again, so that they hold the one that "
        "is kept; save, publish, and call to test. Or name this id in the spec (registrations: CENTER with id: ...) to keep it.",
    ),
)
