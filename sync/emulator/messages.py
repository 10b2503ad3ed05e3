"""What goes over the wire, as values: a request as it arrived, a call as it was understood, a reply, an error.

An operation is a plain function `(world, call) -> Reply`. Operations run one at a time under the world's lock, except those
named in `UNLOCKED`, which run user code and may block: they take `world.lock` themselves for as short as they can.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Api = Literal["fc2", "fc3", "ccc", "call_center", "sts"]

UNLOCKED = frozenset({"InvokeFunction", "TestFcInvocation"})
READ_VERBS = ("List", "Get", "Invoke", "Test", "Check", "Export")
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request as it arrived: the raw target, and the headers in order with their case."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)

    def header(self, name: str) -> str:
        """The first header of that name, whatever its case, or the empty text."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of one operation, by an account that proved who it is.

    `segments` are the path after the API version, each decoded on its own: a name may hold a slash.
    `parameters` hold the query and, for RPC, the form body too. Header names are lower-case.
    `endpoint` is host:port as the client wrote it, for addresses handed back to it.
    """

    api: Api
    operation: str
    region: str
    account: str
    segments: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    endpoint: str = ""

    @property
    def is_write(self) -> bool:
        """Whether the call may change the world."""
        return not self.operation.startswith(READ_VERBS)

    def json(self) -> dict[str, object]:
        """The body as a JSON object, or `ApiError` InvalidArgument. Null is as good as not sent, for a field and for the whole."""
        try:
            value = json.loads(self.body or b"null", object_pairs_hook=_without_nulls)
        except (ValueError, RecursionError):
            raise ApiError(400, "InvalidArgument", "the request body is not valid JSON") from None
        if not isinstance(value, dict | None):
            raise ApiError(400, "InvalidArgument", "the request body must be a JSON object")
        return value or {}


def _without_nulls(fields: list[tuple[str, object]]) -> dict[str, object]:
    # The Go SDK writes null for every map and every list that its caller left unset.
    return {name: value for name, value in fields if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer: a JSON value, or bytes as they are, or nothing."""

    status: int = 200
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)


class ApiError(Exception):
    """A refusal as the cloud would give it; the server turns it into a JSON object with Code, Message and RequestId."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] = NOTHING) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers


class DropConnection(Exception):  # noqa: N818  it is an instruction to the server, not an error
    """Raised by a fault or an observer: close the connection without an answer."""
