"""The whole loop from the command line, over the emulator: plan, apply, test, drift, and plan again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.emulator.code import zip_files
from tests.cli.world import ACCOUNT, CENTERS, IDENTITY, SERVICES, Place, emulated, in_sync

WRITES = {"AddFunctionMeta", "ModifyFunctionMeta", "DeleteFunctionMeta", "UpdateFunction", "PutFunction"}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with emulated(tmp_path) as made:
        yield made


@pytest.fixture
def settled(tmp_path: Path) -> Iterator[Place]:
    """The clouds as the registry wants them; no lock yet."""
    with emulated(tmp_path, world=in_sync()) as made:
        yield made


def parsed(text: str) -> Any:
    return json.loads(text)


def codes(plan: Any) -> list[str]:
    return sorted(finding["code"] for finding in plan["plan"]["findings"])


def test_a_plan_finds_what_is_wrong_and_says_that_callers_are_hurt(place: Place) -> None:
    ran = place.run("plan")
    assert ran.code == 4
    assert ran.err == ""
    assert [
        words
        for words in ("RG002", "来电主流程 [flow-1], published", "CF003", "RG001", "Next: ivrsync apply")
        if words not in ran.out
    ] == []
    assert "\x1b" not in ran.out


def test_what_only_looks_writes_nothing(place: Place) -> None:
    for command in ("plan", "drift", "doctor"):
        place.run(command)
    assert set(place.operations()) & WRITES == set()
    assert sorted(path.name for path in (place.root / "registry").iterdir()) == ["centers.yaml", "services.yaml"]


def test_a_plan_as_json_is_the_plan_that_can_be_applied(place: Place) -> None:
    printed = place.run("plan", "--format", "json")
    saved = place.run("plan", "--out", "plan.json", "--quiet")
    assert (printed.code, saved.code) == (4, 4)
    assert codes(parsed(printed.out)) == ["CF003", "RG001", "RG002"]
    assert parsed(printed.out) == parsed((place.root / "plan.json").read_text(encoding="utf-8"))
    assert saved.out.endswith("\na published flow breaks: 3 findings (3 unrecorded), 4 steps\n")


def test_after_an_apply_nothing_is_left_and_the_lock_says_so(place: Place) -> None:
    applied = place.run("apply", "--yes")
    assert applied.code == 0
    assert applied.out.endswith("4 done\nnow in sync; recorded in registry/registry.lock.json\n")
    again = place.run("plan")
    assert (again.code, again.out.splitlines()[-1]) == (0, "in sync")
    lock = parsed((place.root / "registry" / "registry.lock.json").read_text(encoding="utf-8"))
    assert sorted(lock["functions"]) == ["check-user-identity", "get-number-region"]
    assert lock["functions"]["get-number-region"]["registrations"]["hotline"]["id"] == "meta-1"


def test_where_nothing_differs_apply_only_records_and_asks_nobody(settled: Place) -> None:
    first = settled.run("apply", "--yes")
    assert (first.code, first.out.splitlines()[-1]) == (0, "now in sync; recorded in registry/registry.lock.json")
    second = settled.run("apply", "--yes", "--format", "json")
    assert (second.code, parsed(second.out)["results"]) == (0, [])
    assert set(settled.operations()) & WRITES == set()


def test_exactly_the_saved_plan_is_applied(place: Place) -> None:
    place.run("plan", "--out", "plan.json")
    applied = place.run("apply", "plan.json", "--yes", "--format", "json")
    assert applied.code == 0
    report = parsed(applied.out)
    plan = parsed((place.root / "plan.json").read_text(encoding="utf-8"))
    assert report["plan"] == plan["digest"]
    assert [result["step"]["id"] for result in report["results"]] == [step["id"] for step in plan["plan"]["steps"]]


def test_drift_is_what_changed_since_the_lock_and_nothing_that_is_pending(settled: Place) -> None:
    place = settled
    place.run("apply", "--yes")
    (place.root / "registry" / "services.yaml").write_text(SERVICES.replace("memory: 256", "memory: 512"), encoding="utf-8")
    assert place.run("drift").code == 0
    world = place.emulator.world
    with world.lock:
        settings = {"runtime": "python3.10", "handler": "index.handler", "memorySize": 64}
        package = zip_files({"index.py": IDENTITY})
        world.put_function(
            ACCOUNT, "cn-shenzhen", "checkUserIdentity", service="example-service", package=package, settings=settings
        )
    ran = place.run("drift", "--format", "json")
    assert ran.code == 2
    document = parsed(ran.out)
    assert (document["document"], document["exit_code"]) == ("drift", 2)
    assert [(item["code"], item["origin"]) for item in document["findings"]] == [("CF003", "drift")]


@pytest.mark.parametrize("command", ["plan", "drift"])
def test_exit_zero_gives_the_report_without_the_verdict(place: Place, command: str) -> None:
    assert place.run(command, "--exit-zero").code == 0


def test_what_cannot_be_read_is_said_and_concludes_nothing(settled: Place) -> None:
    place = settled
    place.emulator.arm("ListFunctionMetas:error=503*9")
    ran = place.run("plan")
    assert ran.code == 5
    assert "COULD NOT READ (1): nothing is concluded from what is missing there" in ran.out
    assert "OB002 registrations of center hotline: ListFunctionMetas: " in ran.out
    assert "STEPS" not in ran.out


def test_functions_are_called_through_their_registrations(settled: Place) -> None:
    ran = settled.run("test")
    assert ran.code == 0
    assert 'returned  {"verified": true}' in ran.out
    assert "TestFcInvocation" in settled.operations()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(["get-number-region", "--input", "{}"], 0, "returned  浙江杭州", id="an input given"),
        pytest.param(["check-user-identity", "--input", "{}"], 1, "FAILED: the function failed", id="an input it cannot take"),
        pytest.param(["get-number-region"], 1, "error: get-number-region has no checks in the registry", id="no checks"),
        pytest.param(["check-user-identty"], 1, "did you mean 'check-user-identity'?", id="a uid nearly right"),
        pytest.param(["--input", "{}"], 1, "error: --input needs the function it is for", id="an input for nobody"),
        pytest.param(
            ["get-number-region", "--input", "[1]"], 1, "error: --input is not a JSON object", id="an input that is no object"
        ),
        pytest.param(["get-number-region", "--input", "{"], 1, "error: --input is not JSON", id="an input that is no JSON"),
    ],
)
def test_a_call_on_request(settled: Place, arguments: list[str], code: int, said: str) -> None:
    ran = settled.run("test", *arguments)
    assert ran.code == code
    assert said in ran.out + ran.err


def test_a_function_that_is_not_registered_is_not_called(place: Place) -> None:
    ran = place.run("test")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error: not registered where the registry says: check-user-identity in hotline\n")


@pytest.mark.parametrize("arguments", [(), ("--format", "json"), ("--yes",)])
def test_a_plan_file_that_is_not_there_is_told_before_anything_else(place: Place, arguments: tuple[str, ...]) -> None:
    ran = place.run("apply", "nosuch.json", *arguments)

    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "error: nosuch.json: a plan cannot be read: there is no such file\nhint: check the path\n"


def test_without_a_terminal_apply_asks_for_yes_and_touches_nothing(place: Place) -> None:
    ran = place.run("apply", stdin="y\n")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error: apply asks for confirmation")
    assert place.operations() == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"IVRSYNC_ACCOUNT_ID": "1000000000000002"}, "another account", id="another account"),
        pytest.param({"IVRSYNC_ENDPOINTS": "ccc=127.0.0.1:9"}, "other clouds", id="other clouds"),
    ],
)
def test_a_plan_made_elsewhere_is_refused(place: Place, change: dict[str, str], said: str) -> None:
    place.run("plan", "--out", "plan.json")
    place.emulator.forget_calls()
    ran = place.run("apply", "plan.json", "--yes", **change)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert place.operations() == []


def test_a_plan_made_for_another_registry_is_refused(place: Place) -> None:
    place.run("plan", "--out", "plan.json")
    (place.root / "registry" / "services.yaml").write_text(SERVICES.replace("256", "512"), encoding="utf-8")
    ran = place.run("apply", "plan.json", "--yes")
    assert ran.code == 1
    assert "another state of the registry" in ran.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("{}", "not a plan file that ivrsync wrote", id="JSON that is no plan"),
        pytest.param("steps: []", "not a plan file that ivrsync wrote", id="no JSON"),
        pytest.param("\ufeff\x00", "not a plan file that ivrsync wrote", id="rubbish"),
        pytest.param(
            '{"digest": "", "plan": {"version": 1}}',
            "plan.json: it is of format version 1; this ivrsync reads version 2\nhint: make it again with `ivrsync plan --out`\n",
            id="an earlier version's",
        ),
    ],
)
def test_a_file_that_is_no_plan_is_refused(place: Place, text: str, said: str) -> None:
    (place.root / "plan.json").write_text(text, encoding="utf-8")
    ran = place.run("apply", "plan.json", "--yes")
    assert ran.code == 1
    assert said in ran.err


def test_a_plan_changed_by_hand_is_refused(place: Place) -> None:
    place.run("plan", "--out", "plan.json")
    path = place.root / "plan.json"
    path.write_text(path.read_text(encoding="utf-8").replace("demo-service", "other-service"), encoding="utf-8")
    ran = place.run("apply", "plan.json", "--yes")
    assert ran.code == 1
    assert "changed after it was written" in ran.err


def test_permissions_are_given_when_a_plan_is_made_not_when_it_is_applied(place: Place) -> None:
    place.run("plan", "--out", "plan.json")
    ran = place.run("apply", "plan.json", "--yes", "--allow-flow", "flow-1")
    assert ran.code == 1
    assert "apply to a new plan, and this plan is already made" in ran.err


def test_a_center_in_console_mode_gets_instructions_and_the_work_stays_pending(tmp_path: Path) -> None:
    with emulated(tmp_path, centers=CENTERS.replace("api", "console")) as place:
        ran = place.run("plan")
        assert "设置 > IVR集成 > 函数列表 > 编辑" in ran.out
        assert re.search(r"\|   服务  demo-service\n", ran.out)
        applied = place.run("apply", "--yes")
        assert "2 left to do by hand" in applied.out
        assert applied.code == 4  # the flow stays broken until the hand's work is done
        assert set(place.operations()) & WRITES == {"UpdateFunction"}


def test_the_doctor_says_what_works(place: Place) -> None:
    ran = place.run("doctor", "--format", "json")
    document = parsed(ran.out)
    assert (ran.code, document["ok"], document["account"]) == (0, True, "1000000000000001")
    assert {check["topic"] for check in document["checks"]} >= {
        "credentials",
        "functions-2.0",
        "functions-3.0",
        "registrations",
        "flows",
    }


def test_the_doctor_works_before_there_is_a_registry(place: Place) -> None:
    ran = place.run("doctor", "--registry", "none-yet")
    document = parsed(place.run("doctor", "--registry", "none-yet", "--format", "json").out)

    assert ran.code == 0
    assert re.search(r"\nok +credentials ", f"\n{ran.out}")
    assert "hint: `ivrsync import --center NAME=INSTANCE` writes one" in ran.out
    assert {(check["topic"], check["state"]) for check in document["checks"]} == {
        ("credentials", "ok"),
        ("identity", "ok"),
        ("endpoint", "ok"),
        ("functions-2.0", "ok"),
        ("functions-3.0", "ok"),
        ("registry", "warning"),
    }


def test_a_wrong_secret_is_told_by_the_doctor_and_never_printed(place: Place) -> None:
    ran = place.run("doctor", ALIBABA_CLOUD_ACCESS_KEY_SECRET="another-test-key-secret")
    assert ran.code == 1
    assert "FAILED" in ran.out
    assert "another-test-key-secret" not in ran.out + ran.err


def test_validate_as_json_says_what_the_registry_holds(place: Place) -> None:
    document = parsed(place.run("validate", "--format", "json").out)
    assert (document["ok"], document["functions"], document["registrations"], document["regions"]) == (
        True,
        2,
        2,
        ["cn-hangzhou", "cn-shenzhen"],
    )


def test_validate_as_json_says_every_mistake(place: Place) -> None:
    (place.root / "registry" / "services.yaml").write_text(SERVICES.replace("memory", "memroy"), encoding="utf-8")
    ran = place.run("validate", "--format", "json")
    document = parsed(ran.out)
    assert (ran.code, document["ok"]) == (1, False)
    assert [(row["file"], row["line"]) for row in document["problems"]] == [("registry/services.yaml", 6)]
