"""What deployed code showed, and its print, kept on disk so that unchanged code need not be fetched and read again.

One small file per entry, named by a hash of everything that the result depends on. So an entry never goes stale: it is
right, or it is no longer read. Losing the cache costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import inspect
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path

from pydantic import TypeAdapter

import sync.core.code_print
import sync.core.redaction
import sync.core.sensitive
import sync.core.signature.inferred
import sync.core.signature.model
import sync.specs.models
from sync.core.code_print import CodePrint, print_text, read_print
from sync.core.signature.inferred import Inferred, Unknown
from sync.core.worlds import FoundFunction
from sync.files import DRAFT, write_whole
from sync.signatures.readable import READABLE

_LARGEST = 4 << 20  # bytes of an entry
_DAY = 86_400.0  # seconds
_UNUSED = 90 * _DAY
_SWEPT = 32  # of the 256 folders, in one pruning
_LOOKED_AT = 4096  # entries of one folder, in one pruning
_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ENTRY = re.compile(r"[0-9a-f]{62}\.json", re.ASCII)
_MARK = "pruned"
_PARSERS = ("tree-sitter", *sorted(language.grammar.replace("_", "-") for language in READABLE.values()))


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading the code of a function."""

    signature: Inferred | Unknown
    code_print: CodePrint | None = None


def signature_key(function: FoundFunction) -> str | None:
    """All that the signature of a deployed function depends on, as 64 hex digits; None when its code has no checksum.

    That is: how signatures are read, the code, the handler, the runtime, and the environment, because code may take the names
    of its inputs from there; of variables that look secret the names alone.
    """
    if not function.checksum:
        return None
    settings = function.configuration
    variables = sorted((settings.environment or {}).items())
    environment = [(name, value if isinstance(value, str) else None) for name, value in variables]
    parts = [reading_digest(), function.checksum, function.code_size, settings.handler, settings.runtime, environment]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@cache
def reading_digest() -> str:
    """SHA-256 over the source of what reads signatures and its parsers' versions, so no version number has to be maintained."""
    # By module: the user's folder of specs is called registry too, and where it is at hand the package's name may mean it.
    core = (sync.core.code_print, sync.core.redaction, sync.core.sensitive)
    modules = (*core, sync.core.signature.inferred, sync.core.signature.model, sync.specs.models)
    sources = [*(Path(inspect.getfile(module)) for module in modules), *_files_below(files("sync.signatures"))]
    digests = sorted((source.name, hashlib.sha256(source.read_bytes()).hexdigest()) for source in sources)
    return hashlib.sha256(json.dumps([digests, [_version(name) for name in _PARSERS], sys.version_info[:2]]).encode()).hexdigest()


class SignatureCache:
    """Signatures by key below `folder`; without a folder nothing is kept. For several threads and several runs at once.

    A damaged or foreign entry counts as missing and is replaced. A failure to write is not an error: `trouble` then states the
    reason, once.
    """

    def __init__(self, folder: Path | None, *, clock: Callable[[], float] = time.time) -> None:
        self.trouble = ""  # the first reason why an entry could not be kept
        self._root = None if folder is None else folder / "signatures"
        self._clock = clock

    def get(self, key: str) -> Reading | None:
        """The reading stored under that key, or None."""
        path = self._path(key)
        if path is None:
            return None
        try:
            if not path.is_file():  # reading a pipe would wait for ever
                return None
            with path.open("rb") as file:
                text, used = file.read(_LARGEST + 1), os.fstat(file.fileno()).st_mtime
        except OSError:
            return None
        reading = _decoded(key, text)
        now = self._clock()
        if reading is not None and abs(now - used) > _DAY:
            with contextlib.suppress(OSError):
                os.utime(path, (now, now))
        return reading

    def put(self, key: str, reading: Reading) -> None:
        """Store it, whole or not at all."""
        path, text = self._path(key), _encoded(key, reading)
        # A value that would not be read back unchanged is not stored: a run with the cache gives the same result as one without.
        if path is None or len(text) > _LARGEST or _decoded(key, text) != reading:
            return
        try:
            _keep(path, text)
        except OSError as error:
            self.trouble = self.trouble or f"{path.parent.parent}: the cache cannot be written there: {error.strerror}"

    def prune(self) -> None:
        """Remove entries that were not used for 90 days. At most once a day, and each time in the next eighth of the folders."""
        if self._root is None or not self._root.is_dir():
            return
        mark, now = self._root / _MARK, self._clock()
        with contextlib.suppress(OSError):
            start = _mark(mark, now)
            if start is None:
                return
            for number in range(start, start + _SWEPT):
                _sweep(self._root / f"{number % 256:02x}", now)
            _keep(mark, str((start + _SWEPT) % 256).encode())
            os.utime(mark, (now, now))

    def _path(self, key: str) -> Path | None:
        if not _KEY.fullmatch(key):
            raise ValueError("a key is 64 hex digits")
        return None if self._root is None else self._root / key[:2] / f"{key[2:]}.json"


def _files_below(folder: Traversable) -> Iterator[Traversable]:
    for item in folder.iterdir():
        if item.is_file():
            yield item
        elif item.name != "__pycache__":
            yield from _files_below(item)


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


@cache
def _adapter() -> TypeAdapter[Inferred | Unknown]:
    return TypeAdapter(Inferred | Unknown)


def _encoded(key: str, reading: Reading) -> bytes:
    """The text of an entry; empty for what cannot be written as JSON."""
    try:
        signature = _adapter().dump_python(reading.signature, mode="json")
        value = {"signature": signature, "print": print_text(reading.code_print) if reading.code_print is not None else None}
        return json.dumps({"key": key, "digest": _digest(value), "reading": value}, separators=(",", ":")).encode()
    except (ValueError, RecursionError):
        return b""


def _decoded(key: str, text: bytes) -> Reading | None:
    """What an entry holds; None for anything but what was written under that key."""
    try:
        entry = json.loads(text) if len(text) <= _LARGEST else None
        if not isinstance(entry, dict) or entry.keys() != {"key", "digest", "reading"} or entry["key"] != key:
            return None
        value = entry["reading"]
        if _digest(value) != entry["digest"]:
            return None
        return Reading(_adapter().validate_python(value["signature"]), read_print(value["print"]))
    except (ValueError, RecursionError):
        return None


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _keep(path: Path, content: bytes) -> None:
    """Write an entry whole. Folders are made when they are missing, for their owner alone."""
    try:
        write_whole(path, content, mode=0o600, durable=False)
    except FileNotFoundError:
        for folder in (path.parent.parent.parent, path.parent.parent, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, content, mode=0o600, durable=False)


def _mark(mark: Path, now: float) -> int | None:
    """The folder to begin pruning with, or None when it is not time yet."""
    try:
        if abs(now - mark.stat().st_mtime) < _DAY:
            return None
        text = mark.read_bytes()[:8]
    except FileNotFoundError:
        return 0
    return int(text) % 256 if text.isdigit() else 0


def _sweep(folder: Path, now: float) -> None:
    """Remove old entries of one folder, and drafts of runs that died. Files with other names are not ours and stay."""
    with contextlib.suppress(FileNotFoundError), os.scandir(folder) as found:
        for item in islice(found, _LOOKED_AT):
            limit = _DAY if item.name.startswith(DRAFT) else _UNUSED if _ENTRY.fullmatch(item.name) else None
            if limit is None or not item.is_file(follow_symlinks=False):
                continue
            with contextlib.suppress(OSError):
                if now - item.stat(follow_symlinks=False).st_mtime > limit:
                    Path(item).unlink()
