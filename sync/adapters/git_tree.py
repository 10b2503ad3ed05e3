"""The files of a commit, read from the repository's own objects: nothing is checked out, run, or fetched."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from sync.adapters.git import Git, git_in
from sync.errors import InputError
from sync.specs.files import PathKind

Kind = Literal["file", "link", "submodule"]
_KINDS: Mapping[str, Kind] = {"100644": "file", "100755": "file", "120000": "link", "160000": "submodule"}
_MOST_NAMES = 256 << 20  # bytes of a listing
_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
# Whatever the repository's settings say: no helper programs, no questions, and nothing from the network.
_SAFE = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
_OPTIONS = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file of a tree. `id` names its content: equal contents have equal ids."""

    kind: Kind
    id: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A repository on this machine; `top` is where its files begin."""

    top: Path
    git: Git

    def commit(self, name: str) -> str:
        """The id of the commit that a branch, a tag or an id names. Raises `InputError`."""
        ran = self.git.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        found = ran.said.decode("ascii", "replace").strip()
        if ran.code or not _ID.fullmatch(found):
            hint = "name a branch, a tag or a commit; in CI, fetch the history first (git fetch --unshallow, or fetch-depth: 0)"
            raise InputError(f"this repository has no commit {name!r}", hint)
        return found

    def merge_base(self, one: str, other: str) -> str | None:
        """The commit from which both grew; None where they have none in common, or the history was not fetched."""
        ran = self.git.run("merge-base", one, other)
        found = ran.said.decode("ascii", "replace").strip()
        return found if not ran.code and _ID.fullmatch(found) else None

    def tree(self, commit: str) -> CommitTree:
        """The files of a commit."""
        listed = self.git.said("ls-tree", "-r", "-z", "--long", "--full-tree", commit)
        if len(listed) > _MOST_NAMES:
            raise InputError(f"commit {commit[:12]} has too many files to be reviewed", "give --registry in a smaller repository")
        return CommitTree(repository=self, entries=dict(_entries(listed)))

    def contents(self, ids: Iterable[str]) -> Iterator[bytes]:
        """The contents of those ids, in their order."""
        asked = tuple(ids)
        if not asked:
            return
        answer = memoryview(self.git.said("cat-file", "--batch", given="".join(f"{one}\n" for one in asked).encode()))
        for one in asked:
            end = bytes(answer[:_LONGEST_HEAD]).index(b"\n")
            head = bytes(answer[:end]).split()
            if len(head) != len(("id", "type", "size")):
                raise InputError(f"the object {one} is not in this repository", "fetch it first: git fetch --unshallow")
            size = int(head[2])
            yield bytes(answer[end + 1 : end + 1 + size])
            answer = answer[end + 2 + size :]


_LONGEST_HEAD = 200  # bytes of the line before a content


@dataclass(frozen=True, kw_only=True)
class CommitTree:
    """The files of one commit, by path from the top."""

    repository: Repository
    entries: Mapping[str, Entry]

    def below(self, folder: str) -> Mapping[str, Entry]:
        """Every file in a folder and in those inside it."""
        if folder in {"", "."}:
            return self.entries
        first, last = bisect_left(self._paths, f"{folder}/"), bisect_left(self._paths, f"{folder}0")  # 0 follows / in the alphabet
        return {path: self.entries[path] for path in self._paths[first:last]}

    @cached_property
    def _paths(self) -> list[str]:
        return sorted(self.entries)

    def kind(self, path: str) -> PathKind:
        """What is at a path; a link is neither file nor folder."""
        entry = self.entries.get(path)
        if entry is not None:
            return "file" if entry.kind == "file" else "other"
        return "folder" if path in self._folders else "absent"

    @cached_property
    def _folders(self) -> frozenset[str]:
        known: set[str] = {""}
        for path in self.entries:
            folder = path.rpartition("/")[0]
            while folder not in known:
                known.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(known - {""} | {"."})

    def contents(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The contents of files, by path."""
        asked = tuple(paths)
        return dict(zip(asked, self.repository.contents(self.entries[path].id for path in asked), strict=True))


def repository_at(folder: Path, environment: Mapping[str, str]) -> Repository:
    """The repository that a folder is in. Raises `InputError`."""
    git = git_in(
        folder, "run it in a clone of the registry's repository", environment.get("PATH"), _OPTIONS, {**environment, **_SAFE}
    )
    top = git.said("rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").rstrip("\n")
    return Repository(top=Path(top), git=replace(git, folder=Path(top)))


def _entries(listed: bytes) -> Iterator[tuple[str, Entry]]:
    for line in filter(None, listed.split(b"\0")):
        about, _, path = line.partition(b"\t")
        mode, _, name, size = about.decode("ascii").split()
        kind = _KINDS.get(mode)
        if kind is not None:
            entry = Entry(kind=kind, id=name, size=int(size) if size.isdecimal() else 0)
            yield path.decode("utf-8", "surrogateescape"), entry
