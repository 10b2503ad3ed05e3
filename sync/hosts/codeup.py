"""Codeup of Yunxiao: comments of a change request, and the status of a commit."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from pydantic import JsonValue

from sync.errors import CloudError, Failure
from sync.hosts.client import Answer, Call, Client, number_of, text_of
from sync.hosts.host import Comment, Limit, Place, Secret, Status
from sync.polling import Sleep

# 65,535; whether of characters or bytes is not said.
_LIMIT = Limit(most=60_000, unit="bytes")
_CONTEXT, _DESCRIPTION = 50, 250  # characters


class Codeup:
    """See `Host`. The repository is `ORGANIZATION/REPOSITORY`, or a number alone in an edition of a region's own."""

    name = "Codeup"
    limit = _LIMIT
    takes_status = True

    def __init__(self, place: Place, secret: Secret, sleep: Sleep) -> None:
        self._client = Client(self.name, place.server, secret, headers={"x-yunxiao-token": secret.value}, sleep=sleep)
        organization, slash, rest = place.repo.partition("/")
        self._id = rest if rest.isdecimal() else place.repo  # a path is given whole, with its organization
        self._root = "/oapi/v1/codeup" + (f"/organizations/{organization}" if slash else "")
        self._repo = f"{self._root}/repositories/{quote(self._id, safe='')}"

    def requests_of(self, branch: str) -> list[int]:
        """The list cannot be narrowed to a branch, so all open requests are read."""
        query = {"projectIds": self._id, "state": "opened", "orderBy": "updated_at", "sort": "desc", "perPage": "100"}
        call = Call(what="look up the change request", method="GET", path=f"{self._root}/changeRequests", query=query)
        numbers: dict[int, None] = {}
        for page in range(1, 1_000):
            items = self._items(call, self._client.send(_at(call, page)))
            numbers.update({number_of(item, "localId"): None for item in items if text_of(item, "sourceBranch") == branch})
            if not items:
                break
        return list(numbers)

    def head_of(self, number: int) -> str:
        """The commit of the newest version of the source branch."""
        return text_of(self._version(number), "commitId")

    def user(self) -> str | None:
        """None where the token lacks the right to ask."""
        return self._client.user("/oapi/v1/platform/user", "username")

    def may_be_ours(self, comment: Comment) -> bool:  # noqa: ARG002  comments do not say what their author is
        """Nothing tells them apart."""
        return True

    def comments(self, number: int) -> list[Comment]:
        """Comments on the whole request, resolved or not; the list has no pages."""
        found: dict[str, Mapping[str, JsonValue]] = {}
        for resolved in (False, True):
            body: Mapping[str, JsonValue] = {"comment_type": "GLOBAL_COMMENT", "state": "OPENED", "resolved": resolved}
            call = Call(what="list the comments", method="POST", path=f"{self._request(number)}/comments/list", body=body)
            # Filters have been seen under two spellings: what does not belong here is left out on this side too.
            kept = [item for item in self._items(call, self._client.send(call)) if _is_for_all(item)]
            found.update({text_of(item, "comment_biz_id"): item for item in kept})
        oldest_first = sorted(found.values(), key=lambda item: (text_of(item, "comment_time"), text_of(item, "comment_biz_id")))
        return [_comment(item, order) for order, item in enumerate(oldest_first)]

    def create(self, number: int, text: str, *, resolved: bool) -> None:
        """See `Host`."""
        version = text_of(self._version(number), "patchSetBizId")
        call = Call(what="write the comment", method="POST", path=f"{self._request(number)}/comments", repeats=False)
        if not version:
            raise self._client.unreadable(call, "the change request names no version of its source branch")
        body: dict[str, JsonValue] = {"comment_type": "GLOBAL_COMMENT", "content": text, "draft": False, "resolved": resolved}
        self._client.send(
            Call(what=call.what, method=call.method, path=call.path, body={**body, "patchset_biz_id": version}, repeats=False)
        )

    def edit(self, number: int, comment: Comment, text: str, *, resolved: bool) -> None:
        """See `Host`. Codeup may answer that it did not do it."""
        path = f"{self._request(number)}/comments/{quote(comment.id, safe='')}"
        call = Call(what="edit the comment", method="PUT", path=path, body={"content": text, "resolved": resolved})
        value = self._client.send(call).value
        if isinstance(value, dict) and value.get("result") is False:
            raise CloudError(
                f"{self.name}: {call.what}", Failure.INVALID, code="result", message="it answers that nothing was edited"
            )

    def delete(self, number: int, comment: Comment) -> None:
        """See `Host`."""
        self._client.delete(f"{self._request(number)}/comments/{quote(comment.id, safe='')}")

    def set_status(self, commit: str, status: Status) -> None:
        """See `Host`. A second status of a context replaces the first, so it may be sent again."""
        body = {"state": status.state, "context": status.context[:_CONTEXT], "description": status.description[:_DESCRIPTION]}
        self._client.send(
            Call(what="set the commit status", method="POST", path=f"{self._repo}/commits/{commit}/statuses", body=body)
        )

    def _request(self, number: int) -> str:
        return f"{self._repo}/changeRequests/{number}"

    def _version(self, number: int) -> Mapping[str, JsonValue]:
        """The newest version of the source branch."""
        call = Call(what="read the versions", method="GET", path=f"{self._request(number)}/diffs/patches")
        items = self._items(call, self._client.send(call))
        sources = [item for item in items if text_of(item, "relatedMergeItemType") == "MERGE_SOURCE"]
        return max(sources, key=lambda item: number_of(item, "versionNo"), default={})

    def _items(self, call: Call, answer: Answer) -> list[Mapping[str, JsonValue]]:
        """A list, which some answers wrap."""
        value = answer.value
        return self._client.listed(call, value.get("result") if isinstance(value, dict) else value)


def _at(call: Call, page: int) -> Call:
    return Call(what=call.what, method=call.method, path=call.path, query={**(call.query or {}), "page": str(page)})


def _is_for_all(item: Mapping[str, JsonValue]) -> bool:
    """Neither a draft nor about a line of code."""
    return item.get("draft") is not True and text_of(item, "comment_type") in {"", "GLOBAL_COMMENT"}


def _comment(item: Mapping[str, JsonValue], order: int) -> Comment:
    content, author = text_of(item, "content"), text_of(item, "author", "username")
    return Comment(id=text_of(item, "comment_biz_id"), text=content, author=author, order=order)
