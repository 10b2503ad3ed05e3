"""What became of each step, on disk before and after it runs, so that a killed apply can go on.

One JSON record a line: a header, then a record when a step starts, one when it ends, one when the run is over. Only ids,
outcomes and times are kept: what was sent to a function and what it answered may be about people.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Protocol, assert_never

from sync.core.report import Result
from sync.errors import UnrecordedError
from sync.execute.records import Ended, Finished, Header, Kept, Record, Started, read_records
from sync.files import sync_folder

FILE_NAME = "journal.jsonl"
ARCHIVE_NAME = "journals"
_KEPT = 10  # archived journals
_GO_ON = "make room there, then run `ivrsync apply` again: it looks at the clouds first, and does what is left to do"


class JournalError(UnrecordedError):
    """The journal cannot be written. `unrecorded` is how the step ended that it could not be told of; None: none was under way."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"{path}: cannot be written: {error.strerror}", _GO_ON)
        self.unrecorded: Result | None = None


class Past(Enum):
    """What earlier runs did about a step."""

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
        """What earlier runs did about this step."""
        ...

    def started(self, step_id: str, at: datetime) -> None:
        """Remember that the step is about to run."""
        ...

    def ended(self, result: Result, at: datetime) -> None:
        """Remember how the step ended."""
        ...

    def finished(self, at: datetime) -> None:
        """Every step had its turn: nothing is left to go on with."""
        ...


@dataclass(frozen=True, slots=True)
class NoJournal:
    """Remembers nothing: for runs that write nothing, such as test calls alone."""

    plan: str

    def past(self, step_id: str) -> Past:
        """Nothing is known."""
        del step_id
        return Past.FRESH

    def started(self, step_id: str, at: datetime) -> None:
        """Nothing is kept."""

    def ended(self, result: Result, at: datetime) -> None:
        """Nothing is kept."""

    def finished(self, at: datetime) -> None:
        """Nothing is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalState:
    """What the journal in a state folder tells: whose it is, and how far it came."""

    plan: str
    started: datetime
    finished: bool
    pasts: Mapping[str, Past]  # by step id; a step not named is fresh

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
        """What earlier runs did about this step."""
        return self._state.pasts.get(step_id, Past.FRESH)

    def started(self, step_id: str, at: datetime) -> None:
        """On disk before the step runs."""
        _append(self.path, Started(step=step_id, at=at))

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

    An unfinished journal of the same plan is gone on with. One of another plan is archived, and what it left in doubt stays
    in doubt here: a step of the same id looks more than once before it writes.
    """
    path = _journal_in(state)
    kept = read_records(path)
    doubted: tuple[str, ...] = ()
    if kept is not None:
        left = _state(kept)
        if left.plan == plan and not left.finished:
            os.truncate(path, kept.length)
            return FileJournal(path, left)
        doubted = () if left.finished else left.begun
        _archive(path, left)
    with _written(path):
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
    header = Header(plan=plan, started=at, doubted=doubted)
    _append(path, header)
    with _written(path):
        sync_folder(path.parent)
    return FileJournal(path, _state(Kept(header=header, entries=(), length=0)))


def _state(kept: Kept) -> JournalState:
    pasts = dict.fromkeys(kept.header.doubted, Past.BEGUN)
    for entry in kept.entries:
        match entry:
            case Started(step=step):
                pasts[step] = Past.BEGUN
            case Ended(step=step, outcome="done"):
                pasts[step] = Past.DONE
            case Ended(step=step, reason=reason) if reason != "unconfirmed":
                pasts[step] = Past.FRESH
            case Ended() | Finished():
                pass
            case _:
                assert_never(entry)
    return JournalState(
        plan=kept.header.plan,
        started=kept.header.started,
        finished=any(isinstance(entry, Finished) for entry in kept.entries),
        pasts=pasts,
    )


def _append(path: Path, record: Record) -> None:
    with _written(path), os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "wb") as file:
        file.write(record.model_dump_json(exclude_none=True).encode() + b"\n")
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
    """Where the journal really is: a link in its place is followed, and stays."""
    return Path(os.path.realpath(state / FILE_NAME))


@contextmanager
def _written(path: Path) -> Iterator[None]:
    """Whatever stands in the way of writing is told as what it is: the journal's, and none of a step's."""
    try:
        yield
    except OSError as error:
        raise JournalError(path, error) from error
