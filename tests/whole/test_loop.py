"""Registry, plan, apply, verified: the demo's promises, with the real command and the unmodified SDKs."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from sync.emulator.messages import Call
from tests.patience import PATIENCE
from tests.whole.process import Ran, copy_sample, demo_world, emulate, registrations, run, start

STALE = "5d2f3c1e-0b6a-4a57-9a55-0f6f8a1c2d01"


def test_the_manuals_mistakes_are_found_put_right_tested_and_gone(tmp_path: Path) -> None:
    place, world = copy_sample(tmp_path), demo_world()
    with emulate(world) as emulator:
        before = json.loads(run(emulator, place, "plan", "--format", "json").out)
        applied = run(emulator, place, "apply", "--yes")
        tested = run(emulator, place, "test")
        after = run(emulator, place, "plan")
        again = run(emulator, place, "apply", "--yes")

    assert [(finding["code"], finding["uid"]) for finding in before["plan"]["findings"]] == [
        ("RG002", "get-number-region"),
        ("CF003", "check-user-identity"),
        ("RG001", "check-user-identity"),
        ("RG005", "order-status"),
    ]
    assert (applied.code, tested.code, after.code, again.code) == (0, 0, 0, 0)
    assert registrations(world)[STALE] == ("cn-hangzhou", "demo-service", "get_number_region", "号码归属地")
    assert sorted(function for _, _, function, _ in registrations(world).values()) == [
        "checkUserIdentity",
        "get_number_region",
        "order-status",
    ]
    assert "in sync" in after.out


@pytest.mark.parametrize("command", ["plan", "drift"])
def test_a_command_that_looks_sends_no_write(command: str, tmp_path: Path) -> None:
    place = copy_sample(tmp_path)
    with emulate(demo_world()) as emulator:
        run(emulator, place, command)
        calls = emulator.calls()

    assert len(calls) > 0
    assert [call.operation for call in calls if call.is_write] == []


def test_a_second_apply_at_once_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    place = copy_sample(tmp_path)
    answers: list[Ran] = []

    def meanwhile(moment: str, call: Call) -> None:
        if moment == "before" and call.operation == "AddFunctionMeta":
            answers.append(run(emulator, place, "apply", "--yes"))

    with emulate(demo_world(), meanwhile) as emulator:
        first = run(emulator, place, "apply", "--yes")

    assert first.code == 0
    assert [(answer.code, "process" in answer.err) for answer in answers] == [(1, True)]


def test_ctrl_c_ends_between_steps_and_the_next_apply_goes_on(tmp_path: Path) -> None:
    place, world = copy_sample(tmp_path), demo_world()
    sent: list[Call] = []

    def interrupting(moment: str, call: Call) -> None:
        if moment == "before" and call.operation == "AddFunctionMeta" and not sent:
            sent.append(call)
            process.send_signal(signal.SIGINT)

    with emulate(world, interrupting) as emulator:
        process = start(emulator, place, "apply", "--yes")
        out, _ = process.communicate(timeout=PATIENCE)
        added = sorted(registrations(world).values())
        resumed = run(emulator, place, "apply", "--yes")
        after = run(emulator, place, "plan")

    assert process.returncode == 130
    assert ("cn-shenzhen", "example-service", "checkUserIdentity", "身份验证") in added, "the step under way is finished"
    assert ("华东1（杭州）", "demo_service", "get_number_region", "号码归属地") in added, "no further step is begun"
    assert "not run" in out
    assert (resumed.code, after.code) == (0, 0)


def test_a_saved_plan_is_applied_as_it_was_shown_and_only_here(tmp_path: Path) -> None:
    place = copy_sample(tmp_path)
    with emulate(demo_world()) as emulator:
        run(emulator, place, "plan", "--out", "reviewed.json")
        with emulate(demo_world()) as elsewhere:
            refused = run(elsewhere, place, "apply", "reviewed.json", "--yes")
        applied = run(emulator, place, "apply", "reviewed.json", "--yes")
        stale = run(emulator, place, "apply", "reviewed.json", "--yes")

    assert (refused.code, applied.code, stale.code) == (1, 0, 1)
    assert "world" in refused.err or "clouds" in refused.err
    assert "registry.lock.json" in stale.err


def test_a_region_that_does_not_answer_is_a_gap_and_nothing_is_concluded_from_it(tmp_path: Path) -> None:
    place = copy_sample(tmp_path)
    with emulate(demo_world()) as emulator:
        emulator.arm("ListServices:error=500*100")
        planned = json.loads(run(emulator, place, "plan", "--format", "json").out)["plan"]

    assert {gap["subject"] for gap in planned["gaps"]} == {"cn-hangzhou", "cn-shenzhen"}
    assert not {"EX001", "RG002"} & {finding["code"] for finding in planned["findings"]}
    assert not any(step["kind"] in {"register", "repoint", "unregister"} for step in planned["steps"])
