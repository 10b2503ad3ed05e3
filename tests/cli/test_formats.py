"""A new output format is one file: every command that it can write for offers it, explains it, completes it and writes it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import ROOT, Ran, environment, ivrsync
from tests.patience import PATIENCE

# A format for the verdict of plans, and for rules: the whole of what somebody adds.
WORD = '''
"""The number of rules, or of steps."""

from sync.render.format_registry import Format

FORMAT = Format(
    help="how many",
    writers={"plan": lambda output, page: f"{len(output.plan.steps)} steps\\n", "rules": lambda output, page: "rules\\n"},
)
'''
# Python that puts a folder beside the formats, as if the files in it stood there, and runs the command line.
RUN = """
import sys
from sync.render import formats
formats.__path__.append(sys.argv[1])
sys.argv = ["ivrsync", *sys.argv[2:]]
from sync.__main__ import main
main()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "how_many.py").write_text(WORD, encoding="utf-8")
    return tmp_path


def with_formats_of(folder: Path, *arguments: str, **env: str) -> Ran:
    """The command line, with the formats of that folder beside those in the source."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(folder), *arguments],
        env=environment(**env),
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return Ran(code=done.returncode, out=done.stdout, err=done.stderr)


def test_a_file_among_the_formats_is_a_format_that_writes(folder: Path) -> None:
    assert with_formats_of(folder, "rules", "--format", "how-many") == Ran(code=0, out="rules\n", err="")


def test_the_help_names_and_explains_it(folder: Path) -> None:
    told = " ".join(with_formats_of(folder, "plan", "--help").out.split())
    assert re.search(
        r"--format \[text\|(.*\|)?how-many\|.*\] text \(default\): for people; .*how-many: how many; (.*; )?json: ", told
    )


def test_shells_complete_it(folder: Path) -> None:
    words = {"COMP_WORDS": "ivrsync plan --format how", "COMP_CWORD": "3"}
    assert with_formats_of(folder, _IVRSYNC_COMPLETE="bash_complete", **words).out == "plain,how-many\n"


def test_a_mistyped_format_is_answered_with_those_there_are(folder: Path) -> None:
    ran = with_formats_of(folder, "plan", "--format", "how")
    assert (ran.code, ran.out) == (1, "")
    assert re.search(r"'how' is not one of 'text', .*'how-many', ", ran.err)


def test_a_command_that_it_cannot_write_for_does_not_offer_it(folder: Path) -> None:
    ran = with_formats_of(folder, "doctor", "--help")
    assert "--format [text|" in ran.out
    assert "how-many" not in ran.out


def test_without_the_file_there_is_no_such_format(tmp_path: Path) -> None:
    assert "'how-many' is not one of 'text', " in ivrsync("rules", "--format", "how-many", cwd=tmp_path).err
