"""Files of the user, read and written; what is wrong with them is reported as a mistake of the user."""

from __future__ import annotations

import errno
from pathlib import Path

from sync import files
from sync.errors import InputError

_HINTS = {
    errno.EISDIR: "name a file in it",
    errno.EINVAL: "name another file",
    errno.EACCES: "grant yourself write permission (chmod u+w), or name another file",
    errno.ENOSPC: "free some space, or name a file elsewhere",
}


def write_whole(path: Path, text: str | bytes, *, mode: int = 0o644) -> None:
    """Write the text whole or not at all (see `sync.files`). Raises `InputError`."""
    try:
        files.write_whole(path, text, mode=mode)
    except OSError as error:
        raise unwritable(path, error) from error


def refuse_unwritable(path: Path) -> None:
    """Raises `InputError` for a path that nothing may be written to."""
    try:
        files.refuse_unwritable(path)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> InputError:
    """Why a file could not be written, and what to do."""
    hint = _HINTS.get(error.errno or 0, "choose a folder that can be written to")
    return InputError(f"{path}: cannot be written: {error.strerror}", hint)


def read_text(path: Path, what: str) -> str:
    """A file's text as UTF-8; `what` it should be, for the error."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InputError(f"{path}: {what} cannot be read: there is no such file", "check the path") from error
    except OSError as error:
        raise InputError(f"{path}: {what} cannot be read: {error.strerror}", "check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: this is not {what}: it is not UTF-8", "give the file that `ivrsync plan --out` wrote") from error
