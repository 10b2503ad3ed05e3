"""Runs `ivrsync` the way a shell does: a process of its own, nothing inherited that could point it at a real account."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
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


def ivrsync(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None, stdin: str = "") -> Ran:
    """Run to the end."""
    done = subprocess.run(
        [sys.executable, "-m", "sync", *arguments],
        cwd=cwd,
        env={"IVRSYNC_CACHE": str(cwd / ".cache"), **(env or environment())},
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return Ran(code=done.returncode, out=done.stdout, err=done.stderr)
