"""Code packages: a zip as Function Compute delivers it, or a plain mapping; read member by member, within bounds.

Nothing is unpacked to disk. A member is decompressed only when somebody asks for it, and never beyond `LARGEST_MEMBER`; names
that climb out of the package, links and encrypted members are left out.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from sync.core.signature.inferred import Unknown

MIB = 1024 * 1024
LARGEST_MEMBER = 8 * MIB  # bytes of one source file, decompressed
LARGEST_READING = 48 * MIB  # bytes of all members read in one inference
LARGEST_DIRECTORY = 16 * MIB  # bytes of the central directory: about 200,000 members
_TAIL = 65_557  # the end record with the longest comment (APPNOTE 4.3.16)
_NO_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error)
_BROKEN = (*_NO_ZIP, EOFError, OSError, ValueError, RuntimeError, IndexError, OverflowError)


@dataclass(slots=True)
class Package:
    """The files of one function; `read` answers a file's bytes, or None when it is absent or not readable within bounds.

    `followed` are the source files that were read to find the signature.
    """

    names: frozenset[str]
    _plain: Mapping[str, bytes] = field(default_factory=dict)
    _zip: zipfile.ZipFile | None = None
    _members: Mapping[str, zipfile.ZipInfo] = field(default_factory=dict)
    _left: int = LARGEST_READING
    followed: dict[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes | None:
        """A file of the package."""
        if name not in self.names:
            return None
        content = self._plain.get(name) if self._zip is None else self._member(self._zip, name)
        if content is None or len(content) > min(LARGEST_MEMBER, self._left):
            return None
        self._left -= len(content)
        return content

    def checksums(self) -> dict[str, int]:
        """The CRC-32 of each file; of a zip as its directory states them, so that nothing is read."""
        if self._zip is None:
            return {name: zlib.crc32(content) for name, content in self._plain.items()}
        return {name: info.CRC for name, info in self._members.items()}

    def _member(self, archive: zipfile.ZipFile, name: str) -> bytes | None:
        try:
            with archive.open(self._members[name]) as member:
                # What the directory says of the size may be a lie: the reading itself is bounded.
                return member.read(min(LARGEST_MEMBER, self._left) + 1)
        except _BROKEN:
            return None


def package_of(files: Mapping[str, str | bytes]) -> Package:
    """A package of files given as text or bytes, by their paths inside it."""
    plain = {name: content.encode() if isinstance(content, str) else content for name, content in files.items()}
    return Package(frozenset(plain), plain)


def open_package(source: bytes | BinaryIO) -> Package | Unknown:
    """A zip, from its bytes or a seekable binary file; an archive that cannot be used is unknown, with the reason."""
    file = io.BytesIO(source) if isinstance(source, bytes | bytearray) else source
    try:
        size = _directory_size(file)
        if size > LARGEST_DIRECTORY:
            return Unknown(reason="package-too-large", detail=f"its list of files takes {size} bytes; {LARGEST_DIRECTORY} are read")
        archive = zipfile.ZipFile(file)
        members = {name: info for info in archive.infolist() if (name := _safe_name(info))}
    except _BROKEN as broken:
        detail = f"not a readable zip ({type(broken).__name__}); upload the function's code again as a zip"
        return Unknown(reason="broken-package", detail=detail)
    return Package(frozenset(members), {}, archive, members)


def _directory_size(file: BinaryIO) -> int:
    """The size that the end record claims for the central directory, read before anything is parsed."""
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - _TAIL))
    tail = file.read(_TAIL)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:  # noqa: PLR2004 - the fixed part of the end record (APPNOTE 4.3.16)
        raise zipfile.BadZipFile
    entries, size = struct.unpack_from("<HI", tail, at + 10)
    wide = tail.rfind(b"PK\x06\x06", 0, at)
    if (entries == 0xFFFF or size == 0xFFFFFFFF) and wide >= 0 and len(tail) - wide >= 56:  # noqa: PLR2004 - zip64 (4.3.14)
        size = int(struct.unpack_from("<Q", tail, wide + 40)[0])
    return int(size)


def _safe_name(info: zipfile.ZipInfo) -> str:
    """A member's path inside the package, or '' for what is no plain file inside it."""
    mode = info.external_attr >> 16
    encrypted = info.flag_bits & 0x1
    if info.is_dir() or encrypted or (stat.S_IFMT(mode) not in {0, stat.S_IFREG}):
        return ""
    name = _decoded(info).replace("\\", "/")
    normal = posixpath.normpath(name)
    outside = normal.startswith(("/", "..")) or ":" in normal.split("/")[0] or "\0" in normal
    return "" if outside or normal == "." else normal


def _decoded(info: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag come out as code page 437, though Chinese tools write them in UTF-8 or GBK."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        written = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
