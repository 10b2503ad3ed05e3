"""Four hosts of code on loopback, each answering as its documentation says: who may, what is there, how it is paged and refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, ClassVar, Self
from urllib.parse import parse_qs, unquote, urlsplit

from tests.fakes.server import Asked, ScriptedServer, Told

TOKEN = "test-token/with+signs=1"
HEAD, PARENT, OTHER = "b" * 40, "a" * 40, "c" * 40
NUMBER, BRANCH = 7, "feature/x"


@dataclass(slots=True, kw_only=True)
class Note:
    """A comment as the host keeps it."""

    id: int
    text: str
    author: str
    is_bot: bool = False
    resolved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One answer to a request of that method whose path holds that text; `$` is the end of a path.

    `is_done`: the host did it all the same.
    """

    method: str
    part: str
    told: Told
    is_done: bool = False


def refuses(status: int, message: str = "no", **headers: str) -> Told:
    body = json.dumps({"message": message}).encode()
    return Told(status=status, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


LOST = Told(status=200, body=b"", cut=10)


def answers(value: object, status: int = 200, **headers: str) -> Told:
    return Told(
        status=status, body=json.dumps(value).encode(), headers={name.replace("_", "-"): text for name, text in headers.items()}
    )


@dataclass
class CodeHost:
    """What all have in common. `writes` is what was done, in order."""

    me: str = "ivrsync-bot"
    tells_me: bool = True
    page: int = 2  # comments on a page, whatever is asked for
    notes: list[Note] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    statuses: list[dict[str, str]] = field(default_factory=list)
    branches: list[tuple[int, str]] = field(default_factory=lambda: [(NUMBER, BRANCH)])
    on_create: Callable[[], object] = lambda: None
    head: str = HEAD
    _server: ScriptedServer | None = None

    name: ClassVar[str]
    repo: ClassVar[str]
    prefix: ClassVar[str]

    def __enter__(self) -> Self:
        self._server = ScriptedServer(self._answer).__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._server is not None
        self._server.__exit__(kind, error, trace)

    @property
    def address(self) -> str:
        assert self._server is not None
        return f"http://{self._server.address}"

    @property
    def asked(self) -> list[Asked]:
        assert self._server is not None
        return self._server.asked

    def put(self, text: str, author: str | None = None, *, is_bot: bool = False) -> Note:
        """Somebody writes a comment; without an author it is the token's user."""
        note = Note(id=max((note.id for note in self.notes), default=100) + 1, text=text, author=author or self.me, is_bot=is_bot)
        self.notes.append(note)
        return note

    def _answer(self, asked: Asked) -> Told:
        fault = next(
            (one for one in self.faults if one.method == asked.method and one.part in f"{urlsplit(asked.path).path}$"), None
        )
        if fault is None:
            return self._served(asked)
        self.faults.remove(fault)
        if fault.is_done:
            self._served(asked)
        return fault.told

    def _served(self, asked: Asked) -> Told:
        parts = urlsplit(asked.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        body = json.loads(asked.body) if asked.body else {}
        if not self.knows(asked, query):
            return refuses(401, "Bad credentials")
        if not parts.path.startswith(self.prefix):
            return refuses(404, "Not Found")
        return self.routed(asked.method, parts.path.removeprefix(self.prefix), query, body)

    def knows(self, asked: Asked, query: dict[str, str]) -> bool:
        raise NotImplementedError

    def routed(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> Told:
        raise NotImplementedError

    def created(self, text: str, *, resolved: bool = False) -> Note:
        self.on_create()
        note = self.put(text, is_bot=not self.tells_me)
        note.resolved = resolved
        self.writes.append("create")
        return note

    def edited(self, key: str, text: str) -> Note | None:
        note = self.found(key)
        if note:
            note.text = text
            self.writes.append(f"edit {note.id}")
        return note

    def removed(self, key: str) -> Note | None:
        note = self.found(key)
        if note:
            self.notes.remove(note)
            self.writes.append(f"delete {note.id}")
        return note

    def found(self, key: str) -> Note | None:
        return next((note for note in self.notes if str(note.id) == key), None)

    def paged(self, items: list[Any], query: dict[str, str]) -> tuple[list[Any], bool]:
        """The page that is asked for, and whether it is the last."""
        size, number = min(self.page, int(query.get("per_page", "30"))), int(query.get("page", "1"))
        return items[(number - 1) * size : number * size], number * size >= len(items)


class _AskedByNumber(CodeHost):
    """What GitHub, GitLab and Gitee share: a comment by its number, one verb to edit and one to delete."""

    editing: ClassVar[str]

    def one(self, method: str, key: str, body: dict[str, Any]) -> Told:
        note = self.edited(key, body["body"]) if method == self.editing else self.removed(key) if method == "DELETE" else None
        if note is None:
            return refuses(404, "Not Found")
        return Told(status=204) if method == "DELETE" else answers(self.shown(note))

    def shown(self, note: Note) -> dict[str, Any]:
        raise NotImplementedError


class GitHubServer(_AskedByNumber):
    """GitHub: `Link` says whether there is more; the token of a workflow may not ask who it is."""

    name, repo, prefix, editing = "github", "acme/ivr", "/api/v3", "PATCH"

    def knows(self, asked: Asked, query: dict[str, str]) -> bool:  # noqa: ARG002
        return asked.headers.get("authorization") == f"Bearer {TOKEN}"

    def shown(self, note: Note) -> dict[str, Any]:
        user = {"login": note.author, "type": "Bot" if note.is_bot else "User"}
        return {"id": note.id, "body": note.text, "user": user, "html_url": f"https://github.example/c/{note.id}"}

    def routed(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> Told:
        root = f"/repos/{self.repo}"
        match method, path:
            case "GET", "/user":
                return answers({"login": self.me}) if self.tells_me else refuses(403, "Resource not accessible by integration")
            case "GET", _ if path == f"{root}/pulls/{NUMBER}":
                return answers({"number": NUMBER, "head": {"sha": self.head}})
            case "GET", _ if path == f"{root}/pulls":
                owner, _, branch = query["head"].partition(":")
                found = [number for number, name in self.branches if name == branch]
                return answers([{"number": number, "head": {"label": f"{owner}:{branch}"}} for number in found])
            case "GET", _ if path == f"{root}/issues/{NUMBER}/comments":
                items, is_last = self.paged([self.shown(note) for note in self.notes], query)
                return answers(items, Link="" if is_last else f'<{self.address}{path}?page=x>; rel="next"')
            case "POST", _ if path == f"{root}/issues/{NUMBER}/comments":
                return answers(self.shown(self.created(body["body"])), 201)
            case _ if path.startswith(f"{root}/issues/comments/"):
                return self.one(method, path.rpartition("/")[2], body)
            case _:
                return refuses(404, "Not Found")


class GitLabServer(_AskedByNumber):
    """GitLab: `x-next-page` is empty on the last page; system notes stand between the others."""

    name, repo, prefix, editing = "gitlab", "acme/voice/ivr", "/api/v4", "PUT"

    def knows(self, asked: Asked, query: dict[str, str]) -> bool:  # noqa: ARG002
        return asked.headers.get("private-token") == TOKEN

    def shown(self, note: Note) -> dict[str, Any]:
        return {"id": note.id, "body": note.text, "author": {"username": note.author}, "system": False}

    def routed(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> Told:
        root = "/projects/acme%2Fvoice%2Fivr/merge_requests"
        match method, path:
            case "GET", "/user":
                return answers({"username": self.me}) if self.tells_me else refuses(403, "insufficient_scope")
            case "GET", _ if path == f"{root}/{NUMBER}":
                return answers({"iid": NUMBER, "sha": self.head})
            case "GET", _ if path == root:
                found = [{"iid": number, "source_branch": name} for number, name in self.branches if name == query["source_branch"]]
                return answers(found, x_next_page="")
            case "GET", _ if path == f"{root}/{NUMBER}/notes":
                system = {"id": 1, "body": "added 1 commit", "author": {"username": self.me}, "system": True}
                items, is_last = self.paged([system, *(self.shown(note) for note in self.notes)], query)
                return answers(items, x_next_page="" if is_last else str(int(query["page"]) + 1))
            case "POST", _ if path == f"{root}/{NUMBER}/notes":
                return answers(self.shown(self.created(body["body"])), 201)
            case _ if path.startswith(f"{root}/{NUMBER}/notes/"):
                return self.one(method, path.rpartition("/")[2], body)
            case _:
                return refuses(404, "404 Project Not Found")


class GiteeServer(_AskedByNumber):
    """Gitee: the token is a parameter, and the end of a list is an empty page."""

    name, repo, prefix, editing = "gitee", "acme/ivr", "/api/v5", "PATCH"

    def knows(self, asked: Asked, query: dict[str, str]) -> bool:  # noqa: ARG002
        return query.get("access_token") == TOKEN

    def shown(self, note: Note) -> dict[str, Any]:
        return {"id": note.id, "body": note.text, "user": {"login": note.author}, "html_url": f"https://gitee.example/c/{note.id}"}

    def routed(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> Told:
        root = f"/repos/{self.repo}/pulls"
        match method, path:
            case "GET", "/user":
                return answers({"login": self.me}) if self.tells_me else refuses(403, "no scope")
            case "GET", _ if path == f"{root}/{NUMBER}":
                return answers({"number": NUMBER, "head": {"sha": self.head}})
            case "GET", _ if path == root:
                found = [{"number": number, "head": {"ref": name}} for number, name in self.branches if name == query["head"]]
                return answers(self.paged(found, query)[0])
            case "GET", _ if path == f"{root}/{NUMBER}/comments":
                return answers(self.paged([self.shown(note) for note in self.notes], query)[0])
            case "POST", _ if path == f"{root}/{NUMBER}/comments":
                return answers(self.shown(self.created(body["body"])), 201)
            case _ if path.startswith(f"{root}/comments/"):
                return self.one(method, path.rpartition("/")[2], body)
            case _:
                return refuses(404, "404 Not Found")


class CodeupServer(CodeHost):
    """Codeup: everything of a comment is required, resolved ones are listed apart, and some answers are wrapped."""

    name, repo, prefix = "codeup", "60de7a68/2813489", "/oapi/v1"

    def knows(self, asked: Asked, query: dict[str, str]) -> bool:  # noqa: ARG002
        return asked.headers.get("x-yunxiao-token") == TOKEN

    def shown(self, note: Note) -> dict[str, Any]:
        told = {"comment_biz_id": str(note.id), "content": note.text, "author": {"username": note.author, "name": "Bot"}}
        return {
            **told,
            "comment_type": "GLOBAL_COMMENT",
            "state": "OPENED",
            "draft": False,
            "comment_time": f"2026-11-28 10:{note.id:05}",
        }

    def routed(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> Told:
        root = "/codeup/organizations/60de7a68"
        request = f"{root}/repositories/2813489/changeRequests/{NUMBER}"
        match method, path:
            case "GET", "/platform/user":
                return answers({"username": self.me}) if self.tells_me else refuses(403, "no permission")
            case "GET", _ if path == f"{root}/changeRequests":
                found = [{"localId": number, "sourceBranch": name} for number, name in self.branches]
                return answers({"result": self.paged(found, {**query, "per_page": query["perPage"]})[0]})
            case "GET", _ if path == f"{request}/diffs/patches":
                older = {"patchSetBizId": "src-1", "versionNo": 1, "relatedMergeItemType": "MERGE_SOURCE", "commitId": PARENT}
                newer = {"patchSetBizId": "src-2", "versionNo": 2, "relatedMergeItemType": "MERGE_SOURCE", "commitId": self.head}
                return answers([newer, older, {"patchSetBizId": "tgt-3", "versionNo": 3, "relatedMergeItemType": "MERGE_TARGET"}])
            case "POST", _ if path == f"{request}/comments/list":
                return answers([self.shown(note) for note in self.notes if note.resolved == body["resolved"]])
            case "POST", _ if path == f"{request}/comments":
                return self._create(body)
            case "POST", _ if path.startswith(f"{root}/repositories/2813489/commits/"):
                self.statuses.append({**body, "commit": unquote(path.split("/")[-2])})
                return answers({})
            case _ if path.startswith(f"{request}/comments/"):
                return self._one(method, path.rpartition("/")[2], body)
            case _:
                return refuses(404, "not found")

    def _create(self, body: dict[str, Any]) -> Told:
        wanted = {"comment_type": "GLOBAL_COMMENT", "draft": False, "patchset_biz_id": "src-2"}
        if {name: body.get(name) for name in wanted} != wanted or not isinstance(body.get("resolved"), bool):
            return refuses(400, "resolved can not be null")
        return answers([self.shown(self.created(body["content"], resolved=body["resolved"]))])

    def _one(self, method: str, key: str, body: dict[str, Any]) -> Told:
        note = self.edited(key, body["content"]) if method == "PUT" else self.removed(key) if method == "DELETE" else None
        if note is None:
            return refuses(404, "not found")
        note.resolved = body.get("resolved", note.resolved)
        return answers({"result": True})


SERVERS: tuple[type[CodeHost], ...] = (GitHubServer, GitLabServer, GiteeServer, CodeupServer)
