"""OSS as far as a package needs it: one object put, looked at and deleted at a time, each call's signature checked, on loopback.

Addresses have the bucket in the path, as the SDKs write them for an IP address. What it holds is in the world's `objects`, where
the emulated Function Compute finds it. Answers are those of OSS's documentation.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from sync.emulator.world import World
from tests.pulumi.oss_calls import signed


@dataclass(slots=True)
class Storage:
    """What was asked of it. While `refusing`, no write is allowed."""

    endpoint: str
    calls: list[str] = field(default_factory=list)
    refusing: bool = False


class _Server(ThreadingHTTPServer):
    """With what its handlers need."""

    def __init__(self, world: World, buckets: tuple[str, ...]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.world = world
        self.buckets = buckets
        self.storage = Storage(endpoint=f"127.0.0.1:{self.server_address[1]}")


class _Handler(BaseHTTPRequestHandler):
    @property
    def _at(self) -> _Server:
        assert isinstance(self.server, _Server)
        return self.server

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self._is_allowed():
            self._at.world.objects[self._place] = content
            self._answer(200)

    def do_HEAD(self) -> None:
        if not self._is_allowed():
            return
        content = self._at.world.objects.get(self._place)
        if content is None:
            self._answer(404)
        else:
            etag = hashlib.md5(content, usedforsecurity=False).hexdigest().upper()
            self._answer(200, ETag=f'"{etag}"', Content_Length=str(len(content)))

    def do_DELETE(self) -> None:
        if self._is_allowed():
            self._at.world.objects.pop(self._place, None)
            self._answer(204)

    def log_message(self, *_: object) -> None:
        """Nothing: it would go among the test's output."""

    @property
    def _place(self) -> tuple[str, str]:
        """The bucket and the key."""
        _, bucket, key = unquote(self.path).split("/", 2)
        return bucket, key

    def _is_allowed(self) -> bool:
        """Whether the call may go on; otherwise it was refused."""
        bucket, key = self._place
        self._at.storage.calls.append(f"{self.command} {bucket}/{key}")
        if not self._is_signed(f"/{bucket}/{key}"):
            self._refuse(403, "SignatureDoesNotMatch", "The request signature we calculated does not match.")
        elif bucket not in self._at.buckets:
            self._refuse(404, "NoSuchBucket", "The specified bucket does not exist.")
        elif self._at.storage.refusing and self.command != "HEAD":
            self._refuse(403, "AccessDenied", "You have no right to access this object because of bucket acl.")
        else:
            return True
        return False

    def _is_signed(self, resource: str) -> bool:
        key_id, _, signature = self.headers["Authorization"].removeprefix("OSS ").partition(":")
        key, stated = self._at.world.keys.get(key_id), self.headers
        if key is None:
            return False
        wanted = signed(key.secret, self.command, stated.get("Content-Type", ""), stated["Date"], resource)
        return hmac.compare_digest(signature, wanted)

    def _refuse(self, status: int, code: str, message: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code><Message>{message}</Message></Error>")

    def _answer(self, status: int, body: str = "", **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body.encode())


@contextmanager
def storing(world: World, *buckets: str) -> Iterator[Storage]:
    """OSS with those buckets, for the keys of that world."""
    server = _Server(world, buckets)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.storage
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
