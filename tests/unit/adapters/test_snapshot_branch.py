"""A branch of files, written by git: nothing else changes, nobody overwrites anybody, and errors are sentences."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sync.adapters.snapshot_branch import Repository, Tips, repository
from sync.errors import InputError
from tests.patience import PATIENCE


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=tester", "-c", "user.email=tester@localhost")
    command = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE).stdout.strip()


def made(folder: Path) -> Repository:
    """A repository with one commit of one file."""
    folder.mkdir(exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main", ".")
    (folder / "registry.yaml").write_text("functions\n", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "registry")
    return repository(folder)


def cloned(origin: Path, folder: Path, *how: str) -> Repository:
    git(origin.parent, "clone", "--quiet", *how, f"file://{origin}", str(folder))
    return repository(folder)


def commit(found: Repository, text: bytes, branch: str = "kept") -> str:
    tips = found.tips(branch)
    made = found.write({"a.gz": text, "a.gz.minisig": b"signed"}, found.later(tips), "a snapshot")
    assert found.move(branch, made, tips.here)
    return made


def test_a_commit_holds_the_files_alone_and_follows_the_one_before(tmp_path: Path) -> None:
    found = made(tmp_path)
    (tmp_path / "registry.yaml").write_text("changed\n", encoding="utf-8")
    (tmp_path / "staged").write_text("new\n", encoding="utf-8")
    git(tmp_path, "add", "staged")
    before = git(tmp_path, "status", "--short", "--branch"), git(tmp_path, "rev-parse", "HEAD"), git(tmp_path, "diff", "--cached")

    first, second = commit(found, b"one\0\r\n"), commit(found, b"two")

    after = git(tmp_path, "status", "--short", "--branch"), git(tmp_path, "rev-parse", "HEAD"), git(tmp_path, "diff", "--cached")
    assert after == before
    assert git(tmp_path, "rev-list", "kept").split() == [second, first]
    assert found.names(second) == {"a.gz", "a.gz.minisig"}
    assert [found.file(place, "a.gz", 100) for place in (first, second, f"{second}^")] == [b"one\0\r\n", b"two", b"one\0\r\n"]


def test_what_a_commit_does_not_hold_is_none(tmp_path: Path) -> None:
    found = made(tmp_path)
    last = commit(found, b"one")

    assert [found.file(*where, 100) for where in ((last, "b.gz"), (f"{last}^", "a.gz"), ("nothing", "a.gz"))] == [None] * 3
    assert [found.file("HEAD", name, 100) for name in ("", "x\ny", "-x", "--help")] == [None] * 4
    with pytest.raises(InputError, match="it has more than 0 MB"):
        found.file(last, "a.gz", 2)


def test_who_comes_second_overwrites_nobody(tmp_path: Path) -> None:
    found = made(tmp_path)
    first = commit(found, b"one")
    late = found.write({"a.gz": b"late"}, None, "late")

    assert not found.move("kept", late, None)
    assert found.commit("refs/heads/kept") == first
    assert found.move("kept", None, first)
    assert found.commit("refs/heads/kept") is None


def test_where_git_knows_no_name_a_commit_has_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = made(tmp_path)
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    git(tmp_path, "config", "user.useConfigOnly", "true")

    last = commit(found, b"one")

    assert git(tmp_path, "log", "-1", "--format=%an <%ae>, %cn", last) == "ivrsync <ivrsync@localhost>, ivrsync"


@pytest.mark.parametrize(
    ("branch", "says"),
    [
        ("main", "--branch main: the branch is checked out in "),
        ("a..b", "--branch a..b: this cannot be the name of a branch"),
        ("a b", "--branch a b: this cannot be the name of a branch"),
        ("@{-1}", "--branch @{-1}: this cannot be the name of a branch"),
    ],
)
def test_a_branch_that_is_in_use_or_is_none_is_refused(tmp_path: Path, branch: str, says: str) -> None:
    with pytest.raises(InputError) as raised:
        made(tmp_path).refuse_unusable(branch)
    assert raised.value.message.startswith(says)


def test_a_branch_that_another_worktree_has_is_refused(tmp_path: Path) -> None:
    found = made(tmp_path / "here")
    git(tmp_path / "here", "worktree", "add", "--quiet", "-b", "other", str(tmp_path / "there"))

    with pytest.raises(InputError, match=r"the branch is checked out in .*there"):
        found.refuse_unusable("other")


def test_what_is_pushed_is_at_origin_and_a_clone_goes_on_from_there(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    made(origin)
    one, two = (cloned(origin, tmp_path / name, "--depth=1", "--single-branch", "--branch=main") for name in ("one", "two"))
    one.fetch("kept")
    first = commit(one, b"one")
    assert one.push("kept", None)

    two.fetch("kept")
    assert two.tips("kept") == Tips(None, first)
    second = commit(two, b"two")
    assert two.push("kept", first)

    assert git(origin, "rev-list", "kept").split() == [second, first]
    one.fetch("kept")
    assert one.tips("kept") == Tips(first, second)
    assert one.later(one.tips("kept")) == second


def test_who_pushes_second_is_told_and_knows_then_where_origin_stands(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    made(origin)
    one, two = (cloned(origin, tmp_path / name) for name in ("one", "two"))
    first = commit(one, b"one")
    assert one.push("kept", None)
    mine = commit(two, b"two")

    assert not two.push("kept", None)
    assert two.tips("kept") == Tips(mine, first)
    assert two.later(two.tips("kept")) is None
    assert git(origin, "rev-parse", "kept") == first


def test_what_origin_refuses_is_told_in_its_words(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    made(origin)
    hook = origin / ".git" / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'this branch is protected' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    found = cloned(origin, tmp_path / "clone")
    commit(found, b"one")

    with pytest.raises(InputError) as raised:
        found.push("kept", None)
    assert raised.value.message.startswith("--push: origin did not take kept: ")
    assert "declined" in raised.value.message


def test_a_branch_that_is_gone_at_origin_is_forgotten(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    made(origin)
    found = cloned(origin, tmp_path / "clone")
    commit(found, b"one")
    assert found.push("kept", None)
    git(origin, "branch", "-D", "kept")

    found.fetch("kept")

    assert found.tips("kept").there is None


def test_who_signs_in_is_not_shown(tmp_path: Path) -> None:
    found = made(tmp_path)
    git(tmp_path, "remote", "add", "origin", "nowhere://somebody:test-token@host/x")

    with pytest.raises(InputError) as raised:
        found.fetch("kept")
    assert "test-token" not in raised.value.message
    assert "git ls-remote failed" in raised.value.message


def test_where_there_is_no_git_or_no_repository_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^git is not on PATH$"):
        repository(tmp_path, path=str(tmp_path))
    with pytest.raises(InputError, match=r"not in a git repository"):
        repository(tmp_path)
    with pytest.raises(InputError, match=r"not in a git repository: cannot change to"):
        repository(tmp_path / "gone")
