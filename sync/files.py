"""The one way this project writes a file: whole or not at all, and never in place of what is not a plain file.

A link is followed and stays. A device or a pipe is written into. Anything else, such as a folder or a socket, is refused. What
cannot be written is an `OSError` whose `strerror` is a sentence's end: "cannot be written: it is a socket".
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

DRAFT = ".draft-"  # prefix of unfinished files; a killed run may leave one
_KINDS = ((stat.S_ISDIR, errno.EISDIR, "it is a folder"), (stat.S_ISSOCK, errno.EINVAL, "it is a socket"))


def write_whole(path: Path, content: str | bytes, *, mode: int = 0o644, durable: bool = True) -> None:
    """A reader of the path sees the old content or the new, never a part; text is written as UTF-8.

    `mode` is for a new file; one that is there keeps its own. `durable`: the content is on disk when this returns.
    """
    data = content.encode() if isinstance(content, str) else content
    about = refuse_unwritable(path)
    if about is not None and not stat.S_ISREG(about.st_mode):
        _write_into(path, data)
        return
    target = Path(os.path.realpath(path))  # by name, not by `resolve`: a link to nothing names the file to be made
    if about is not None and _is_open_already(path):
        raise OSError(errno.EINVAL, "it refers to a file that is already open; give that file's own name")
    _replace(target, data, mode if about is None else stat.S_IMODE(about.st_mode), durable=durable)


def refuse_unwritable(path: Path) -> os.stat_result | None:
    """What is at the path, None for nothing; raises `OSError` when it must not be written."""
    try:
        about = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    for is_one, number, what in _KINDS:
        if is_one(about.st_mode):
            raise OSError(number, what)
    # Replacing a file needs no write permission on it: somebody who removed that permission meant it.
    if stat.S_ISREG(about.st_mode) and not about.st_mode & stat.S_IWUSR:
        raise OSError(errno.EACCES, "it is write-protected")
    return about


def _is_open_already(path: Path) -> bool:
    """Whether this is `/dev/stdout` or its like: replacing the file behind it would cut off the processes that have it open."""
    names = [path, path.parent / path.readlink()] if path.is_symlink() else [path]
    return any(os.path.realpath(name.parent).startswith("/proc/") for name in names)


def _write_into(path: Path, data: bytes) -> None:
    """Neither created nor truncated: a device or a pipe exists, and stays what it is."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_NOCTTY), "wb") as file:
        file.write(data)


def _replace(target: Path, data: bytes, mode: int, *, durable: bool) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=DRAFT)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            if durable:
                os.fsync(file.fileno())
        draft.replace(target)
        if durable:
            with contextlib.suppress(PermissionError):  # a folder may be writable and not readable
                sync_folder(target.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """A new or renamed file survives a power cut only when its folder is on disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
