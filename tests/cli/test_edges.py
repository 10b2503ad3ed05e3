"""The progress line and the files that commands write."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from wcwidth import wcswidth

from sync.app.files import read_text, write_whole
from sync.cli.progress import Progress
from sync.errors import InputError


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_rewrites_one_line_and_erases_it_at_the_end() -> None:
    terminal = Terminal()
    with Progress(terminal, quiet=False) as progress:
        progress.show("one")
        progress.show("two")
    assert terminal.getvalue() == "\r\x1b[Kone\r\x1b[Ktwo\r\x1b[K"


@pytest.mark.parametrize(
    ("stream", "quiet"),
    [pytest.param(io.StringIO(), False, id="no terminal"), pytest.param(Terminal(), True, id="quiet")],
)
def test_progress_is_silent_where_nobody_looks(stream: io.StringIO, quiet: bool) -> None:  # noqa: FBT001  a column of the table
    with Progress(stream, quiet=quiet) as progress:
        progress.show("one")
    assert stream.getvalue() == ""


def test_progress_never_reaches_the_edge_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    terminal = Terminal()
    with Progress(terminal, quiet=False) as progress:
        progress.show("函数" * 20)
    shown = terminal.getvalue().replace("\r\x1b[K", "")
    assert shown == "函数" * 4 + "函"
    assert wcswidth(shown) < 20


def test_progress_shows_no_control_of_a_name() -> None:
    terminal = Terminal()
    with Progress(terminal, quiet=False) as progress:
        progress.show("a\x1b]0;owned\x07\nb")
    assert terminal.getvalue() == "\r\x1b[Ka\\u001b]0;owned\\u0007\\u000ab\r\x1b[K"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_whole(tmp_path / "no" / "plan.json", "x")


@pytest.mark.parametrize(
    ("content", "said"),
    [pytest.param(None, "a plan cannot be read", id="not there"), pytest.param(b"\xff\xfe", "not UTF-8", id="not UTF-8")],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "plan.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_text(path, "a plan")
