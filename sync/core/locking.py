"""What `ivrsync lock` records: the present state of each function that is as the registry wants it, and no drift unasked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from sync.core.normalise import recorded_target
from sync.core.plan.model import Finding
from sync.core.worlds import WantedFunction
from sync.specs.ids import Address, Uid
from sync.specs.models import Lock, RecordedFunction

Recording = Literal[
    "new",  # recorded for the first time
    "changed",  # recorded again, and differs from before
    "same",  # as it was recorded
    "kept",  # stays as it was recorded, although something is found that differs
    "unrecorded",  # not recorded, and never was
    "dropped",  # it left the registry, and nothing of it remains
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockEntry:
    """A function, and what becomes of its entry in the lock. `codes`: the findings about it that count, each code once.

    `changes`: the parts of the entry that will differ.
    """

    uid: Uid
    address: Address
    recording: Recording
    registrations: int
    codes: tuple[str, ...]
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The lock to write, and what is said of each function."""

    lock: Lock
    entries: tuple[LockEntry, ...]


def without_drift(
    previous: Lock | None, proposed: Lock, functions: Iterable[WantedFunction], findings: Iterable[Finding], named: Collection[Uid]
) -> Recorded:
    """The proposed lock, in which a function that drifted keeps its previous entry unless it is named: drift must stay visible."""
    before, after = dict(previous.functions) if previous else {}, dict(proposed.functions)
    about: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.origin is not None and finding.uid is not None:
            about.setdefault(finding.uid, []).append(finding)
    for uid, found in about.items():
        if uid in before and uid not in named and any(finding.origin == "drift" for finding in found):
            after[uid] = before[uid]
    wanted = {str(function.uid): function for function in functions}
    lock = proposed.model_copy(update={"functions": dict(sorted(after.items()))})
    return Recorded(lock=lock, entries=tuple(_entries(before, after, wanted, about)))


def _entries(
    before: dict[str, RecordedFunction],
    after: dict[str, RecordedFunction],
    wanted: dict[str, WantedFunction],
    about: dict[str, list[Finding]],
) -> Iterator[LockEntry]:
    for uid in sorted({*before, *after, *wanted}):
        codes = tuple(sorted({finding.code for finding in about.get(uid, ())}))
        entry = after.get(uid) or before.get(uid)
        yield LockEntry(
            uid=Uid(uid),
            address=wanted[uid].address if uid in wanted or entry is None else recorded_target(entry),
            recording=_recording(before.get(uid), after.get(uid), has_findings=bool(codes)),
            registrations=len(entry.registrations) if entry else 0,
            codes=codes,
            changes=_changes(before.get(uid), after.get(uid)),
        )


def _changes(before: RecordedFunction | None, after: RecordedFunction | None) -> tuple[str, ...]:
    if before is None or after is None:
        return ()
    return tuple(name for name in RecordedFunction.model_fields if getattr(before, name) != getattr(after, name))


def _recording(before: RecordedFunction | None, after: RecordedFunction | None, *, has_findings: bool) -> Recording:
    if after is None:
        return "unrecorded" if before is None else "dropped"
    if before is None:
        return "new"
    if before != after:
        return "changed"
    return "kept" if has_findings else "same"
