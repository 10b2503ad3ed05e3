"""The lines of a journal file as values, and reading them back from a file that may have been cut off."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from sync.core.plan.model import Repoint, UpdateFunction, UpdateRegistration
from sync.core.plan.report import Outcome, Reason
from sync.errors import InputError
from sync.specs.ids import CenterName, Uid

FORMAT: Literal[2] = 2
_READABLE = frozenset({1, 2})  # 2 added what is owed, and the records for it
_HINT = "move the file away and run `ivrsync plan`: it reads the clouds, which show everything that was done"


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Reversible = Repoint | UpdateRegistration | UpdateFunction
_Write = Annotated[Reversible, Field(discriminator="kind")]


class Passed(_Line):
    """A check that passed in a center before its function was changed."""

    center: CenterName
    check: str


class Owed(_Line):
    """What a run that stopped in the middle owes a function: its checks again, and if they fail, the state before."""

    uid: Uid
    passed: tuple[Passed, ...]
    writes: tuple[_Write, ...]


class Header(_Line):
    """The first line. `doubted` names the steps an earlier, unfinished run of another plan left without an end; `owed`, what it
    did not come to hold against the checks.
    """

    record: Literal["journal"] = "journal"
    format: int = FORMAT
    plan: str
    started: AwareDatetime
    doubted: tuple[str, ...] = ()
    owed: tuple[Owed, ...] = ()


class Checked(_Line):
    """A function is about to be changed; these of its checks passed just before."""

    record: Literal["checked"] = "checked"
    uid: Uid
    passed: tuple[Passed, ...]
    at: AwareDatetime


class Settled(_Line):
    """The obligations to a function were met: its checks pass, or the changes were put back."""

    record: Literal["settled"] = "settled"
    uid: Uid
    at: AwareDatetime


class Started(_Line):
    """A step is about to run; `write` where its function's checks passed before: the step as planned, for putting it back."""

    record: Literal["step-started"] = "step-started"
    step: str
    write: _Write | None = None
    at: AwareDatetime


class Ended(_Line):
    """A step ended."""

    record: Literal["step-ended"] = "step-ended"
    step: str
    outcome: Outcome
    reason: Reason | None = None
    registration_id: str | None = None
    at: AwareDatetime


class Finished(_Line):
    """The plan is finished."""

    record: Literal["finished"] = "finished"
    at: AwareDatetime


Entry = Checked | Settled | Started | Ended | Finished
Record = Header | Entry
_RECORD: TypeAdapter[Record] = TypeAdapter(Annotated[Record, Field(discriminator="record")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a journal file holds, and how many bytes of it are whole."""

    header: Header
    entries: tuple[Entry, ...]
    length: int


def read_records(path: Path) -> Kept | None:
    """What the journal file holds; None when there is no file, or none whose first line was written to its end.

    Only the end can be cut off by a crash, so a last line that is no record is left out. Any other is an `InputError`.
    """
    lines = _content(path).splitlines(keepends=True)
    records = [_parse(line) for line in lines]
    if records and records[-1] is None:
        del records[-1]
    for number, record in enumerate(records, start=1):
        if record is None or isinstance(record, Header) is not (number == 1):
            raise InputError(f"{path}:{number}: the journal of an earlier apply is damaged here", _HINT)
    headers = [record for record in records if isinstance(record, Header)]
    if not headers:
        return None
    if headers[0].format not in _READABLE:
        raise InputError(f"{path}:1: the journal has format {headers[0].format}; this ivrsync knows {FORMAT}", _HINT)
    entries = tuple(record for record in records if isinstance(record, Entry))
    return Kept(header=headers[0], entries=entries, length=sum(map(len, lines[: len(records)])))


def _content(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():  # reading a pipe would wait for ever
            raise InputError(f"{path}: the journal cannot be read: it is not a plain file", "move it away")
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise InputError(f"{path}: the journal cannot be read: {error.strerror}", _HINT) from error


def _parse(line: bytes) -> Record | None:
    if not line.endswith(b"\n"):
        return None
    try:
        return _RECORD.validate_json(line)
    except ValidationError:
        return None
