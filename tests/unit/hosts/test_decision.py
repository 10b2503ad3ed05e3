"""What becomes of the comments that are there, for each of them and each way to write."""

from __future__ import annotations

import pytest

from sync.core.commenting import Mode
from sync.hosts.decision import Decision, Wish, decide, is_older
from sync.hosts.host import Comment
from sync.hosts.marker import Marker, marked

A, B, C = "a" * 40, "b" * 40, "c" * 40
MINE = Marker(registry="registry", scope="default", head=B, run=5)


def comment(order: int, text: str, *, run: int = 4, scope: str = "default", registry: str = "registry") -> Comment:
    return Comment(id=str(order), text=marked(Marker(registry=registry, scope=scope, head=A, run=run), text), order=order)


OLD, SAME = comment(1, "old"), comment(2, "new")
NEWER, LATER = comment(3, "newer", run=6), comment(4, "old again")
OTHERS = (comment(8, "new", scope="other"), comment(9, "new", registry="other"), Comment(id="7", text="new", order=7))


@pytest.mark.parametrize(
    ("there", "mode", "is_quiet", "expected"),
    [
        ((), "update", False, Decision(action="create")),
        ((), "update", True, Decision(action="skip")),
        (OTHERS, "update", False, Decision(action="create")),
        ((OLD,), "update", False, Decision(action="edit", about=OLD)),
        ((OLD,), "update", True, Decision(action="edit", about=OLD)),
        ((OLD,), "new", False, Decision(action="create")),
        ((OLD, LATER), "delete-and-new", False, Decision(action="create", removed=(LATER, OLD))),
        ((SAME,), "update", False, Decision(action="leave", about=SAME)),
        ((SAME,), "new", False, Decision(action="leave", about=SAME)),
        ((SAME,), "delete-and-new", False, Decision(action="leave", about=SAME)),
        ((NEWER,), "update", False, Decision(action="older", about=NEWER)),
        ((NEWER,), "new", False, Decision(action="older", about=NEWER)),
        ((NEWER,), "delete-and-new", False, Decision(action="older", about=NEWER)),
        ((OLD, LATER), "update", False, Decision(action="edit", about=LATER, removed=(OLD,))),
        ((OLD, NEWER, LATER), "update", False, Decision(action="older", about=NEWER, removed=(LATER, OLD))),
        ((OLD, LATER), "new", False, Decision(action="create")),
    ],
)
def test_what_is_done(there: tuple[Comment, ...], mode: Mode, is_quiet: bool, expected: Decision) -> None:  # noqa: FBT001
    wish = Wish(marker=MINE, text="new\n", mode=mode, is_quiet=is_quiet)
    assert decide(there, wish, lambda theirs: theirs.run > MINE.run) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "current", "expected"),
    [
        ((B, 5), (A, 4), "", False),  # the usual one: a later run on a later commit
        ((A, 4), (B, 5), "", True),
        ((A, 5), (B, 4), "", True),  # an ancestor, whatever the numbers say
        ((A, 0), (B, 0), "", True),
        ((B, 0), (A, 0), "", False),
        ((A, 4), (A, 5), "", True),  # another run on the same commit
        ((A, 5), (A, 5), "", False),  # the same run again
        ((A, 0), (A, 5), "", False),  # nobody told which came first
        ((C, 4), (B, 5), "", True),  # commits that are not related: the numbers decide
        ((C, 6), (B, 5), "", False),
        (("", 4), (B, 5), "", True),
        (("", 0), ("", 0), "", False),
        ((A, 6), (B, 5), A, False),  # the branch was reset to an earlier commit: it is the newest one all the same
        ((A, 1), (B, 5), A, False),
        ((B, 4), (B, 5), B, True),
        ((A, 4), (A, 3), B, True),  # the text of a newer run was the same, so the marker is still of an older one
    ],
)
def test_which_run_is_older(ours: tuple[str, int], theirs: tuple[str, int], current: str, expected: bool) -> None:  # noqa: FBT001
    def comes_before(earlier: str, later: str) -> bool | None:
        return None if C in {earlier, later} else (earlier, later) == (A, B)

    def marker(told: tuple[str, int]) -> Marker:
        return Marker(registry="registry", scope="default", head=told[0], run=told[1])

    assert is_older(marker(ours), marker(theirs), current, comes_before) is expected
