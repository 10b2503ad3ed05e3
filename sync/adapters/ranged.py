"""A file that lies elsewhere and is fetched as far as it is read."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK = 1 << 16  # bytes; what is fetched starts at a multiple of it
_KEPT = 32  # blocks
_LONGEST = 64  # blocks in one request
_FURTHEST = 16  # blocks fetched ahead at most


class RangedFile(io.RawIOBase):
    """A seekable file of `total` bytes, of which `tail` are here already and the rest comes from `fetch(first, last)`.

    `fetch` answers exactly the bytes from `first` to `last`, both included, or raises; what it raises comes through, and the
    position stays. Blocks that lie side by side come in one request, and who reads on and on gets more at a time. At most
    2 MiB of blocks and the tail are kept, 4 MiB more while a long read is served. For one thread at a time.
    """

    def __init__(self, fetch: Callable[[int, int], bytes], *, total: int, tail: bytes) -> None:
        super().__init__()
        self._fetch = fetch
        self._total = total
        self._tail = tail
        self._tail_at = total - len(tail)
        self._at = 0
        self._blocks: OrderedDict[int, bytes] = OrderedDict()  # the one used last stands last
        self._next = -1  # the block after those fetched last
        self._ahead = 1

    def readable(self) -> bool:
        """It is read."""
        return True

    def seekable(self) -> bool:
        """At any place."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place; one beyond the end reads as empty. Raises ValueError for one before the start."""
        place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._total}[whence]
        if place < 0:
            raise ValueError(f"no place {place} in a file")
        self._at = place
        return place

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer; less than full only at the end of the file."""
        view = memoryview(buffer).cast("B")
        filled, wanted = 0, max(0, min(len(view), self._total - self._at))
        while filled < wanted:
            piece = self._piece(self._at + filled, wanted - filled)
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
        self._at += filled
        return filled

    def _piece(self, at: int, most: int) -> bytes:
        """Bytes from there on: at least one, at most so many."""
        if at >= self._tail_at:
            return self._tail[at - self._tail_at : at - self._tail_at + most]
        number, start = divmod(at, BLOCK)
        if number in self._blocks:
            self._blocks.move_to_end(number)
            content = self._blocks[number]
        else:
            content = self._run(number, (min(at + most, self._tail_at) - 1) // BLOCK)
        return content[start : start + most]

    def _run(self, number: int, needed: int) -> bytes:
        """Fetch that block, those after it up to `needed`, and some ahead where blocks are read in their order."""
        self._ahead = min(self._ahead * 2, _FURTHEST) if number == self._next else 1
        last = min(max(needed, number + self._ahead - 1), number + _LONGEST - 1, (self._tail_at - 1) // BLOCK)
        last = next((known - 1 for known in range(number + 1, last + 1) if known in self._blocks), last)
        content = self._fetch(number * BLOCK, min((last + 1) * BLOCK, self._tail_at) - 1)
        for place in range(max(number, last - _KEPT + 1), last + 1):
            start = (place - number) * BLOCK
            self._blocks[place] = content[start : start + BLOCK]
        while len(self._blocks) > _KEPT:
            self._blocks.popitem(last=False)
        self._next = last + 1
        return content
