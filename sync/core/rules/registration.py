"""RG: differences between the registry's registrations and a center's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from pydantic import JsonValue

from sync.core.assessment import Assessment
from sync.core.diff import state_changes
from sync.core.flows.calls import modules_of
from sync.core.found_index import Presence
from sync.core.matching.registrations import Pair, Pairing
from sync.core.origin import moved
from sync.core.plan.model import FieldChange, Finding, Origin
from sync.core.registration_state import recorded_failover, wanted_state
from sync.core.rules.rule import Occurrence, Rule
from sync.core.worlds import FailoverTarget, FoundRegistration, WantedRegistration
from sync.specs.ids import Uid
from sync.specs.models import RecordedRegistration

_KEEP = "To keep what was found, write it into the spec."

_CHANGED = ("repoint:{center}:{uid}", "update-registration:{center}:{uid}")

ROWS: tuple[Rule, ...] = (
    Rule(
        code="RG001",
        name="registration-missing",
        severity="error",
        message="{address} is not registered in center {center}",
        args={"address": "address", "center": "center"},
        why="Flows of the center cannot call it, and it cannot be chosen in a function module (函数模块).",
        apply="registers it",
        up="registers it",
        settled_by=("register:{center}:{uid}",),
        fix="If this center does not need it, remove it from registrations in the spec. A function must exist to be registered.",
    ),
    Rule(
        code="RG002",
        breaks="calls",
        name="registration-stale",
        severity="error",
        message="registration {id} in center {center} points at {target}, which does not exist",
        args={"id": "identifier", "center": "center", "target": "address"},
        why="A flow that calls this registration reaches nothing: callers hear silence or the failure exit.",
        apply="points it at the function that the registry wants",
        up="points it at the function that the registry wants",
        settled_by=("repoint:{center}:{uid}",),
        fix="Correct its address in the spec, or name this id in the right one (registrations: CENTER with id: ...). If "
        "unneeded, delete it (设置 > IVR集成 > 函数列表 > 删除) once no flow calls it.",
    ),
    Rule(
        code="RG003",
        name="registration-duplicate",
        severity="warning",
        message="registration {id} in center {center} is a duplicate for {target}, and no flow calls it; {kept} is kept",
        args={"id": "identifier", "center": "center", "target": "address", "kept": "identifier"},
        why="Somebody who edits a flow may choose it, and it is easily forgotten when the function moves.",
        apply="removes it",
        settled_by=("unregister:{center}:{subject}",),
        fix="Delete it by hand (设置 > IVR集成 > 函数列表 > 删除). To keep this one instead, name its id in the spec "
        "(registrations: CENTER with id: ...).",
    ),
    Rule(
        code="RG004",
        name="registration-orphaned",
        severity="warning",
        message="registration {id} in center {center} belonged to {uid}, and the registry no longer asks for it",
        args={"id": "identifier", "center": "center", "uid": "uid"},
        why="It can still be chosen in a flow, and fails there when the function is deleted.",
        apply="removes it",
        settled_by=("unregister:{center}:{subject}",),
        fix="Take the function out of the flows that call it and publish them; then delete the registration (设置 > IVR集成 > "
        "函数列表 > 删除). To keep it, put the function, or its center, back into the registry.",
    ),
    Rule(
        code="RG005",
        name="description-differs",
        severity="warning",
        message="the description is {found}, wanted {wanted}",
        args={"found": "setting", "wanted": "setting"},
        why="Callers hear no difference, but people who edit flows choose functions by this text.",
        apply="corrects it",
        up="corrects it",
        settled_by=_CHANGED,
        fix=_KEEP,
    ),
    Rule(
        code="RG006",
        name="role-differs",
        severity="warning",
        message="the role is {found}, wanted {wanted}",
        args={"found": "setting", "wanted": "setting"},
        why="The center assumes this role to call the function; with the wrong one every call is denied.",
        apply="corrects it",
        up="corrects it",
        settled_by=_CHANGED,
        fix=_KEEP,
    ),
    Rule(
        code="RG007",
        name="failover-differs",
        severity="warning",
        message="failover is {found}, wanted {wanted}",
        args={"found": "failover", "wanted": "failover"},
        why="When the region fails, calls go where this setting says, or nowhere.",
        settled_by=("failover:{center}:{uid}", *_CHANGED),
        fix="There is no API for it: 设置 > IVR集成 > 函数列表 > 编辑, 灾备 (failover) region and weight. To keep what was found, "
        "write it into the spec.",
    ),
    Rule(
        code="RG008",
        name="registration-unmanaged",
        severity="info",
        message="registration {id} in center {center} ({target}) is not in the registry",
        args={"id": "identifier", "center": "center", "target": "address"},
        why="ivrsync leaves it alone, and does not notice when its function is renamed or moved.",
        fix="Add the function to the registry, with registrations: CENTER with id: ... to adopt this id.",
    ),
    Rule(
        code="RG009",
        name="registration-misdirected",
        severity="error",
        message="registration {id} in center {center} points at {target}, wanted {wanted}",
        args={"id": "identifier", "center": "center", "target": "address", "wanted": "address"},
        why="Callers are served by a function other than the one in the registry.",
        apply="points it at {wanted}",
        up="points it at {wanted}",
        settled_by=("repoint:{center}:{uid}",),
        fix="If {target} is the right one, the registry has to follow: write its name, service and region into the spec.",
    ),
    Rule(
        code="RG010",
        name="registration-ambiguous",
        severity="error",
        message="several registrations in center {center} may be the one for {address}: {candidates}",
        args={"center": "center", "address": "address", "candidates": "names"},
        why="Choosing the wrong one would redirect callers, so none is chosen.",
        fix="Name the right id in the spec (registrations: CENTER with id: ...).",
    ),
    Rule(
        code="RG011",
        name="registration-duplicate-used",
        severity="warning",
        message="registration {id} in center {center} is a duplicate for {target}, and flows call it; {kept} is kept",
        args={"id": "identifier", "center": "center", "target": "address", "kept": "identifier"},
        why="Both work today, but the flows that call the duplicate are easily forgotten when the function is renamed or moved.",
        apply="removes it, and the flows that call it reach nothing until their modules are edited",
        settled_by=("unregister:{center}:{subject}",),
        fix="In the function modules (函数模块) of the flows that the finding names, choose the function again, so that they hold "
        "the one that is kept; save, publish, and place a test call. Or name this id in the spec (registrations: CENTER "
        "with id: ...) to keep it.",
    ),
)

_RULES = {rule.name: rule for rule in ROWS}
_STALE = _RULES["registration-stale"]
Field = Literal["description", "role", "failover"]
_FIELDS: Mapping[Field, Rule] = {
    "description": _RULES["description-differs"],
    "role": _RULES["role-differs"],
    "failover": _RULES["failover-differs"],
}


def judge(assessed: Assessment) -> Iterator[Finding]:
    """Every finding about the registrations of every center."""
    for pairing in assessed.pairings:
        yield from _center(pairing, assessed)


def _center(pairing: Pairing, assessed: Assessment) -> Iterator[Finding]:
    for wanted in pairing.missing:
        yield _missing(wanted, assessed)
    for ambiguity in pairing.ambiguities:
        target, candidates = str(ambiguity.wanted.target), [found.id for found in ambiguity.candidates]
        here = _wanted(ambiguity.wanted, target, assessed, drifted=False)
        yield _RULES["registration-ambiguous"].finding(here, center=pairing.center, address=target, candidates=[*candidates])
    for pair in pairing.pairs:
        yield from _astray(pair, assessed)
        yield from _fields(pair, assessed)
    for pair in pairing.duplicates:
        yield from _duplicate(pair, assessed)
    for found in pairing.others:
        yield from _other(found, None if found.id in pairing.contested else assessed.recorded.owner(found), assessed)


def breaks(found: FoundRegistration, assessed: Assessment) -> bool:
    """Whether a published flow calls this registration and reaches no function.

    A flow that gives only the function's name is not counted while another registration of that name works.
    """
    if assessed.ground.presence(found.target) is not Presence.ABSENT:
        return False
    name = "" if assessed.ground.has_working_namesake(found) else found.target.name
    calls, flows = assessed.calls.holding(found.center, found.id), assessed.calls.mentioning(found.center, found.id, name)
    return any(call.published for call in calls) or any(flow.published for flow in flows)


def _missing(wanted: WantedRegistration, assessed: Assessment) -> Finding:
    target, entry = str(wanted.target), assessed.recorded.registration(wanted.uid, wanted.center)
    # A registration that another spec has adopted is not missing.
    drifted = entry is not None and (wanted.center, entry.id) not in assessed.ground.by_id
    here = _wanted(wanted, target, assessed, drifted=drifted)
    return _RULES["registration-missing"].finding(here, address=target, center=wanted.center)


def _astray(pair: Pair, assessed: Assessment) -> Iterator[Finding]:
    wanted, found = pair.wanted, pair.found
    stale = assessed.ground.presence(found.target) is Presence.ABSENT
    if found.target == wanted.target and not stale:
        return
    entry = assessed.recorded.registration(wanted.uid, wanted.center)
    drifted = entry is not None and (moved(entry, found.target) or not moved(entry, wanted.target))
    changes = tuple(change for change in state_changes(found.state, wanted_state(pair)) if change.path.startswith("target."))
    here = _paired(pair, assessed, drifted=drifted, changes=changes, breaks=stale and breaks(found, assessed))
    if stale:
        yield _STALE.finding(here, **_registration(found))
    else:
        yield _RULES["registration-misdirected"].finding(here, **_registration(found), wanted=str(wanted.target))


def _registration(found: FoundRegistration) -> dict[str, JsonValue]:
    """The arguments of most messages about a registration."""
    return {"id": found.id, "center": found.center, "target": str(found.target)}


def _fields(pair: Pair, assessed: Assessment) -> Iterator[Finding]:
    changes = state_changes(pair.found.state, wanted_state(pair))
    entry = assessed.recorded.registration(pair.wanted.uid, pair.wanted.center)
    for field, rule in _FIELDS.items():
        own = tuple(change for change in changes if change.path.split(".")[0] == field)
        if own:
            drifted = entry is not None and getattr(pair.found.state, field) != _of_record(field, entry)
            here = replace(_wanted(pair.wanted, pair.found.id, assessed, drifted=drifted), changes=own)
            yield rule.finding(here, found=_told(getattr(pair.found.state, field)), wanted=_told(getattr(pair.wanted, field)))


def _told(value: str | FailoverTarget | None) -> JsonValue:
    return {"region": value.region, "weight": value.weight} if isinstance(value, FailoverTarget) else value


def _of_record(field: Field, entry: RecordedRegistration) -> str | FailoverTarget | None:
    return {"description": entry.description or "", "role": entry.role or "", "failover": recorded_failover(entry)}[field]


def _duplicate(pair: Pair, assessed: Assessment) -> Iterator[Finding]:
    """A duplicate registration; the rule depends on whether flows call it."""
    found, wanted = pair.found, pair.wanted
    drifted = assessed.recorded.registration(wanted.uid, wanted.center) is not None
    rule = _RULES["registration-duplicate-used" if assessed.calls.users(found) else "registration-duplicate"]
    kept = assessed.kept[found.center, wanted.uid]
    yield rule.finding(_paired(pair, assessed, drifted=drifted), **_registration(found), kept=kept)
    if assessed.ground.presence(found.target) is Presence.ABSENT:
        here = _paired(pair, assessed, drifted=True, breaks=breaks(found, assessed))
        yield _STALE.finding(here, **_registration(found))


def _other(found: FoundRegistration, uid: str | None, assessed: Assessment) -> Iterator[Finding]:
    """Findings about a registration that no spec asks for; `uid` is its former owner, if it had one."""
    is_stale = assessed.ground.presence(found.target) is Presence.ABSENT
    is_broken = breaks(found, assessed)
    if uid is not None:
        here = _stranger(found, assessed, assessed.recorded.origin(uid, drifted=False), uid)
        yield _RULES["registration-orphaned"].finding(here, id=found.id, center=found.center, uid=uid)
    if uid is None or is_broken:
        owner = uid or assessed.recorded.holder(found.center, found.id)
        origin = assessed.recorded.origin(owner, drifted=True) if owner is not None and is_broken else None
        here = _stranger(found, assessed, origin, owner if is_broken else None, breaks=is_broken)
        rule = _STALE if is_stale else _RULES["registration-unmanaged"]
        yield rule.finding(here, **_registration(found))


def _stranger(
    found: FoundRegistration, assessed: Assessment, origin: Origin | None, uid: str | None, *, breaks: bool = False
) -> Occurrence:
    return Occurrence(
        subject=found.id,
        origin=origin,
        uid=Uid(uid) if uid is not None else None,
        center=found.center,
        flows=assessed.calls.users(found),
        modules=modules_of(assessed.calls.holding(found.center, found.id)),
        breaks=breaks,
    )


def _wanted(wanted: WantedRegistration, subject: str, assessed: Assessment, *, drifted: bool) -> Occurrence:
    """About a registration that a spec asks for."""
    return Occurrence(
        subject=subject,
        origin=assessed.recorded.origin(wanted.uid, drifted=drifted),
        uid=wanted.uid,
        center=wanted.center,
        where=assessed.functions[wanted.uid].where,
    )


def _paired(
    pair: Pair, assessed: Assessment, *, drifted: bool, changes: tuple[FieldChange, ...] = (), breaks: bool = False
) -> Occurrence:
    """The same for an existing registration, which flows may use."""
    found = pair.found
    return replace(
        _wanted(pair.wanted, found.id, assessed, drifted=drifted),
        changes=changes,
        flows=assessed.calls.users(found),
        modules=modules_of(assessed.calls.holding(found.center, found.id)),
        breaks=breaks,
    )
