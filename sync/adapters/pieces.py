"""Pieces of one version of one code package, from a URL that is renewed when it expires."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from sync.adapters.functions import CodeLocation
from sync.adapters.storage import OK, PARTIAL, STALE, Storage, changed, error, etag, persist, read_into, refusal, span
from sync.errors import CloudError, Failure

if TYPE_CHECKING:
    from requests import Response

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
