"""`ivrsync snapshot` with keys and branches: who wrote it is known afterwards, and whatever is wrong with it is told."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.minisign import read_signature
from tests.cli.command import Ran, environment, ivrsync
from tests.cli.world import Place, emulated, in_sync
from tests.patience import PATIENCE

HELD = "2 functions, 2 registrations, 1 flow of account 1000000000000001 written to "


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=tester", "-c", "user.email=tester@localhost", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE).stdout.strip()


def keyed(place: Place) -> str:
    """A pair of keys, the public one committed with the registry; the secret one's id."""
    made = place.run("snapshot", "--keygen", "k")
    assert made.code == 0, made.err
    name = made.out.partition("k.pub  (")[2].partition(")")[0]
    (place.root / "registry" / "snapshot.pub").write_bytes((place.root / "k.pub").read_bytes())
    git(place.root, "init", "--quiet", "--initial-branch=main", ".")
    (place.root / ".git" / "info" / "exclude").write_text(".cache/\n", encoding="utf-8")
    git(place.root, "add", "registry")
    git(place.root, "commit", "--quiet", "-m", "registry")
    return name


def planned(root: Path, word: str = "s.gz", *more: str) -> Ran:
    """A plan where there are no credentials."""
    return ivrsync("plan", "--from-snapshot", word, *more, cwd=root, env=environment(ALIBABA_CLOUD_CREDENTIALS_FILE="none"))


def doubts(ran: Ran) -> list[str]:
    return [line.partition("note: the snapshot ")[2] for line in ran.err.splitlines() if line.startswith("note: the snapshot ")]


def test_a_signed_snapshot_in_a_file_is_relied_on(tmp_path: Path) -> None:
    with emulated(tmp_path, world=in_sync()) as place:
        name = keyed(place)
        first = place.run("snapshot", "--out", "s.gz", "--sign", "k")
        second = place.run("snapshot", "--out", "s.gz", IVRSYNC_SNAPSHOT_KEY=(place.root / "k").read_text(encoding="utf-8"))
        plan = planned(place.root)

    assert (first.code, first.out, first.err) == (0, f"{HELD}s.gz, signed with key {name} as number 1\n", "")
    assert (second.code, second.out, second.err) == (0, f"{HELD}s.gz, signed with key {name} as number 2\n", "")
    assert (plan.code, plan.out.splitlines()[-1], doubts(plan)) == (0, "in sync", [])
    assert read_signature((place.root / "s.gz.minisig").read_bytes()).comment.startswith("ivrsync-snapshot\ttaken=2")


def test_a_branch_keeps_the_chain_and_nothing_else_changes(tmp_path: Path) -> None:
    with emulated(tmp_path, world=in_sync()) as place:
        name = keyed(place)
        before = git(place.root, "status", "--short"), git(place.root, "rev-parse", "HEAD")
        runs = [place.run("snapshot", "--branch", "drift-snapshots", "--sign", "k") for _ in range(2)]
        after = git(place.root, "status", "--short"), git(place.root, "rev-parse", "HEAD")
        plan = planned(place.root, "branch:drift-snapshots")

    commits = git(place.root, "rev-list", "--reverse", "drift-snapshots").split()
    assert [run.out for run in runs] == [
        f"{HELD}branch drift-snapshots (commit {commit[:10]}), signed with key {name} as number {number}\n"
        for number, commit in enumerate(commits, 1)
    ]
    assert after == before
    assert git(place.root, "ls-tree", "--name-only", "drift-snapshots").split() == ["snapshot.gz", "snapshot.gz.minisig"]
    assert (plan.code, plan.out.splitlines()[-1], doubts(plan)) == (0, "in sync", [])


def test_the_branch_is_pushed_when_that_is_asked_for(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    git(origin, "init", "--quiet", "--bare", ".")
    (tmp_path / "here").mkdir()
    with emulated(tmp_path / "here", world=in_sync()) as place:
        keyed(place)
        git(place.root, "remote", "add", "origin", f"file://{origin}")
        kept = place.run("snapshot", "--branch", "drift-snapshots", "--sign", "k")
        alone = git(origin, "for-each-ref")
        pushed = place.run("snapshot", "--branch", "drift-snapshots", "--sign", "k", "--push")

    assert (kept.code, alone) == (0, "")
    assert pushed.code == 0
    assert ", pushed), signed with key " in pushed.out
    assert git(origin, "rev-parse", "drift-snapshots") == git(place.root, "rev-parse", "drift-snapshots")


def test_what_cannot_be_relied_on_is_told_and_never_in_sync(tmp_path: Path) -> None:
    with emulated(tmp_path, world=in_sync()) as place:
        keyed(place)
        place.run("snapshot", "--out", "s.gz", "--sign", "k")
        unsigned = place.run("snapshot", "--out", "u.gz")
    plan = planned(place.root, "u.gz", "--format", "json")
    settings = place.root / "ivrsync.toml"
    settings.write_text("unsigned_snapshots = true\n", encoding="utf-8")
    allowed = planned(place.root, "u.gz")

    note = "note: registry/snapshot.pub names a key, and this snapshot is not signed: give --sign KEYFILE or IVRSYNC_SNAPSHOT_KEY\n"
    assert (unsigned.code, unsigned.err) == (0, note)
    assert plan.code == 5
    assert doubts(plan) == ["is not signed, so nobody can say who wrote it"]
    document = json.loads(plan.out)
    assert (document["verdict"], document["exit_code"]) == ("incomplete", 5)
    assert [(gap["scope"], gap["subject"], gap["code"]) for gap in document["plan"]["gaps"]] == [
        ("snapshot", "u.gz", "SnapshotUnsigned")
    ]
    assert [finding["code"] for finding in document["plan"]["findings"]] == ["OB008"]
    assert (allowed.code, allowed.out.splitlines()[-1], doubts(allowed)) == (0, "in sync", [])


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a registry, a key and a signed snapshot; tests change copies of it."""
    root = tmp_path_factory.mktemp("signed")
    with emulated(root, world=in_sync()) as place:
        keyed(place)
        place.run("snapshot", "--out", "s.gz", "--sign", "k")
    return root


def other_key(root: Path) -> None:
    (root / "registry" / "snapshot.pub").write_text(
        "untrusted comment: a TEST key\nRWSbyKw/gJlf2hadplYglCYr7aew4Mx2W6nK4qqoi5Amm+Wcv1Mo1l4M\n", encoding="utf-8"
    )


def no_key(root: Path) -> None:
    (root / "registry" / "snapshot.pub").unlink()


def no_signature(root: Path) -> None:
    (root / "s.gz.minisig").unlink()


def cut_signature(root: Path) -> None:
    path = root / "s.gz.minisig"
    path.write_bytes(path.read_bytes()[:-20])


def other_header(root: Path) -> None:
    """The byte of the operating system in gzip's header: the content stays the same."""
    content = (root / "s.gz").read_bytes()
    (root / "s.gz").write_bytes(content[:9] + b"\0" + content[10:])


@pytest.mark.parametrize(
    ("change", "says", "fix"),
    [
        (other_key, "which is not the registry's", "Sign with the key that snapshot.pub"),
        (no_key, "is signed, and the registry has no key to check that with", "Commit the public key as snapshot.pub"),
        (no_signature, "is not signed, so nobody can say who wrote it", "Sign it: ivrsync snapshot --sign KEYFILE"),
        (cut_signature, "has a signature that is damaged", "Take a new one: ivrsync snapshot --sign KEYFILE."),
        (other_header, "is not what was signed: it or its signature was changed afterwards", "Find out who wrote it"),
    ],
)
def test_each_thing_that_was_changed_is_told_with_what_to_do(
    tmp_path: Path, signed: Path, change: Callable[[Path], None], says: str, fix: str
) -> None:
    root = tmp_path / "copy"
    shutil.copytree(signed, root)
    change(root)

    plan = planned(root)

    assert plan.code == 5
    assert [words.endswith(says) for words in doubts(plan)] == [True]
    assert "IN DOUBT (1): everything that follows from the snapshot" in plan.out
    assert f"Fix {fix}" in " ".join(plan.out.split())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--keygen", "k", "--out", "s.gz"], "--keygen makes keys and nothing else: give it alone"),
        ([], "give --out FILE or --branch NAME: where is the snapshot to be kept?"),
        (["--out", "s.gz", "--push"], "--push goes with --branch: only a branch is pushed"),
        (["--out", "s.gz", "--sign", "none"], "none: the secret key cannot be read: there is no such file"),
        (["--branch", "drift-snapshots"], "registry: not in a git repository: "),
    ],
)
def test_a_mistake_is_told_before_anything_is_read(tmp_path: Path, arguments: list[str], says: str) -> None:
    with emulated(tmp_path) as place:
        ran = place.run("snapshot", *arguments)
        calls = place.emulator.calls()

    assert (ran.code, ran.out, calls) == (1, "", ())
    assert ran.err.startswith(f"error: {says}")
    assert "\nhint: " in ran.err


def test_another_key_than_the_registrys_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        keyed(place)
        other_key(place.root)
        ran = place.run("snapshot", "--out", "s.gz", "--sign", "k")
        calls = place.emulator.calls()

    assert (ran.code, calls) == (1, ())
    assert "and registry/snapshot.pub names DA5F99803FACC89B\n" in ran.err


def test_a_key_that_others_can_read_is_told(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        keyed(place)
        (place.root / "k").chmod(0o644)
        ran = place.run("snapshot", "--out", "s.gz", "--sign", "k")

    assert (ran.code, ran.err) == (0, "note: others can read k (mode 644): chmod 600 k\n")
