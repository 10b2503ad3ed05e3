"""Gitee: comments of a pull request. Its documentation gives the token as a parameter, so URLs hold it and are never shown."""

from __future__ import annotations

from sync.hosts.client import Answer, Client, number_of, text_of, whole_number
from sync.hosts.host import Comment, Limit, Place, Secret
from sync.hosts.like_github import LikeGitHub
from sync.polling import Sleep

_LIMIT = Limit(most=65_000, unit="bytes")  # UNVERIFIED: Gitee does not say; 65,535 is assumed


class Gitee(LikeGitHub):
    """See `Host`."""

    name = "Gitee"
    limit = _LIMIT

    def __init__(self, place: Place, secret: Secret, sleep: Sleep) -> None:
        client = Client(self.name, place.server, secret, headers={}, query={"access_token": secret.value}, sleep=sleep)
        pulls = f"/repos/{place.repo}/pulls"
        super().__init__(client, pulls, pulls, _is_last)

    def requests_of(self, branch: str) -> list[int]:
        """See `Host`."""
        return [number_of(item, "number") for item in self._open(branch) if text_of(item, "head", "ref") == branch]

    def may_be_ours(self, comment: Comment) -> bool:  # noqa: ARG002  comments do not say what their author is
        """Nothing tells them apart."""
        return True


def _is_last(answer: Answer, page: int) -> bool:
    """Where the number of pages is not told, the first empty page is the last."""
    return 0 < whole_number(answer.headers.get("total_page", "")) <= page
