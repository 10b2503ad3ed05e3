"""`ivrsync validate` reads the code beside the specs: what it contradicts is a mistake, before any cloud sees it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Ran, ivrsync

CENTERS = "centers:\n  hotline: {instance: ccc-test, registrations: api}\n"
CODE = 'import json\ndef handler(event, context):\n    return {"city": json.loads(event)["phone"]}\n'
SIGNATURE: dict[str, Any] = {"inputs": {"phone": {"type": "string", "required": True}}, "result": {"city": "string"}}


def validate(place: Path, code: str | None, *words: str, **stated: object) -> Ran:
    """Write a registry of one function and its code, and validate it."""
    usual = {"name": "a", "runtime": "python3.10", "handler": "index.handler", "code": "code", "signature": SIGNATURE}
    spec = {name: value for name, value in {**usual, **stated}.items() if value is not None}
    (place / "registry" / "code").mkdir(parents=True)
    (place / "registry" / "centers.yaml").write_text(CENTERS, encoding="utf-8")
    document = {"service": "svc", "region": "cn-hangzhou", "functions": {"alpha": spec}}
    (place / "registry" / "services.yaml").write_text(json.dumps(document, indent=1), encoding="utf-8")
    if code is not None:
        (place / "registry" / "code" / "index.py").write_text(code, encoding="utf-8")
    return ivrsync("validate", *words, cwd=place)


@pytest.mark.parametrize(
    ("code", "stated", "codes"),
    [
        (CODE, {}, []),
        (CODE.replace("phone", "order"), {}, ["SG018", "SG019"]),
        (CODE.replace("city", "town"), {}, ["SG010", "SG011"]),
        (CODE, {"handler": "index.main"}, ["SG022"]),
        ("def handler(event, context:\n", {}, ["SG022"]),
        (CODE, {"signature": None}, []),
        ("def handler(event, context):\n    return unknown(event)\n", {}, []),  # nothing certain, no mistake
        (None, {}, []),  # a folder without a source that can be read
        ("func main() {}", {"runtime": "go1", "handler": "main"}, []),
    ],
)
def test_the_code_beside_a_spec_is_held_against_it(
    tmp_path: Path, code: str | None, stated: dict[str, object], codes: list[str]
) -> None:
    ran = validate(tmp_path, code, "--format", "json", **stated)
    told = json.loads(ran.out)
    assert ([item["code"] for item in told["findings"]], ran.code) == (codes, 1 if codes else 0)
    assert told["exit_code"] == ran.code


def test_people_are_told_where_and_what_next(tmp_path: Path) -> None:
    ran = validate(tmp_path, CODE.replace("phone", "order"))
    said = " ".join(ran.out.split())
    assert ran.code == 1
    assert "registry/services.yaml:5:3" in said
    assert "the spec declares input phone, and the code" in said
    assert said.endswith("2 findings about the code beside the specs: 1 function, 0 registrations, 1 center, 1 region")


def test_the_files_alone_when_asked(tmp_path: Path) -> None:
    ran = validate(tmp_path, CODE.replace("phone", "order"), "--no-signatures")
    assert (ran.code, ran.out) == (0, "no mistakes: 1 function, 0 registrations, 1 center, 1 region\n")
