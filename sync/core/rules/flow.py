"""FL: function modules (函数模块) that call nothing, or do not fit the function they call: now, or once apply is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from sync.core.assessment import Assessment
from sync.core.flows.calls import Call, Reach, flows_of
from sync.core.plan.model import Finding, FlowRef, Origin, When
from sync.core.rules.rule import Occurrence, Rule, Source
from sync.core.signature import sources
from sync.core.signature.fit import Misfit, misfits, unfit_values
from sync.core.signature.inferred import Inferred
from sync.core.signature.model import Signature
from sync.core.worlds import WantedFunction
from sync.specs.ids import Address, CenterName, Uid

ROWS: tuple[Rule, ...] = (
    Rule(
        code="FL001",
        name="input-not-passed",
        severity="error",
        breaks="requests",
        message="module {module} does not pass {names}, which {newer} of {reaches} requires",
        args={"module": "module", "names": "names", "newer": "source", "reaches": "address"},
        why="The function rejects the call or fails; callers hear the failure exit of the module.",
        fix="Give each name a value under 设置入参 of the function module (函数模块); save, publish, and place a test call.",
    ),
    Rule(
        code="FL002",
        name="input-passed-unread",
        severity="info",
        message="module {module} passes {names}, which {newer} of {reaches} does not read",
        args={"module": "module", "names": "names", "newer": "source", "reaches": "address"},
        why="The value is ignored; the name may be misspelt.",
        fix="Correct the name under 设置入参 of the function module (函数模块), or remove the entry.",
    ),
    Rule(
        code="FL003",
        name="field-read-missing",
        severity="error",
        breaks="answers",
        message="module {module} reads {names}, which {newer} of {reaches} does not return",
        args={"module": "module", "names": "names", "newer": "source", "reaches": "address"},
        why="The variable stays empty, and the flow plays the wrong text or takes the wrong branch.",
        fix="Correct the names under 设置出参 / 多参数 of the function module (函数模块); save, publish, and place a test call.",
    ),
    Rule(
        code="FL004",
        name="value-does-not-fit",
        severity="warning",
        message="module {module} passes {value} for {name}, which {newer} of {reaches} takes as {type}",
        args={
            "module": "module",
            "name": "name",
            "value": "value",
            "secret": "flag",
            "type": "type",
            "newer": "source",
            "reaches": "address",
        },
        why="A value that the function cannot use makes it fail, or return something else.",
        fix="Correct the value under 设置入参 of the function module (函数模块); save, publish, and place a test call.",
    ),
    Rule(
        code="FL005",
        name="module-unread",
        severity="info",
        message="how {count} of the flows of center {center} use their functions could not be read",
        args={"count": "count", "center": "center"},
        why="The format of function modules is not published. What these flows pass and read is not checked.",
        fix="Compare their 设置入参 and 设置出参 with ivrsync signature UID by hand; docs/explanation/known-limits.md "
        "says which forms "
        "are understood.",
    ),
    Rule(
        code="FL006",
        name="registration-gone",
        severity="error",
        breaks="calls",
        message="module {module} calls registration {id}, which center {center} does not have",
        args={"module": "module", "id": "identifier", "center": "center"},
        why="The call reaches nothing: callers hear silence or the failure exit of the module.",
        fix="Open the function module (函数模块) and choose a function that is registered, save, "
        "publish, and place a test call. "
        "Registering the function again gives it a new id, so the module has to be edited either way.",
    ),
    Rule(
        code="FL007",
        name="registration-replaced",
        severity="error",
        breaks="calls",
        message="module {module} calls registration {id}, which center {center} no longer has; {uid} is registered there as "
        "{instead}",
        args={"module": "module", "id": "identifier", "center": "center", "uid": "uid", "instead": "identifier"},
        why="The call reaches nothing: callers hear silence or the failure exit of the module.",
        fix="Open the function module (函数模块) and choose the function again, save, publish, and place a test call.",
    ),
    Rule(
        code="FL008",
        name="registration-gone-mentioned",
        severity="error",
        breaks="calls",
        message="flows contain the id of registration {id}, which center {center} no longer has, in a form that is not understood",
        args={"id": "identifier", "center": "center"},
        why="A call by this id reaches nothing: callers hear silence or the failure exit.",
        fix="Open the flows that the finding names, find the id, choose the function again, save, publish, and place a test call.",
    ),
)

_RULES: Mapping[str, Rule] = {rule.name: rule for rule in ROWS}
Aspect = tuple[str, JsonValue]  # what identifies a misfit of a module


def judge(assessed: Assessment) -> Iterator[Finding]:
    """Every finding about function modules."""
    for call in assessed.calls.every:
        if assessed.watch == "managed" and call.owner is None:
            continue
        if call.reach is Reach.NO_REGISTRATION:
            yield _dead(call, assessed)
        elif call.target is not None:
            yield from _unfit(call, call.target, assessed)
    yield from _dead_mentions(assessed)
    yield from _not_understood(assessed)


def _dead(call: Call, assessed: Assessment) -> Finding:
    """The center does not have the module's registration; another registration of the same function may replace it."""
    center = call.module.flow.center
    instead = assessed.kept.get((center, call.owner)) if call.owner is not None else None
    rule = _RULES["registration-gone" if instead is None else "registration-replaced"]
    here = _occurrence(rule, call, assessed, origin=_drift(call.owner, assessed))
    if instead is None:
        return rule.finding(here, module=called(call), id=call.held, center=center)
    return rule.finding(here, module=called(call), id=call.held, center=center, uid=call.owner, instead=instead)


def _drift(owner: Uid | None, assessed: Assessment) -> Origin | None:
    return assessed.recorded.origin(owner, drifted=True) if owner is not None else None


def _unfit(call: Call, target: Address, assessed: Assessment) -> Iterator[Finding]:
    """What does not fit now, and what fits now but will not fit after apply. Where no function is, there is nothing to fit."""
    now = [] if call.reach is Reach.NO_FUNCTION else list(_misfits(call, target, assessed, "now"))
    yield from (_finding(misfit, source, call, target, assessed, "now") for misfit, source in now)
    after = assessed.target_after(call) or target
    if assessed.is_changing(after) or after != target:
        known = [_aspect(misfit) for misfit, _ in now]
        for misfit, source in _misfits(call, after, assessed, "after-apply"):
            if _aspect(misfit) not in known and _RULES[misfit.kind].severity != "info":
                yield _finding(misfit, source, call, after, assessed, "after-apply")


def _aspect(misfit: Misfit) -> Aspect:
    return misfit.kind, misfit.args.get("names", misfit.args.get("name"))


def _misfits(call: Call, target: Address, assessed: Assessment, when: When) -> Iterator[tuple[Misfit, Source]]:
    """Compared with the code, else with the spec; lists of values, patterns and formats are only in the spec."""
    shown = assessed.code.now.get(target) if when == "now" else assessed.code.after(target)
    believed = assessed.believed_now(target) if when == "now" else assessed.believed_after(target)
    if believed is None:
        return
    source: Source = "implemented" if isinstance(shown, Inferred) else "declared"
    reported: list[Aspect] = []
    for misfit in misfits(call.module, believed):
        reported.append(_aspect(misfit))
        yield misfit, source
    stated = _stated(target, assessed, when) if source == "implemented" else None
    for misfit in unfit_values(call.module, stated) if stated is not None else ():
        if _aspect(misfit) not in reported:
            yield misfit, "declared"


def _stated(target: Address, assessed: Assessment, when: When) -> Signature | None:
    """What the spec declares; a changed declaration counts only after apply."""
    declared, entry = assessed.declared(target), assessed.recorded.function_at(target)
    if when == "now" and entry is not None:
        return sources.declared(entry[1].signature) if entry[1].signature is not None else None
    return declared


def _finding(misfit: Misfit, source: Source, call: Call, target: Address, assessed: Assessment, when: When) -> Finding:
    rule, origin = _RULES[misfit.kind], None
    if rule.severity != "info" and call.owner is not None:
        is_on_its_way = when == "after-apply" or assessed.is_changing(call.target)
        origin = assessed.recorded.origin(call.owner, drifted=not is_on_its_way)
    here = _occurrence(rule, call, assessed, origin=origin, when=when)
    return rule.finding(here, module=called(call), **misfit.args, newer=source, reaches=str(target))


def called(call: Call) -> str:
    """A module by its name and its id in the flow."""
    module = call.module
    return f"{module.name} [{module.activity}]" if module.name != module.activity else module.activity


def _occurrence(rule: Rule, call: Call, assessed: Assessment, *, origin: Origin | None, when: When = "now") -> Occurrence:
    flow, function = call.module.flow, _owner(call, assessed)
    return Occurrence(
        subject=f"{flow.id}/{call.module.activity}",
        origin=origin,
        uid=call.owner,
        center=flow.center,
        where=function.where if function is not None else None,
        flows=(flow,),
        modules=(call.ref,),
        breaks=bool(rule.breaks) and flow.published,
        when=when,
    )


def _owner(call: Call, assessed: Assessment) -> WantedFunction | None:
    return assessed.functions.get(call.owner) if call.owner is not None else None


def _dead_mentions(assessed: Assessment) -> Iterator[Finding]:
    """Flows that are not understood and contain an id that was recorded or adopted, and that the center no longer has."""
    for center, registration_id, uid in assessed.remembered_ids():
        flows = assessed.calls.mentioning(center, registration_id)
        if flows and center not in assessed.ground.unread_registrations:
            here = Occurrence(
                subject=registration_id,
                origin=_drift(uid, assessed),
                uid=uid,
                center=center,
                flows=flows,
                breaks=any(flow.published for flow in flows),
            )
            yield _RULES["registration-gone-mentioned"].finding(here, id=registration_id, center=center)


def _not_understood(assessed: Assessment) -> Iterator[Finding]:
    """Once per center: the flows that call functions whose signature is known, in a way that is not understood."""
    puzzles: dict[CenterName, set[FlowRef]] = {}
    for call in assessed.calls.every:
        if not call.module.is_understood and call.target is not None and assessed.believed_now(call.target) is not None:
            puzzles.setdefault(call.module.flow.center, set()).add(call.module.flow)
    for function in assessed.wanted.functions:
        unread = assessed.may_call(function)
        if unread and (assessed.believed_now(function.address) is not None or function.signature is not None):
            for flow in unread:
                puzzles.setdefault(flow.center, set()).add(flow)
    for center, flows in sorted(puzzles.items()):
        here = Occurrence(subject=center, origin=None, center=center, flows=flows_of((), flows))
        yield _RULES["module-unread"].finding(here, count=len(flows), center=center)
