"""The dynamic check: the snippets are run in a child process, with an event that records what is asked of it.

Every key that is read must be among the inferred inputs, unless the verdict is open; and an event without an input inferred to be
required must have another outcome than the whole event.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.core.signature.inferred import Inferred
from sync.core.signature.model import Parameter
from tests.patience import PATIENCE
from tests.unit.signatures.cases import HELD_OUT, Case, cases

RECORDERS = Path(__file__).parent / "recorders"
EVENTS = 25  # random ones, besides the whole event and those with one key left out
ODD_VALUES: list[Any] = ["", "x", "12", 0, 7, None, True, [], ["x"], {}, {"id": "1"}]
COMMANDS = {
    "python": [sys.executable, "-W", "ignore", str(RECORDERS / "recorder.py")],
    "javascript": ["node", str(RECORDERS / "recorder.js")],
}


def runnable(language: str) -> Iterator[Any]:
    """The snippets that can run here: valid code, for a current interpreter, without a library they need."""
    for case in (*cases(language), *cases(language, HELD_OUT)):
        if "reason" not in case.truth and "static" not in case.truth and case.truth["runtime"] != "python2.7":
            yield pytest.param(case, id=f"{language}-{case.folder.parent.parent.name}-{case.name}")


def value_for(one: Parameter) -> Any:
    """A value that the code should take."""
    by_type: dict[str | None, Any] = {"integer": 7, "number": 1.5, "boolean": True, "array": ["x"], "object": {"id": "1"}}
    return by_type.get(one.type, f"v{one.name}")


def run(case: Case, events: list[Any]) -> list[Any]:
    """Outcome and keys read, for each event."""
    command = [*COMMANDS[case.language], str(case.folder), case.truth["handler"]]
    environment = {"PATH": "/usr/bin:/bin:/usr/local/bin", **case.truth.get("environment", {})}
    done = subprocess.run(
        command, input=json.dumps(events), capture_output=True, text=True, timeout=PATIENCE, check=True, env=environment
    )
    found: list[Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def events_for(case: Case, found: Inferred) -> list[dict[str, Any]]:
    """The whole event, then without each input in turn, then random ones."""
    whole = {one.name: value_for(one) for one in found.inputs} | case.truth.get("event", {})
    without = [{key: value for key, value in whole.items() if key != one.name} for one in found.inputs]
    chance = random.Random(case.name)  # noqa: S311 - repeatable events, not secrets
    odd = [
        {key: chance.choice([value, *ODD_VALUES]) for key, value in whole.items() if chance.random() < 0.7} for _ in range(EVENTS)
    ]
    return [whole, *without, *odd]


@pytest.mark.parametrize("case", [*runnable("python"), *runnable("javascript")])
def test_what_runs_agrees_with_what_was_inferred(case: Case) -> None:
    if shutil.which(COMMANDS[case.language][0]) is None:
        pytest.skip(f"{COMMANDS[case.language][0]} is not installed")
    found = case.infer()
    assert isinstance(found, Inferred)
    outcomes = run(case, events_for(case, found))
    known = {one.name for one in found.inputs}
    if found.closed:
        assert {key for _, keys in outcomes for key in keys} <= known
    whole = outcomes[0][0]
    unchanged = [
        one.name for one, (outcome, _) in zip(found.inputs, outcomes[1:], strict=False) if one.required and outcome == whole
    ]
    assert unchanged == []
