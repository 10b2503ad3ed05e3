"""Storage that lies or refuses: an error that says so, never another package, never the signed URL."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import BinaryIO

import pytest

from sync.adapters.package_download.storage import BLOCK, TAIL
from sync.errors import CloudError
from sync.signatures.package import Package, open_package
from tests.fakes.server import Asked, Told
from tests.unit.adapters.storage_at_hand import (
    LARGE,
    failure_of,
    first_then,
    honest,
    opened,
    part,
)


def with_span(span: str, body: bytes = LARGE[:BLOCK]) -> Callable[[Asked], Told]:
    return lambda _asked: Told(status=206, body=body, headers={"Content-Range": span} if span else {})


def with_tail(span: str, body: bytes) -> Callable[[Asked], Told]:
    """The same for the first request alone."""
    return first_then(with_span(span, body), honest)


WHOLE = len(LARGE)
LAST = f"bytes {WHOLE - TAIL}-{WHOLE - 1}"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param(with_tail("", LARGE[-TAIL:]), "BadRange", id="a-tail-without-its-place"),
        pytest.param(with_tail(f"{LAST}/*", LARGE[-TAIL:]), "BadRange", id="a-tail-of-unknown-length"),
        pytest.param(with_tail(f"bytes 0-{TAIL - 1}/{WHOLE}", LARGE[:TAIL]), "BadRange", id="the-start-for-the-tail"),
        pytest.param(with_tail(f"bytes 9-8/{9}", b""), "BadRange", id="an-impossible-tail"),
        pytest.param(with_tail(f"{LAST}/{WHOLE}", LARGE), "BadRange", id="more-than-the-tail"),
        pytest.param(with_tail(f"{LAST}/{WHOLE}", b"x"), "ConnectionLost", id="less-than-the-tail"),
        pytest.param(first_then(honest, with_span("")), "BadRange", id="a-piece-without-its-place"),
        pytest.param(first_then(honest, with_span(f"bytes 1-{BLOCK}/{WHOLE}")), "BadRange", id="another-piece"),
        pytest.param(
            first_then(honest, with_span(f"bytes 0-{BLOCK - 1}/{WHOLE}", LARGE[: BLOCK + 1])), "BadRange", id="more-than-the-piece"
        ),
        pytest.param(
            first_then(honest, with_span(f"bytes 0-{BLOCK - 1}/{WHOLE}", b"")), "ConnectionLost", id="nothing-for-the-piece"
        ),
        pytest.param(first_then(honest, lambda _asked: Told(body=LARGE)), "NoRange", id="ranges-no-longer-honoured"),
        pytest.param(first_then(honest, lambda _asked: Told(status=416)), "Http416", id="no-such-range"),
        pytest.param(lambda _asked: Told(status=403), "Http403", id="refused-at-once"),
        pytest.param(lambda _asked: Told(status=503), "Http503", id="failing"),
        pytest.param(
            first_then(lambda _asked: Told(body=LARGE[:100_000], cut=9), lambda asked: part(LARGE[:-1], asked)),
            "TooLarge",
            id="a-whole-package-that-grows-while-it-comes",
        ),
        pytest.param(
            first_then(lambda _asked: Told(body=LARGE[:100_000], cut=BLOCK), lambda asked: part(LARGE[:100_000], asked)),
            "PackageChanged",
            id="a-whole-package-that-shrinks-while-it-comes",
        ),
        pytest.param(
            first_then(lambda _asked: Told(body=LARGE[:100_000], cut=BLOCK), with_span("bytes 0-9/10", b"0123456789")),
            "BadRange",
            id="a-whole-package-taken-up-elsewhere",
        ),
        pytest.param(
            first_then(lambda _asked: Told(body=LARGE[:100_000], cut=BLOCK), lambda _asked: Told(body=LARGE)),
            "NoRange",
            id="a-whole-package-that-cannot-be-taken-up",
        ),
    ],
)
def test_storage_that_lies_or_refuses_is_an_error_that_does_not_show_the_url(answer: Callable[[Asked], Told], code: str) -> None:
    assert failure_of(answer).code == code


def packed(members: int) -> bytes:
    """A zip with a large file at its start and so many empty ones after that."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.py", LARGE)
        for number in range(members):
            archive.writestr(f"{number:0100}", b"")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(open_package, id="while-the-directory-is-read"),
        pytest.param(lambda file: zipfile.ZipFile(file).close(), id="also-in-the-library-itself"),
    ],
)
def test_an_error_on_the_way_is_never_taken_for_a_broken_package(read: Callable[[BinaryIO], object]) -> None:
    package = packed(members=1000)  # whose directory is longer than the tail
    answer = first_then(lambda asked: part(package, asked), lambda _asked: Told(status=403))
    with opened(answer) as (file, _server), pytest.raises(CloudError):
        read(file)


def test_an_error_while_a_member_is_read_is_never_taken_for_an_unreadable_member() -> None:
    package = packed(members=1)
    answer = first_then(lambda asked: part(package, asked), lambda _asked: Told(status=403))
    with opened(answer) as (file, _server):
        found = open_package(file)
        assert isinstance(found, Package)
        with pytest.raises(CloudError):
            found.read("index.py")
