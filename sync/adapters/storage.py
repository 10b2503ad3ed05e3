"""The storage that code packages lie in: one request at a time, its answer checked, and its signed URL never shown."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from sync.adapters.errors import cloud_error
from sync.errors import CloudError, Failure

if TYPE_CHECKING:
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
