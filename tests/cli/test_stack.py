"""`--stack`: an export that the real engine wrote (cases/pulumi), beside a small cloud; and `import --pulumi`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import ROOT
from tests.cli.world import Place, emulated, in_sync

IN_SYNC, ERROR, DRIFT, BREAKS = 0, 1, 2, 4
EXPORT = ROOT / "tests" / "cases" / "pulumi" / "stack.json"
IDENTITY, NUMBER = "check-user-identity", "get-number-region"
OLD, NEW = "cn-hangzhou/demo-service/get_number_region", "cn-hangzhou/demo-service/number_region"
LARGER = "configure: {function: cn-shenzhen/example-service/checkUserIdentity, memory: 512}"
ACCEPTED = "name: number_region"
SHARE = {
    "name": "dev",
    "owned": [IDENTITY, NUMBER],
    "read": [],
    "missing": [],
    "registrations": [f"{IDENTITY}@hotline", f"{NUMBER}@hotline"],
    "pending": 0,
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Everything is in sync and recorded, and stack.json is the state of the stack that made it."""
    with emulated(tmp_path, world=in_sync()) as made:
        assert made.run("apply", "--yes").code == IN_SYNC
        (tmp_path / "stack.json").write_bytes(EXPORT.read_bytes())
        yield made


def change(place: Place, *changes: str) -> None:
    ran = place.run("emulate", "--change", "-", stdin="changes:\n" + "".join(f"  - {one}\n" for one in changes))
    assert ran.code == 0, ran.err


def document(place: Place, *arguments: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(place.run(*arguments, "--format", "json").out)
    return made


def test_plan_and_drift_say_who_owns_what(place: Place) -> None:
    ran = place.run("plan", "--stack", "stack.json")

    assert (ran.code, ran.err) == (IN_SYNC, "")
    assert "PULUMI STACK dev\n  Owns        2 functions and 2 registrations of the registry" in ran.out
    assert document(place, "plan", "--stack", "stack.json")["plan"]["stack"] == SHARE
    assert document(place, "drift", "--stack", "stack.json")["stack"] == SHARE
    assert document(place, "drift")["stack"] is None


def test_what_the_stack_owns_pulumi_puts_right(place: Place) -> None:
    change(place, LARGER)

    (finding,) = document(place, "drift", "--stack", "stack.json")["findings"]
    ran = place.run("plan", "--stack", "stack.json")

    assert (finding["code"], finding["stack"]) == ("CF003", "dev")
    assert finding["fix"].startswith("pulumi up --refresh (stack dev) sets it to the value in the registry; so does ivrsync apply.")
    assert "Next: pulumi up --refresh --stack dev\nThen: ivrsync apply --stack stack.json\n" in ran.out


def test_a_function_that_pulumi_renamed_from_another_checkout_is_known_by_the_stack(place: Place) -> None:
    change(place, f"rename: {{function: {OLD}, to: {NEW}}}", "registration: {id: meta-1, function: number_region}")
    state = place.root / "stack.json"
    state.write_text(state.read_text("utf-8").replace("get_number_region", "number_region"), encoding="utf-8")

    (finding,) = document(place, "drift", "--stack", "stack.json")["findings"]
    why = place.run("why", NUMBER, "--stack", "stack.json")

    assert (finding["code"], finding["args"]["to"], finding["args"]["certainty"]) == ("LO001", NEW, "certain")
    assert finding["args"]["evidence"] == [{"kind": "stack", "weight": 0.0}]
    assert finding["stack"] == "dev"
    assert "the state of the Pulumi stack has it there" in why.out
    for way in ("pulumi up --refresh (stack dev)", f"ivrsync accept {NUMBER}"):
        assert way in finding["fix"]

    assert place.run("accept", "--certain", "--stack", "stack.json", "--yes").code == IN_SYNC
    assert ACCEPTED in (place.root / "registry" / "services.yaml").read_text("utf-8")
    assert place.run("apply", "--stack", "stack.json", "--yes").code == IN_SYNC
    assert document(place, "drift", "--stack", "stack.json")["findings"] == []


def test_the_stack_is_looked_up_where_nobody_else_looks(place: Place) -> None:
    (place.root / "ivrsync.toml").write_text('regions = ["cn-hangzhou", "cn-shenzhen"]\n', encoding="utf-8")
    state = place.root / "stack.json"
    state.write_text(state.read_text("utf-8").replace("acs:fc:cn-hangzhou", "acs:fc:cn-beijing"), encoding="utf-8")

    told = document(place, "plan", "--stack", "stack.json")["plan"]

    assert told["findings"] == []
    assert [(gap["scope"], gap["subject"], gap["generation"]) for gap in told["unsearched"]] == [("function", "cn-beijing", "2.0")]


@pytest.mark.parametrize("command", ["plan", "drift"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_else_of_a_state_is_shown(place: Place, command: str, form: str) -> None:
    change(place, LARGER)
    ran = place.run(command, "--stack", "stack.json", "--format", form)

    assert "dev" in ran.out
    for secret in ("ciphertext", "API_TOKEN", "test-salt", "zipFile"):
        assert secret not in ran.out + ran.err


def test_pulumi_is_asked_for_a_stack_by_name(place: Place) -> None:
    program = place.root / "bin" / "pulumi"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexec /bin/cat stack.json\n", encoding="utf-8")
    program.chmod(0o755)

    assert "PULUMI STACK dev" in place.run("plan", "--stack", "dev", PATH=str(program.parent)).out


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("missing.json", "--stack missing.json: it cannot be read: No such file or directory"),
        ("registry/services.yaml", "--stack registry/services.yaml: it is not JSON"),
        ("dev", "--stack dev: there is no such file, and pulumi is not on PATH"),
    ],
)
def test_a_stack_that_cannot_be_read_is_an_error_with_what_next(place: Place, word: str, message: str) -> None:
    ran = place.run("plan", "--stack", word, PATH=str(place.root))

    assert (ran.code, ran.out) == (ERROR, "")
    assert message in ran.err
    assert "hint: " in ran.err


def test_a_saved_plan_takes_no_stack(place: Place) -> None:
    place.run("plan", "--out", "plan.json", "--stack", "stack.json")
    ran = place.run("apply", "plan.json", "--yes", "--stack", "stack.json")

    assert ran.code == ERROR
    assert "--stack apply to a new plan" in ran.err
    assert place.run("apply", "plan.json", "--yes").code == IN_SYNC


def test_import_names_to_pulumi_what_exists(place: Place) -> None:
    specs = place.root / "registry" / "services.yaml"
    specs.write_text(specs.read_text("utf-8").replace("memory: 256", "memory: 256\n    code: ."), encoding="utf-8")
    file = place.root / "registry" / "pulumi-import.json"
    ids = {
        "services": {"example-service@cn-shenzhen": "example-service"},
        "functions": {f"{IDENTITY}@cn-shenzhen": "example-service:checkUserIdentity"},
        "registrations": {f"{IDENTITY}@hotline": "ccc-test/meta-2", f"{NUMBER}@hotline": "ccc-test/meta-1"},
        "as_found": {},
    }

    told = document(place, "import", "--pulumi", "--dry-run")
    assert told["adopted"] == {"path": "registry/pulumi-import.json", **ids}
    assert not file.exists()

    ran = place.run("import", "--pulumi")
    assert ran.code == IN_SYNC
    assert "FOR PULUMI (4)\n  registry/pulumi-import.json: 1 function and 2 registrations" in ran.out
    assert json.loads(file.read_text("utf-8")) == {"document": "pulumi-import", "version": 1, **ids}

    assert document(place, "import", "--pulumi", "--stack", "stack.json")["adopted"] == {
        "path": "registry/pulumi-import.json", "services": {}, "functions": {}, "registrations": {}, "as_found": {},
    }  # fmt: skip
    assert json.loads(file.read_text("utf-8"))["registrations"] == {}
    assert place.run("validate").code == IN_SYNC


def test_an_import_from_nothing_names_its_registrations_to_pulumi(place: Place) -> None:
    fresh = place.root / "fresh"
    fresh.mkdir()
    ran = place.run(
        "import", "--registry", "fresh", "--center", "hotline=ccc-test", "--registrations", "api", "--pulumi", "--no-signatures"
    )

    assert ran.code == IN_SYNC, ran.err
    ids = json.loads((fresh / "pulumi-import.json").read_text("utf-8"))
    assert (ids["functions"], sorted(ids["registrations"].values())) == ({}, ["ccc-test/meta-1", "ccc-test/meta-2"])


def test_a_dry_run_from_nothing_names_nothing_yet(place: Place) -> None:
    (place.root / "fresh").mkdir()
    told = document(place, "import", "--registry", "fresh", "--center", "hotline=ccc-test", "--pulumi", "--dry-run")

    nothing: dict[str, dict[str, str]] = {part: {} for part in ("services", "functions", "registrations", "as_found")}
    assert told["adopted"] == {"path": "fresh/pulumi-import.json", **nothing}
    assert [*(place.root / "fresh").iterdir()] == []
