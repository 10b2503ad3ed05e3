"""Runs `ivrsync` the way a shell does: a process of its own, nothing inherited that could point it at a real account."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    """The environment of a process that knows this checkout and no account."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}  # noqa: TID251  for a child
    return {**kept, "PYTHONPATH": str(ROOT), "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true", **more}


class _Nursery:
    """Forks commands from a process that has everything loaded (tests/whole/nursery.py), one at a time."""

    def __init__(self) -> None:
        command = [sys.executable, str(ROOT / "tests" / "whole" / "nursery.py")]
        self._process = subprocess.Popen(
            command, env=environment(), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        atexit.register(self.end)

    def run(self, order: Mapping[str, object]) -> int:
        """The exit code of a command, when it has ended."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        self._answer()
        return self._answer()["code"]

    def end(self) -> None:
        """End it; a command that it waits for goes on."""
        self._process.kill()
        self._process.communicate()

    def _answer(self) -> dict[str, int]:
        assert self._process.stdout is not None
        answer: dict[str, int] = json.loads(self._process.stdout.readline())
        return answer


_idle: list[_Nursery] = []


def ivrsync(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None, stdin: str = "") -> Ran:
    """Run to the end."""
    variables = {"IVRSYNC_CACHE": str(cwd / ".cache"), **(env or environment())}
    if _for_the_interpreter(variables) != _for_the_interpreter(environment()):
        return _in_an_interpreter_of_its_own(arguments, cwd, variables, stdin)
    nursery = _idle.pop() if _idle else _Nursery()
    with tempfile.TemporaryDirectory() as folder:
        files = {name: str(Path(folder, name)) for name in ("in", "out", "err")}
        Path(files["in"]).write_text(stdin, encoding="utf-8")
        try:
            code = nursery.run({"cwd": str(cwd), "env": variables, "arguments": arguments, **files})
        except BaseException:
            nursery.end()
            raise
        _idle.append(nursery)
        out, err = (Path(files[name]).read_text(encoding="utf-8") for name in ("out", "err"))
    return Ran(code=code, out=out, err=err)


def _for_the_interpreter(variables: Mapping[str, str]) -> dict[str, str]:
    """What a process reads when it starts, and never again."""
    return {name: value for name, value in variables.items() if name.startswith(("PYTHON", "LANG", "LC_"))}


def _in_an_interpreter_of_its_own(arguments: Sequence[str], cwd: Path, env: Mapping[str, str], stdin: str) -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "sync", *arguments],
        cwd=cwd,
        env=env,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return Ran(code=done.returncode, out=done.stdout, err=done.stderr)
