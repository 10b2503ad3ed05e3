"""Runs the shell of a template as a CI system does: in a checkout of its own, with the variables that the system sets.

Nothing is fetched from a package index: a stand-in for python makes environments that hold the ivrsync of this checkout, and notes
what pip was told to install.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.ci.templates import ROOT
from tests.patience import PATIENCE

_PYTHON = f"""#!/bin/sh
case "$*" in
  "-I -m venv "*) for place; do :; done; mkdir -p "$place/bin"; cp "$0" "$place/bin/python" ;;
  "-I -m pip install --quiet "*)
    echo "$6" >> "$STAND_IN_INSTALLED"
    cp "$STAND_IN/ivrsync" "$(dirname "$0")/ivrsync" ;;
  "-I -c "*) exec {sys.executable} "$@" ;;
  *) echo "the stand-in for python does not know: $*" >&2; exit 99 ;;
esac
"""
# STAND_IN_WORDS: the address of a scripted host, where the job's system names none.
_IVRSYNC = f"""#!/bin/sh
[ "$1" != comment ] || set -- "$@" $STAND_IN_WORDS
PYTHONPATH={ROOT} exec {sys.executable} -P -m sync "$@"
"""
_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a piece of shell ended, and what it said."""

    code: int
    out: str
    err: str


@dataclass(slots=True)
class Job:
    """A machine of a CI system with a checkout. `variables` are those that the system sets."""

    checkout: Path
    scratch: Path
    variables: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, text in (("python", _PYTHON), ("python3", _PYTHON), ("ivrsync", _IVRSYNC)):
            self._program(name, text)
        self.file("path").touch()

    def file(self, name: str) -> Path:
        """A file of the machine, outside of the checkout."""
        return self.scratch / name

    @property
    def installed(self) -> list[str]:
        """What pip was told to install."""
        return self.file("installed").read_text(encoding="utf-8").splitlines()

    def shell(self, script: str, shell: Sequence[str] = ("bash", "-e"), **more: str) -> Ran:
        """Run it to the end."""
        before = [*reversed(self.file("path").read_text(encoding="utf-8").split()), str(self.scratch / "stand-in")]
        usual = {"PATH": ":".join([*before, os.environ["PATH"]]), "HOME": str(self.scratch), "LANG": "C.UTF-8"}  # noqa: TID251  for a child
        stand_in = {"STAND_IN": str(self.scratch / "stand-in"), "STAND_IN_INSTALLED": str(self.file("installed"))}
        env = {**usual, **stand_in, "TMPDIR": str(self.scratch), "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true"}
        self.file("script").write_text(script, encoding="utf-8")
        ended = subprocess.run(
            [*shell, str(self.file("script"))],
            cwd=self.checkout,
            env={**env, **self.variables, **more},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        return Ran(code=ended.returncode, out=ended.stdout, err=ended.stderr)

    def steps(self, steps: Sequence[Mapping[str, Any]], known: Mapping[str, str]) -> Ran:
        """Run the shell of these steps of GitHub Actions until one fails. `known` are the values of expressions."""
        files = {"GITHUB_PATH": "path", "GITHUB_OUTPUT": "output", "GITHUB_STEP_SUMMARY": "summary"}
        self.variables |= {"RUNNER_TEMP": str(self.scratch), **{name: str(self.file(file)) for name, file in files.items()}}
        ran = Ran(code=0, out="", err="")
        for step in steps:
            if "run" not in step:
                continue
            env = {name: self._value(text, known) for name, text in step.get("env", {}).items()}
            shell = ("bash", "--noprofile", "--norc", "-eo", "pipefail") if step.get("shell") == "bash" else ("bash", "-e")
            one = self.shell(step["run"], shell, **env)
            ran = Ran(code=one.code, out=ran.out + one.out, err=ran.err + one.err)
            self._note(str(step.get("id")))
            if ran.code:
                break
        return ran

    def _program(self, name: str, text: str) -> None:
        path = self.scratch / "stand-in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def _value(self, text: str, known: Mapping[str, str]) -> str:
        return _EXPRESSION.sub(lambda found: ({**known, **self.outputs, "runner.temp": str(self.scratch)})[found[1]], text)

    def _note(self, step: str) -> None:
        told = self.file("output").read_text(encoding="utf-8") if self.file("output").exists() else ""
        self.outputs |= {f"steps.{step}.outputs.{line.partition('=')[0]}": line.partition("=")[2] for line in told.splitlines()}
