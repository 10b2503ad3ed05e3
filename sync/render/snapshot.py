"""What a snapshot holds, where it was kept, and how old it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from sync.core.snapshot.model import Snapshot
from sync.core.snapshot.trust import TrustProblem, elapsed
from sync.render.escape import visible
from sync.render.gaps import gap_lines
from sync.render.page import Page
from sync.render.phrases import count
from sync.render.trust import trust_sentence

_SHOWN = 10  # characters of a commit
_JUST, _FUTURE = timedelta(minutes=1), timedelta(minutes=-1)


def snapshot_lines(snapshot: Snapshot, page: Page) -> tuple[str, ...]:
    """After it was written: what could not be read."""
    gaps = gap_lines(snapshot.found.gaps, page)
    return (*gaps, *([""] if gaps else []))


def kept_line(snapshot: Snapshot, place: str, *, commit: str, pushed: bool, key: str, number: int | None) -> str:
    """What a snapshot holds, and one place where it was written; `number`: where it is signed, its place in the chain."""
    found = snapshot.found
    held = ", ".join(
        (
            count(len(found.functions), "function"),
            count(len(found.registrations), "registration"),
            count(len(found.flows), "flow"),
        )
    )
    to = f"{'branch ' if commit else ''}{visible(place)}"
    at = f" (commit {commit[:_SHOWN]}{', pushed' if pushed else ''})" if commit else ""
    by = f", signed with key {key} as number {number}" if number is not None else ""
    return f"{held} of account {visible(snapshot.account)} written to {to}{at}{by}"


def keys_lines(secret: str, public: str, name: str, registry: str) -> tuple[str, ...]:
    """After a pair of keys was made: which is which, and what to do with them."""
    return (
        f"secret key  {visible(secret)}  (it has no password: never commit it; a job gets its text in IVRSYNC_SNAPSHOT_KEY)",
        f"public key  {visible(public)}  ({name})",
        "",
        f"Next: copy {visible(public)} to {visible(registry)}, and commit that.",
        f"Then: ivrsync snapshot --sign {visible(secret)} --out snapshot.gz",
    )


def snapshot_notes(snapshot: Snapshot, age: timedelta | None, problems: Iterable[TrustProblem], place: str) -> Iterator[str]:
    """Where a found world is from, and everything that speaks against relying on it."""
    yield age_line(snapshot, place, age)
    yield from (f"note: {trust_sentence(problem)}" for problem in problems)


def age_line(snapshot: Snapshot, path: str, age: timedelta | None) -> str:
    """Where a plan got its found world from."""
    return f"note: the clouds were not read; this is from {visible(path)}, {taken_words(snapshot, age)}"


def taken_words(snapshot: Snapshot, age: timedelta | None) -> str:
    """When it was taken, and how long ago that is."""
    if not snapshot.taken:
        return "without a time"
    return f"as of {visible(snapshot.taken)}" + (f", {_age(age)}" if age is not None else "")


def _age(age: timedelta) -> str:
    if age < _FUTURE:
        return "which is in the future"
    return "just now" if age < _JUST else f"{elapsed(age)} ago"
