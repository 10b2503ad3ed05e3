"""URLs expire and packages change while they are read: never a mixture of two."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sync.adapters.package_download.storage import BLOCK
from sync.errors import Failure
from tests.fakes.server import Asked, Told
from tests.unit.adapters.storage_at_hand import (
    LARGE,
    OTHER,
    TAIL_ASKED,
    Functions,
    failure_of,
    first_then,
    honest,
    opened,
    part,
)


def expired_until(path: str) -> Callable[[Asked], Told]:
    """Storage that takes no URL but that one, once the tail was read."""
    return first_then(honest, lambda asked: honest(asked) if asked.path.startswith(path) else Told(status=403))


def test_an_expired_url_is_renewed_once() -> None:
    functions = Functions([])
    with opened(expired_until("/1"), functions=functions) as (file, _server):
        assert file.read(10) == LARGE[:10]
    assert functions.asked == 2


def test_a_url_that_is_refused_again_after_it_was_renewed_is_an_error() -> None:
    functions = Functions([])
    assert failure_of(expired_until("/9"), functions).code == "Http403"
    assert functions.asked == 2


def test_each_expiry_has_its_renewal() -> None:
    paths = iter(["/0", "/0", "/1", "/1", "/2"])  # those that are valid at each request

    def answer(asked: Asked) -> Told:
        return honest(asked) if asked.path.startswith(next(paths)) else Told(status=404)

    functions = Functions([])
    with opened(answer, functions=functions) as (file, _server):
        assert file.read(10) == LARGE[:10]
        file.seek(20 * BLOCK)
        assert file.read(10) == LARGE[20 * BLOCK : 20 * BLOCK + 10]
    assert functions.asked == 2


def test_a_function_that_is_gone_when_the_url_is_renewed_is_absent() -> None:
    assert failure_of(expired_until("/1"), Functions([], gone_after=1)).failure is Failure.ABSENT


def test_the_mark_of_the_version_is_asked_for_with_each_piece() -> None:
    with opened(lambda asked: part(LARGE, asked, etag='"a"')) as (file, server):
        file.read(1)
        assert [asked.headers.get("if-match") for asked in server.asked] == [None, '"a"']


def test_a_weak_mark_is_none_because_it_tells_nothing_about_bytes() -> None:
    with opened(lambda asked: part(LARGE, asked, etag='W/"a"')) as (file, server):
        file.read(1)
        assert [asked.headers.get("if-match") for asked in server.asked] == [None, None]


def moved(asked: Asked) -> Told:
    """Storage where the same content has another mark behind the second URL, and the first one expires."""
    mark = '"a"' if asked.path.startswith("/0") else '"b"'
    if asked.headers.get("if-match", mark) != mark:
        return Told(status=412)
    expired = asked.path.startswith("/0") and asked.headers["range"] != TAIL_ASKED
    return Told(status=403) if expired else part(LARGE, asked, etag=mark)


def test_what_function_compute_says_of_the_content_counts_more_than_the_mark() -> None:
    with opened(moved, functions=Functions([], checksums=["1"])) as (file, _server):
        assert file.read(10) == LARGE[:10]
    assert failure_of(moved, Functions([], checksums=[None])).code == "PackageChanged"


@pytest.mark.parametrize(
    ("answer", "checksums"),
    [
        pytest.param(expired_until("/1"), ["1", "2"], id="another-checksum-when-the-url-is-renewed"),
        pytest.param(first_then(honest, lambda _asked: Told(status=412)), ["1"], id="the-storage-says-so"),
        pytest.param(
            first_then(lambda asked: part(LARGE, asked, etag='"a"'), lambda asked: part(OTHER, asked, etag='"b"')),
            ["1"],
            id="another-mark",
        ),
        pytest.param(first_then(honest, lambda asked: part(OTHER + b"x", asked)), ["1"], id="another-length"),
    ],
)
def test_a_package_that_changes_while_it_is_read_is_an_error_and_never_a_mixture(
    answer: Callable[[Asked], Told], checksums: list[str | None]
) -> None:
    error = failure_of(answer, Functions([], checksums=checksums))
    assert (error.code, error.failure) == ("PackageChanged", Failure.CONFLICT)
