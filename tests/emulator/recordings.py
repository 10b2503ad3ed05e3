"""Requests of the official Python SDKs, recorded on the wire, and the means to send them again byte for byte.

`recorded_requests.jsonl` holds every request that reached the wire in the recording: four SDKs, synchronous and asynchronous.
The secret of the recording is not known, so each request is signed anew, by the SDKs' own signers, with a test key in the place
of the recorded one. Everything else is as recorded: order and case of headers, escaping of the URL, time, nonce, and a Host
header of a port long closed.
"""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qsl, quote_plus

from alibabacloud_tea_openapi.utils import Utils

from tests.patience import PATIENCE

KEY_ID, SECRET = "test-key-id", "test-key-secret"
RECORDED_AT = datetime(2026, 11, 23, 7, 49, 51, tzinfo=UTC)
_FILE = Path(__file__).with_name("recorded_requests.jsonl")
_ACS3 = "ACS3-HMAC-SHA256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One request. `family` says which SDK and which way of placing parameters, `client` is sync or async."""

    family: str
    call: str
    client: str
    line: str
    headers: tuple[tuple[str, str], ...]
    body: str

    @property
    def id(self) -> str:
        return f"{self.family}-{self.call}-{self.client}"

    @property
    def target(self) -> str:
        return self.line.split(" ")[1]

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))

    def header(self, name: str) -> str:
        return next(value for key, value in self.headers if key.lower() == name)

    def with_target(self, target: str) -> Recorded:
        method, _, version = self.line.split(" ")
        return replace(self, line=f"{method} {target} {version}")

    def with_header(self, name: str, value: str) -> Recorded:
        return replace(self, headers=tuple((key, value if key.lower() == name else old) for key, old in self.headers))

    def wire(self) -> bytes:
        lines = [self.line, *(f"{name}: {value}" for name, value in self.headers)]
        return "\r\n".join([*lines, "", self.body]).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; `body` is parsed when it is JSON."""

    status: int
    headers: Mapping[str, str]
    body: object

    @property
    def code(self) -> object:
        return self.body.get("Code") if isinstance(self.body, dict) else None


def recorded() -> tuple[Recorded, ...]:
    """All of them, signed for the test key."""
    found = [_parsed(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]
    # The asynchronous client writes a path that is less escaped than the one it signed; its synchronous twin writes that very one.
    signed_path = {(each.family, each.call): each.path for each in found if each.client == "sync"}
    return tuple(_signed(each, signed_path[each.family, each.call]) for each in found)


def send(endpoint: str, request: bytes) -> Answer:
    """Write bytes to the port, and read one answer."""
    host, port = endpoint.split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        connection.sendall(request)
        response = http.client.HTTPResponse(connection)
        response.begin()
        content, headers = response.read(), {name.lower(): value for name, value in response.getheaders()}
        response.close()
    body = json.loads(content) if headers.get("content-type", "").startswith("application/json") else content
    return Answer(status=response.status, headers=headers, body=body)


def _parsed(line: str) -> Recorded:
    value = json.loads(line)
    return Recorded(**{**value, "headers": tuple((name, text) for name, text in value["headers"])})


def _signed(request: Recorded, path: str) -> Recorded:
    if "Signature" in request.query:
        return _signed_in_query(request)
    names = request.header("authorization").partition("SignedHeaders=")[2].partition(",")[0].split(";")
    signed = {name: request.header(name) for name in names}
    asked = SimpleNamespace(method=request.line.split(" ")[0], pathname=path, query=request.query, headers=signed)
    authorization = Utils.get_authorization(asked, _ACS3, request.header("x-acs-content-sha256"), KEY_ID, SECRET)
    return request.with_header("authorization", authorization)


def _signed_in_query(request: Recorded) -> Recorded:
    form = dict(parse_qsl(request.body, keep_blank_values=True))
    parameters = {name: value for name, value in request.query.items() if name != "Signature"}
    signature = Utils.get_rpcsignature({**parameters, **form}, "POST", SECRET)
    return request.with_target(request.target.replace("Signature=@", f"Signature={quote_plus(signature)}"))
