"""Files that commands write: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from sync.errors import InputError


def write_whole(path: Path, text: str) -> None:
    """Write the text as UTF-8; whoever reads the path sees the old file or the new one, never half of it."""
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}", "choose a folder that can be written to") from error


def read_text(path: Path, what: str) -> str:
    """A file's text as UTF-8; `what` it should be, for the error."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: {what} cannot be read: {error.strerror}", "check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: this is not {what}: it is not UTF-8", "give the file that `ivrsync plan --out` wrote") from error
