"""Code packages with the same bytes for the same sources, on every machine and at every time: no update without a change.

Entries are sorted, their times and modes fixed, and they are stored rather than compressed: builds of zlib differ in their output.
"""

from __future__ import annotations

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from typing import BinaryIO

from sync.errors import InputError
from sync.specs.models import Function, FunctionSpec

_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can state
_PLAIN, _RUNNABLE = stat.S_IFREG | 0o644, stat.S_IFREG | 0o755
_UNIX = 3
_HINT = "name a folder that holds the source, or a .zip file, relative to the spec"


@dataclass(frozen=True, slots=True)
class Package:
    """A zip, as Function Compute takes it."""

    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, as hex digits."""
        return hashlib.sha256(self.content).hexdigest()

    def is_in(self, deployed: BinaryIO) -> bool:
        """Whether that zip holds the same files; in another order, of another time or packed otherwise, they are the same."""
        try:
            return _members(io.BytesIO(self.content)) == _members(deployed)
        except zipfile.BadZipFile:
            return False


def package_of(function: Function) -> Package:
    """The package of a function's sources, which its spec names. Raises `InputError`."""
    return package(Path(function.where.file).parent / (function.spec.code or ""))


def digest_of(spec: FunctionSpec, made: Package) -> str:
    """Of all that a spec says of its function: its code, and its settings."""
    settings = spec.model_dump(mode="json", include={"runtime", "handler", "description", "memory", "timeout", "environment"})
    return hashlib.sha256(json.dumps([made.digest, settings], sort_keys=True).encode()).hexdigest()


def package(path: Path) -> Package:
    """The package of a folder, or a zip file as it is. Raises `InputError`.

    Hidden files, byte code and caches are left out. A link inside the folder is followed; one that leads out of it is refused.
    """
    try:
        if path.is_file():
            return Package(_zip_file(path))
        if path.is_dir():
            return Package(_zipped(path))
    except OSError as error:
        raise InputError(f"{error.filename or path}: the code cannot be read: {error.strerror}", "check its permissions") from error
    raise InputError(f"{path}: there is no such code", _HINT)


def _zip_file(path: Path) -> bytes:
    if not zipfile.is_zipfile(path):
        raise InputError(f"{path}: this file is not a zip", _HINT)
    return path.read_bytes()


def _zipped(folder: Path) -> bytes:
    files = sorted(_files(folder, folder.resolve()))
    if not files:
        raise InputError(f"{folder}: the folder holds no code", _HINT)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, file in files:
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system = _UNIX
            entry.external_attr = (_RUNNABLE if file.stat().st_mode & stat.S_IXUSR else _PLAIN) << 16
            archive.writestr(entry, file.read_bytes())
    return written.getvalue()


def _files(folder: Path, home: Path, inside: str = "") -> Iterator[tuple[str, Path]]:
    """Every file with its name in the package."""
    for path in folder.iterdir():
        if _is_left_out(path):
            continue
        if path.is_symlink() and not path.resolve().is_relative_to(home):
            raise InputError(f"{path}: this link leads out of the folder", "put the file itself there")
        if path.is_dir():
            if path.is_symlink() and folder.resolve().is_relative_to(path.resolve()):
                raise InputError(f"{path}: this link leads to a folder around it", "remove the link")
            yield from _files(path, home, f"{inside}{path.name}/")
        else:
            yield inside + path.name, path


def _members(archive: BinaryIO) -> dict[str, tuple[int, int]]:
    """Size and checksum of each file, as the table at the end of a zip states them: the rest of it is not read."""
    with zipfile.ZipFile(archive) as opened:
        files = [one for one in opened.infolist() if not one.is_dir()]
    return {
        one.filename: (one.file_size, one.CRC)
        for one in files
        if not any(map(_is_left_out, map(PurePosixPath, PurePosixPath(one.filename).parts)))
    }


def _is_left_out(path: PurePath) -> bool:
    return path.name.startswith(".") or path.name == "__pycache__" or path.suffix == ".pyc"
