"""RG: what is wrong between the registry's registrations and a center's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from registry.ids import CenterName
from registry.models import RecordedRegistration, Where
from sync.core.diff import snapshot_changes
from sync.core.ground import Ground, Presence
from sync.core.mentions import Mentions
from sync.core.model import FailoverTarget, FoundRegistration, WantedRegistration
from sync.core.origin import Recorded, moved
from sync.core.pairing import Pair, Pairing
from sync.core.plan import FieldChange, Finding, FlowRef
from sync.core.snapshots import failover_text, found_snapshot, recorded_failover, wanted_snapshot

FIELDS = {"description": "RG005", "role": "RG006", "failover": "RG007"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What every check of this aspect needs to know."""

    ground: Ground
    mentions: Mentions
    recorded: Recorded
    where: dict[str, Where]  # by uid

    def flows_of(self, found: FoundRegistration) -> tuple[FlowRef, ...]:
        """The flows that mention a registration by its id or its function's name."""
        return self.mentions.of(found.center, found.id, found.target.name)

    def breaks(self, found: FoundRegistration) -> bool:
        """Whether a published flow calls this registration and reaches nothing.

        A flow that gives only the function's name is not counted while another registration of that name works.
        """
        if self.ground.presence(found.target) is not Presence.ABSENT:
            return False
        names = (found.id,) if self._has_working_namesake(found) else (found.id, found.target.name)
        return any(flow.published for flow in self.mentions.of(found.center, *names))

    def _has_working_namesake(self, found: FoundRegistration) -> bool:
        return any(
            other.id != found.id
            and other.target.name == found.target.name
            and self.ground.presence(other.target) is Presence.PRESENT
            for other in self.ground.registrations_of(found.center)
        )


def judge(pairing: Pairing, bench: Bench) -> Iterator[Finding]:
    """Every finding of one center."""
    for wanted in pairing.missing:
        yield _missing(wanted, bench)
    for ambiguity in pairing.ambiguities:
        candidates: list[JsonValue] = [found.id for found in ambiguity.candidates]
        args: dict[str, JsonValue] = {"center": pairing.center, "address": str(ambiguity.wanted.target), "candidates": candidates}
        yield _about(ambiguity.wanted, "RG010", str(ambiguity.wanted.target), bench, drifted=False, args=args)
    for pair in pairing.pairs:
        yield from _astray(pair, bench)
        yield from _fields(pair, bench)
    for pair in pairing.duplicates:
        yield _duplicate(pair, pairing, bench)
    for found in pairing.others:
        yield _other(found, bench)


def owner(found: FoundRegistration, recorded: Recorded) -> str | None:
    """The uid whose registration this was when the lock was written, if it still looks as it did then."""
    for uid, entry in recorded.lock.functions.items() if recorded.lock else ():
        registration = entry.registrations.get(found.center)
        if registration is not None and registration.id == found.id and not moved(registration, found.target):
            return uid
    return None


def _missing(wanted: WantedRegistration, bench: Bench) -> Finding:
    drifted = bench.recorded.registration(wanted.uid, wanted.center) is not None
    args: dict[str, JsonValue] = {"address": str(wanted.target), "center": wanted.center}
    return _about(wanted, "RG001", str(wanted.target), bench, drifted=drifted, args=args)


def _astray(pair: Pair, bench: Bench) -> Iterator[Finding]:
    wanted, found = pair.wanted, pair.found
    stale = bench.ground.presence(found.target) is Presence.ABSENT
    if found.target == wanted.target and not stale:
        return
    entry = bench.recorded.registration(wanted.uid, wanted.center)
    drifted = entry is not None and (moved(entry, found.target) or not moved(entry, wanted.target))
    args: dict[str, JsonValue] = {"id": found.id, "center": found.center, "target": str(found.target)}
    if not stale:
        args["wanted"] = str(wanted.target)
    changes = tuple(
        change for change in snapshot_changes(found_snapshot(found), wanted_snapshot(pair)) if change.path.startswith("target.")
    )
    yield Finding(
        code="RG002" if stale else "RG009",
        subject=found.id,
        origin=bench.recorded.origin(wanted.uid, drifted=drifted),
        uid=wanted.uid,
        center=wanted.center,
        where=bench.where.get(wanted.uid),
        changes=changes,
        args=args,
        flows=bench.flows_of(found),
        breaks=bench.breaks(found),
    )


def _fields(pair: Pair, bench: Bench) -> Iterator[Finding]:
    changes = snapshot_changes(found_snapshot(pair.found), wanted_snapshot(pair))
    entry = bench.recorded.registration(pair.wanted.uid, pair.wanted.center)
    for field, code in FIELDS.items():
        own = tuple(change for change in changes if change.path.split(".")[0] == field)
        if own:
            found, wanted = _shown(field, pair)
            drifted = entry is not None and _of_found(field, pair.found) != _of_record(field, entry)
            yield _about(
                pair.wanted, code, pair.found.id, bench, drifted=drifted, args={"found": found, "wanted": wanted}, changes=own
            )


def _shown(field: str, pair: Pair) -> tuple[JsonValue, JsonValue]:
    if field == "failover":
        return failover_text(pair.found.failover), failover_text(pair.wanted.failover)
    return getattr(pair.found, field) or "(none)", getattr(pair.wanted, field) or "(none)"


def _of_found(field: str, found: FoundRegistration) -> str | FailoverTarget | None:
    return {"description": found.description, "role": found.role, "failover": found.failover}[field]


def _of_record(field: str, entry: RecordedRegistration) -> str | FailoverTarget | None:
    return {"description": entry.description or "", "role": entry.role or "", "failover": recorded_failover(entry)}[field]


def _duplicate(pair: Pair, pairing: Pairing, bench: Bench) -> Finding:
    kept = next(other.found.id for other in pairing.pairs if other.wanted.uid == pair.wanted.uid)
    args: dict[str, JsonValue] = {"id": pair.found.id, "center": pairing.center, "target": str(pair.found.target), "kept": kept}
    drifted = bench.recorded.registration(pair.wanted.uid, pair.wanted.center) is not None
    return _about(pair.wanted, "RG003", pair.found.id, bench, drifted=drifted, args=args, flows=bench.flows_of(pair.found))


def _other(found: FoundRegistration, bench: Bench) -> Finding:
    uid = owner(found, bench.recorded)
    args: dict[str, JsonValue] = {"id": found.id, "center": found.center, "target": str(found.target)}
    if uid is not None:
        args = {"id": found.id, "center": found.center, "uid": uid}
        code, origin = "RG004", bench.recorded.origin(uid, drifted=False)
    else:
        code, origin = ("RG002" if bench.ground.presence(found.target) is Presence.ABSENT else "RG008"), None
    return Finding(
        code=code,
        subject=found.id,
        origin=origin,
        center=CenterName(found.center),
        args=args,
        flows=bench.flows_of(found),
        breaks=bench.breaks(found),
    )


def _about(
    wanted: WantedRegistration,
    code: str,
    subject: str,
    bench: Bench,
    *,
    drifted: bool,
    args: dict[str, JsonValue],
    changes: tuple[FieldChange, ...] = (),
    flows: tuple[FlowRef, ...] = (),
) -> Finding:
    return Finding(
        code=code,
        subject=subject,
        origin=bench.recorded.origin(wanted.uid, drifted=drifted),
        uid=wanted.uid,
        center=wanted.center,
        where=bench.where.get(wanted.uid),
        changes=changes,
        args=args,
        flows=flows,
    )
