"""A snapshot as bytes and back: JSON with sorted keys, compressed without a time, so that equal snapshots are equal bytes.

The document carries a digest of its content, which finds damage; who wrote it, only a signature beside it could say.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass, replace
from functools import cache

from pydantic import JsonValue, TypeAdapter, ValidationError

from sync.core.redaction import Kept
from sync.core.snapshot.model import Snapshot
from sync.core.worlds import FoundFunction
from sync.specs.wording import shortened

VERSION = 1
LARGEST = 64 << 20  # bytes of a file
LARGEST_CONTENT = 512 << 20  # bytes of what it holds, uncompressed
_FORMAT = "ivrsync-snapshot"
_GZIP = 31  # zlib's window and wrapping: a gzip file, whose header then carries neither time nor name
_MEMBERS = {"format", "version", "digest", "snapshot"}
_BEFORE, _AFTER = f'","format":"{_FORMAT}","snapshot":'.encode(), f',"version":{VERSION}}}'.encode()


class SnapshotError(ValueError):
    """Bytes that are not a snapshot that this version reads, or were changed after it was written."""


@dataclass(frozen=True, slots=True)
class _Variables:
    """The environment of one function: by name, the digest and the brief one."""

    owner: str
    values: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Document:
    """A snapshot whose functions show no environment; what is kept of it stands beside them, in the same order."""

    snapshot: Snapshot
    variables: tuple[_Variables | None, ...]


def encode(snapshot: Snapshot) -> bytes:
    """The file. Only what was redacted can be written: a value of an environment that is not `Kept` is a `TypeError`."""
    functions = snapshot.found.functions
    bare = replace(snapshot, found=replace(snapshot.found, functions=tuple(map(_bare, functions))))
    content = _adapter().dump_python(_Document(bare, tuple(map(_variables, functions))), mode="json")
    document = {"format": _FORMAT, "version": VERSION, "digest": _digest(content), "snapshot": content}
    packer = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    return packer.compress(_canonical(document)) + packer.flush()


def decode(data: bytes, *, largest: int = LARGEST_CONTENT) -> Snapshot:
    """The snapshot of a file that holds no more than so many bytes. Raises `SnapshotError`."""
    text = _unpacked(data, largest)
    document = _parsed(text)
    version = document["version"]
    if version != VERSION:
        raise SnapshotError(f"it is of format version {shortened(repr(version))}; this ivrsync reads version {VERSION}")
    if document.keys() != _MEMBERS:
        raise SnapshotError("it contains more, or less, than a snapshot and its digest")
    if document["digest"] != _digest_of(text, document["snapshot"]):
        raise SnapshotError("it was changed after it was written: its digest does not match")
    try:
        read = _adapter().validate_python(document["snapshot"], strict=False)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise SnapshotError(f"{place}: {error.errors()[0]['msg']}") from error
    return _whole(read)


def _unpacked(data: bytes, largest: int) -> bytes:
    if len(data) > LARGEST:
        raise SnapshotError(f"it has more than {LARGEST >> 20} MB")
    unpacker = zlib.decompressobj(_GZIP)
    try:
        text = unpacker.decompress(data, largest)
    except zlib.error as error:
        raise SnapshotError("it is not a snapshot that ivrsync wrote") from error
    if unpacker.unconsumed_tail:
        raise SnapshotError(f"it holds more than {largest} bytes")
    if not unpacker.eof or unpacker.unused_data:
        raise SnapshotError("it is cut off, or something follows it")
    return text


def _parsed(text: bytes) -> dict[str, JsonValue]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SnapshotError("it is not a snapshot that ivrsync wrote") from error
    if not isinstance(document, dict) or document.get("format") != _FORMAT or "version" not in document:
        raise SnapshotError("it is not a snapshot that ivrsync wrote")
    return document


def _bare(function: FoundFunction) -> FoundFunction:
    return replace(function, configuration=replace(function.configuration, environment=None))


def _variables(function: FoundFunction) -> _Variables | None:
    environment = function.configuration.environment
    if environment is None:
        return None
    kept = {name: _kept(value) for name, value in environment.items()}
    owner = next((value.owner for value in kept.values()), "")
    return _Variables(owner, {name: (value.digest, value.brief) for name, value in sorted(kept.items())})


def _kept(value: object) -> Kept:
    if not isinstance(value, Kept):
        raise TypeError(type(value).__name__)
    return value


def _whole(read: _Document) -> Snapshot:
    found = read.snapshot.found
    if len(read.variables) != len(found.functions):
        raise SnapshotError("it does not have one environment for each function")
    pairs = zip(found.functions, read.variables, strict=True)
    functions = tuple(_with_environment(function, kept, read.snapshot.salt) for function, kept in pairs)
    return replace(read.snapshot, found=replace(found, functions=functions))


def _with_environment(function: FoundFunction, kept: _Variables | None, salt: str) -> FoundFunction:
    if kept is None:
        return function
    environment = {
        name: Kept(salt=salt, owner=kept.owner, name=name, digest=digest, brief=brief)
        for name, (digest, brief) in kept.values.items()
    }
    return replace(function, configuration=replace(function.configuration, environment=environment))


def _digest(content: object) -> str:
    return hashlib.sha256(_canonical(content)).hexdigest()


def _digest_of(text: bytes, content: object) -> str:
    """The same. A document as `encode` writes it has the content in that form already, which need not be made again."""
    begin, end = text.find(_BEFORE), len(text) - len(_AFTER)
    if begin > 0 and text.endswith(_AFTER) and text.find(_BEFORE, begin + 1) < 0:
        return hashlib.sha256(memoryview(text)[begin + len(_BEFORE) : end]).hexdigest()
    return _digest(content)


def _canonical(content: object) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode("ascii")


@cache
def _adapter() -> TypeAdapter[_Document]:
    return TypeAdapter(_Document)
