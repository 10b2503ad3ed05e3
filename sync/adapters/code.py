"""Code packages: fetched from the signed URL that Function Compute gives for a short while."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from registry.ids import Address
from registry.models import Generation
from sync.adapters.errors import cloud_error
from sync.adapters.functions import Apis, CodeLocation
from sync.errors import CloudError, Failure

if TYPE_CHECKING:
    from requests import Response

_LARGEST = 512 << 20  # bytes; Function Compute takes packages of at most 500 MB
_OPERATION = "download of a code package"
_CHUNK = 1 << 16
_ATTEMPTS = 3  # that bring nothing
_PASSING = frozenset({Failure.LOST, Failure.UNAVAILABLE})
_TIMEOUT = (5.0, 30.0)  # seconds to connect, and between two pieces
_OK, _PARTIAL, _SERVER_ERRORS = 200, 206, 500


class Packages:
    """Reads code packages."""

    def __init__(self, apis: Apis) -> None:
        self._apis = apis

    @contextmanager
    def open(self, address: Address, generation: Generation) -> Iterator[BinaryIO]:
        """See `CodeReader`."""
        location = self.package(address, generation)
        with tempfile.TemporaryDirectory(prefix="ivrsync-") as folder:
            file = Path(folder) / "package.zip"
            self.download(location.url, file, _LARGEST)
            with file.open("rb") as opened:
                yield opened

    def package(self, address: Address, generation: Generation) -> CodeLocation:
        """Where the package of a function can be fetched now."""
        return self._apis[generation].code(address)

    def download(self, url: str, into: Path, limit: int) -> int:
        """Fetch a package into a file; answers its size in bytes. One larger than `limit` bytes is refused.

        A connection lost on the way is taken up where it broke off. The URL is signed and never in an error.
        """
        with into.open("wb") as file:
            fruitless = 0
            while True:
                before = file.tell()
                error = _fetch(url, file, limit)
                if error is None:
                    return file.tell()
                fruitless = fruitless + 1 if file.tell() == before else 0
                if error.failure not in _PASSING or fruitless == _ATTEMPTS:
                    raise error


def _fetch(url: str, file: BinaryIO, limit: int) -> CloudError | None:
    """Append what is missing. The error is answered and not raised: the original names the URL, and a context would keep it."""
    import requests  # noqa: PLC0415 - only needed where code is read

    start = file.tell()
    # Identity: a package is compressed already, and a length of something else would not tell a short answer.
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
    try:
        with requests.get(url, headers=headers, stream=True, timeout=_TIMEOUT) as response:
            return _refusal(response.status_code, start) or _copy(response, file, limit)
    except requests.RequestException as failure:
        return _error(Failure.LOST, "ConnectionLost", f"the download broke off ({type(failure).__name__})")


def _copy(response: Response, file: BinaryIO, limit: int) -> CloudError | None:
    for piece in response.iter_content(_CHUNK):
        if file.tell() + len(piece) > limit:
            return _error(Failure.INVALID, "TooLarge", f"the package is larger than {limit} bytes")
        file.write(piece)
    return None


def _refusal(status: int, start: int) -> CloudError | None:
    if status >= _SERVER_ERRORS:
        return _error(Failure.UNAVAILABLE, f"Http{status}", "the storage of code packages is failing")
    if status not in {_OK, _PARTIAL}:
        return _error(Failure.INVALID, f"Http{status}", "the storage of code packages refused; its URL may have expired")
    if start and status != _PARTIAL:
        return _error(Failure.UNREADABLE, "NoRange", "the download broke off and cannot be taken up again")
    return None


def _error(failure: Failure, code: str, message: str) -> CloudError:
    return cloud_error(_OPERATION, failure, code=code, message=message)
