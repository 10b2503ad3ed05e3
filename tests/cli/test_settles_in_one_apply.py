"""A registration whose failover no API writes: one apply, what it tells a person to do, and nothing is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sync.emulator.centers import Center, Registration
from tests.cli.world import SERVICES, WORLD, Place, emulated

UNREGISTERED = WORLD.replace("memory: 128", "memory: 256").replace("demo_service", "demo-service")
WITH_FAILOVER = SERVICES.replace("{description: 身份验证}", "{description: 身份验证, failover: {region: cn-beijing, weight: 20}}")
WRITES = {"AddFunctionMeta", "ModifyFunctionMeta", "DeleteFunctionMeta", "UpdateFunction"}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Everything is as the registry wants it, but that check-user-identity is not registered, which wants a failover."""
    with emulated(tmp_path, world=UNREGISTERED) as made:
        (made.root / "registry" / "services.yaml").write_text(WITH_FAILOVER, encoding="utf-8")
        yield made


def center(place: Place) -> Center:
    return place.emulator.world.center("ccc-test")


def added(place: Place) -> Registration:
    """The registration that the apply added."""
    (found,) = [item for item in center(place).registrations.values() if item.function == "checkUserIdentity"]
    return found


def the_hand(place: Place) -> None:
    """Somebody does what the report says."""
    center(place).register(replace(added(place), failover_region="cn-beijing", failover_weight=20.0))


def recorded(place: Place) -> dict[str, Any]:
    lock = json.loads((place.root / "registry" / "registry.lock.json").read_text(encoding="utf-8"))
    entry: dict[str, Any] = lock["functions"]["check-user-identity"]["registrations"]["hotline"]
    return entry


def looked(place: Place, *arguments: str) -> tuple[int, list[tuple[str, str]]]:
    """The exit code of `plan` or `drift`, and what it finds."""
    ran = place.run(*arguments, "--format", "json")
    document = json.loads(ran.out)
    return ran.code, [(finding["code"], finding["origin"]) for finding in document.get("plan", document)["findings"]]


def test_the_plan_holds_the_step_by_hand_and_says_which_step_adds_what_it_is_about(place: Place) -> None:
    planned = json.loads(place.run("plan", "--format", "json").out)["plan"]

    assert planned["version"] == 2
    assert [(step["id"], step["by_hand"], step.get("registration_id"), step["depends_on"]) for step in planned["steps"]] == [
        ("register:hotline:check-user-identity", False, None, []),
        (
            "failover:hotline:check-user-identity",
            True,
            {"step": "register:hotline:check-user-identity", "name": "registration_id"},
            ["register:hotline:check-user-identity"],
        ),
        ("test:hotline:check-user-identity:1", False, None, ["register:hotline:check-user-identity"]),
    ]
    assert "       the registration that step 1 adds\n       failover.region: (none) -> cn-beijing\n" in place.run("plan").out


def test_one_apply_and_a_hand_settle_it(place: Place) -> None:
    applied = place.run("apply", "--yes")

    identity = added(place).registration_id
    assert applied.code == 3
    assert (
        f"     registration {identity}\n     failover.region: (none) -> cn-beijing\n"
        in applied.out.rpartition("now registration")[2]
    )
    assert "| 设置 > IVR集成 > 函数列表 > 编辑, in the row 区域 华南1（深圳）" in applied.out
    assert "2 done, 1 left to do by hand" in applied.out
    assert set(place.operations()) & WRITES == {"AddFunctionMeta"}
    assert (recorded(place)["id"], recorded(place).get("failover")) == (identity, None)
    assert looked(place, "plan") == (3, [("RG007", "pending")])
    assert looked(place, "drift") == (0, [])

    the_hand(place)

    assert "in sync" in place.run("plan").out
    assert looked(place, "plan") == (0, [])
    assert looked(place, "drift") == (0, [])


def test_what_becomes_of_it_afterwards_is_drift_although_nothing_was_applied_since(place: Place) -> None:
    place.run("apply", "--yes")
    the_hand(place)
    center(place).register(replace(added(place), failover_region="cn-shanghai"))
    assert looked(place, "drift") == (2, [("RG007", "drift")])

    del center(place).registrations[added(place).registration_id]
    assert looked(place, "drift") == (2, [("RG001", "drift")])


def test_an_apply_after_the_hand_sends_nothing_and_records_what_was_done(place: Place) -> None:
    place.run("apply", "--yes")
    the_hand(place)
    place.emulator.forget_calls()
    again = place.run("apply", "--yes")

    assert again.code == 0
    assert set(place.operations()) & WRITES == set()
    assert recorded(place)["failover"] == {"region": "cn-beijing", "weight": 20.0}


def test_a_saved_plan_settles_it_too_and_the_report_of_a_machine_names_the_registration(place: Place) -> None:
    place.run("plan", "--out", "plan.json")
    report = json.loads(place.run("apply", "plan.json", "--yes", "--format", "json").out)

    assert [(result["step"]["id"].partition(":")[0], result["outcome"]) for result in report["results"]] == [
        ("register", "done"),
        ("failover", "by-hand"),
        ("test", "done"),
    ]
    assert report["results"][1]["step"]["registration_id"] == added(place).registration_id


def test_where_it_could_not_be_registered_nobody_is_sent_to_set_its_failover(place: Place) -> None:
    place.emulator.arm("AddFunctionMeta:error=503*9")
    applied = place.run("apply", "--yes")

    assert applied.code == 1
    assert "not run: a step it depends on was not done\n     the registration that step 1 adds\n" in applied.out
    assert "函数列表" not in applied.out.rpartition("FAILED")[2]
