"""Calls of OSS as the alicloud provider makes them at an address on this machine: the bucket in the path, signature version 1."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Self
from urllib.parse import quote

from tests.pulumi.fc_calls import FunctionCompute, RefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectStorage:
    """The buckets of one account."""

    endpoint: str  # host:port
    key_id: str
    key_secret: str = field(repr=False)

    @classmethod
    def beside(cls, fc: FunctionCompute) -> Self:
        """Reached with the same keys."""
        return cls(endpoint=fc.storage, key_id=fc.key_id, key_secret=fc.key_secret)

    def put(self, bucket: str, key: str, content: bytes) -> None:
        """PutObject."""
        self._call("PUT", bucket, key, content)

    def head(self, bucket: str, key: str) -> Mapping[str, str] | None:
        """HeadObject: what is said of it, or None."""
        try:
            told = self._call("HEAD", bucket, key)
        except RefusedError as error:
            if error.status == 404:
                return None
            raise
        return {"contentLength": told["Content-Length"], "etag": told["ETag"].strip('"')}

    def delete(self, bucket: str, key: str) -> None:
        """DeleteObject; one that is not there is no error."""
        self._call("DELETE", bucket, key)

    def _call(self, method: str, bucket: str, key: str, content: bytes | None = None) -> Mapping[str, str]:
        date, kind = formatdate(usegmt=True), "application/octet-stream" if content is not None else ""
        signature = signed(self.key_secret, method, kind, date, f"/{bucket}/{key}")
        headers = {"Date": date, "Authorization": f"OSS {self.key_id}:{signature}", **({"Content-Type": kind} if kind else {})}
        connection = http.client.HTTPConnection(self.endpoint, timeout=60)
        try:
            connection.request(method, f"/{bucket}/{quote(key)}", body=content, headers=headers)
            answer = connection.getresponse()
            said = answer.read().decode()
        finally:
            connection.close()
        if answer.status >= 400:
            raise RefusedError(f"{method} {bucket}/{key}", answer.status, _part(said, "Code"), _part(said, "Message"))
        return dict(answer.getheaders())


def signed(secret: str, method: str, kind: str, date: str, resource: str) -> str:
    """The signature of a call without Content-MD5 and headers of OSS's own."""
    text = f"{method}\n\n{kind}\n{date}\n{resource}"
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()).decode()


def _part(xml: str, name: str) -> str:
    found = re.search(f"<{name}>(.*?)</{name}>", xml)
    return found.group(1) if found else ""
