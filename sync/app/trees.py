"""A registry with its lock and its code as one commit has them, or as they lie in the working folder; always only read."""

from __future__ import annotations

import hashlib
import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from sync.adapters.git_tree import Entry
from sync.core.signature.inferred import Unknown
from sync.errors import InputError
from sync.signatures.package import Package, open_package, package_of
from sync.signatures.readable import READABLE
from sync.specs.diagnostics import Problem
from sync.specs.files import MOST_BYTES, PathKind, decoded, refuse_large
from sync.specs.load import KnownFiles, load
from sync.specs.lock import FILE, LockError, parsed_lock
from sync.specs.models import Function, Lock, Registry

_SPECS = (".yaml", ".yml")
_MOST_SPECS = 512 << 20  # bytes of all files of a registry
_MOST_CODE = 64 << 20  # bytes of source that are read of one function
_ENDINGS = (*(ending for language in READABLE.values() for ending in language.endings), ".json")
_NO_SPECS: Mapping[PathKind, str] = {"absent": "this folder does not exist", "other": "this is a link, and a review follows none"}
_LINK_HINT = "put the file itself there: a review follows no links"


class Tree(Protocol):
    """Files by path from the top of a repository."""

    def below(self, folder: str) -> Mapping[str, Entry]:
        """Every file in a folder and in those inside it."""
        ...

    def contents(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The contents of files, by path."""
        ...

    def kind(self, path: str) -> PathKind:
        """What is at a path."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderTree:
    """A working folder as it is now, also what was never committed. Links are entries of their own and lead nowhere.

    `digest` is the algorithm by which the repository names contents, so that ids compare with those of its commits.
    """

    top: Path
    digest: str

    def below(self, folder: str) -> Mapping[str, Entry]:
        """Every file in a folder and in those inside it."""
        return dict(self._walk(folder))

    def contents(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The contents of files, by path."""
        return {path: self._read(self.top / path) for path in paths}

    def kind(self, path: str) -> PathKind:
        """What is at a path; a link is neither file nor folder."""
        try:
            place = self.top / path
            if self._is_linked(path):
                return "other"
            return "folder" if place.is_dir() else "file" if place.is_file() else "absent"
        except (OSError, ValueError):
            return "impossible"

    def _is_linked(self, path: str) -> bool:
        """Whether a link is anywhere on the way there."""
        parts = path.split("/")
        return any((self.top / "/".join(parts[:end])).is_symlink() for end in range(1, len(parts) + 1))

    def _walk(self, folder: str) -> Iterable[tuple[str, Entry]]:
        if self._is_linked(folder):
            return
        for place, folders, names in os.walk(self.top / folder):
            folders[:] = sorted(name for name in folders if name != ".git")
            linked = [name for name in folders if (Path(place) / name).is_symlink()]
            for name in (*sorted(names), *linked):
                file = Path(place) / name
                yield file.relative_to(self.top).as_posix(), self._entry(file)

    def _entry(self, file: Path) -> Entry:
        if file.is_symlink() or not file.is_file():
            return Entry(kind="link", id="", size=0)
        size = file.stat().st_size
        content = self._read(file) if size <= _MOST_CODE else b""
        made = hashlib.new(self.digest, b"blob %d\0" % size, usedforsecurity=False)
        made.update(content)
        return Entry(kind="file", id=made.hexdigest(), size=size)

    def _read(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except OSError as error:
            raise InputError(f"{file}: it cannot be read: {error.strerror}", "check its permissions") from error


@dataclass(frozen=True, kw_only=True)
class RegistryTree:
    """The registry folder of a tree; a registry's files for `load`."""

    tree: Tree
    root: str
    _texts: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every file of the registry folder."""
        return self.tree.below(self.root)

    def registry(self, known: KnownFiles) -> Registry:
        """The registry. Raises `RegistryErrors` with every mistake. `known`: the files of the other version."""
        return load(Path(self.root), self, known)

    def lock(self) -> Lock | None:
        """The lock; None where there is none. Raises `LockError`."""
        path = posixpath.normpath(posixpath.join(self.root, FILE))
        entry = self.entries.get(path)
        if entry is None:
            return None
        if entry.kind != "file" or entry.size > MOST_BYTES:
            raise LockError(f"{path} cannot be read: it is not a plain file of a usual size", _LINK_HINT)
        return parsed_lock(Path(path), self.tree.contents([path])[path])

    def listed(self, root: Path, problems: list[Problem]) -> tuple[Path, ...]:
        """Every YAML file of the registry, read at once; links and files of unusual size are problems."""
        if not self.entries:
            what = _NO_SPECS.get(self.tree.kind(self.root), "there is no file in this folder")
            problems.append(Problem(file=str(root), message=what, hint="name the registry's folder with --registry DIR"))
            return ()
        found = [path for path in self.entries if self._is_spec(path)]
        linked = [path for path in found if self.entries[path].kind != "file"]
        problems += [Problem(file=path, message="this is a link, and a review follows none", hint=_LINK_HINT) for path in linked]
        plain = [path for path in found if self.entries[path].kind == "file"]
        if sum(self.entries[path].size for path in plain) > _MOST_SPECS:
            raise InputError(f"{root}: more than {_MOST_SPECS >> 20} MB of specs", "split the registry")
        small = [path for path in plain if self.entries[path].size <= MOST_BYTES]
        self._texts.update(self.tree.contents(small))
        return tuple(sorted(map(Path, plain), key=lambda path: path.relative_to(root).parts))

    def text(self, path: Path) -> str:
        """The text of one of them. Raises `RegistryErrors`."""
        refuse_large(path, self.entries[path.as_posix()].size)
        return decoded(path, self._texts[path.as_posix()])

    def kind(self, path: Path) -> PathKind:
        """What a path leads to that a spec names; nothing above the top of the repository is looked at."""
        place = posixpath.normpath(path.as_posix())
        return "absent" if place.startswith(("../", "/")) or place == ".." else self.tree.kind(place)

    def code_ids(self, function: Function) -> tuple[tuple[str, str], ...]:
        """Names and ids of the files of its code; equal for equal code. Empty for a function without code in its spec."""
        place = self._code(function)
        if place is None:
            return ()
        return tuple(sorted((_below(path, place), entry.id) for path, entry in self._files(place).items()))

    def codes(self, functions: Iterable[Function]) -> Iterator[tuple[Function, Package | Unknown]]:
        """The code of each function whose spec names some: source files of a folder, or a zip. Read many at once."""
        waiting: list[tuple[Function, str, list[str]]] = []
        size = 0
        for function in functions:
            place = self._code(function)
            if place is None:
                continue
            files = self._files(place)
            sources = [path for path, entry in files.items() if path.endswith(_ENDINGS) and entry.kind == "file"]
            read = [place] if place in files else sources
            more = sum(files[path].size for path in read)
            if more > _MOST_CODE:
                yield function, Unknown(reason="package-too-large", detail=f"more than {_MOST_CODE >> 20} MB of code")
                continue
            if size + more > _MOST_CODE:
                yield from self._packages(waiting)
                waiting, size = [], 0
            waiting.append((function, place, read))
            size += more
        yield from self._packages(waiting)

    def _packages(self, asked: Sequence[tuple[Function, str, list[str]]]) -> Iterator[tuple[Function, Package | Unknown]]:
        texts = self.tree.contents(dict.fromkeys(path for _, _, read in asked for path in read))
        for function, place, read in asked:
            if read == [place]:
                yield function, open_package(texts[place])
            else:
                yield function, package_of({_below(path, place): texts[path] for path in read})

    def _is_spec(self, path: str) -> bool:
        inside = _below(path, self.root).split("/")
        return path.lower().endswith(_SPECS) and not any(part.startswith(".") for part in inside)

    def _code(self, function: Function) -> str | None:
        if function.spec.code is None:
            return None
        place = posixpath.normpath(posixpath.join(posixpath.dirname(function.where.file), function.spec.code))
        return None if place.startswith("../") or place == ".." else place

    def _files(self, place: str) -> Mapping[str, Entry]:
        """The files that become the package."""
        below = self.tree.below(place)
        if not below and self.tree.kind(place) == "file":
            below = {path: entry for path, entry in self.tree.below(posixpath.dirname(place)).items() if path == place}
        return {path: entry for path, entry in below.items() if _is_packed(_below(path, place))}


def _below(path: str, folder: str) -> str:
    """A path in a folder, from there; a dot for the path itself."""
    if folder == ".":
        return path
    return path[len(folder) + 1 :] or "."


def _is_packed(name: str) -> bool:
    parts = name.split("/")
    return name == "." or (not any(part.startswith(".") or part == "__pycache__" for part in parts) and not name.endswith(".pyc"))
