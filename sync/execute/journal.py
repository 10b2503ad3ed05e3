"""The outcome of each step, on disk before and after it runs, so that a killed apply can resume.

One JSON record a line: a header, then a record when a step starts, one when it ends, one when the run is over; before a
function is changed, one of the checks it passed. It holds ids, outcomes, times, and, for a step that may have to be put back,
its changes as in the plan: without environment values that look secret. What was sent to a function and what it returned may
be personal data, and is not stored.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Protocol, assert_never

from sync.core.plan.report import Result
from sync.errors import UnrecordedError
from sync.execute.records import (
    Checked,
    Ended,
    Finished,
    Header,
    Kept,
    Owed,
    Passed,
    Record,
    Reversible,
    Settled,
    Started,
    read_records,
)
from sync.files import sync_folder
from sync.specs.ids import Uid

FILE_NAME = "journal.jsonl"
ARCHIVE_NAME = "journals"
_KEPT = 10  # archived journals
_GO_ON = "free some space there, then run `ivrsync apply` again: it reads the clouds first, and does the remaining steps"


class JournalError(UnrecordedError):
    """The journal cannot be written. `unrecorded` is the result that could not be recorded; None: no step was running."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"{path}: cannot be written: {error.strerror}", _GO_ON)
        self.unrecorded: Result | None = None


class Past(Enum):
    """What earlier runs did for a step."""

    FRESH = "fresh"  # nothing
    BEGUN = "begun"  # it started and no end is known: it may have taken effect
    DONE = "done"  # it ended done


class Journal(Protocol):
    """The memory of a run. `plan` is the digest of the plan it belongs to."""

    @property
    def plan(self) -> str:
        """Digest of the plan."""
        ...

    def past(self, step_id: str) -> Past:
        """What earlier runs did for this step."""
        ...

    @property
    def owed(self) -> tuple[Owed, ...]:
        """The open obligations of an earlier run of another plan."""
        ...

    def settled(self, uid: Uid, at: datetime) -> None:
        """Record that this function's obligations are met."""
        ...

    def passed(self, uid: Uid) -> frozenset[Passed] | None:
        """The checks that passed before this plan changed the function; None when they were not run."""
        ...

    def checked(self, uid: Uid, passed: Iterable[Passed], at: datetime) -> None:
        """Record which checks passed before the function is changed."""
        ...

    def started(self, step_id: str, at: datetime, write: Reversible | None = None) -> None:
        """Record that the step is about to run, and what it writes if that may have to be put back."""
        ...

    def ended(self, result: Result, at: datetime) -> None:
        """Record how the step ended."""
        ...

    def finished(self, at: datetime) -> None:
        """The plan is finished: nothing is left to resume."""
        ...


@dataclass(frozen=True, slots=True)
class NullJournal:
    """Records nothing: for runs that write nothing, such as test calls alone."""

    plan: str
    owed: tuple[Owed, ...] = ()

    def past(self, step_id: str) -> Past:
        """Nothing is known."""
        del step_id
        return Past.FRESH

    def settled(self, uid: Uid, at: datetime) -> None:
        """Nothing is kept."""

    def passed(self, uid: Uid) -> frozenset[Passed] | None:
        """Nothing is known."""
        del uid
        return None

    def checked(self, uid: Uid, passed: Iterable[Passed], at: datetime) -> None:
        """Nothing is kept."""

    def started(self, step_id: str, at: datetime, write: Reversible | None = None) -> None:
        """Nothing is kept."""

    def ended(self, result: Result, at: datetime) -> None:
        """Nothing is kept."""

    def finished(self, at: datetime) -> None:
        """Nothing is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalState:
    """The state of the journal in a state folder: its plan, and how far it came."""

    plan: str
    started: datetime
    finished: bool
    pasts: Mapping[str, Past]  # by step id; a step not named is fresh
    owed: tuple[Owed, ...] = ()  # by runs of other plans before it
    touched: Mapping[Uid, Owed] = field(default_factory=dict)  # what this plan's run would owe if it were never resumed

    @property
    def left(self) -> tuple[Owed, ...]:
        """What is owed once this run is abandoned: each function it changed is checked with its own checks alone."""
        own = {uid: item for uid, item in self.touched.items() if item.passed and item.writes}
        return tuple({**{item.uid: item for item in self.owed}, **own}.values())

    @property
    def begun(self) -> tuple[str, ...]:
        """The steps whose end is not known, sorted."""
        return tuple(sorted(step_id for step_id, past in self.pasts.items() if past is Past.BEGUN))


class FileJournal:
    """The journal of the run under way: `journal.jsonl` in the state folder. Made by `open_journal`."""

    def __init__(self, path: Path, state: JournalState) -> None:
        self.path = path
        self._state = state

    @property
    def plan(self) -> str:
        """Digest of the plan."""
        return self._state.plan

    def past(self, step_id: str) -> Past:
        """What earlier runs did for this step."""
        return self._state.pasts.get(step_id, Past.FRESH)

    @property
    def owed(self) -> tuple[Owed, ...]:
        """The obligations of an earlier run of another plan that were open when the journal was opened."""
        return self._state.owed

    def settled(self, uid: Uid, at: datetime) -> None:
        """On disk before the plan's own steps."""
        _append(self.path, Settled(uid=uid, at=at))

    def passed(self, uid: Uid) -> frozenset[Passed] | None:
        """The checks that passed in an earlier run of this plan before it changed the function."""
        known = self._state.touched.get(uid)
        return None if known is None else frozenset(known.passed)

    def checked(self, uid: Uid, passed: Iterable[Passed], at: datetime) -> None:
        """On disk before the function is changed."""
        _append(self.path, Checked(uid=uid, passed=tuple(passed), at=at))

    def started(self, step_id: str, at: datetime, write: Reversible | None = None) -> None:
        """On disk before the step runs."""
        _append(self.path, Started(step=step_id, write=write, at=at))

    def ended(self, result: Result, at: datetime) -> None:
        """On disk before the next step runs."""
        ended = Ended(
            step=result.step.id, outcome=result.outcome, reason=result.reason, registration_id=result.registration_id, at=at
        )
        try:
            _append(self.path, ended)
        except JournalError as error:
            error.unrecorded = result
            raise

    def finished(self, at: datetime) -> None:
        """Close the journal and put it among the archived ones, of which the last ten are kept."""
        _append(self.path, Finished(at=at))
        _archive(self.path, self._state)


def read_journal(state: Path) -> JournalState | None:
    """The journal left in the state folder, if any: an unfinished one means that an apply stopped in the middle.

    A last line that was cut off is ignored. Any other damage is an `InputError` that says what to do.
    """
    kept = read_records(_journal_in(state))
    return None if kept is None else _state(kept)


def open_journal(state: Path, plan: str, at: datetime) -> FileJournal:
    """The journal for applying the plan of that digest; the caller holds the registry.

    An unfinished journal of the same plan is resumed. One of another plan is archived, and its steps without a known end stay
    in doubt here: a step of the same id reads more than once before it writes.
    """
    path = _journal_in(state)
    kept = read_records(path)
    doubted: tuple[str, ...] = ()
    owed: tuple[Owed, ...] = ()
    if kept is not None:
        left = _state(kept)
        if left.plan == plan and not left.finished:
            os.truncate(path, kept.length)
            return FileJournal(path, left)
        doubted, owed = ((), ()) if left.finished else (left.begun, left.left)
        _archive(path, left)
    with _written(path):
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
    header = Header(plan=plan, started=at, doubted=doubted, owed=owed)
    _append(path, header)
    with _written(path):
        sync_folder(path.parent)
    return FileJournal(path, _state(Kept(header=header, entries=(), length=0)))


def _state(kept: Kept) -> JournalState:
    steps = [entry for entry in kept.entries if isinstance(entry, Started | Ended)]
    settled = {entry.uid for entry in kept.entries if isinstance(entry, Settled)}
    return JournalState(
        plan=kept.header.plan,
        started=kept.header.started,
        finished=any(isinstance(entry, Finished) for entry in kept.entries),
        pasts=dict.fromkeys(kept.header.doubted, Past.BEGUN) | _pasts(steps),
        owed=tuple(item for item in kept.header.owed if item.uid not in settled),
        touched=_touched(kept),
    )


def _pasts(steps: Iterable[Started | Ended]) -> dict[str, Past]:
    pasts: dict[str, Past] = {}
    for entry in steps:
        match entry:
            case Started(step=step):
                pasts[step] = Past.BEGUN
            case Ended(step=step, outcome="done"):
                pasts[step] = Past.DONE
            case Ended(step=step, reason=reason) if reason != "unconfirmed":
                pasts[step] = Past.FRESH
            case Ended():
                pass
            case _:
                assert_never(entry)
    return pasts


def _touched(kept: Kept) -> dict[Uid, Owed]:
    """Of each function whose checks were made: which passed, and every write begun since, each once."""
    touched: dict[Uid, Owed] = {}
    for entry in kept.entries:
        if isinstance(entry, Checked):
            touched[entry.uid] = Owed(uid=entry.uid, passed=entry.passed, writes=())
        elif isinstance(entry, Started) and entry.write is not None and entry.write.uid in touched:
            write, known = entry.write, touched[entry.write.uid]
            others = tuple(item for item in known.writes if item.id != write.id)
            touched[write.uid] = known.model_copy(update={"writes": (*others, write)})
    return touched


def _append(path: Path, record: Record) -> None:
    absent = {name for name, value in record if value is None}
    with _written(path), os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "wb") as file:
        file.write(record.model_dump_json(exclude=absent).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _archive(path: Path, state: JournalState) -> None:
    folder = path.parent / ARCHIVE_NAME
    stem = f"{state.started.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-{''.join(filter(str.isalnum, state.plan))[-12:]}"
    with _written(path):
        folder.mkdir(mode=0o700, exist_ok=True)
        path.replace(folder / f"{stem}.jsonl")
        for old in sorted(folder.glob("*.jsonl"))[:-_KEPT]:
            old.unlink()
        sync_folder(path.parent)


def _journal_in(state: Path) -> Path:
    """The real path of the journal: a link in its place is followed, and stays."""
    return Path(os.path.realpath(state / FILE_NAME))


@contextmanager
def _written(path: Path) -> Iterator[None]:
    """A failure to write is reported as one of the journal, not as one of a step."""
    try:
        yield
    except OSError as error:
        raise JournalError(path, error) from error
