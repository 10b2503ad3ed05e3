"""Every file this project writes: whole or not at all, and never in place of what is not a plain file."""

from __future__ import annotations

import os
import socket
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.files import refuse_unwritable, write_whole


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old")
    path.chmod(0o640)
    write_whole(path, "新\n", mode=0o600)
    assert (path.read_text(encoding="utf-8"), stat.S_IMODE(path.stat().st_mode)) == ("新\n", 0o640)
    assert [entry.name for entry in tmp_path.iterdir()] == ["plan.json"]


@pytest.mark.parametrize("mode", [0o644, 0o600])
def test_a_new_file_has_the_mode_asked_for(tmp_path: Path, mode: int) -> None:
    write_whole(tmp_path / "plan.json", b"x", mode=mode)
    assert stat.S_IMODE((tmp_path / "plan.json").stat().st_mode) == mode


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [("plan.json", "old")]


@pytest.mark.parametrize("present", [True, False], ids=["to a file", "to nothing yet"])
def test_a_link_is_followed_and_stays(tmp_path: Path, present: bool) -> None:  # noqa: FBT001  a column of the table
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "real.json", tmp_path / "plan.json"
    if present:
        target.write_text("old")
    link.symlink_to(Path("there") / "real.json")
    write_whole(link, "new")
    assert (link.is_symlink(), target.is_symlink(), target.read_text()) == (True, False, "new")


def test_a_pipe_is_written_into_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[str] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_text()))
    reader.start()
    write_whole(pipe, "said")
    reader.join()
    assert (heard, stat.S_ISFIFO(pipe.stat().st_mode)) == (["said"], True)


@pytest.mark.parametrize("name", ["device", "/dev/null"])
def test_a_device_is_written_into_and_stays(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "device":
        path.symlink_to("/dev/null")
    write_whole(path, "gone")
    assert stat.S_ISCHR(path.stat().st_mode)


def folder(path: Path) -> None:
    path.mkdir()


def bound(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))


def protected(path: Path) -> None:
    path.write_text("kept")
    path.chmod(0o444)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(folder, "it is a folder", id="a folder"),
        pytest.param(bound, "it is a socket", id="a socket"),
        pytest.param(protected, "it is write-protected", id="a protected file"),
    ],
)
def test_anything_else_is_refused_and_stays(tmp_path: Path, make: Callable[[Path], None], said: str) -> None:
    path = tmp_path / "x"
    make(path)
    before = path.stat()
    with pytest.raises(OSError, match=said):
        write_whole(path, "new")
    with pytest.raises(OSError, match=said):
        refuse_unwritable(path)
    assert (path.stat().st_ino, path.stat().st_mode) == (before.st_ino, before.st_mode)
    assert [entry.name for entry in tmp_path.iterdir()] == ["x"]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system has no names for files that are open")
def test_a_file_that_is_open_is_not_replaced_under_that_name(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w") as out:
        (tmp_path / "link").symlink_to(f"/proc/self/fd/{out.fileno()}")
        for path in (tmp_path / "link", Path(f"/proc/self/fd/{out.fileno()}")):
            with pytest.raises(OSError, match="already open"):
                write_whole(path, "new")


def test_a_link_around_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("a")
    with pytest.raises(OSError, match="symbolic links"):
        write_whole(tmp_path / "a", "x")
