"""Gitee: comments of a pull request. Its documentation gives the token as a parameter, so URLs hold it and are never shown."""

from __future__ import annotations

from sync.hosts.client import Answer, Call, Client, number_of, text_of, whole_number
from sync.hosts.host import Comment, Limit, Place, Secret, Status
from sync.polling import Sleep

_LIMIT = Limit(most=65_000, unit="bytes")  # UNVERIFIED: Gitee does not say; 65,535 is assumed


class Gitee:
    """See `Host`."""

    name = "Gitee"
    limit = _LIMIT
    takes_status = False

    def __init__(self, place: Place, secret: Secret, sleep: Sleep) -> None:
        self._client = Client(self.name, place.server, secret, headers={}, query={"access_token": secret.value}, sleep=sleep)
        self._pulls = f"/repos/{place.repo}/pulls"

    def requests_of(self, branch: str) -> list[int]:
        """See `Host`."""
        call = Call(what="look up the pull request", method="GET", path=self._pulls, query={"state": "open", "head": branch})
        found = self._client.pages(call, _is_last)
        return [number_of(item, "number") for item in found if text_of(item, "head", "ref") == branch]

    def head_of(self, number: int) -> str:
        """As the pull request says."""
        return self._client.text(Call(what="read the pull request", method="GET", path=f"{self._pulls}/{number}"), "head", "sha")

    def user(self) -> str | None:
        """None where the token may not ask."""
        return self._client.user("/user", "login")

    def may_be_ours(self, comment: Comment) -> bool:  # noqa: ARG002  comments do not say what their author is
        """Nothing tells them apart."""
        return True

    def comments(self, number: int) -> list[Comment]:
        """See `Host`."""
        call = Call(what="list the comments", method="GET", path=f"{self._pulls}/{number}/comments")
        return [
            Comment(
                id=text_of(item, "id"),
                text=text_of(item, "body"),
                author=text_of(item, "user", "login"),
                order=number_of(item, "id"),
                url=text_of(item, "html_url"),
            )
            for item in self._client.pages(call, _is_last)
        ]

    def create(self, number: int, text: str, *, resolved: bool) -> None:  # noqa: ARG002  Gitee resolves no such comment
        """See `Host`."""
        path = f"{self._pulls}/{number}/comments"
        self._client.send(Call(what="write the comment", method="POST", path=path, body={"body": text}, repeats=False))

    def edit(self, number: int, comment: Comment, text: str, *, resolved: bool) -> None:  # noqa: ARG002  as above
        """See `Host`."""
        path = f"{self._pulls}/comments/{comment.id}"
        self._client.send(Call(what="edit the comment", method="PATCH", path=path, body={"body": text}))

    def delete(self, number: int, comment: Comment) -> None:  # noqa: ARG002  ids are of the repository
        """See `Host`."""
        self._client.delete(f"{self._pulls}/comments/{comment.id}")

    def set_status(self, commit: str, status: Status) -> None:
        """Not used on Gitee."""


def _is_last(answer: Answer, page: int) -> bool:
    """Where the number of pages is not told, the first empty page is the last."""
    return 0 < whole_number(answer.headers.get("total_page", "")) <= page
