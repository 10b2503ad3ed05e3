"""On a terminal: it asks, shows what is going on, and cleans up behind itself."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from wcwidth import wcswidth

from tests.cli.world import Place, emulated
from tests.patience import PATIENCE

ERASED = "\r\x1b[1A\x1b[2K"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with emulated(tmp_path) as made:
        yield made


def on_a_terminal(
    place: Place, *arguments: str, answers: Mapping[str, str], env: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Exit code and everything a terminal was sent; each answer is typed once its question has appeared."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "sync", *arguments]
    variables = {**place.env, "TERM": "xterm", **(env or {})}
    process = subprocess.Popen(command, cwd=place.root, env=variables, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen, waiting, until = b"", dict(answers), time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            seen += chunk
        for question in [question for question in waiting if question in seen.decode(errors="ignore")]:
            os.write(ours, waiting.pop(question).encode())
    os.close(ours)
    return process.wait(timeout=PATIENCE), seen.decode().replace("\r\n", "\n")


def test_no_is_an_answer_and_nothing_is_done(place: Place) -> None:
    code, shown = on_a_terminal(place, "apply", answers={"[y/N]": "n\n"})
    assert code == 130
    assert "Carry out 4 steps? [y/N]" in shown
    assert "nothing was done" in shown
    assert "AddFunctionMeta" not in place.operations()


def test_yes_does_it_and_progress_is_erased_behind_it(place: Place) -> None:
    code, shown = on_a_terminal(place, "apply", "--no-color", answers={"[y/N]": "y\n"})
    assert code == 0
    assert "reading the clouds" in shown
    assert "reading the clouds" not in shown[shown.rindex(ERASED) :]
    assert shown.endswith("now in sync; recorded in registry/registry.lock.json\n")


@pytest.mark.parametrize(
    ("arguments", "env", "coloured"),
    [
        pytest.param(["plan"], {}, True, id="a terminal"),
        pytest.param(["plan", "--no-color"], {}, False, id="--no-color"),
        pytest.param(["--no-color", "plan"], {}, False, id="--no-color before the command"),
        pytest.param(["plan"], {"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param(["plan", "--format", "json"], {}, False, id="JSON"),
    ],
)
def test_colour_only_where_it_is_seen_and_wanted(place: Place, arguments: list[str], env: dict[str, str], coloured: bool) -> None:  # noqa: FBT001  a column of the table
    _, shown = on_a_terminal(place, *arguments, answers={}, env=env)
    assert ("\x1b[31m" in shown) is coloured


QUIET = """\
RG002 get-number-region: registration meta-1 in center hotline points at cn-hangzhou/demo_service/get_number_region, \
which does not exist; breaks 来电主流程 [flow-1], published, module 1
CF003 check-user-identity: memory is 128 MB, wanted 256 MB
RG001 check-user-identity: cn-shenzhen/example-service/checkUserIdentity is not registered in center hotline
step 1: ~ configure check-user-identity
step 2: + register check-user-identity in hotline
step 3: ~ repoint get-number-region in hotline
step 4: ? test check-user-identity in hotline
a published flow breaks: 3 findings (3 unrecorded), 4 steps
"""


def test_quiet_shows_one_line_for_each_thing_and_no_progress(place: Place) -> None:
    code, shown = on_a_terminal(place, "plan", "--quiet", answers={})
    assert (code, shown) == (4, QUIET)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_of_a_plan_is_wider_than_the_terminal(place: Place, columns: int) -> None:
    _, shown = on_a_terminal(place, "plan", "--no-color", answers={}, env={"COLUMNS": str(columns)})
    lines = shown[shown.rindex(ERASED) + len(ERASED) :].split("\n")
    assert [line for line in lines if wcswidth(line) > columns] == []
