"""The progress line and the files that commands write."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from wcwidth import wcswidth

from sync.app.files import read_text, write_whole
from sync.cli.progress import Progress
from sync.errors import InputError

CONTROLS = re.compile(r"\x1b\[\??\d*[A-Za-z]|[\r\n]")
ERASED = "\r\x1b[1A\x1b[2K"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def lines(self) -> list[str]:
        """What stood on the line, one after the other."""
        return [shown for shown in CONTROLS.split(self.getvalue()) if shown]

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "20")


def test_progress_rewrites_one_line_and_erases_it_at_the_end() -> None:
    terminal = Terminal()
    with Progress(terminal, quiet=False) as progress:
        progress.say("one")
        progress.say("two")
    assert terminal.lines() == ["one", "two"]
    assert terminal.getvalue().endswith(ERASED)


def test_progress_shows_a_few_lines_of_the_many_that_nobody_could_read() -> None:
    terminal = Terminal()
    with Progress(terminal, quiet=False) as progress:
        for number in range(1, 5001):
            progress.say(f"{number} of 5000")
    assert terminal.lines()[0] == "1 of 5000"
    assert terminal.lines()[-1] == "5000 of 5000"
    assert len(terminal.lines()) < 500


def test_progress_that_was_erased_comes_back_when_there_is_more_to_say() -> None:
    terminal = Terminal()
    with Progress(terminal, quiet=False) as progress:
        progress.say("one")
        progress.erase()
        assert terminal.getvalue().endswith(ERASED)
        progress.say("two")
    assert terminal.lines()[-1] == "two"


def test_the_cursor_is_there_while_progress_is_shown() -> None:
    terminal = Terminal()
    with Progress(terminal, quiet=False) as progress:
        progress.say("one")
        assert terminal.getvalue().rindex("\x1b[?25h") > terminal.getvalue().rindex("\x1b[?25l")


@pytest.mark.parametrize(
    ("stream", "quiet"),
    [pytest.param(io.StringIO(), False, id="no terminal"), pytest.param(Terminal(), True, id="quiet")],
)
def test_progress_is_silent_where_nobody_looks(stream: io.StringIO, quiet: bool) -> None:  # noqa: FBT001  a column of the table
    with Progress(stream, quiet=quiet) as progress:
        progress.say("one")
    assert stream.getvalue() == ""


def test_progress_never_passes_the_edge_of_the_terminal() -> None:
    terminal = Terminal()
    with Progress(terminal, quiet=False) as progress:
        progress.say("函数" * 20)
    assert {shown.rstrip("… ") for shown in terminal.lines()} == {"函数" * 4 + "函"}
    assert max(map(wcswidth, terminal.lines())) <= 20


def test_a_name_is_shown_as_it_is_and_acts_on_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    terminal = Terminal()
    with Progress(terminal, quiet=False) as progress:
        progress.say("\x1b]0;x\x07[red]:smile:[/]")
    assert set(terminal.lines()) == {"\\u001b]0;x\\u0007[red]:smile:[/]"}


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
