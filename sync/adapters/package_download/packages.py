"""Code packages: read by pieces from the signed URL that Function Compute gives for a short while, or whole where that fails."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sync.adapters.capacity import CapacityLimiter
from sync.adapters.functions import Apis, CodeLocation
from sync.adapters.package_download.storage import (
    NO_SUCH_RANGE,
    PARTIAL,
    Lease,
    Pieces,
    RangedFile,
    Storage,
    changed,
    copy_into,
    error,
    guarded,
    no_disk,
    passes,
    persist,
    refusal,
    span,
    too_large,
)
from sync.errors import CloudError, Failure
from sync.ports import OpenCode
from sync.specs.ids import Address

if TYPE_CHECKING:
    from requests import Response

_LARGEST = 512 << 20  # bytes; Function Compute takes packages of at most 500 MB
_DISK = 2 << 30  # bytes of packages that are on disk at the same time
_FLIGHTS = 16  # packages open at the same time
_LENGTH = re.compile(r"\d{1,15}", re.ASCII)
_BUFFER = 4096  # bytes; small, because blocks lie below it already


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """A whole package that came though a part was asked for: its size in bytes, where it is, what broke it off.

    Without a path nothing of it was kept: there was no room, or the storage knows no such part. The size is the storage's own
    word if `declared`, else the most that is read.
    """

    size: int
    declared: bool = False
    path: Path | None = None
    error: CloudError | None = None


class Packages:
    """Reads code packages: a bounded number at a time, and of those on disk a bounded amount in all; the next ones wait."""

    def __init__(self, apis: Apis, *, disk: int = _DISK, largest: int = _LARGEST, flights: int = _FLIGHTS) -> None:
        self._apis = apis
        self._storage = Storage()
        self._disk = CapacityLimiter(disk)
        self._flights = CapacityLimiter(flights)
        self._largest = min(largest, disk)

    @contextmanager
    def open(self, address: Address) -> Iterator[OpenCode]:
        """See `CodeReader`. A package larger than 512 MiB is refused."""
        with ExitStack() as held:
            held.enter_context(self._flights.taken(1))
            lease = Lease(lambda: self.package(address))
            with io.BufferedReader(self._raw(lease, held), _BUFFER) as file:
                yield OpenCode(file=file, checksum=lease.checksum)

    def package(self, address: Address) -> CodeLocation:
        """Where the package of a function can be fetched now."""
        return self._apis[address.generation].code(address)

    def download(self, url: str, into: Path, limit: int) -> int:
        """Fetch a package into a file, after the part that the file already holds; returns its size in bytes, at most `limit`.

        A connection lost on the way is taken up where it broke off.
        """
        with into.open("ab", buffering=0) as file:
            persist(lambda: self._more(url, file, limit), file.tell)
            return file.tell()

    def _raw(self, lease: Lease, held: ExitStack) -> io.RawIOBase:
        pieces = Pieces(self._storage, lease)
        tail = pieces.tail(lambda response: self._begun(response, held))
        if isinstance(tail, _Begun):
            return io.FileIO(self._whole(tail, lease, held))
        if pieces.total > self._largest:
            raise too_large(self._largest)
        return RangedFile(pieces.part, total=pieces.total, tail=tail)

    def _begun(self, response: Response, held: ExitStack) -> _Begun | CloudError:
        """Keep what the storage sends anyway, if there is room at once: a connection left waiting would be lost."""
        if response.status_code == NO_SUCH_RANGE:  # an empty package has no last bytes
            return _Begun(size=self._largest)
        refused = refusal(response.status_code)
        if refused:
            return refused
        # A length beside chunks means nothing (RFC 9112, section 6.3).
        declared = "" if "Transfer-Encoding" in response.headers else response.headers.get("Content-Length", "")
        known = bool(_LENGTH.fullmatch(declared))
        size = int(declared) if known else self._largest
        if size > self._largest:
            return too_large(self._largest)
        if not self._disk.take_now(size):
            return _Begun(size=size, declared=known)
        held.callback(self._disk.give, size)
        path = _place(held)
        with path.open("wb", buffering=0) as file:
            failed = guarded(lambda: copy_into(file, response, size))
        return _Begun(size=size, declared=known, path=path, error=failed)

    def _whole(self, begun: _Begun, lease: Lease, held: ExitStack) -> Path:
        if begun.path is not None and begun.error is None:
            return begun.path
        if begun.error is not None and not passes(begun.error):
            raise begun.error
        path = begun.path
        if path is None:
            held.enter_context(self._disk.taken(begun.size))
            path = _place(held)
            lease.renew()  # the wait may have outlived the URL
        if self.download(lease.url, path, begun.size) != begun.size and begun.declared:
            raise changed()
        return path

    def _more(self, url: str, file: io.FileIO, limit: int) -> CloudError | None:
        start = file.tell()

        def take(response: Response) -> CloudError | None:
            return _unfit(response, start) or copy_into(file, response, limit)

        return self._storage.ask(url, {"Range": f"bytes={start}-"} if start else {}, take)


def _unfit(response: Response, start: int) -> CloudError | None:
    """Why an answer cannot be put behind the bytes that are there."""
    refused = refusal(response.status_code)
    if refused or not start:
        return refused
    if response.status_code != PARTIAL:
        return error(Failure.UNREADABLE, "NoRange", "the download broke off and cannot be taken up again")
    part = span(response) if "Content-Range" in response.headers else None
    if part is None or (not isinstance(part, CloudError) and part.first == start):
        return None
    return error(Failure.UNREADABLE, "BadRange", "the download broke off, and another part came than was asked for")


def _place(held: ExitStack) -> Path:
    """A file of its own on disk, gone when `held` ends."""
    try:
        return Path(held.enter_context(tempfile.TemporaryDirectory(prefix="ivrsync-"))) / "package.zip"
    except OSError as failure:
        raise no_disk(failure) from None
