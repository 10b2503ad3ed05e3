"""Ctrl-C, crashes and second applies: what was done stays done, is told, and is gone on with."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.emulator.centers import Registration
from sync.emulator.messages import Call
from tests.cli.world import Place, emulated
from tests.patience import PATIENCE, wait_until


class Gate:
    """Holds up every `AddFunctionMeta` before it takes effect, until the gate is opened."""

    def __init__(self) -> None:
        self._opened = threading.Event()

    def observe(self, moment: str, call: Call) -> None:
        """Wait there, if it is such a call."""
        if moment == "before" and call.operation == "AddFunctionMeta":
            self._opened.wait(PATIENCE)

    def open(self) -> None:
        """Let everybody through from now on."""
        self._opened.set()


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def place(tmp_path: Path, gate: Gate) -> Iterator[Place]:
    """The emulated cloud, and a saved plan of four steps: configure, register, repoint, test."""
    with emulated(tmp_path, observer=gate.observe) as made:
        try:
            made.run("plan", "--out", "plan.json", "--quiet")
            made.emulator.forget_calls()
            yield made
        finally:
            gate.open()  # an emulator that stops waits for the calls it has begun


def applying(place: Place) -> subprocess.Popen[str]:
    """An apply of the saved plan under way."""
    return subprocess.Popen(
        [sys.executable, "-m", "sync", "apply", "plan.json", "--yes"],
        cwd=place.root,
        env=place.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def heard(process: subprocess.Popen[str], words: str) -> str:
    """Everything the command has said on standard error when it has said those words."""
    assert process.stderr is not None
    said = ""
    while words not in said:
        line = process.stderr.readline()
        assert line, f"it ended without saying {words!r}: {said}"
        said += line
    return said


def called(place: Place, operation: str) -> Callable[[], bool]:
    return lambda: operation in place.operations()


def registered(place: Place) -> bool:
    """Whether the missing registration is there."""
    return any(len(center.registrations) > 1 for center in place.emulator.world.centers.values())


def count(place: Place, operation: str) -> int:
    return place.operations().count(operation)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_after_the_step_under_way_and_the_same_plan_goes_on(
    place: Place, gate: Gate, number: signal.Signals
) -> None:
    process = applying(place)
    wait_until(called(place, "AddFunctionMeta"))
    process.send_signal(number)
    heard(process, "stopping after this step; repeat to stop at once")
    gate.open()
    out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "2 done, 2 not run (stopped by you)" in out
    assert not (place.root / "registry" / "registry.lock.json").exists()
    again = place.run("apply", "plan.json", "--yes")
    assert again.code == 0
    assert "stopped in the middle. This run resumes there." in again.err
    assert "by the earlier, interrupted run" in again.out
    assert (count(place, "AddFunctionMeta"), count(place, "ModifyFunctionMeta")) == (1, 1)


def test_two_signals_stop_at_once_and_nothing_happens_twice(place: Place, gate: Gate) -> None:
    process = applying(place)
    wait_until(called(place, "AddFunctionMeta"))
    process.send_signal(signal.SIGINT)
    heard(process, "repeat to stop at once")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert not registered(place), "it has not waited for the answer"
    gate.open()
    wait_until(lambda: registered(place))
    again = place.run("apply", "plan.json", "--yes")
    assert again.code == 0
    assert count(place, "AddFunctionMeta") == 1


def test_after_a_kill_the_plan_made_anew_says_so_and_finishes(place: Place, gate: Gate) -> None:
    process = applying(place)
    wait_until(called(place, "AddFunctionMeta"))
    process.kill()
    process.communicate()
    gate.open()
    wait_until(lambda: registered(place))
    again = place.run("apply", "--yes")
    assert again.code == 0
    assert "An apply of another plan, started " in again.err
    assert count(place, "AddFunctionMeta") == 1


def test_a_second_apply_is_refused_and_told_who_holds_the_registry(place: Place, gate: Gate) -> None:
    first = applying(place)
    wait_until(called(place, "AddFunctionMeta"))
    second = place.run("apply", "plan.json", "--yes")
    gate.open()
    first.communicate(timeout=PATIENCE)
    assert (first.returncode, second.code) == (0, 1)
    assert f"process {first.pid}" in second.err
    told, hint = second.err.splitlines()
    assert told.startswith("error: another apply holds this registry: ")
    assert hint.startswith("hint: wait until it has ended")
    assert second.out == ""


def test_a_step_that_fails_does_not_stop_the_others_and_gives_1(place: Place, gate: Gate) -> None:
    gate.open()
    with place.emulator.world.lock:
        moved = Registration(registration_id="meta-1", region="cn-hangzhou", service="demo-service", function="somebody_elses")
        place.emulator.world.center("ccc-test").register(moved)
    ran = place.run("apply", "plan.json", "--yes", "--format", "json")
    report = json.loads(ran.out)
    assert (ran.code, report["exit_code"]) == (1, 1)
    assert [result["reason"] for result in report["results"] if result["outcome"] == "failed"] == ["target-changed"]
    assert report["counts"] == {"done": 3, "failed": 1, "put_back": 0, "by_hand": 0, "not_run": 0}
