"""The templates of `ci/` as data: which files there are, and the shell in each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
CI = ROOT / "ci"
GITHUB = (CI / "github" / "review.yml", CI / "github" / "comment.yml", CI / "github" / "snapshot.yml")
ACTION = CI / "github" / "action.yml"
GITLAB = CI / "gitlab" / ".gitlab-ci.yml"
JENKINS = (CI / "jenkins" / "Jenkinsfile", CI / "jenkins" / "Jenkinsfile.snapshot")
ALL = sorted(path for path in CI.rglob("*") if path.is_file())
_GROOVY_SHELL = re.compile(r"sh '''(.*?)'''", re.DOTALL)


def document(path: Path) -> dict[Any, Any]:
    """A template that is YAML. `on` is a key that YAML 1.1 takes for true."""
    value: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return value


def steps(path: Path) -> list[dict[str, Any]]:
    """The steps of the one job of a workflow, or of a composite action."""
    whole = document(path)
    if "runs" in whole:
        found: list[dict[str, Any]] = whole["runs"]["steps"]
    else:
        (job,) = whole["jobs"].values()
        found = job["steps"]
    return found


def scripts(path: Path) -> list[str]:
    """Every piece of shell in a template, in its order."""
    if path in JENKINS:
        return [dedent(found) for found in _GROOVY_SHELL.findall(path.read_text(encoding="utf-8"))]
    return list(_shell(document(path)))


def _shell(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inside in value.items():
            if key in {"run", "commands", "script", "before_script"}:
                yield from [inside] if isinstance(inside, str) else inside
            else:
                yield from _shell(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _shell(inside)
