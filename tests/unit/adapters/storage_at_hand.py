"""A storage of code packages that answers as a test scripts it, and Function Compute that gives its URLs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

import pytest

from sync.adapters.functions import CodeLocation, Versioned
from sync.adapters.package_download.packages import Packages
from sync.adapters.package_download.storage import BLOCK, TAIL
from sync.core.worlds import Configuration, FoundFunction
from sync.errors import CloudError, Failure
from sync.ports import Answer
from sync.specs.ids import Address, Region
from tests.fakes.server import Asked, ScriptedServer, Told

ADDRESS = Address(Region("cn-hangzhou"), "", "lookup")
SECRET = "Signature=test-signature"
LARGE = hashlib.shake_128(b"1").digest(40 * BLOCK + 123)
OTHER = hashlib.shake_128(b"2").digest(40 * BLOCK + 123)
SMALL = LARGE[: TAIL - 1]
TAIL_ASKED = f"bytes=-{TAIL}"
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass
class Functions:
    """Function Compute as far as it tells where code is: `urls` one after the other, the last one for ever."""

    urls: list[str]
    checksums: list[str | None] = field(default_factory=lambda: ["1"])
    asked: int = 0
    gone_after: int = 10**9

    def code(self, address: Address) -> CodeLocation:
        self.asked += 1
        if self.asked > self.gone_after:
            raise CloudError("GetFunctionCode", Failure.ABSENT, code="FunctionNotFound", message=f"no {address}")
        place = self.asked - 1
        return CodeLocation(
            url=self.urls[min(place, len(self.urls) - 1)], checksum=self.checksums[min(place, len(self.checksums) - 1)]
        )

    def listing(self, region: Region) -> tuple[FoundFunction, ...]:
        raise NotImplementedError(region)

    def read(self, address: Address) -> Versioned:
        raise NotImplementedError(address)

    def write(self, address: Address, settings: Configuration, etag: str | None) -> None:
        raise NotImplementedError(address, settings, etag)

    def invoke(self, address: Address, event: bytes) -> Answer:
        raise NotImplementedError(address, event)


def part(content: bytes, asked: Asked, *, etag: str = "") -> Told:
    """What storage that honours ranges answers."""
    match = RANGE.fullmatch(asked.headers.get("range", ""))
    headers = {"ETag": etag} if etag else {}
    if match is None:
        return Told(body=content, headers=headers)
    start = int(match[1]) if match[1] else max(0, len(content) - int(match[2]))
    end = min(int(match[2]), len(content) - 1) if match[1] and match[2] else len(content) - 1
    if start > end:
        return Told(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    span = {"Content-Range": f"bytes {start}-{end}/{len(content)}"}
    return Told(status=206, body=content[start : end + 1], headers=headers | span)


def honest(asked: Asked) -> Told:
    return part(LARGE, asked)


def first_then(first: Callable[[Asked], Told], later: Callable[[Asked], Told]) -> Callable[[Asked], Told]:
    """One answer to the request for the tail, another to all further requests."""
    return lambda asked: first(asked) if asked.headers.get("range") == TAIL_ASKED else later(asked)


@contextmanager
def opened(
    answer: Callable[[Asked], Told], *, functions: Functions | None = None, disk: int = 1 << 30, largest: int = 1 << 30
) -> Iterator[tuple[BinaryIO, ScriptedServer]]:
    with ScriptedServer(answer) as server:
        urls = [f"http://{server.address}/{number}?{SECRET}" for number in range(3)]
        functions = functions or Functions([])
        functions.urls = urls
        with Packages({"3.0": functions}, disk=disk, largest=largest).open(ADDRESS) as package:
            yield package.file, server


def failure_of(answer: Callable[[Asked], Told], functions: Functions | None = None) -> CloudError:
    """The error that reading the start of the package ends with."""
    with pytest.raises(CloudError) as caught, opened(answer, functions=functions) as (file, _server):
        file.read(10)
    shown = f"{caught.value!r} {caught.value.hint} {caught.value.__cause__!r} {caught.value.__context__!r}"
    assert "test-signature" not in shown
    return caught.value


def asked_ranges(server: ScriptedServer) -> list[str]:
    return [asked.headers.get("range", "") for asked in server.asked]
