"""Ctrl-C, crashes and second applies: what was done stays done, is told, and is gone on with."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.emulator.centers import Registration
from tests.cli.world import Place, emulated

PATIENCE = 30.0  # seconds; only a broken run waits so long


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """The emulated cloud, and a saved plan of four steps: configure, register, repoint, test."""
    with emulated(tmp_path) as made:
        made.run("plan", "--out", "plan.json", "--quiet")
        made.emulator.forget_calls()
        yield made


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


def wait_for(happened: Callable[[], bool]) -> None:
    """Look until it has happened."""
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)


def called(place: Place, operation: str) -> Callable[[], bool]:
    return lambda: operation in place.operations()


def count(place: Place, operation: str) -> int:
    return place.operations().count(operation)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_after_the_step_under_way_and_the_same_plan_goes_on(place: Place, number: signal.Signals) -> None:
    place.emulator.arm("AddFunctionMeta:delay=2s")
    process = applying(place)
    wait_for(called(place, "AddFunctionMeta"))
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "stopping after this step; once more stops at once" in err
    assert "2 done, 2 not run (stopped by you)" in out
    assert not (place.root / "registry" / "registry.lock.json").exists()
    again = place.run("apply", "plan.json", "--yes")
    assert again.code == 0
    assert "stopped in the middle. This one goes on from there." in again.err
    assert "by the earlier, interrupted run" in again.out
    assert (count(place, "AddFunctionMeta"), count(place, "ModifyFunctionMeta")) == (1, 1)


def test_two_signals_stop_at_once_and_nothing_happens_twice(place: Place) -> None:
    place.emulator.arm("AddFunctionMeta:delay=3s")
    process = applying(place)
    wait_for(called(place, "AddFunctionMeta"))
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert time.monotonic() - began < 2.5
    assert "Traceback" not in err
    again = place.run("apply", "plan.json", "--yes")
    assert again.code == 0
    assert count(place, "AddFunctionMeta") == 1


def test_after_a_kill_the_plan_made_anew_says_so_and_finishes(place: Place) -> None:
    place.emulator.arm("AddFunctionMeta:delay=1s")
    process = applying(place)
    wait_for(called(place, "AddFunctionMeta"))
    process.kill()
    process.communicate()
    wait_for(lambda: any(c.registrations and len(c.registrations) > 1 for c in place.emulator.world.centers.values()))
    again = place.run("apply", "--yes")
    assert again.code == 0
    assert "An apply of another plan, begun " in again.err
    assert count(place, "AddFunctionMeta") == 1


def test_a_second_apply_is_refused_and_told_who_holds_the_registry(place: Place) -> None:
    place.emulator.arm("AddFunctionMeta:delay=2s")
    first = applying(place)
    wait_for(called(place, "AddFunctionMeta"))
    first.send_signal(signal.SIGSTOP)  # in the middle of a step, for as long as the second one takes
    second = place.run("apply", "plan.json", "--yes")
    first.send_signal(signal.SIGCONT)
    first.communicate(timeout=PATIENCE)
    assert (first.returncode, second.code) == (0, 1)
    assert f"process {first.pid}" in second.err
    told, hint = second.err.splitlines()
    assert told.startswith("error: another apply holds this registry: ")
    assert hint.startswith("hint: wait until it has ended")
    assert second.out == ""


def test_a_step_that_fails_does_not_stop_the_others_and_gives_1(place: Place) -> None:
    with place.emulator.world.lock:
        moved = Registration(registration_id="meta-1", region="cn-hangzhou", service="demo-service", function="somebody_elses")
        place.emulator.world.center("ccc-test").register(moved)
    ran = place.run("apply", "plan.json", "--yes", "--format", "json")
    report = json.loads(ran.out)
    assert (ran.code, report["exit_code"]) == (1, 1)
    assert [result["reason"] for result in report["results"] if result["outcome"] == "failed"] == ["target-changed"]
    assert report["counts"] == {"done": 3, "failed": 1, "by_hand": 0, "not_run": 0}
