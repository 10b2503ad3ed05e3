"""Code packages where they are stored: one request at a time, pieces of one version, and a file fetched as far as it is read.

A signed URL is never shown, and one that expired is renewed.
"""

from __future__ import annotations

import io
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from sync.adapters.errors import cloud_error
from sync.adapters.functions import CodeLocation
from sync.errors import CloudError, Failure

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from requests import Response, Session

T = TypeVar("T")
OK, PARTIAL, CHANGED, NO_SUCH_RANGE = 200, 206, 412, 416
STALE = frozenset({"Http403", "Http404"})  # what an expired URL, and one of a package that was replaced, are refused with
_SERVER_ERRORS = 500
_OPERATION = "download of a code package"
_CHUNK = 1 << 16
_ATTEMPTS = 3  # that bring nothing
_PASSING = frozenset({Failure.LOST, Failure.UNAVAILABLE})
_TIMEOUT = (5.0, 30.0)  # seconds to connect, and between two pieces
_CONNECTIONS = 32  # kept open, so that the next piece or package needs no new handshake
_SPAN = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Which bytes of a package an answer holds: from `first` to `last`, both counted from 0, of `total`."""

    first: int
    last: int
    total: int


class Storage:
    """Sends requests to the storage. For several threads at once."""

    def ask(self, url: str, headers: Mapping[str, str], take: Callable[[Response], T]) -> T | CloudError:
        """What `take` makes of the answer while its body can be read, or why there is none.

        The error is answered and not raised: the original names the URL, and a context would keep it.
        """

        def request() -> T:
            # Identity: a package is compressed already, and a length of something else would not tell a short answer. No header
            # of OSS's own (x-oss-...) may be added: those are part of what the URL's signature covers.
            asked = {"Accept-Encoding": "identity", **headers}
            with self._session.get(url, headers=asked, stream=True, timeout=_TIMEOUT) as response:
                return take(response)

        return guarded(request)

    @cached_property
    def _session(self) -> Session:
        import requests  # noqa: PLC0415 - only needed where code is read
        from requests.adapters import HTTPAdapter  # noqa: PLC0415 - as above

        session = requests.Session()
        for scheme in ("https://", "http://"):
            session.mount(scheme, HTTPAdapter(pool_maxsize=_CONNECTIONS))
        return session


def guarded(act: Callable[[], T]) -> T | CloudError:
    """What `act` answers; a connection that fails meanwhile is LOST. What `requests` raises are kinds of OSError."""
    try:
        return act()
    except OSError as failure:
        return error(Failure.LOST, "ConnectionLost", f"the download broke off ({type(failure).__name__})")


def persist(attempt: Callable[[], CloudError | None], progress: Callable[[], int]) -> None:
    """Try until it succeeds. Raises an error that will not pass, and one that may after three attempts in a row brought nothing."""
    fruitless = 0
    while True:
        before = progress()
        failed = attempt()
        if failed is None:
            return
        fruitless = fruitless + 1 if progress() == before else 0
        if not passes(failed) or fruitless == _ATTEMPTS:
            raise failed


def passes(failed: CloudError) -> bool:
    """Whether trying again may help."""
    return failed.failure in _PASSING


def refusal(status: int) -> CloudError | None:
    """What a status says that is neither the whole nor a part."""
    if status in {OK, PARTIAL}:
        return None
    if status >= _SERVER_ERRORS:
        return error(Failure.UNAVAILABLE, f"Http{status}", "the storage of code packages is failing")
    if status == CHANGED:
        return changed()
    return error(Failure.INVALID, f"Http{status}", "the storage of code packages refused; its URL may have expired")


def span(response: Response) -> Span | CloudError:
    """The Content-Range of a partial answer."""
    match = _SPAN.fullmatch(response.headers.get("Content-Range", ""))
    if match is None:
        return error(Failure.UNREADABLE, "BadRange", "the storage sent a part of the package and did not say which")
    first, last, total = (int(number) for number in match.groups())
    return Span(first=first, last=last, total=total)


def etag(response: Response) -> str:
    """The mark of the version that was sent, '' for none. A weak one tells nothing about bytes, so it counts as none."""
    mark = response.headers.get("ETag", "")
    return "" if mark.startswith("W/") else mark


def read_into(content: bytearray, response: Response, most: int) -> CloudError | None:
    """Append the body until there are `most` bytes; a body of more is refused."""
    for piece in response.iter_content(_CHUNK):
        if len(content) + len(piece) > most:
            return error(Failure.UNREADABLE, "BadRange", "the storage sent more of the package than was asked for")
        content += piece
    return None


def copy_into(file: io.FileIO, response: Response, limit: int) -> CloudError | None:
    """Append the body to an unbuffered file on disk; one of more than `limit` bytes is refused before it grows so far."""
    for piece in response.iter_content(_CHUNK):
        if file.tell() + len(piece) > limit:
            return too_large(limit)
        rest = memoryview(piece)
        try:
            while rest:  # a disk that is nearly full takes a part
                rest = rest[file.write(rest) :]
        except OSError as failure:
            return no_disk(failure)
    return None


def changed() -> CloudError:
    """The package was replaced while it was read: parts of two would make neither."""
    return error(Failure.CONFLICT, "PackageChanged", "the function's code was changed while it was read; run again")


def too_large(limit: int) -> CloudError:
    """A package beyond what is read."""
    return error(Failure.INVALID, "TooLarge", f"the package is larger than {limit} bytes")


def no_disk(failure: OSError) -> CloudError:
    """A temporary file that cannot be written."""
    message = f"a package cannot be kept on disk while it is read ({failure.strerror}); make room, or set TMPDIR to where there is"
    return CloudError(_OPERATION, Failure.UNREADABLE, code="NoTemporaryFile", message=message, hint="`df` shows how much is free")


def error(failure: Failure, code: str, message: str) -> CloudError:
    """An error of a download."""
    return cloud_error(_OPERATION, failure, code=code, message=message)


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


Other = TypeVar("Other")
TAIL = 1 << 17  # bytes: the end record with the longest comment (64 KiB), and the directory of about a thousand members


class Lease:
    """Where a package can be fetched now. Renewed, it still leads to the same package, or raises."""

    def __init__(self, renew: Callable[[], CodeLocation]) -> None:
        self._renew = renew
        self._location = renew()

    @property
    def url(self) -> str:
        """The signed URL: never shown."""
        return self._location.url

    @property
    def checksum(self) -> str | None:
        """What Function Compute says of the package's content."""
        return self._location.checksum

    def renew(self) -> None:
        """Get a fresh URL. PackageChanged when it leads to other code, ABSENT when the function is gone."""
        location = self._renew()
        if location.checksum != self.checksum:
            raise changed()
        self._location = location


class Pieces:
    """Fetches parts of a package. What would mix two versions of it raises PackageChanged."""

    def __init__(self, storage: Storage, lease: Lease) -> None:
        self._storage = storage
        self._lease = lease
        self._etag = ""
        self.total = -1  # bytes of the package, known once the tail is here

    def tail(self, otherwise: Callable[[Response], Other | CloudError]) -> bytes | Other:
        """The last `TAIL` bytes, or all where there are fewer; what `otherwise` makes of an answer that is no part."""

        def take(response: Response) -> bytes | Other | CloudError:
            return self._tail(response) if response.status_code == PARTIAL else otherwise(response)

        found: list[bytes | Other] = []

        def attempt() -> CloudError | None:
            answer = self._storage.ask(self._lease.url, {"Range": f"bytes=-{TAIL}"}, take)
            if isinstance(answer, CloudError):
                return answer
            found.append(answer)
            return None

        persist(attempt, lambda: 0)
        return found[0]

    def part(self, first: int, last: int) -> bytes:
        """The bytes from `first` to `last`, both included. What broke off is taken up; a URL that expired is renewed once."""
        content = bytearray()
        try:
            self._fill(content, first, last)
        except CloudError as refused:
            if refused.code not in STALE:
                raise
        else:
            return bytes(content)
        self._lease.renew()
        if self._lease.checksum:
            self._etag = ""  # the same content may lie elsewhere now, under another mark
        self._fill(content, first, last)
        return bytes(content)

    def _tail(self, response: Response) -> bytes | CloudError:
        part = span(response)
        if isinstance(part, CloudError):
            return part
        if (part.first, part.last) != (max(0, part.total - TAIL), part.total - 1):
            return _another()
        content = bytearray()
        failed = read_into(content, response, part.last - part.first + 1) or _short(content, part.last - part.first + 1)
        if failed:
            return failed
        self.total, self._etag = part.total, etag(response)
        return bytes(content)

    def _fill(self, content: bytearray, first: int, last: int) -> None:
        def attempt() -> CloudError | None:
            headers = {"Range": f"bytes={first + len(content)}-{last}"} | ({"If-Match": self._etag} if self._etag else {})
            return self._storage.ask(self._lease.url, headers, lambda response: self._take(response, content, first, last))

        persist(attempt, lambda: len(content))

    def _take(self, response: Response, content: bytearray, first: int, last: int) -> CloudError | None:
        if response.status_code == OK:
            return error(Failure.UNREADABLE, "NoRange", "the storage no longer gives parts of the package; run again")
        refused = refusal(response.status_code)
        if refused:
            return refused
        part, mark = span(response), etag(response)
        if isinstance(part, CloudError):
            return part
        if part.total != self.total or (mark and self._etag and mark != self._etag):
            return changed()
        if (part.first, part.last) != (first + len(content), last):
            return _another()
        self._etag = mark or self._etag
        return read_into(content, response, last - first + 1) or _short(content, last - first + 1)


def _short(content: bytearray, wanted: int) -> CloudError | None:
    return None if len(content) == wanted else error(Failure.LOST, "ConnectionLost", "the download ended too soon")


def _another() -> CloudError:
    return error(Failure.UNREADABLE, "BadRange", "the storage sent another part of the package than was asked for")
