"""What is to be done with one comment, given those that are there. No input or output."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from sync.core.commenting import Mode
from sync.hosts.host import Comment
from sync.hosts.marker import Marker, marker_of, unmarked

Action = Literal["create", "edit", "leave", "older", "skip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`about`: the comment that is edited or left. `removed`: comments that go, after the new one is written."""

    action: Action
    about: Comment | None = None
    removed: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a run wants to be read: its marker, and the text below it."""

    marker: Marker
    text: str
    mode: Mode = "update"
    is_quiet: bool = False  # a first comment is not worth writing


def ranked(comments: Sequence[Comment], marker: Marker) -> list[Comment]:
    """Those in the place of the marker, the newest run first; of one run, the one written last."""
    mine = [
        (found.run, comment.order, comment)
        for comment in comments
        if (found := marker_of(comment.text)) and marker.is_beside(found)
    ]
    return [comment for _, _, comment in sorted(mine, key=lambda item: item[:2], reverse=True)]


def decide(comments: Sequence[Comment], wish: Wish, is_older: Callable[[Marker], bool]) -> Decision:
    """`comments` are those of the token's user; `is_older` tells whether this run is older than the one of a marker."""
    mine = ranked(comments, wish.marker)
    if not mine:
        return Decision(action="skip" if wish.is_quiet else "create")
    newest, rest = mine[0], tuple(mine[1:])
    removed = () if wish.mode == "new" else rest
    found = marker_of(newest.text)
    if found is not None and is_older(found):
        return Decision(action="older", about=newest, removed=removed)
    if unmarked(newest.text) == unmarked(wish.text):
        return Decision(action="leave", about=newest, removed=removed)
    if wish.mode == "update":
        return Decision(action="edit", about=newest, removed=removed)
    return Decision(action="create", removed=tuple(mine) if wish.mode == "delete-and-new" else ())


def is_older(ours: Marker, theirs: Marker, current: str, comes_before: Callable[[str, str], bool | None]) -> bool:
    """Whether a run must not overwrite what the other wrote.

    `current` is the newest commit of the request, empty if unknown: a run on it is as new as can be, unless another run on it has a
    larger number. `comes_before` tells whether a commit is an ancestor of another; None: nobody knows.
    """
    if ours.head and ours.head == current:
        return theirs.head == current and _has_smaller_number(ours, theirs)
    later = [head for head in (current, theirs.head) if head and ours.head and head != ours.head]
    return any(comes_before(ours.head, head) for head in later) or _has_smaller_number(ours, theirs)


def _has_smaller_number(ours: Marker, theirs: Marker) -> bool:
    return 0 < ours.run < theirs.run
