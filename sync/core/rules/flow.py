"""FL: function modules that call nothing, and modules that do not fit the function they call: now, or once apply is done."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from sync.core.assessment import Assessment
from sync.core.flows.calls import Call, Reach, flows_of
from sync.core.plan.model import Finding, FlowRef, Origin, When
from sync.core.rules.table.flow import ROWS
from sync.core.signature import sources
from sync.core.signature.fit import Misfit, misfits, unfit_values
from sync.core.signature.inferred import Inferred
from sync.core.signature.model import Signature
from sync.core.worlds import WantedFunction
from sync.specs.ids import Address, CenterName, Uid

_RULES = {rule.name: rule for rule in ROWS}
CODE, SPEC = "the code", "the spec"


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
    """The center does not have what the module holds; another registration of the same function may stand in for it."""
    center = call.module.flow.center
    args: dict[str, JsonValue] = {"module": called(call), "id": call.held, "center": center}
    instead = assessed.kept.get((center, call.owner)) if call.owner is not None else None
    if instead is not None:
        args |= {"uid": call.owner, "instead": instead}
    name = "registration-gone" if instead is None else "registration-replaced"
    return _finding(name, call, assessed, args, origin=_drift(call.owner, assessed))


def _drift(owner: Uid | None, assessed: Assessment) -> Origin | None:
    return assessed.recorded.origin(owner, drifted=True) if owner is not None else None


def _unfit(call: Call, target: Address, assessed: Assessment) -> Iterator[Finding]:
    """What does not fit now, and what will not fit then and fits now."""
    now = list(_misfits(call, target, assessed, "now"))
    for misfit in now:
        yield _told(misfit, call, assessed, "now")
    after = assessed.target_after(call) or target
    if assessed.is_changing(after) or after != target:
        known = [(misfit.kind, misfit.args.get("names", misfit.args.get("name"))) for misfit in now]
        for misfit in _misfits(call, after, assessed, "after-apply"):
            is_new = (misfit.kind, misfit.args.get("names", misfit.args.get("name"))) not in known
            if is_new and _RULES[misfit.kind].severity != "info":
                yield _told(misfit, call, assessed, "after-apply")


def _misfits(call: Call, target: Address, assessed: Assessment, when: When) -> Iterator[Misfit]:
    """Against the code, else the spec; lists of values, patterns and forms stand in the spec alone."""
    shown = assessed.code.now.get(target) if when == "now" else assessed.code.after(target)
    believed = assessed.believed_now(target) if when == "now" else assessed.believed_after(target)
    if believed is None:
        return
    newer, told = (CODE if isinstance(shown, Inferred) else SPEC), set[JsonValue]()
    for misfit in misfits(call.module, believed):
        told.add(misfit.args["name"] if misfit.kind == "value-does-not-fit" else None)
        yield _placed(misfit, call, target, newer)
    stated = _stated(target, assessed, when) if newer == CODE else None
    for misfit in unfit_values(call.module, stated) if stated is not None else ():
        if misfit.args["name"] not in told:
            yield _placed(misfit, call, target, SPEC)


def _stated(target: Address, assessed: Assessment, when: When) -> Signature | None:
    """What the spec declares; one that says something else than it did counts only for what will be."""
    declared, entry = assessed.declared(target), assessed.recorded.function_at(target)
    if when == "now" and entry is not None:
        return sources.declared(entry[1].signature) if entry[1].signature is not None else None
    return declared


def _placed(misfit: Misfit, call: Call, target: Address, newer: str) -> Misfit:
    return Misfit(kind=misfit.kind, args={"module": called(call), **misfit.args, "newer": newer, "reaches": str(target)})


def _told(misfit: Misfit, call: Call, assessed: Assessment, when: When) -> Finding:
    origin: Origin | None = None
    if _RULES[misfit.kind].severity != "info" and call.owner is not None:
        is_on_its_way = when == "after-apply" or assessed.is_changing(call.target)
        origin = assessed.recorded.origin(call.owner, drifted=not is_on_its_way)
    return _finding(misfit.kind, call, assessed, misfit.args, origin=origin, when=when)


def called(call: Call) -> str:
    """A module by its name and its id in the flow."""
    module = call.module
    return f"{module.name} [{module.activity}]" if module.name != module.activity else module.activity


def _finding(
    name: str, call: Call, assessed: Assessment, args: dict[str, JsonValue], *, origin: Origin | None, when: When = "now"
) -> Finding:
    rule, flow = _RULES[name], call.module.flow
    function = _owner(call, assessed)
    return Finding(
        code=rule.code,
        subject=f"{flow.id}/{call.module.activity}",
        origin=origin,
        uid=call.owner,
        center=flow.center,
        where=function.where if function is not None else None,
        args=args,
        flows=(flow,),
        modules=(call.ref,),
        breaks=bool(rule.breaks) and flow.published,
        when=when,
    )


def _owner(call: Call, assessed: Assessment) -> WantedFunction | None:
    return assessed.functions.get(call.owner) if call.owner is not None else None


def _dead_mentions(assessed: Assessment) -> Iterator[Finding]:
    """Flows that are not understood and hold an id that was recorded or adopted, and that the center does not have any more."""
    for center, registration_id, uid in assessed.remembered_ids():
        flows = assessed.calls.mentioning(center, registration_id)
        if flows and center not in assessed.ground.unread_registrations:
            args: dict[str, JsonValue] = {"id": registration_id, "center": center}
            yield Finding(
                code=_RULES["registration-gone-mentioned"].code,
                subject=registration_id,
                origin=_drift(uid, assessed),
                uid=uid,
                center=center,
                args=args,
                flows=flows,
                breaks=any(flow.published for flow in flows),
            )


def _not_understood(assessed: Assessment) -> Iterator[Finding]:
    """Once a center: the flows that call functions whose signature is known, in a way that is not understood."""
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
        args: dict[str, JsonValue] = {"count": len(flows), "center": center}
        yield Finding(
            code=_RULES["module-unread"].code, subject=center, origin=None, center=center, args=args, flows=flows_of((), flows)
        )
