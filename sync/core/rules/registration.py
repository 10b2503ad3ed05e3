"""RG: what is wrong between the registry's registrations and a center's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pydantic import JsonValue

from registry.ids import Uid
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
        names = (found.id,) if self.ground.has_working_namesake(found) else (found.id, found.target.name)
        return any(flow.published for flow in self.mentions.of(found.center, *names))


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
    kept = {pair.wanted.uid: pair.found.id for pair in pairing.pairs}
    for pair in pairing.duplicates:
        yield _duplicate(pair, kept[pair.wanted.uid], bench)
    contested = pairing.contested
    for found in pairing.others:
        yield _other(found, None if found.id in contested else bench.recorded.owner(found), bench)


def _missing(wanted: WantedRegistration, bench: Bench) -> Finding:
    """A flow that still names the id which was recorded calls nothing."""
    entry = bench.recorded.registration(wanted.uid, wanted.center)
    flows = bench.mentions.of(wanted.center, entry.id) if entry else ()
    args: dict[str, JsonValue] = {"address": str(wanted.target), "center": wanted.center}
    finding = _about(wanted, "RG001", str(wanted.target), bench, drifted=entry is not None, args=args, flows=flows)
    return replace(finding, breaks=any(flow.published for flow in flows))


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


def _duplicate(pair: Pair, kept: str, bench: Bench) -> Finding:
    args: dict[str, JsonValue] = {"id": pair.found.id, "center": pair.found.center, "target": str(pair.found.target), "kept": kept}
    drifted = bench.recorded.registration(pair.wanted.uid, pair.wanted.center) is not None
    return _about(pair.wanted, "RG003", pair.found.id, bench, drifted=drifted, args=args, flows=bench.flows_of(pair.found))


def _other(found: FoundRegistration, uid: str | None, bench: Bench) -> Finding:
    """`uid` is whose it was, when it was ours."""
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
        uid=Uid(uid) if uid is not None else None,
        center=found.center,
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
