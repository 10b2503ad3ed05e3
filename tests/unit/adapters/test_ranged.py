"""Packages are fetched by pieces, as far as they are read; whatever the storage does, no two versions are ever mixed."""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.ids import Address, Region
from sync.adapters.code import Packages
from sync.adapters.functions import CodeLocation, Versioned
from sync.adapters.pieces import TAIL
from sync.adapters.ranged import BLOCK, RangedFile
from sync.adapters.room import Room
from sync.core.model import Configuration, FoundFunction
from sync.errors import CloudError, Failure
from sync.ports import Answer
from sync.signatures.package import Package, open_package
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
        with Packages({"3.0": functions}, disk=disk, largest=largest).open(ADDRESS, "3.0") as package:
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


# The file itself


@given(st.data())
def test_a_ranged_file_reads_as_the_same_file_in_memory(data: st.DataObject) -> None:
    size = data.draw(st.integers(0, 5 * BLOCK), "size")
    content = LARGE[:size]
    tail = content[size - min(size, data.draw(st.integers(0, TAIL), "tail")) :]

    def fetch(first: int, last: int) -> bytes:
        assert 0 <= first <= last < size - len(tail)
        return content[first : last + 1]

    ranged: BinaryIO = io.BufferedReader(RangedFile(fetch, total=size, tail=tail), 4096)
    plain = io.BytesIO(content)
    for place, whence, count in data.draw(
        st.lists(st.tuples(st.integers(0, 6 * BLOCK), st.sampled_from([0, 2]), st.integers(-1, 3 * BLOCK)), max_size=12), "reads"
    ):
        offset = place if whence == 0 else -min(place, size)
        assert ranged.seek(offset, whence) == plain.seek(offset, whence)
        assert ranged.read(count) == plain.read(count)
        assert ranged.tell() == plain.tell()


def test_no_place_before_the_start_can_be_gone_to() -> None:
    with pytest.raises(ValueError, match="no place -1"):
        RangedFile(lambda _first, _last: b"", total=0, tail=b"").seek(-1)


class Fetches:
    """Answers from `LARGE` and remembers the blocks asked for, as (first, count)."""

    def __init__(self) -> None:
        self.blocks: list[tuple[int, int]] = []

    def __call__(self, first: int, last: int) -> bytes:
        self.blocks.append((first // BLOCK, -(-(last + 1 - first) // BLOCK)))
        return LARGE[first : last + 1]

    def file(self, tail: int = 123) -> RangedFile:
        return RangedFile(self, total=len(LARGE), tail=LARGE[len(LARGE) - tail :])


def test_blocks_that_lie_side_by_side_come_in_one_request() -> None:
    fetches = Fetches()
    file = fetches.file()
    file.seek(5 * BLOCK + 7)
    assert file.read(9 * BLOCK) == LARGE[5 * BLOCK + 7 : 14 * BLOCK + 7]
    assert fetches.blocks == [(5, 10)]


def test_what_is_here_already_is_not_fetched_again() -> None:
    fetches = Fetches()
    file = fetches.file()
    for place in (3 * BLOCK, 3 * BLOCK + 9, len(LARGE) - 100):
        file.seek(place)
        file.read(50)
    file.seek(2 * BLOCK)
    file.read(2 * BLOCK)
    assert fetches.blocks == [(3, 1), (2, 1)]


def test_who_reads_on_and_on_gets_more_at_a_time() -> None:
    fetches = Fetches()
    with io.BufferedReader(fetches.file(), 4096) as file:
        while file.read(1000):
            pass
    assert fetches.blocks == [(0, 1), (1, 2), (3, 4), (7, 8), (15, 16), (31, 9)]


def test_only_the_blocks_used_last_are_kept() -> None:
    fetches = Fetches()
    file = fetches.file()
    for number in [*range(31, -1, -1), 31, 36, 31, 30]:  # backwards, so that nothing is fetched ahead
        file.seek(number * BLOCK)
        file.read(1)
    assert fetches.blocks == [*((number, 1) for number in range(31, -1, -1)), (36, 1), (30, 1)]


def test_a_fetch_that_fails_leaves_the_place_where_it_was() -> None:
    attempts = iter([CloudError("download", Failure.LOST, code="ConnectionLost", message="gone"), None])

    def fetch(first: int, last: int) -> bytes:
        if error := next(attempts):
            raise error
        return LARGE[first : last + 1]

    file = io.BufferedReader(RangedFile(fetch, total=BLOCK, tail=b""), 4096)
    with pytest.raises(CloudError):
        file.read(5)
    assert file.read(5) == LARGE[:5]


# Over the wire


def test_a_small_package_is_one_request() -> None:
    with opened(lambda asked: part(SMALL, asked)) as (file, server):
        assert file.read() == SMALL
        assert asked_ranges(server) == [TAIL_ASKED]


def test_of_a_large_package_only_the_pieces_that_are_read_are_fetched() -> None:
    with opened(honest) as (file, server):
        file.seek(7 * BLOCK + 5)
        assert file.read(10) == LARGE[7 * BLOCK + 5 : 7 * BLOCK + 15]
        assert asked_ranges(server) == [TAIL_ASKED, f"bytes={7 * BLOCK}-{8 * BLOCK - 1}"]


def test_a_large_zip_with_a_small_handler_costs_the_tail_and_one_block() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", "def handler(event, context): ...")
        archive.writestr("library.so", LARGE)
    with opened(lambda asked: part(packed.getvalue(), asked)) as (file, server):
        package = open_package(file)
        assert isinstance(package, Package)
        assert package.read("index.py") == b"def handler(event, context): ..."
        assert asked_ranges(server) == [TAIL_ASKED, f"bytes=0-{BLOCK - 1}"]


def test_the_open_package_says_which_content_it_is() -> None:
    with ScriptedServer(honest) as server:
        packages = Packages({"3.0": Functions([f"http://{server.address}/"], checksums=["77"])})
        with packages.open(ADDRESS, "3.0") as package:
            assert package.checksum == "77"


@pytest.mark.parametrize("content", [LARGE, SMALL, b""], ids=["large", "small", "empty"])
@pytest.mark.parametrize("ignores", [True, False], ids=["ignores-ranges", "honours-ranges"])
def test_a_package_comes_whole_whatever_the_storage_does_about_ranges(content: bytes, *, ignores: bool) -> None:
    with opened(lambda asked: Told(body=content) if ignores else part(content, asked)) as (file, server):
        assert file.read() == content
        assert file.seek(0, io.SEEK_END) == len(content)
        if ignores:
            assert len(server.asked) == 1


def test_a_piece_that_breaks_off_is_taken_up_where_it_was() -> None:
    def breaking(asked: Asked) -> Told:
        told = part(LARGE, asked)
        return replace(told, body=told.body[:100_000], cut=max(0, len(told.body) - 100_000))

    with opened(first_then(honest, breaking)) as (file, server):
        assert file.read(3 * BLOCK) == LARGE[: 3 * BLOCK]
        # What is read of a body in steps of 64 KiB is kept of 100,000 bytes.
        assert asked_ranges(server)[1:] == [f"bytes={start}-{3 * BLOCK - 1}" for start in (0, BLOCK, 2 * BLOCK)]


def test_a_whole_package_that_breaks_off_is_taken_up_where_the_storage_can() -> None:
    def answer(asked: Asked) -> Told:
        if asked.headers["range"] == TAIL_ASKED:
            return Told(body=LARGE[:100_000], cut=len(LARGE) - 100_000)
        return part(LARGE, asked)

    with opened(answer) as (file, server):
        assert file.read() == LARGE
        assert asked_ranges(server) == [TAIL_ASKED, f"bytes={BLOCK}-"]


def test_pieces_that_never_come_are_given_up_after_three_attempts() -> None:
    count: list[str] = []

    def never(asked: Asked) -> Told:
        count.append(asked.path)
        return Told(status=206, headers=part(LARGE, asked).headers, cut=BLOCK)

    assert failure_of(first_then(honest, never)).failure is Failure.LOST
    assert len(count) == 3


# Expiry and change


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


# Lies


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


# Bounds


def chunked(_asked: Asked) -> Told:
    """The whole package, without its length."""
    return Told(headers={"Transfer-Encoding": "chunked"}, body=b"%x\r\n%b\r\n0\r\n\r\n" % (len(LARGE), LARGE))


def test_a_package_of_unknown_length_comes_whole() -> None:
    with opened(chunked, disk=len(LARGE)) as (file, _server):
        assert file.read() == LARGE


def test_a_package_of_unknown_length_is_refused_before_it_fills_the_disk() -> None:
    with pytest.raises(CloudError) as caught, opened(chunked, largest=len(LARGE) - 1):
        pass
    assert caught.value.code == "TooLarge"


@pytest.mark.parametrize("answer", [honest, lambda _asked: Told(body=LARGE)], ids=["by-pieces", "whole"])
def test_a_package_larger_than_allowed_is_refused_after_one_request(answer: Callable[[Asked], Told]) -> None:
    with ScriptedServer(answer) as server:
        packages = Packages({"3.0": Functions([f"http://{server.address}/"])}, largest=len(LARGE) - 1)
        with pytest.raises(CloudError) as caught, packages.open(ADDRESS, "3.0"):
            pass
        assert (caught.value.code, len(server.asked)) == ("TooLarge", 1)


def test_packages_wait_for_room_on_disk_and_then_are_fetched_anew() -> None:
    with ScriptedServer(lambda _asked: Told(body=LARGE)) as server:
        functions = Functions([f"http://{server.address}/"])
        packages = Packages({"3.0": functions}, disk=len(LARGE) + 1)
        contents: list[bytes] = []

        def second() -> None:
            with packages.open(ADDRESS, "3.0") as package:
                contents.append(package.file.read())

        thread = threading.Thread(target=second, daemon=True)
        with packages.open(ADDRESS, "3.0") as package:
            thread.start()
            thread.join(0.3)
            assert thread.is_alive()
            assert package.file.read() == LARGE
        thread.join(10)
        assert contents == [LARGE]
        assert (functions.asked, len(server.asked)) == (3, 3)  # the second one's URL was renewed after the wait


def test_only_so_many_packages_are_open_at_once() -> None:
    with ScriptedServer(honest) as server:
        packages = Packages({"3.0": Functions([f"http://{server.address}/"])}, flights=1)
        done = threading.Event()

        def second() -> None:
            with packages.open(ADDRESS, "3.0"):
                done.set()

        with packages.open(ADDRESS, "3.0"):
            threading.Thread(target=second, daemon=True).start()
            assert not done.wait(0.3)
        assert done.wait(10)


def test_more_than_a_room_holds_is_refused_and_not_waited_for() -> None:
    with pytest.raises(ValueError, match="can never be had"), Room(3).taken(4):
        pass


def test_nothing_is_left_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with opened(lambda _asked: Told(body=LARGE)) as (file, _server):
        file.read(1)
        assert len(list(tmp_path.rglob("package.zip"))) == 1
    assert list(tmp_path.iterdir()) == []


def test_without_a_place_for_temporary_files_the_error_says_what_helps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    error = failure_of(lambda _asked: Told(body=LARGE))
    assert error.code == "NoTemporaryFile"
    assert "TMPDIR" in error.reason


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a file that is always full")
def test_a_disk_that_is_full_is_told_as_that_and_not_as_a_lost_connection() -> None:
    with ScriptedServer(lambda _asked: Told(body=LARGE)) as server, pytest.raises(CloudError) as caught:
        Packages({}).download(f"http://{server.address}/?{SECRET}", Path("/dev/full"), len(LARGE))
    assert caught.value.code == "NoTemporaryFile"
    assert "No space left" in caught.value.reason
