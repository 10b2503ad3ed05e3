"""Why a snapshot cannot be relied on, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sync.core.worlds import Gap

TrustCode = Literal[
    "SnapshotUnsigned",
    "SnapshotKeyUnknown",  # there is a signature, and no key to check it with
    "SnapshotSignatureBroken",
    "SnapshotKeyOther",  # detail: the id of the key that signed it
    "SnapshotAltered",
    "SnapshotForked",  # detail: its number
    "SnapshotUndated",
    "SnapshotFromFuture",
    "SnapshotOld",  # detail: how old
]
OF_TIME: frozenset[TrustCode] = frozenset({"SnapshotUndated", "SnapshotFromFuture", "SnapshotOld"})
_UNITS = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True, slots=True)
class TrustProblem:
    """Why a snapshot cannot be relied on. The sentences are the renderer's."""

    code: TrustCode
    detail: str = ""


def gap_of(problem: TrustProblem, place: str) -> Gap:
    """The problem as a gap of a plan: the plan is incomplete, whatever it says."""
    return Gap(scope="snapshot", subject=place, generation=None, operation="", code=problem.code, message=problem.detail)


def elapsed(age: timedelta) -> str:
    """A time in its largest unit: `3 days`."""
    seconds = max(int(age.total_seconds()), 0)
    size, unit = next((pair for pair in _UNITS if seconds >= pair[0]), _UNITS[-1])
    return f"{seconds // size} {unit}{'' if seconds // size == 1 else 's'}"
