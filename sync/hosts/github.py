"""GitHub, and GitHub Enterprise Server: comments of an issue, which a pull request is as well."""

from __future__ import annotations

from sync.hosts.client import Answer, Client, number_of, text_of
from sync.hosts.host import Comment, Limit, Place, Secret
from sync.hosts.like_github import LikeGitHub
from sync.polling import Sleep

# The server says "maximum is 65536 characters".
_LIMIT = Limit(most=65_000, unit="characters")


class GitHub(LikeGitHub):
    """See `Host`."""

    name = "GitHub"
    limit = _LIMIT

    def __init__(self, place: Place, secret: Secret, sleep: Sleep) -> None:
        headers = {
            "Authorization": f"Bearer {secret.value}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        client, repo = Client(self.name, place.server, secret, headers=headers, sleep=sleep), f"/repos/{place.repo}"
        super().__init__(client, f"{repo}/pulls", f"{repo}/issues", _is_last)
        self._owner = place.repo.partition("/")[0]

    def requests_of(self, branch: str) -> list[int]:
        """`OWNER:BRANCH` names a branch of a fork."""
        head = branch if ":" in branch else f"{self._owner}:{branch}"
        found = self._open(head)
        return [number_of(item, "number") for item in found if text_of(item, "head", "label").casefold() == head.casefold()]

    def may_be_ours(self, comment: Comment) -> bool:
        """Tokens that do not tell their user belong to bots."""
        return comment.is_bot


def _is_last(answer: Answer, _page: int) -> bool:
    return 'rel="next"' not in answer.headers.get("Link", "")
