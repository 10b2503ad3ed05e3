"""RG: what is wrong between the registry's registrations and a center's."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from sync.core.assessment import Assessment
from sync.core.diff import state_changes
from sync.core.flows.calls import modules_of
from sync.core.found_index import Presence
from sync.core.matching.registrations import Pair, Pairing
from sync.core.origin import moved
from sync.core.plan.model import FieldChange, Finding, Origin
from sync.core.registration_state import failover_text, recorded_failover, wanted_state
from sync.core.worlds import FailoverTarget, FoundRegistration, WantedRegistration
from sync.specs.ids import Uid
from sync.specs.models import RecordedRegistration

FIELDS = {"description": "RG005", "role": "RG006", "failover": "RG007"}


def judge(assessed: Assessment) -> Iterator[Finding]:
    """Every finding about the registrations of every center."""
    for pairing in assessed.pairings:
        yield from _center(pairing, assessed)


def _center(pairing: Pairing, assessed: Assessment) -> Iterator[Finding]:
    for wanted in pairing.missing:
        args: dict[str, JsonValue] = {"address": str(wanted.target), "center": wanted.center}
        entry = assessed.recorded.registration(wanted.uid, wanted.center)
        # One that another spec has adopted is not gone.
        drifted = entry is not None and (wanted.center, entry.id) not in assessed.ground.by_id
        yield _about(wanted, "RG001", str(wanted.target), assessed, drifted=drifted, args=args)
    for ambiguity in pairing.ambiguities:
        candidates: list[JsonValue] = [found.id for found in ambiguity.candidates]
        args = {"center": pairing.center, "address": str(ambiguity.wanted.target), "candidates": candidates}
        yield _about(ambiguity.wanted, "RG010", str(ambiguity.wanted.target), assessed, drifted=False, args=args)
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


def _astray(pair: Pair, assessed: Assessment) -> Iterator[Finding]:
    wanted, found = pair.wanted, pair.found
    stale = assessed.ground.presence(found.target) is Presence.ABSENT
    if found.target == wanted.target and not stale:
        return
    entry = assessed.recorded.registration(wanted.uid, wanted.center)
    drifted = entry is not None and (moved(entry, found.target) or not moved(entry, wanted.target))
    args: dict[str, JsonValue] = {"id": found.id, "center": found.center, "target": str(found.target)}
    if not stale:
        args["wanted"] = str(wanted.target)
    changes = tuple(change for change in state_changes(found.state, wanted_state(pair)) if change.path.startswith("target."))
    code = "RG002" if stale else "RG009"
    yield _about(wanted, code, found.id, assessed, drifted=drifted, args=args, changes=changes, found=found)


def _fields(pair: Pair, assessed: Assessment) -> Iterator[Finding]:
    changes = state_changes(pair.found.state, wanted_state(pair))
    entry = assessed.recorded.registration(pair.wanted.uid, pair.wanted.center)
    for field, code in FIELDS.items():
        own = tuple(change for change in changes if change.path.split(".")[0] == field)
        if own:
            found, wanted = _shown(field, pair)
            drifted = entry is not None and _of_found(field, pair.found) != _of_record(field, entry)
            yield _about(
                pair.wanted, code, pair.found.id, assessed, drifted=drifted, args={"found": found, "wanted": wanted}, changes=own
            )


def _shown(field: str, pair: Pair) -> tuple[JsonValue, JsonValue]:
    if field == "failover":
        return failover_text(pair.found.state.failover), failover_text(pair.wanted.failover)
    return getattr(pair.found.state, field) or "(none)", getattr(pair.wanted, field) or "(none)"


def _of_found(field: str, found: FoundRegistration) -> str | FailoverTarget | None:
    return {"description": found.state.description, "role": found.state.role, "failover": found.state.failover}[field]


def _of_record(field: str, entry: RecordedRegistration) -> str | FailoverTarget | None:
    return {"description": entry.description or "", "role": entry.role or "", "failover": recorded_failover(entry)}[field]


def _duplicate(pair: Pair, assessed: Assessment) -> Iterator[Finding]:
    """A second registration; one that flows call is another matter than one that nobody needs."""
    found, wanted = pair.found, pair.wanted
    kept = assessed.kept[found.center, wanted.uid]
    args: dict[str, JsonValue] = {"id": found.id, "center": found.center, "target": str(found.target), "kept": kept}
    drifted = assessed.recorded.registration(wanted.uid, wanted.center) is not None
    code = "RG011" if assessed.calls.users(found) else "RG003"
    yield _about(wanted, code, found.id, assessed, drifted=drifted, args=args, found=found)
    if assessed.ground.presence(found.target) is Presence.ABSENT:
        args = {"id": found.id, "center": found.center, "target": str(found.target)}
        yield _about(wanted, "RG002", found.id, assessed, drifted=True, args=args, found=found)


def _other(found: FoundRegistration, uid: str | None, assessed: Assessment) -> Iterator[Finding]:
    """`uid` is whose it was, when it was ours."""
    is_stale = assessed.ground.presence(found.target) is Presence.ABSENT
    is_broken = breaks(found, assessed)
    args: dict[str, JsonValue] = {"id": found.id, "center": found.center, "target": str(found.target)}
    if uid is not None:
        yield _stranger(
            found,
            "RG004",
            assessed.recorded.origin(uid, drifted=False),
            assessed,
            {"id": found.id, "center": found.center, "uid": uid},
            uid,
        )
    if uid is None or is_broken:
        owner = uid or assessed.recorded.holder(found.center, found.id)
        origin = assessed.recorded.origin(owner, drifted=True) if owner is not None and is_broken else None
        yield _stranger(found, "RG002" if is_stale else "RG008", origin, assessed, args, owner if is_broken else None)


def _stranger(
    found: FoundRegistration, code: str, origin: Origin | None, assessed: Assessment, args: dict[str, JsonValue], uid: str | None
) -> Finding:
    """About a registration that no spec asks for."""
    return Finding(
        code=code,
        subject=found.id,
        origin=origin,
        uid=Uid(uid) if uid is not None else None,
        center=found.center,
        args=args,
        flows=assessed.calls.users(found),
        modules=modules_of(assessed.calls.holding(found.center, found.id)),
        breaks=code == "RG002" and breaks(found, assessed),
    )


def _about(
    wanted: WantedRegistration,
    code: str,
    subject: str,
    assessed: Assessment,
    *,
    drifted: bool,
    args: dict[str, JsonValue],
    changes: tuple[FieldChange, ...] = (),
    found: FoundRegistration | None = None,
) -> Finding:
    """About a registration that a spec asks for; `found` is the one that flows may hold."""
    function = assessed.functions.get(wanted.uid)
    return Finding(
        code=code,
        subject=subject,
        origin=assessed.recorded.origin(wanted.uid, drifted=drifted),
        uid=wanted.uid,
        center=wanted.center,
        where=function.where if function is not None else None,
        changes=changes,
        args=args,
        flows=assessed.calls.users(found) if found is not None else (),
        modules=modules_of(assessed.calls.holding(found.center, found.id)) if found is not None else (),
        breaks=code == "RG002" and found is not None and breaks(found, assessed),
    )
