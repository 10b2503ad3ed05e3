"""A file that is fetched as far as it is read is the same file."""

from __future__ import annotations

import io
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.adapters.package_download.storage import BLOCK, TAIL, RangedFile
from sync.errors import CloudError, Failure
from tests.unit.adapters.storage_at_hand import (
    LARGE,
)


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
