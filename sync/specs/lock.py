"""`registry.lock.json`: what the last good sync saw. Committed and reviewed, so equal locks are equal files."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from pydantic import ValidationError

from sync.specs.models import Lock

FILE = "registry.lock.json"  # its name in the folder of the registry
_SMALL = re.compile(r'^( {4,}"(?:[^"\\]|\\.)*+": )\{\n +([^{}]+?)\n +\}', re.MULTILINE)  # an object from the fourth level on
_LINE = re.compile(r"\n +")
_VERSIONS = (1, 2, 3)  # 2 has salted digests, 3 what tells a function again: a program that knows neither would call it damaged
_START_AGAIN = "restore it from version control, or delete it: the next plan then compares the registry with the clouds alone"
_CONFLICT = "take either side of the merge, then run `ivrsync plan`"


class LockError(ValueError):
    """A lock file that cannot be used: the message names it, and `hint` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def read_lock(path: Path) -> Lock | None:
    """The lock, or None when there is none. Raises `LockError` when there is one that cannot be used."""
    try:
        if path.exists() and not path.is_file():  # reading a pipe would wait for ever
            raise LockError(f"{path} cannot be read: it is not a plain file", "move it away, or restore the lock in its place")
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LockError(f"{path} cannot be read: {error.strerror}", "check what it is, and its permissions") from None
    return parsed_lock(path, data)


def parsed_lock(path: Path, data: bytes) -> Lock:
    """The lock in the bytes of a file. Raises `LockError`, which names the path."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LockError(f"{path} is not UTF-8", _START_AGAIN) from None
    _refuse_other_versions(path, text)
    try:
        return Lock.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise LockError(f"{path} is damaged: {place}: {first['msg']}", _START_AGAIN) from None


def _refuse_other_versions(path: Path, text: str) -> None:
    """A lock of a newer ivrsync is not damaged: its version is checked before its shape."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        hint = _CONFLICT if re.search(r"^<{7} ", text, re.MULTILINE) else _START_AGAIN
        raise LockError(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}", hint) from None
    except (RecursionError, ValueError):
        raise LockError(f"{path} is damaged: nested too deep, or a number too long", _START_AGAIN) from None
    version = content.get("version") if isinstance(content, dict) else None
    if isinstance(version, int) and version > _VERSIONS[-1]:
        hint = f"use the ivrsync that wrote it, or a newer one; this one reads versions up to {_VERSIONS[-1]}"
        raise LockError(f"{path} has version {version}: a newer ivrsync wrote it", hint)
    if version not in _VERSIONS or isinstance(version, bool):
        raise LockError(f"{path} has no version that ivrsync knows", _START_AGAIN)


def lock_text(lock: Lock) -> str:
    """The file's text: sorted, one value per line, so that merges have few conflicts and a review shows what changed.

    A registration, an input or a field of an answer takes one line, because the lock of thousands of functions is long.
    """
    content = lock.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps({"functions": {}, **content, "version": lock.version}, ensure_ascii=False, indent=1, sort_keys=True)
    return _SMALL.sub(lambda small: f"{small[1]}{{{_LINE.sub(' ', small[2])}}}", text) + "\n"


def lock_digest(lock: Lock | None) -> str:
    """Changes with any value of the lock; empty without one."""
    return "" if lock is None else hashlib.sha256(lock_text(lock).encode()).hexdigest()
