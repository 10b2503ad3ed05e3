"""The two regression suites: source files and the truth about them, written by hand.

`signatures` was written together with the engine, one idiom a case. `signatures-held-out` holds whole handlers; its truths were
written, and checked by running the handlers, before the engine was seen to read them, and the engine was improved on them since:
held out they were once. The document says which of its samples came from somebody who did not know the engine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.core.signature.inferred import Inferred, Unknown
from sync.signatures.infer import infer
from sync.signatures.package import package_of

ROOT = Path(__file__).parents[2] / "cases" / "signatures"
HELD_OUT = ROOT.with_name("signatures-held-out")
LANGUAGES = tuple(sorted(path.name for path in ROOT.iterdir() if path.is_dir()))


@dataclass(frozen=True, slots=True)
class Case:
    """One snippet with its truth."""

    language: str
    name: str
    folder: Path
    files: dict[str, bytes]
    truth: dict[str, Any]

    def infer(self) -> Inferred | Unknown:
        """What the code shows."""
        return infer(package_of(self.files), self.truth["handler"], self.truth["runtime"], self.truth.get("environment", {}))


def cases(language: str, suite: Path = ROOT) -> list[Case]:
    """All snippets of a language in a suite, by name."""
    return [_case(language, folder) for folder in sorted((suite / language).iterdir()) if folder.is_dir()]


def differences() -> dict[str, str]:
    """Whole handlers that the engine does not read as their truth says, each with the reason."""
    found: dict[str, str] = json.loads((HELD_OUT / "differences.json").read_text(encoding="utf-8"))
    return found


def _case(language: str, folder: Path) -> Case:
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != "truth.json" and "__pycache__" not in path.parts]
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return Case(language, folder.name, folder, files, json.loads((folder / "truth.json").read_text(encoding="utf-8")))


def contract(found: Inferred | Unknown) -> dict[str, Any]:
    """What was inferred, in the form of a truth file."""
    if isinstance(found, Unknown):
        return {"reason": found.reason}
    inputs = {one.name: {"required": one.required, "type": one.type, "default": one.default} for one in found.inputs}
    results = {(path.kind, tuple(field.name for field in path.fields)) for path in found.results}
    return {
        "inputs": inputs,
        "results": [{"kind": kind, "fields": list(fields)} for kind, fields in sorted(results)],
        "escapes": sorted({escape.reason for escape in found.escapes}),
    }


def wrongly_closed(found: dict[str, Any], truth: dict[str, Any]) -> bool:
    """Whether a contract says that it names every input, and is wrong: the worst error, since further inputs are then denied."""
    if found.get("escapes") != []:
        return False
    return bool("reason" in truth or truth["escapes"] or truth["inputs"].keys() - found["inputs"].keys())


def expected(case: Case) -> dict[str, Any]:
    """The truth, in the same form."""
    if "reason" in case.truth:
        return {"reason": case.truth["reason"]}
    return {key: case.truth[key] for key in ("inputs", "results", "escapes")}
