"""The JSON documents of accept and lock (see `sync.render.documents`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sync.core.acceptance import Accepted, Elsewhere, Unrecorded
from sync.core.locking import LockEntry
from sync.core.plan.exit_status import Word
from sync.core.worlds import Gap
from sync.render.outputs import AcceptOutput, LockOutput


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptDocument:
    """`ivrsync accept --format json`: what is written into the registry, and what else was found elsewhere.

    `written` is false where nobody chose anything, or `--yes` was not given; `texts` are the files as they would be then.
    """

    document: Literal["accept"] = "accept"
    version: Literal[1] = 1
    tool: str
    verdict: Word
    exit_code: int
    written: bool
    files: tuple[str, ...]
    accepted: tuple[Accepted, ...]
    others: tuple[Elsewhere, ...]
    gaps: tuple[Gap, ...]
    unsearched: tuple[Gap, ...]
    unrecorded: tuple[Unrecorded, ...]  # missing, and not in the lock: where they are now cannot be told
    recorded: bool  # whether there is a lock: without one hardly anything is recognised
    texts: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockDocument:
    """`ivrsync lock --format json`: what is recorded, or would be, and what is not."""

    document: Literal["lock"] = "lock"
    version: Literal[1] = 1
    tool: str
    verdict: Word
    exit_code: int
    written: bool
    file: str
    functions: tuple[LockEntry, ...]
    gaps: tuple[Gap, ...]


def accept_document(output: AcceptOutput, tool: str) -> AcceptDocument:
    """What accept says, to a program."""
    return AcceptDocument(
        tool=tool,
        verdict=output.code.bare_word,
        exit_code=output.code,
        written=output.written,
        files=tuple(edit.path for edit in output.edits),
        accepted=output.accepted,
        others=output.others,
        gaps=output.gaps,
        unsearched=output.unsearched,
        unrecorded=output.unrecorded,
        recorded=output.recorded,
        texts={} if output.written else {edit.path: edit.after for edit in output.edits},
    )


def lock_document(output: LockOutput, tool: str) -> LockDocument:
    """What lock says, to a program."""
    return LockDocument(
        tool=tool,
        verdict=output.code.bare_word,
        exit_code=output.code,
        written=output.written,
        file=output.path,
        functions=output.entries,
        gaps=output.gaps,
    )
