"""What GitHub and Gitee have in common: Gitee's interface was made after GitHub's, and differs in paths, tokens and pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import JsonValue

from sync.hosts.client import Answer, Call, Client, number_of, text_of
from sync.hosts.host import Comment, Status

IsLast = Callable[[Answer, int], bool]  # whether an answer is the last page, by its number


class LikeGitHub:
    """All of `Host` but the limit, and which comments may be ours. `talk` is where the comments of a request are."""

    takes_status = False

    def __init__(self, client: Client, pulls: str, talk: str, is_last: IsLast) -> None:
        self._client, self._pulls, self._talk, self._is_last = client, pulls, talk, is_last

    def _open(self, head: str) -> list[Mapping[str, JsonValue]]:
        """The open requests that the host finds by that word for their head."""
        call = Call(what="look up the pull request", method="GET", path=self._pulls, query={"state": "open", "head": head})
        return self._client.pages(call, self._is_last)

    def head_of(self, number: int) -> str:
        """As the pull request says."""
        return self._client.text(Call(what="read the pull request", method="GET", path=f"{self._pulls}/{number}"), "head", "sha")

    def user(self) -> str | None:
        """None where the token may not ask, as that of a workflow or an app."""
        return self._client.user("/user", "login")

    def comments(self, number: int) -> list[Comment]:
        """The conversation, without comments on lines of code."""
        call = Call(what="list the comments", method="GET", path=f"{self._talk}/{number}/comments")
        return [
            Comment(
                id=text_of(item, "id"),
                text=text_of(item, "body"),
                author=text_of(item, "user", "login"),
                is_bot=text_of(item, "user", "type") == "Bot",
                order=number_of(item, "id"),
                url=text_of(item, "html_url"),
            )
            for item in self._client.pages(call, self._is_last)
        ]

    def create(self, number: int, text: str, *, resolved: bool) -> None:  # noqa: ARG002  neither resolves such a comment
        """See `Host`."""
        path = f"{self._talk}/{number}/comments"
        self._client.send(Call(what="write the comment", method="POST", path=path, body={"body": text}, repeats=False))

    def edit(self, number: int, comment: Comment, text: str, *, resolved: bool) -> None:  # noqa: ARG002  ids are of the repository
        """See `Host`."""
        path = f"{self._talk}/comments/{comment.id}"
        self._client.send(Call(what="edit the comment", method="PATCH", path=path, body={"body": text}))

    def delete(self, number: int, comment: Comment) -> None:  # noqa: ARG002  as above
        """See `Host`."""
        self._client.delete(f"{self._talk}/comments/{comment.id}")

    def set_status(self, commit: str, status: Status) -> None:
        """Not used: a check of the workflow says it already."""
