"""What is said of a comment on a pull or merge request: where, how, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HostName = Literal["github", "gitlab", "gitee", "codeup"]
Mode = Literal["update", "new", "delete-and-new"]
Outcome = Literal["created", "edited", "left", "older", "skipped", "denied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunName:
    """Which run wrote a comment: the commit that it judged and its number; empty and 0 where nobody told them."""

    head: str = ""
    run: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """The outcome, or what it would be in a dry run; `body` is what stands on the host then."""

    outcome: Outcome
    host: str  # as people know it
    repo: str
    number: int  # 0: it was not found out
    body: str
    is_dry: bool = False
    url: str = ""  # of the comment, where the host tells it
    ours: RunName = RunName()
    theirs: RunName = RunName()  # of the comment that was left as it is
    removed: int = 0  # comments that other runs had left
    problems: tuple[str, ...] = ()  # what was not done besides
    reason: str = ""  # why the token may not write
    status: str = ""  # the state that was given to the commit
    is_by_marker_alone: bool = False  # whose token it is was not told, and a comment was found
    summary: str = ""  # the file that the text went to instead
