"""Calls of Function Compute as the alicloud provider signs them: the scheme acs, HMAC-SHA1, no x-acs-action."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import urlencode

Generation = Literal["2021-04-06", "2023-03-30"]
NOTHING: Mapping[str, str] = MappingProxyType({})


class RefusedError(Exception):
    """An answer other than success."""

    def __init__(self, call: str, status: int, code: str, message: str) -> None:
        super().__init__(f"{call}: {status} {code}: {message}")
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionCompute:
    """One account in one region. A call is made once: the provider itself repeats those answered with 500 or more, for minutes."""

    endpoint: str  # host:port
    key_id: str
    key_secret: str = field(repr=False)
    region: str
    account: str
    storage: str = ""  # host:port of OSS

    def call(
        self, generation: Generation, method: str, path: str, body: object = None, query: Mapping[str, str] = NOTHING
    ) -> dict[str, Any]:
        """The answer's body. Raises `RefusedError`, and OSError or HTTPException when there is no answer."""
        target = f"/{generation}/{path}"
        resource = target + "?" * bool(query) + "&".join(f"{name}={value}" for name, value in sorted(query.items()))
        data = b"" if body is None else json.dumps(body).encode()
        connection = http.client.HTTPConnection(self.endpoint, timeout=60)
        try:
            headers = self._headers(generation, method, resource, data)
            connection.request(method, target + "?" * bool(query) + urlencode(query), body=data, headers=headers)
            answer = connection.getresponse()
            content = json.loads(answer.read() or b"{}")
        finally:
            connection.close()
        if answer.status >= 400:
            raise RefusedError(f"{method} {target}", answer.status, str(content.get("Code")), str(content.get("Message")))
        return dict(content)

    def find(self, generation: Generation, path: str) -> dict[str, Any] | None:
        """What is there, or None."""
        try:
            return self.call(generation, "GET", path)
        except RefusedError as error:
            if error.status == 404:
                return None
            raise

    def remove(self, generation: Generation, path: str) -> None:
        """Delete it, if it is there."""
        try:
            self.call(generation, "DELETE", path)
        except RefusedError as error:
            if error.status != 404:
                raise

    def _headers(self, generation: Generation, method: str, resource: str, data: bytes) -> dict[str, str]:
        headers = {
            "accept": "application/json",
            "date": formatdate(usegmt=True),
            "x-acs-signature-method": "HMAC-SHA1",
            "x-acs-signature-nonce": str(uuid.uuid4()),
            "x-acs-signature-version": "1.0",
            "x-acs-version": generation,
        }
        if data:
            headers["content-type"] = "application/json; charset=utf-8"
        if data and generation == "2021-04-06":
            headers["content-md5"] = hashlib.md5(data, usedforsecurity=False).hexdigest()
        signed = "".join(f"{name}:{value}\n" for name, value in sorted(headers.items()) if name.startswith("x-acs-"))
        before = (method, headers["accept"], headers.get("content-md5", ""), headers.get("content-type", ""), headers["date"])
        text = "\n".join((*before, f"{signed}{resource}"))
        digest = hmac.new(self.key_secret.encode(), text.encode(), hashlib.sha1).digest()
        return {**headers, "authorization": f"acs {self.key_id}:{base64.b64encode(digest).decode()}"}
