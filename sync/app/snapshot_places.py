"""Where snapshots are kept: a file with its signature beside it, or a branch of the registry's git repository."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sync.adapters.snapshot_branch import ORIGIN, Repository, Tips, repository
from sync.app import files
from sync.app.snapshot_keys import public_key
from sync.core.snapshot.chain import Expected, Kept, problems
from sync.core.snapshot.codec import LARGEST, SnapshotError, decode
from sync.core.snapshot.model import Snapshot
from sync.core.snapshot.trust import TrustProblem
from sync.errors import InputError
from sync.minisign import LARGEST as LARGEST_SIGNATURE

BRANCH = "drift-snapshots"  # where they are looked for when nobody says where
ON_BRANCH = "branch:"
FILE, BESIDE = "snapshot.gz", ".minisig"  # the file on a branch, and what the name of a signature adds to its file's
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_HINT = "give a file that this version of `ivrsync snapshot --out FILE` wrote"
_TRIES = 2


@dataclass(frozen=True, slots=True)
class KeptSnapshot:
    """A snapshot as it was found. `before` is its predecessor there, `beside` the same place in another copy of the branch."""

    place: str
    kept: Kept
    before: Kept | None = None
    beside: Kept | None = None


def snapshot_at(word: str | Path, folder: Path) -> KeptSnapshot:
    """What a word names: a file, or `branch:NAME` or COMMIT:PATH in the repository that the folder is in. Raises `InputError`."""
    text = str(word)
    if not isinstance(word, Path) and text.startswith(ON_BRANCH):  # also where somebody made a file of that name
        return _on_branch(text, repository(folder))
    if isinstance(word, Path) or os.path.lexists(text) or ":" not in text:
        return KeptSnapshot(text, _in_file(Path(word)))
    return _in_commit(text, repository(folder))


def default_place(folder: Path) -> str | None:
    """The usual branch, as `snapshot_at` takes it, where the folder's repository has it here or at origin."""
    try:
        found = repository(folder).tips(BRANCH).every
    except InputError:
        return None
    return f"{ON_BRANCH}{BRANCH}" if found else None


def read_trusted(
    source: KeptSnapshot | Path, key: str | None, at: datetime, max_age: timedelta, *, allow_unsigned: bool = False
) -> tuple[Snapshot, tuple[TrustProblem, ...]]:
    """The snapshot, and everything that speaks against relying on it. `key` is the text of the public key; None: there is none.

    Raises `InputError` for what is no snapshot at all, and for a key that is none.
    """
    found = source if isinstance(source, KeptSnapshot) else snapshot_at(source, source.parent)
    expected = Expected(key=None if key is None else public_key(key), max_age=max_age, allow_unsigned=allow_unsigned)
    snapshot = decoded(found.kept.content, found.place)
    return snapshot, problems(found.kept, age_of(snapshot, at), expected, before=found.before, beside=found.beside)


def decoded(content: bytes, place: str) -> Snapshot:
    """The snapshot of these bytes. Raises `InputError`."""
    try:
        return decode(content)
    except SnapshotError as error:
        raise InputError(f"{place}: {error}", _HINT) from error


def age_of(snapshot: Snapshot, at: datetime) -> timedelta | None:
    """How long before that moment its newest part was read."""
    taken = taken_at(snapshot)
    return None if taken is None else at - taken


def taken_at(snapshot: Snapshot) -> datetime | None:
    """When its newest part was read; None where it says no time."""
    try:
        return datetime.strptime(snapshot.taken, _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None


def refuse_unkeepable(path: Path, *, is_signed: bool) -> None:
    """Raises `InputError` for a path where a snapshot, or its signature, cannot be written."""
    for file in (path, _beside(path)) if is_signed else (path,):
        files.refuse_unwritable(file)
    if is_signed and path.exists() and not path.is_file():
        raise InputError(f"{path}: a signature stands beside its file, and this is none", "give --out a file")


def in_file_before(path: Path) -> Kept | None:
    """What a new snapshot there would follow; None where there is nothing."""
    return _in_file(path) if path.is_file() else None


def keep_in_file(path: Path, kept: Kept) -> None:
    """Write both files. A signature of what was there before is removed."""
    files.write_whole(path, kept.content)
    if kept.signature is not None:
        files.write_whole(_beside(path), kept.signature)
    elif _beside(path).is_file():
        _beside(path).unlink()


def branch_for(branch: str, folder: Path, *, push: bool) -> Repository:
    """The repository, when a snapshot can be kept on that branch of it: nothing else may be there. Raises `InputError`."""
    found = repository(folder)
    found.refuse_unusable(branch)
    if push:
        found.fetch(branch)
    tips = found.tips(branch)
    _base(found, branch, tips)
    for commit in tips.every:
        if others := found.names(commit) - {FILE, f"{FILE}{BESIDE}"}:
            said = f"--branch {branch}: the branch holds other files, such as {min(others)}"
            raise InputError(said, "name a branch that only snapshots use, or one that does not exist yet")
    return found


def keep_on_branch(found: Repository, branch: str, message: str, make: Callable[[Kept | None], Kept], *, push: bool) -> str:
    """Commit what `make` makes of its predecessor, and return the commit. A lost race is run again, once. Raises `InputError`."""
    for _ in range(_TRIES):
        tips = found.tips(branch)
        base = _base(found, branch, tips)
        kept = make(None if base is None else _of_commit(found, base, FILE))
        signature = {} if kept.signature is None else {f"{FILE}{BESIDE}": kept.signature}
        commit = found.write({FILE: kept.content, **signature}, base, message)
        if found.move(branch, commit, tips.here) and (not push or _is_pushed(found, branch, commit, tips)):
            return commit
    said = f"--branch {branch}: others wrote to the branch at the same time, twice"
    raise InputError(said, "run it again; let only one job write this branch")


def _base(found: Repository, branch: str, tips: Tips) -> str | None:
    """What the next snapshot follows."""
    base = found.later(tips)
    if base is None and tips.every:
        said = f"--branch {branch}: the branch here and that of {ORIGIN} have different snapshots"
        hint = f"`git branch --force {branch} {ORIGIN}/{branch}` takes those of {ORIGIN}; what is only here is then lost"
        raise InputError(said, hint)
    return base


def _is_pushed(found: Repository, branch: str, commit: str, since: Tips) -> bool:
    """Whether origin took it; where it did not, the branch here ends where it did before."""
    pushed = False
    try:
        pushed = found.push(branch, since.there)
    finally:
        if not pushed:
            found.move(branch, since.here, commit)
    return pushed


def _in_file(path: Path) -> Kept:
    content, beside = _bytes(path, LARGEST), _beside(path)
    return Kept(content, _bytes(beside, LARGEST_SIGNATURE) if os.path.lexists(beside) else None)


def _bytes(path: Path, largest: int) -> bytes:
    """The file, or a little more of it than is allowed."""
    try:
        with path.open("rb") as file:
            return file.read(largest + 1)
    except OSError as error:
        raise InputError(f"{path}: the snapshot cannot be read: {error.strerror}", "check the path") from error


def _beside(path: Path) -> Path:
    return Path(f"{path}{BESIDE}")


def _on_branch(word: str, found: Repository) -> KeptSnapshot:
    """The later of the branch here and at origin; where neither follows from the other, they must not contradict each other."""
    branch = word.removeprefix(ON_BRANCH)
    tips = found.tips(branch)
    candidates = tips.every if (later := found.later(tips)) is None else (later,)
    commits = {commit: kept for commit in candidates if (kept := _of_commit(found, commit, FILE)) is not None}
    if not commits:
        hint = f"`git fetch origin {branch}:refs/remotes/origin/{branch}` gets it; `ivrsync snapshot --branch {branch}` makes it"
        raise InputError(f"{word}: there is no such branch with a {FILE}, here or at origin", hint)
    latest = max(commits, key=lambda commit: (_number(commits[commit]), found.time(commit)))
    others = [kept for commit, kept in commits.items() if commit != latest]
    before = _of_commit(found, f"{latest}^", FILE)
    return KeptSnapshot(word, commits[latest], before, others[0] if others else None)


def _number(kept: Kept) -> int:
    return 0 if (link := kept.link) is None else link.number


def _in_commit(word: str, found: Repository) -> KeptSnapshot:
    name, _, path = word.partition(":")
    commit = found.commit(name)
    kept = None if commit is None else _of_commit(found, commit, path)
    if kept is None:
        said = f"{word}: neither a file nor one in a commit of {found.folder}'s repository"
        raise InputError(said, f"give a file, {ON_BRANCH}NAME, or COMMIT:PATH")
    return KeptSnapshot(word, kept, _of_commit(found, f"{commit}^", path))


def _of_commit(found: Repository, commit: str, path: str) -> Kept | None:
    content = found.file(commit, path, LARGEST)
    return None if content is None else Kept(content, found.file(commit, f"{path}{BESIDE}", LARGEST_SIGNATURE))
