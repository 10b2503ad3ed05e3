"""apply leaves nothing worse than it found it: the whole command over the emulator, with functions that really run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.emulator.code import zip_files
from tests.cli.world import ACCOUNT, Place, emulated, in_sync

CODE = """\
import os

def handler(event, context):
    if os.environ.get("MODE") == "fast":
        raise ValueError("fast is not ready")
    return {"verified": True, "memory": "small"}
"""
SPEC = """\
service: example-service
region: cn-shenzhen
functions:
  check-user-identity:
    name: checkUserIdentity
    environment: {{MODE: fast}}
    registrations:
      hotline: {{description: {description}}}
    checks:
      - {{name: a known caller, input: {{idNumber: "330102"}}, expect: {{verified: true}}{once}}}
"""


def written(place: Place, *, once: str = "", description: str = "身份验证") -> None:
    (place.root / "registry" / "services.yaml").write_text(SPEC.format(once=once, description=description), encoding="utf-8")


def deployed(place: Place, **environment: str) -> None:
    settings = {"runtime": "python3.10", "handler": "index.handler", "memorySize": 128, "environmentVariables": environment}
    with place.emulator.world.lock:
        place.emulator.world.put_function(
            ACCOUNT,
            "cn-shenzhen",
            "checkUserIdentity",
            service="example-service",
            package=zip_files({"index.py": CODE}),
            settings=settings,
        )


def variables(place: Place) -> object:
    described = place.emulator.world.describe()["compute"]
    assert isinstance(described, list)
    return next(
        item["settings"].get("environmentVariables", {})
        for shelf in described
        for item in shelf["functions"]
        if item["name"] == "checkUserIdentity"
    )


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A function that works as it is, and whose spec asks for what it cannot do."""
    with emulated(tmp_path, world=in_sync()) as made:
        written(made)
        deployed(made, MODE="slow")
        yield made


def parsed(text: str) -> Any:
    return json.loads(text)


def test_a_change_after_which_a_check_fails_that_passed_before_is_put_back_and_the_run_exits_4(place: Place) -> None:
    ran = place.run("apply", "--yes")
    assert ran.code == 4
    assert variables(place) == {"MODE": "slow"}
    assert [
        words
        for words in (
            "PUT BACK: a check that passed before this step failed after it",
            "FAILED: the function failed",
            "it passed before this run",
            "1 failed, 1 put back",
        )
        if words not in ran.out
    ] == []


def test_the_report_as_json_says_what_was_put_back_and_how_the_check_ended_before(place: Place) -> None:
    document = parsed(place.run("apply", "--yes", "--format", "json").out)
    assert (document["exit_code"], document["counts"]["put_back"], document["counts"]["failed"]) == (4, 1, 1)
    assert [(result["step"]["kind"], result["outcome"], result["reason"], result["before"]) for result in document["results"]] == [
        ("update-function", "put-back", "check-failed", None),
        ("test", "failed", "function-failed", "passed"),
    ]


def test_on_request_the_change_stays_and_the_run_exits_4_all_the_same(place: Place) -> None:
    ran = place.run("apply", "--yes", "--keep")
    assert (ran.code, variables(place)) == (4, {"MODE": "fast"})
    assert "PUT BACK" not in ran.out


def test_a_variable_that_was_not_there_is_gone_again(place: Place) -> None:
    deployed(place, OTHER="kept")
    assert (place.run("apply", "--yes").code, variables(place)) == (4, {"OTHER": "kept"})


def test_a_function_that_did_not_answer_its_check_before_keeps_the_change(place: Place) -> None:
    world = place.root / "registry" / "services.yaml"
    world.write_text(world.read_text(encoding="utf-8").replace("verified: true", "verified: never"), encoding="utf-8")
    ran = place.run("apply", "--yes")
    assert (ran.code, variables(place)) == (1, {"MODE": "fast"})
    assert "it did not pass before this run either" in ran.out


def test_a_check_that_must_not_be_made_twice_is_made_once_and_puts_nothing_back(place: Place) -> None:
    written(place, once=", once: true")
    ran = place.run("apply", "--yes")
    assert (ran.code, variables(place)) == (1, {"MODE": "fast"})
    assert place.operations().count("TestFcInvocation") == 1
