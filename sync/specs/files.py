"""The registry's files and their text. Anything wrong with a file becomes a problem that names it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Protocol

from sync.specs.diagnostics import Problem, RegistryErrors
from sync.specs.models import Where

MOST_BYTES = 64 << 20  # forty times a registry of ten thousand functions
_OUTSIDE = "put the file itself into the registry, or name the folder it is in with --registry DIR"
_SUFFIXES = {".yaml", ".yml"}
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


PathKind = Literal["folder", "file", "other", "absent", "impossible"]


class RegistryFiles(Protocol):
    """Where a registry is read from: the disk, or a commit of a repository."""

    def listed(self, root: Path, problems: list[Problem]) -> tuple[Path, ...]:
        """Every YAML file below a folder, in the order of their paths; problems with them are added."""
        ...

    def text(self, path: Path) -> str:
        """The text of one of them. Raises `RegistryErrors`."""
        ...

    def kind(self, path: Path) -> PathKind:
        """What a path leads to that a spec names."""
        ...


class Disk:
    """The files as they are on this machine."""

    def listed(self, root: Path, problems: list[Problem]) -> tuple[Path, ...]:
        """Hidden files are left out. Links are followed inside the folder, each folder once; one that leads out is a mistake."""
        return registry_files(root, problems)

    def text(self, path: Path) -> str:
        """UTF-8, with or without byte order mark, at most `MOST_BYTES`."""
        return read_text(path)

    def kind(self, path: Path) -> PathKind:
        """Links are followed."""
        try:
            if path.is_dir():
                return "folder"
            if path.is_file():
                return "file"
            return "other" if path.exists() else "absent"
        except (OSError, ValueError):
            return "impossible"


DISK = Disk()


def registry_files(root: Path, problems: list[Problem]) -> tuple[Path, ...]:
    """Every YAML file below a folder, hidden ones left out, in the order of their paths; problems with them are added.

    Links are followed inside the folder, each folder once. One that leads out of it is not: it is a mistake.
    """
    if not root.is_dir():
        what = "is not a folder" if root.exists() else "does not exist"
        problems.append(Problem(file=str(root), message=f"the registry folder {what}", hint="name a folder with --registry DIR"))
        return ()
    known = len(problems)
    found = tuple(sorted(_walk(root, problems), key=lambda path: path.relative_to(root).parts))
    if not found and len(problems) == known:
        hint = "write a spec such as services/my-service.yaml, or name another folder with --registry DIR"
        problems.append(Problem(file=str(root), message="there is no .yaml file in this folder or below", hint=hint))
    return found


def _walk(root: Path, problems: list[Problem]) -> Iterator[Path]:
    def unlistable(error: OSError) -> None:
        problems.append(
            Problem(file=str(error.filename), message=f"the folder cannot be read: {error.strerror}", hint="check its permissions")
        )

    def stays(path: str) -> bool:
        if not os.path.islink(path) or _is_inside(path, home):  # noqa: PTH114  as below
            return True
        problems.append(Problem(file=path, message="this link leads out of the registry, and is not followed", hint=_OUTSIDE))
        return False

    home = os.path.realpath(root)
    seen: set[tuple[int, int]] = set()
    for folder, folders, names in os.walk(root, onerror=unlistable, followlinks=True):
        about = os.stat(folder)  # noqa: PTH116  one system call instead of a Path for every folder
        if (about.st_dev, about.st_ino) in seen:
            folders.clear()
            continue
        seen.add((about.st_dev, about.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith(".") and stays(f"{folder}/{name}"))
        for name in names:
            if not name.startswith(".") and os.path.splitext(name)[1].lower() in _SUFFIXES and stays(f"{folder}/{name}"):  # noqa: PTH122  as above
                yield Path(folder, name)


def _is_inside(path: str, home: str) -> bool:
    """Whether a link ends below that folder, or at it; a circular one ends nowhere, which is reported when it is read."""
    target = os.path.realpath(path)
    return target == home or target.startswith(f"{home}{os.sep}")


def read_text(path: Path) -> str:
    """The text of a registry file: UTF-8, with or without byte order mark, at most `MOST_BYTES`."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise _refused(path, "is not a regular file", "move it away, or give it a suffix other than .yaml")
        refuse_large(path, about.st_size)
        data = path.read_bytes()
    except OSError as error:
        raise _refused(
            path, f"cannot be read: {error.strerror or error}", "check the link or the permissions, or remove the file"
        ) from None
    return decoded(path, data)


def refuse_large(path: Path, size: int) -> None:
    """Raises `RegistryErrors` for more bytes than are read."""
    if size > MOST_BYTES:
        megabytes = f"{size / (1 << 20):.0f} MB; at most {MOST_BYTES >> 20} MB are read"
        raise _refused(path, f"is too large: {megabytes}", "split it: a registry may be any number of files")


def decoded(path: Path, data: bytes) -> str:
    """The text of a registry file. Raises `RegistryErrors`."""
    if b"\x00" in data:  # UTF-16 of plain letters is valid UTF-8 with a zero beside every letter
        raise _not_utf8(path, data, data.index(b"\x00"))
    try:
        return data.removeprefix(_UTF8_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, data, error.start) from None


def _refused(path: Path, what: str, hint: str) -> RegistryErrors:
    return RegistryErrors([Problem(file=str(path), message=f"the file {what}", hint=hint)])


def _not_utf8(path: Path, data: bytes, at: int) -> RegistryErrors:
    if data.startswith(_UTF16_MARKS) or b"\x00" in data:
        guess, line, column = "; it looks like UTF-16", 1, 1
    else:
        guess = "; it looks like GBK" if _is_gbk(data) else ""
        line_start = data.rfind(b"\n", 0, at) + 1
        line, column = data.count(b"\n", 0, at) + 1, len(data[line_start:at].decode("utf-8", "replace")) + 1
    problem = Problem(
        file=str(path), where=Where(str(path), line, column), message=f"the file is not UTF-8{guess}", hint="save the file as UTF-8"
    )
    return RegistryErrors([problem])


def _is_gbk(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True
