"""GitLab: notes of a merge request."""

from __future__ import annotations

from urllib.parse import quote

from sync.hosts.client import Answer, Call, Client, number_of, text_of
from sync.hosts.host import Comment, Limit, Place, Secret, Status
from sync.polling import Sleep

_LIMIT = Limit(most=999_900, unit="characters")  # of 1,000,000


class GitLab:
    """See `Host`."""

    name = "GitLab"
    limit = _LIMIT
    takes_status = False

    def __init__(self, place: Place, secret: Secret, sleep: Sleep) -> None:
        self._client = Client(self.name, place.server, secret, headers={"PRIVATE-TOKEN": secret.value}, sleep=sleep)
        self._requests = f"/projects/{quote(place.repo, safe='')}/merge_requests"

    def requests_of(self, branch: str) -> list[int]:
        """See `Host`."""
        query = {"state": "opened", "source_branch": branch}
        found = self._client.pages(Call(what="look up the merge request", method="GET", path=self._requests, query=query), _is_last)
        return [number_of(item, "iid") for item in found if text_of(item, "source_branch") == branch]

    def head_of(self, number: int) -> str:
        """As the merge request says."""
        return self._client.text(Call(what="read the merge request", method="GET", path=f"{self._requests}/{number}"), "sha")

    def user(self) -> str | None:
        """A project's token has a user of its own."""
        return self._client.user("/user", "username")

    def may_be_ours(self, comment: Comment) -> bool:  # noqa: ARG002  notes do not say what their author is
        """Nothing tells them apart."""
        return True

    def comments(self, number: int) -> list[Comment]:
        """The notes that people and tools wrote."""
        query = {"sort": "asc", "order_by": "created_at"}
        call = Call(what="list the comments", method="GET", path=f"{self._requests}/{number}/notes", query=query)
        return [
            Comment(
                id=text_of(item, "id"),
                text=text_of(item, "body"),
                author=text_of(item, "author", "username"),
                order=number_of(item, "id"),
            )
            for item in self._client.pages(call, _is_last)
            if item.get("system") is not True
        ]

    def create(self, number: int, text: str, *, resolved: bool) -> None:  # noqa: ARG002  a note of its own is not resolvable
        """See `Host`."""
        path = f"{self._requests}/{number}/notes"
        self._client.send(Call(what="write the comment", method="POST", path=path, body={"body": text}, repeats=False))

    def edit(self, number: int, comment: Comment, text: str, *, resolved: bool) -> None:  # noqa: ARG002  as above
        """See `Host`."""
        path = f"{self._requests}/{number}/notes/{comment.id}"
        self._client.send(Call(what="edit the comment", method="PUT", path=path, body={"body": text}))

    def delete(self, number: int, comment: Comment) -> None:
        """See `Host`."""
        self._client.delete(f"{self._requests}/{number}/notes/{comment.id}")

    def set_status(self, commit: str, status: Status) -> None:
        """The job's own result says it already."""


def _is_last(answer: Answer, _page: int) -> bool:
    """Both headers say it; of long lists GitLab leaves the numbers out, and keeps the link."""
    return not answer.headers.get("x-next-page") and 'rel="next"' not in answer.headers.get("Link", "")
