"""Deployed code, as whole commands read it: once, not at all where it is not needed, and not being able to is a gap."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.world import IDENTITY, Place, emulated, in_sync

READING = "GetFunctionCode"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with emulated(tmp_path, world=in_sync()) as there:
        yield there


def asked(place: Place) -> int:
    return place.operations().count(READING)


def test_each_code_is_fetched_once_and_not_again_while_it_stays(place: Place) -> None:
    assert place.run("plan").code == 0
    first = asked(place)
    assert place.run("plan").code == 0
    assert place.run("drift").code == 0

    assert (first, asked(place)) == (2, 2)


@pytest.mark.parametrize("arguments", [("plan", "--no-signatures"), ("drift", "--no-signatures"), ("test",)], ids=" ".join)
def test_what_needs_no_code_reads_none(place: Place, arguments: tuple[str, ...]) -> None:
    place.run(*arguments)

    assert asked(place) == 0


def test_the_settings_may_say_that_no_code_is_read(place: Place) -> None:
    (place.root / "ivrsync.toml").write_text("signatures = false\n", encoding="utf-8")

    assert place.run("plan").code == 0
    assert asked(place) == 0


def test_code_that_cannot_be_read_is_a_gap_with_its_address_and_nothing_is_concluded(place: Place) -> None:
    place.emulator.arm(f"{READING}:error=500*100")
    ran = place.run("plan", "--format", "json")

    plan = json.loads(ran.out)["plan"]
    assert ran.code == 5
    assert [(gap["scope"], gap["subject"]) for gap in plan["gaps"]] == [
        ("code", "cn-hangzhou/demo-service/get_number_region"),
        ("code", "cn-shenzhen/example-service/checkUserIdentity"),
    ]
    assert {finding["code"] for finding in plan["findings"]} == {"OB005"}


def test_a_changed_input_is_drift_and_names_the_line(place: Place) -> None:
    assert place.run("apply", "--yes").code == 0
    (place.root / "world" / "identity" / "index.py").write_text(IDENTITY.replace("idNumber", "idNo"), encoding="utf-8")
    (place.root / "again").mkdir()
    changed = in_sync().replace("code: ", f"code: {place.root / 'world'}/")
    with emulated(place.root / "again", world=changed) as later:
        (later.root / "registry" / "registry.lock.json").write_bytes((place.root / "registry" / "registry.lock.json").read_bytes())
        ran = later.run("drift", "--format", "json")

    findings = json.loads(ran.out)["findings"]
    assert ran.code == 2
    assert [(item["code"], item["origin"]) for item in findings] == [("SG004", "drift"), ("SG023", "drift")]
    assert (findings[0]["args"]["newer"], findings[0]["args"]["place"]) == ("implemented", "index.py:3")


def test_a_cache_that_cannot_be_written_is_told_and_changes_nothing(place: Place) -> None:
    (place.root / "file").write_text("", encoding="utf-8")
    ran = place.run("plan", IVRSYNC_CACHE=str(place.root / "file"))

    assert ran.code == 0
    assert "what the code shows could not be cached" in ran.err


def test_where_registry_and_cloud_moved_on_together_plan_says_that_the_lock_is_of_before(place: Place) -> None:
    assert place.run("apply", "--yes").code == 0
    again = place.run("plan")
    spec = place.root / "registry" / "services.yaml"
    text = spec.read_text(encoding="utf-8")
    inputs = "    signature:\n      inputs:\n        idNumber: {required: true}\n"
    spec.write_text(text.replace("    memory: 256\n", f"    memory: 256\n{inputs}", 1), encoding="utf-8")
    behind = place.run("plan")
    assert place.run("apply", "--yes").code == 0
    recorded = place.run("plan")

    said = "The lock file is out of date"
    assert (again.code, behind.code, recorded.code) == (0, 0, 0)
    assert [said in ran.err for ran in (again, behind, recorded)] == [False, True, False]


def test_a_handler_that_the_package_does_not_hold_is_told_before_it_is_set(place: Place) -> None:
    assert place.run("apply", "--yes").code == 0
    spec = place.root / "registry" / "services.yaml"
    text = spec.read_text(encoding="utf-8")
    spec.write_text(
        text.replace("    name: get_number_region\n", "    name: get_number_region\n    handler: index.gone\n"), encoding="utf-8"
    )

    ran = place.run("plan", "--format", "json")

    findings = json.loads(ran.out)["plan"]["findings"]
    assert ran.code == 4, "the flow that calls it is published"
    assert [(item["code"], item["origin"], item["breaks"]) for item in findings] == [
        ("SG022", "pending", True),
        ("CF002", "pending", False),
    ]
