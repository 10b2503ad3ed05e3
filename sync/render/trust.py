"""Why a snapshot cannot be relied on, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sync.core.snapshot.trust import TrustProblem
from sync.render.escape import visible


@dataclass(frozen=True, slots=True)
class _Words:
    """What completes "the snapshot ...", and what to do."""

    said: str
    fix: str


_HOW_TO = "docs/how-to/judge-without-credentials.md"
_ANEW = "Take a new one: ivrsync snapshot"
_WHO = f"Find out who wrote it, and take a new one ({_HOW_TO})."
_WORDS: Mapping[str, _Words] = {
    "SnapshotUnsigned": _Words(
        "is not signed, so nobody can say who wrote it",
        f"Sign it: ivrsync snapshot --sign KEYFILE ({_HOW_TO}). Or allow it where only the right people can write it: "
        "unsigned_snapshots = true in ivrsync.toml.",
    ),
    "SnapshotKeyUnknown": _Words(
        "is signed, and the registry has no key to check that with",
        "Commit the public key as snapshot.pub in the registry's folder.",
    ),
    "SnapshotSignatureBroken": _Words("has a signature that is damaged", f"{_ANEW} --sign KEYFILE."),
    "SnapshotKeyOther": _Words(
        "is signed with key {detail}, which is not the registry's",
        "Sign with the key that snapshot.pub in the registry's folder names, or commit the new public key there.",
    ),
    "SnapshotAltered": _Words("is not what was signed: it or its signature was changed afterwards", _WHO),
    "SnapshotForked": _Words(
        "(number {detail}) does not follow the one before it: two jobs wrote at once, or one was replaced",
        f"Let one job write the place, and take a new one ({_HOW_TO}).",
    ),
    "SnapshotUndated": _Words("does not say when it was taken", f"{_ANEW}."),
    "SnapshotFromFuture": _Words(
        "is dated in the future",
        "Set the clocks of this machine and of the one that took it, and take a new one: ivrsync snapshot.",
    ),
    "SnapshotOld": _Words("is {detail} old", f"{_ANEW}, and see why the job that takes them did not run."),
}


def trust_sentence(problem: TrustProblem) -> str:
    """One problem as a sentence."""
    return f"the snapshot {_said(_WORDS[problem.code], problem.detail)}"


def trust_words(code: str, detail: str) -> str | None:
    """The same of the snapshot named before; None for the code of anything else."""
    return f"it {_said(words, detail)}" if (words := _WORDS.get(code)) is not None else None


def trust_fix(code: str) -> str | None:
    """What to do about it; None for the code of anything else."""
    return words.fix if (words := _WORDS.get(code)) is not None else None


def _said(words: _Words, detail: str) -> str:
    return words.said.format(detail=visible(detail))
