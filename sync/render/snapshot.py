"""What a snapshot holds, and how old it is."""

from __future__ import annotations

from datetime import timedelta

from sync.core.snapshot.model import Snapshot
from sync.render.escape import visible
from sync.render.gaps import gap_lines
from sync.render.page import Page
from sync.render.phrases import count

_DAY, _HOUR, _MINUTE = 86_400, 3600, 60  # seconds


def snapshot_lines(snapshot: Snapshot, path: str, page: Page) -> tuple[str, ...]:
    """After it was written: what could not be read, and then what it holds."""
    found, gaps = snapshot.found, gap_lines(snapshot.found.gaps, page)
    held = ", ".join(
        (
            count(len(found.functions), "function"),
            count(len(found.registrations), "registration"),
            count(len(found.flows), "flow"),
        )
    )
    return (*gaps, *([""] if gaps else []), f"{held} of account {visible(snapshot.account)} written to {visible(path)}")


def age_line(snapshot: Snapshot, path: str, age: timedelta | None) -> str:
    """Where a plan got its found world from."""
    return f"note: the clouds were not read; this is from {visible(path)}, {taken_words(snapshot, age)}"


def taken_words(snapshot: Snapshot, age: timedelta | None) -> str:
    """When it was taken, and how long ago that is."""
    if not snapshot.taken:
        return "without a time"
    return f"as of {visible(snapshot.taken)}" + (f", {_age(age)}" if age is not None else "")


def _age(age: timedelta) -> str:
    seconds = int(age.total_seconds())
    if seconds < -_MINUTE:
        return "which is in the future"
    for unit, name in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if seconds >= unit:
            return f"{count(seconds // unit, name)} ago"
    return "just now"
