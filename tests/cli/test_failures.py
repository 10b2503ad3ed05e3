"""Bad input gives a sentence, a hint and an exit code; never a traceback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from sync.cli.failures import run_safely
from sync.errors import CloudError, Failure, InputError, StoppedError
from sync.specs.diagnostics import Problem, RegistryErrors
from sync.specs.models import Where
from tests.cli.command import environment, ivrsync
from tests.patience import PATIENCE


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(
            ["plna"], ["error: no command 'plna'; did you mean 'plan'?", "see ivrsync --help"], id="a command nearly right"
        ),
        pytest.param(
            ["plan", "--ouut", "x"], ["error: No such option", "--out", "see ivrsync plan --help"], id="an option nearly right"
        ),
        pytest.param(["plan", "--removals", "-1"], ["error: Invalid value for '--removals'"], id="a number out of range"),
        pytest.param(["completion"], ["error: Missing argument", "hint: see ivrsync completion --help"], id="a missing argument"),
        pytest.param(["explain", "RG999"], ["error: no finding code 'RG999'", "ivrsync rules"], id="an unknown code"),
        pytest.param(["validate", "--registry", "no\x1b[31m"], ["no\\u001b[31m", "hint:"], id="a path with an escape in it"),
        pytest.param(["plan", "--settings", "none.toml"], ["error: no settings file at none.toml", "hint:"], id="no such settings"),
        pytest.param(["emulate", "--world", "none.yaml"], ["error: ", "none.yaml", "hint:"], id="no such world"),
    ],
)
def test_a_mistake_on_the_command_line_is_told_and_gives_1(tmp_path: Path, arguments: list[str], said: list[str]) -> None:
    ran = ivrsync(*arguments, cwd=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert [words for words in said if words not in ran.err] == []
    assert "Traceback" not in ran.err


def test_without_a_command_the_help_is_shown_and_it_counts_as_an_error(tmp_path: Path) -> None:
    ran = ivrsync(cwd=tmp_path)
    assert ran.code == 1
    assert ran.err.startswith("Usage: ivrsync")


def raising(error: BaseException) -> click.Command:
    """A command that ends so."""

    def end() -> None:
        raise error

    return click.Command("ends", callback=end)


def ending(code: int) -> click.Command:
    """A command that answers that exit code."""
    callback: Callable[[], int] = lambda: code  # noqa: E731  one line says it
    return click.Command("ends", callback=callback)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        pytest.param(InputError("no plan", "make one"), 1, "error: no plan\nhint: make one\n", id="input"),
        pytest.param(InputError("no plan"), 1, "error: no plan\n", id="without a hint"),
        pytest.param(StoppedError("nothing was done"), 130, "error: nothing was done\n", id="stopped"),
        pytest.param(KeyboardInterrupt(), 130, "\nstopped\n", id="Ctrl-C, below the ^C that the terminal shows"),
        pytest.param(
            CloudError("ListFunctions", Failure.DENIED, code="AccessDenied", message="no\x1b]0;x", request_id="r-1"),
            1,
            "error: ListFunctions: AccessDenied: no\\u001b]0;x (request id r-1)\n",
            id="the cloud, with an escape in its words",
        ),
        pytest.param(
            RegistryErrors(
                [
                    Problem(file="b.yaml", where=Where("b.yaml", 2, 3), message="unknown key 'x'", hint="did you mean y?"),
                    Problem(file="a.yaml", message="not UTF-8"),
                ]
            ),
            1,
            "a.yaml: not UTF-8\nb.yaml:2:3: unknown key 'x'\n  hint: did you mean y?\nerror: the registry has 2 mistakes\n",
            id="every mistake of the registry",
        ),
    ],
)
def test_an_error_becomes_a_sentence_and_an_exit_code(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, said: str
) -> None:
    assert run_safely(raising(error), []) == code
    assert capsys.readouterr() == ("", said)


def test_a_bug_is_told_shortly_with_how_to_report_it(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IVRSYNC_DEBUG", raising=False)
    assert run_safely(raising(ZeroDivisionError("secret detail")), []) == 1
    said = capsys.readouterr().err
    assert said.startswith("error: unexpected ZeroDivisionError\nhint: this is a bug in ivrsync")
    assert "Traceback" not in said
    assert "secret detail" not in said


def test_a_bug_shows_its_traceback_when_asked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVRSYNC_DEBUG", "1")
    assert run_safely(raising(ZeroDivisionError("detail")), []) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("code", [0, 2, 5])
def test_what_a_command_answers_is_the_exit_code(code: int) -> None:
    assert run_safely(ending(code), []) == code


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    script = f"{sys.executable} -m sync schema plan | head -c 10; echo ${{PIPESTATUS[0]}}"
    bash = ["bash", "-c", script]
    done = subprocess.run(bash, env=environment(), cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=True)
    assert done.stderr == ""
    assert done.stdout.endswith("\n141\n") or done.stdout.endswith("0\n")  # 0: all of it fitted into the pipe


def test_a_terminal_without_chinese_gets_escapes_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry" / "一.yaml").write_text("nonsense: 1\n", encoding="utf-8")
    ran = ivrsync("validate", cwd=tmp_path, env=environment(PYTHONIOENCODING="latin-1"))
    assert ran.code == 1
    assert "\\u4e00.yaml" in ran.err
