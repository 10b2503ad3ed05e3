"""What the tool needs of a host of code: to list, write, edit and delete comments on one request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from sync.core.commenting import HostName

State = Literal["success", "failure", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment as the host tells it; `order` grows with every new comment of a request."""

    id: str
    text: str
    author: str = ""
    is_bot: bool = False
    order: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The most that one comment may hold, a little below what the host takes."""

    most: int
    unit: Literal["characters", "bytes"]

    def size(self, text: str) -> int:
        """How much of it a text takes."""
        return len(text) if self.unit == "characters" else len(text.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a commit is said to be, beside the comment: `context` tells one check from another."""

    state: State
    context: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which request on which host, and for which run. Number 0: it is looked up by the branch. Run 0: nobody told it."""

    host: HostName
    server: str
    repo: str
    number: int = 0
    branch: str = ""
    head: str = ""
    run: int = 0


@dataclass(frozen=True, slots=True)
class Secret:
    """A token. Nothing that prints this shows it."""

    value: str = field(repr=False)


class Host(Protocol):
    """One repository on one host. Every call raises `CloudError`."""

    name: str  # as people know it
    limit: Limit
    takes_status: bool  # whether `set_status` does something

    def requests_of(self, branch: str) -> list[int]:
        """The numbers of the open requests from that branch."""
        ...

    def head_of(self, number: int) -> str:
        """The newest commit of a request; empty where the host does not say."""
        ...

    def user(self) -> str | None:
        """Whose token this is; None where the host does not tell this token."""
        ...

    def may_be_ours(self, comment: Comment) -> bool:
        """Whether the token's user may have written it, where `user` is None."""
        ...

    def comments(self, number: int) -> list[Comment]:
        """Every comment on a request, oldest first."""
        ...

    def create(self, number: int, text: str, *, resolved: bool) -> None:
        """Write a new comment. It is not sent again where the first may have arrived: the caller looks."""
        ...

    def edit(self, number: int, comment: Comment, text: str, *, resolved: bool) -> None:
        """Replace the text of a comment."""
        ...

    def delete(self, number: int, comment: Comment) -> None:
        """Remove a comment; nothing happens where it is gone."""
        ...

    def set_status(self, commit: str, status: Status) -> None:
        """Say what a commit is."""
        ...
