"""`registry.lock.json`: what the last good sync saw. Committed and reviewed, so equal locks are equal bytes."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

from pydantic import ValidationError

from registry.models import Lock

FORMAT_VERSION = 1


class LockError(ValueError):
    """The lock file cannot be used; `hint` says how to get a good one."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def read_lock(path: Path) -> Lock | None:
    """The lock, or None when there is no such file. Raises `LockError` for one that cannot be read as a lock."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise LockError(f"{path}: cannot be read: {error}", _RESTORE) from error
    try:
        value = json.loads(text)
        version = value.get("version") if isinstance(value, dict) else None
        if version != FORMAT_VERSION:
            raise LockError(f"{path}: lock version {version!r} is not {FORMAT_VERSION}", _RESTORE)
        return Lock.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise LockError(f"{path}: {place}: {first['msg']}", _RESTORE) from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, LockError):
            raise
        raise LockError(f"{path}: not JSON: {error}", _RESTORE) from error


def write_lock(path: Path, lock: Lock) -> None:
    """Write it whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(lock_text(lock))
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def lock_digest(lock: Lock) -> str:
    """SHA-256 of the lock as it is written, as 64 hex digits."""
    return hashlib.sha256(lock_text(lock).encode()).hexdigest()


def lock_text(lock: Lock) -> str:
    """The file's content: sorted, two spaces deep, ending in a newline."""
    value = lock.model_dump(mode="json", exclude_none=True)
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


_RESTORE = "restore it from version control, or delete it: without a lock the registry is compared with the clouds alone"
