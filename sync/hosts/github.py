"""GitHub, and GitHub Enterprise Server: comments of an issue, which a pull request is as well."""

from __future__ import annotations

from sync.hosts.client import Answer, Call, Client, number_of, text_of
from sync.hosts.host import Comment, Limit, Place, Secret, Status
from sync.polling import Sleep

# The server says "maximum is 65536 characters".
_LIMIT = Limit(most=65_000, unit="characters")


class GitHub:
    """See `Host`."""

    name = "GitHub"
    limit = _LIMIT
    takes_status = False

    def __init__(self, place: Place, secret: Secret, sleep: Sleep) -> None:
        headers = {
            "Authorization": f"Bearer {secret.value}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        self._client = Client(self.name, place.server, secret, headers=headers, sleep=sleep)
        self._repo = f"/repos/{place.repo}"
        self._owner = place.repo.partition("/")[0]

    def requests_of(self, branch: str) -> list[int]:
        """`OWNER:BRANCH` names a branch of a fork."""
        head = branch if ":" in branch else f"{self._owner}:{branch}"
        call = Call(
            what="look up the pull request", method="GET", path=f"{self._repo}/pulls", query={"state": "open", "head": head}
        )
        found = self._client.pages(call, _is_last)
        return [number_of(item, "number") for item in found if text_of(item, "head", "label").casefold() == head.casefold()]

    def head_of(self, number: int) -> str:
        """As the pull request says."""
        call = Call(what="read the pull request", method="GET", path=f"{self._repo}/pulls/{number}")
        return self._client.text(call, "head", "sha")

    def user(self) -> str | None:
        """None for the token of a workflow or an app, which may not ask."""
        return self._client.user("/user", "login")

    def may_be_ours(self, comment: Comment) -> bool:
        """Tokens that do not tell their user belong to bots."""
        return comment.is_bot

    def comments(self, number: int) -> list[Comment]:
        """The conversation, without comments on lines of code."""
        call = Call(what="list the comments", method="GET", path=f"{self._repo}/issues/{number}/comments")
        return [
            Comment(
                id=text_of(item, "id"),
                text=text_of(item, "body"),
                author=text_of(item, "user", "login"),
                is_bot=text_of(item, "user", "type") == "Bot",
                order=number_of(item, "id"),
                url=text_of(item, "html_url"),
            )
            for item in self._client.pages(call, _is_last)
        ]

    def create(self, number: int, text: str, *, resolved: bool) -> None:  # noqa: ARG002  GitHub resolves no such comment
        """See `Host`."""
        path = f"{self._repo}/issues/{number}/comments"
        self._client.send(Call(what="write the comment", method="POST", path=path, body={"body": text}, repeats=False))

    def edit(self, number: int, comment: Comment, text: str, *, resolved: bool) -> None:  # noqa: ARG002  as above
        """See `Host`."""
        path = f"{self._repo}/issues/comments/{comment.id}"
        self._client.send(Call(what="edit the comment", method="PATCH", path=path, body={"body": text}))

    def delete(self, number: int, comment: Comment) -> None:  # noqa: ARG002  ids are of the repository
        """See `Host`."""
        self._client.delete(f"{self._repo}/issues/comments/{comment.id}")

    def set_status(self, commit: str, status: Status) -> None:
        """A check of a workflow says it already."""


def _is_last(answer: Answer, _page: int) -> bool:
    return 'rel="next"' not in answer.headers.get("Link", "")
