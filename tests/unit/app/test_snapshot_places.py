"""Where snapshots are kept: what was written is found again with its signature, and whatever happened to it since is told."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.app.snapshot_places import (
    BRANCH,
    FILE,
    KeptSnapshot,
    branch_for,
    default_place,
    in_file_before,
    keep_in_file,
    keep_on_branch,
    read_trusted,
    refuse_unkeepable,
    snapshot_at,
)
from sync.core.snapshot.chain import Kept, signed
from sync.core.snapshot.codec import encode
from sync.core.snapshot.model import Snapshot, Source
from sync.errors import InputError
from sync.minisign import SecretKey
from tests.fakes.worlds import SALT, found
from tests.patience import PATIENCE

KEY = SecretKey(b"test key", bytes(range(32)))
NOW, LIMIT = datetime(2026, 1, 2, 12, tzinfo=UTC), timedelta(hours=36)


def taken(read: str) -> bytes:
    """A snapshot of nothing, of that time."""
    source = Source(scope="region", subject="cn-hangzhou", generation="2.0", read=read)
    return encode(
        Snapshot(tool="t", account="1", salt=SALT, sources=(source,), instances=(), planned=(), with_code=False, found=found())
    )


ONE, TWO, THREE = (taken(f"2026-01-02T0{hour}:00:00Z") for hour in (1, 2, 3))


def signing(content: bytes) -> Callable[[Kept | None], Kept]:
    """What signs the content as the successor of what is there."""
    return lambda before: signed(content, "then", KEY, before)[0]


def told(source: KeptSnapshot | Path, key: str | None = KEY.public.text, at: datetime = NOW) -> list[str]:
    return [problem.code for problem in read_trusted(source, key, at, LIMIT)[1]]


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE).stdout.strip()


def repository(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main", ".")
    return folder


def keep(folder: Path, content: bytes, *, push: bool = False) -> str:
    return keep_on_branch(branch_for(BRANCH, folder, push=push), BRANCH, "a snapshot", signing(content), push=push)


def test_a_file_is_found_with_its_signature_and_its_successor_follows_it(tmp_path: Path) -> None:
    path = tmp_path / "s.gz"
    keep_in_file(path, signing(ONE)(in_file_before(path)))
    first = snapshot_at(path, tmp_path).kept
    keep_in_file(path, signing(TWO)(in_file_before(path)))
    second = snapshot_at(str(path), tmp_path).kept

    assert (first.content, second.content) == (ONE, TWO)
    assert second.link is not None
    assert (second.link.number, second.link.previous) == (2, first.digest)
    assert told(path) == []
    assert told(path, SecretKey(b"an other", bytes(32)).public.text) == ["SnapshotKeyOther"]
    assert told(path, None) == ["SnapshotKeyUnknown"]
    assert told(path, at=NOW + 2 * LIMIT) == ["SnapshotOld"]
    assert told(path, at=NOW - LIMIT) == ["SnapshotFromFuture"]


def test_an_unsigned_snapshot_leaves_no_signature_of_another_behind(tmp_path: Path) -> None:
    path = tmp_path / "s.gz"
    keep_in_file(path, signing(ONE)(None))
    keep_in_file(path, Kept(TWO))

    assert told(path) == ["SnapshotUnsigned"]
    assert read_trusted(path, None, NOW, LIMIT, allow_unsigned=True)[1] == ()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["s.gz"]


def test_another_snapshot_under_the_same_signature_is_told(tmp_path: Path) -> None:
    path = tmp_path / "s.gz"
    keep_in_file(path, signing(ONE)(None))
    path.write_bytes(TWO)

    assert told(path) == ["SnapshotAltered"]


def test_a_branch_is_a_chain_of_its_commits(tmp_path: Path) -> None:
    repository(tmp_path)
    commits = [keep(tmp_path, content) for content in (ONE, TWO, THREE)]

    assert git(tmp_path, "rev-list", BRANCH).split() == commits[::-1]
    assert default_place(tmp_path) == "branch:drift-snapshots"
    last = snapshot_at("branch:drift-snapshots", tmp_path)
    assert (last.kept.content, last.before and last.before.content, last.beside) == (THREE, TWO, None)
    assert last.kept.link is not None
    assert last.kept.link.number == 3
    for word in ("branch:drift-snapshots", "drift-snapshots:snapshot.gz", *(f"{commit}:{FILE}" for commit in commits)):
        assert told(snapshot_at(word, tmp_path)) == [], word


def test_a_file_of_the_name_of_a_branch_does_not_stand_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository(tmp_path)
    keep(tmp_path, ONE)
    keep_in_file(tmp_path / "branch:drift-snapshots", Kept(TWO))
    monkeypatch.chdir(tmp_path)

    assert snapshot_at("branch:drift-snapshots", tmp_path).kept.content == ONE


def test_an_old_snapshot_committed_again_is_told(tmp_path: Path) -> None:
    repository(tmp_path)
    first = keep(tmp_path, ONE)
    second = keep(tmp_path, TWO)
    tree = git(tmp_path, "rev-parse", f"{first}^{{tree}}")
    again = git(tmp_path, "-c", "user.name=t", "-c", "user.email=t@localhost", "commit-tree", tree, "-p", second, "-m", "again")
    git(tmp_path, "update-ref", f"refs/heads/{BRANCH}", again)

    assert told(snapshot_at("branch:drift-snapshots", tmp_path)) == ["SnapshotForked"]


def cloned(origin: Path, folder: Path) -> Path:
    git(origin.parent, "clone", "--quiet", f"file://{origin}", str(folder))
    return folder


def test_a_clone_reads_what_was_pushed_and_goes_on_from_there(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    nightly = cloned(origin, tmp_path / "nightly")
    keep(nightly, ONE, push=True)
    other = cloned(origin, tmp_path / "other")
    keep(other, TWO, push=True)
    keep(nightly, THREE, push=True)
    git(other, "fetch", "--quiet")

    read = snapshot_at("branch:drift-snapshots", other)
    assert (read.kept.content, read.before and read.before.content, told(read)) == (THREE, TWO, [])
    assert len(git(origin, "rev-list", BRANCH).split()) == 3


def test_two_copies_that_went_their_own_ways_are_told_and_not_written_over(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    one, two = (cloned(origin, tmp_path / name) for name in ("one", "two"))
    keep(one, ONE, push=True)
    keep(two, TWO)
    git(two, "fetch", "--quiet")

    assert told(snapshot_at("branch:drift-snapshots", two)) == ["SnapshotForked"]
    with pytest.raises(InputError) as raised:
        keep(two, THREE, push=True)
    assert raised.value.message == "--branch drift-snapshots: the branch here and that of origin have different snapshots"
    assert raised.value.hint.startswith("`git branch --force drift-snapshots origin/drift-snapshots` takes those of origin")


def test_a_race_that_was_lost_is_run_again_once(tmp_path: Path) -> None:
    repository(tmp_path)
    found = branch_for(BRANCH, tmp_path, push=False)
    lost: list[bytes] = []

    def make(before: Kept | None) -> Kept:
        if not lost:
            lost.append(ONE)
            keep(tmp_path, ONE)
        return signing(TWO)(before)

    keep_on_branch(found, BRANCH, "a snapshot", make, push=False)

    read = snapshot_at("branch:drift-snapshots", tmp_path)
    assert (read.kept.content, read.before and read.before.content, told(read)) == (TWO, ONE, [])


def test_a_race_at_origin_that_was_lost_is_run_again_once(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    mine, others = (cloned(origin, tmp_path / name) for name in ("mine", "others"))
    found = branch_for(BRANCH, mine, push=True)
    lost: list[bytes] = []

    def make(before: Kept | None) -> Kept:
        if not lost:
            lost.append(ONE)
            keep(others, ONE, push=True)
        return signing(TWO)(before)

    keep_on_branch(found, BRANCH, "a snapshot", make, push=True)

    git(others, "fetch", "--quiet")
    read = snapshot_at("branch:drift-snapshots", others)
    assert (read.kept.content, read.before and read.before.content, told(read)) == (TWO, ONE, [])


def test_who_loses_twice_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    mine, others = (cloned(origin, tmp_path / name) for name in ("mine", "others"))
    found = branch_for(BRANCH, mine, push=True)
    contents = iter((ONE, TWO))

    def make(before: Kept | None) -> Kept:
        keep(others, next(contents), push=True)
        return signing(THREE)(before)

    with pytest.raises(InputError) as raised:
        keep_on_branch(found, BRANCH, "a snapshot", make, push=True)

    assert raised.value.message == "--branch drift-snapshots: others wrote to the branch at the same time, twice"
    assert told(snapshot_at("branch:drift-snapshots", mine)) == []
    assert snapshot_at("branch:drift-snapshots", mine).kept.content == TWO
    assert git(mine, "for-each-ref", "refs/heads") == ""


def test_a_branch_that_holds_anything_else_is_refused(tmp_path: Path) -> None:
    repository(tmp_path)
    (tmp_path / "registry.yaml").write_text("functions\n", encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "--quiet", "-m", "registry")
    git(tmp_path, "branch", "release")

    with pytest.raises(InputError) as raised:
        branch_for("release", tmp_path, push=False)
    assert raised.value.message == "--branch release: the branch holds other files, such as registry.yaml"


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("branch:none", "branch:none: there is no such branch with a snapshot.gz, here or at origin"),
        ("none:snapshot.gz", "none:snapshot.gz: neither a file nor one in a commit of "),
        ("--help:x", "--help:x: neither a file nor one in a commit of "),
        ("none.gz", "none.gz: the snapshot cannot be read: No such file or directory"),
        ("x" * 300, f"{'x' * 300}: the snapshot cannot be read: File name too long"),
        (":" + "x" * 5000, ":xx"),
    ],
)
def test_what_is_nowhere_is_told(tmp_path: Path, word: str, says: str) -> None:
    repository(tmp_path)
    assert default_place(tmp_path) is None
    with pytest.raises(InputError) as raised:
        snapshot_at(word, tmp_path)
    assert raised.value.message.startswith(says)


def test_outside_of_a_repository_there_is_no_usual_place(tmp_path: Path) -> None:
    assert default_place(tmp_path) is None
    with pytest.raises(InputError, match="not in a git repository"):
        snapshot_at("branch:drift-snapshots", tmp_path)


def test_what_cannot_have_a_signature_beside_it_is_refused_when_one_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "s.gz.minisig").mkdir()

    refuse_unkeepable(tmp_path / "s.gz", is_signed=False)
    with pytest.raises(InputError, match="it is a folder"):
        refuse_unkeepable(tmp_path / "s.gz", is_signed=True)
    with pytest.raises(InputError, match="a signature stands beside its file, and this is none"):
        refuse_unkeepable(Path("/dev/null"), is_signed=True)


def test_a_public_key_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "s.gz"
    keep_in_file(path, signing(ONE)(None))

    with pytest.raises(InputError) as raised:
        told(path, "garbage")
    assert raised.value.message.startswith("snapshot.pub of the registry: this is not a public key: it is damaged")
