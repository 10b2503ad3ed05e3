"""Packages over the wire: by pieces where the storage honours ranges, whole where it does not, taken up where they broke off."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from sync.adapters.package_download.packages import Packages
from sync.adapters.package_download.storage import BLOCK
from sync.errors import Failure
from sync.signatures.package import Package, open_package
from tests.fakes.server import Asked, ScriptedServer, Told
from tests.unit.adapters.storage_at_hand import (
    ADDRESS,
    LARGE,
    SMALL,
    TAIL_ASKED,
    Functions,
    asked_ranges,
    failure_of,
    first_then,
    honest,
    opened,
    part,
)


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
        with packages.open(ADDRESS) as package:
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
