"""What a nightly job reads: the exit code, the verdict in the document, and one line for each thing; they always agree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.core.plan.exit_status import ExitCode
from tests.cli.world import SERVICES, Place, emulated, in_sync

SECRET = "another-test-key-secret"
SECRET_OF_ANOTHER = {"ALIBABA_CLOUD_ACCESS_KEY_SECRET": SECRET}
UNKNOWN_KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI-unknown-test-key-id"}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with emulated(tmp_path) as made:
        yield made


@pytest.fixture
def settled(tmp_path: Path) -> Iterator[Place]:
    """The clouds as the registry wants them; no lock yet."""
    with emulated(tmp_path, world=in_sync()) as made:
        yield made


def want(place: Place, change: str, instead: str) -> None:
    (place.root / "registry" / "services.yaml").write_text(SERVICES.replace(change, instead), encoding="utf-8")


def told(text: str) -> tuple[str, int]:
    document: dict[str, Any] = json.loads(text)
    return document["verdict"], document["exit_code"]


def test_what_could_not_be_read_comes_before_what_is_pending(settled: Place) -> None:
    settled.run("apply", "--yes")
    want(settled, "memory: 256", "memory: 512")
    pending = settled.run("plan", "--format", "json")
    settled.emulator.arm("ListContactFlows:error=503*9")
    unread = settled.run("plan", "--format", "json")
    assert (pending.code, *told(pending.out)) == (3, "pending", 3)
    assert (unread.code, *told(unread.out)) == (5, "incomplete", 5)


@pytest.mark.parametrize(
    ("bar", "code", "line"),
    [
        pytest.param("error", 0, "in sync: 1 finding (1 pending not counted), 2 steps", id="error"),
        pytest.param("warning", 3, "pending changes only: 1 finding (1 pending), 2 steps", id="warning"),
        pytest.param("info", 3, "pending changes only: 1 finding (1 pending), 2 steps", id="info"),
    ],
)
def test_the_bar_moves_code_verdict_and_line_alike(settled: Place, bar: str, code: int, line: str) -> None:
    settled.run("apply", "--yes")
    want(settled, "memory: 256", "memory: 512")
    shown = settled.run("plan", "--quiet", "--fail-on", bar)
    document = settled.run("plan", "--fail-on", bar, "--format", "json")
    assert (shown.code, shown.out.splitlines()[-1]) == (code, line)
    assert (document.code, *told(document.out)) == (code, ExitCode(code).word, code)


def test_a_bar_hides_no_broken_flow(place: Place) -> None:
    ran = place.run("drift", "--fail-on", "error", "--exit-zero", "--format", "json")
    assert (ran.code, *told(ran.out)) == (0, "incompatible", 4)


@pytest.mark.parametrize(
    ("arguments", "verdict"),
    [
        pytest.param(["plan"], ("incompatible", 4), id="plan"),
        pytest.param(["drift"], ("incompatible", 4), id="drift"),
        pytest.param(["validate"], ("ok", 0), id="validate"),
        pytest.param(["doctor"], ("ok", 0), id="doctor"),
        pytest.param(["rules"], ("ok", 0), id="rules"),
        pytest.param(["import", "--dry-run"], ("ok", 0), id="import"),
        pytest.param(["signature", "get-number-region"], ("ok", 0), id="signature"),
        pytest.param(["apply", "--yes"], ("in-sync", 0), id="apply"),
    ],
)
def test_every_document_states_the_verdict_that_the_process_leaves_with(
    place: Place, arguments: list[str], verdict: tuple[str, int]
) -> None:
    ran = place.run(*arguments, "--format", "json")
    assert (told(ran.out), ran.code) == (verdict, verdict[1])


@pytest.mark.parametrize(
    ("event", "verdict"),
    [
        pytest.param('{"idNumber": "330102"}', ("ok", 0), id="answered"),
        pytest.param("{}", ("error", 1), id="failed"),
    ],
)
def test_a_test_call_states_its_verdict_whatever_the_process_leaves_with(
    settled: Place, event: str, verdict: tuple[str, int]
) -> None:
    ran = settled.run("test", "check-user-identity", "--input", event, "--exit-zero", "--format", "json")
    assert (told(ran.out), ran.code) == (verdict, 0)


def test_a_mistake_in_the_registry_is_the_verdict_of_its_document(place: Place) -> None:
    want(place, "memory", "memroy")
    ran = place.run("validate", "--format", "json")
    assert (ran.code, *told(ran.out)) == (1, "error", 1)


@pytest.mark.parametrize("command", [["plan"], ["drift", "--format", "json"], ["import", "--dry-run"], ["apply", "--yes"]])
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param(
            SECRET_OF_ANOTHER, ["(access key test****, from default/env)", "check ALIBABA_CLOUD_ACCESS_KEY_SECRET"], id="secret"
        ),
        pytest.param(UNKNOWN_KEY, ["(access key LTAI****y-id, from default/env)", "check ALIBABA_CLOUD_ACCESS_KEY_ID"], id="key"),
    ],
)
def test_credentials_that_are_refused_everywhere_are_one_error(
    place: Place, command: list[str], wrong: dict[str, str], said: list[str]
) -> None:
    ran = place.run(*command, **wrong)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error: the credentials (access key ")
    assert [line.split(":")[0] for line in ran.err.splitlines()] == ["error", "hint"]
    assert [words for words in said if words not in ran.err] == []
    assert SECRET not in ran.err


def test_a_finding_as_json_says_everything_of_itself_and_is_the_same_in_plan_and_drift(place: Place) -> None:
    planned = json.loads(place.run("plan", "--format", "json").out)["plan"]["findings"]
    drifted = json.loads(place.run("drift", "--format", "json").out)["findings"]
    assert planned == drifted
    stale = next(finding for finding in planned if finding["code"] == "RG002")
    assert stale["name"] == "registration-stale"
    assert stale["severity"] == "error"
    assert stale["breaks"] is True
    assert stale["message"] == (
        "registration meta-1 in center hotline points at cn-hangzhou/demo_service/get_number_region, which does not exist"
    )
    assert stale["why"].startswith("A flow that calls this registration reaches nothing")
    assert stale["fix"].startswith("ivrsync apply ")
    assert [flow["name"] for flow in stale["flows"]] == ["来电主流程"]
    assert len({finding["fingerprint"] for finding in planned}) == len(planned)


def test_drift_in_brief_is_a_line_for_each_finding_and_the_verdict(place: Place) -> None:
    ran = place.run("drift", "-q")
    assert (ran.code, ran.err) == (4, "")
    assert [line.split(":")[0] for line in ran.out.splitlines()] == [
        "RG002 get-number-region",
        "CF003 check-user-identity",
        "RG001 check-user-identity",
        "a published flow breaks",
    ]


def test_an_apply_in_brief_names_what_did_not_end_done_and_why(place: Place) -> None:
    place.emulator.arm("AddFunctionMeta:error=503*9")
    ran = place.run("apply", "--yes", "-q")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0] == "a published flow breaks: 3 findings (3 unrecorded), 4 steps"
    assert lines[1].startswith("+ register  check-user-identity in hotline: FAILED: ")
    assert "AddFunctionMeta" in lines[1]
    assert lines[2] == "? test  check-user-identity in hotline: not run: a step it depends on was not done"
    assert lines[3] == "2 done, 1 failed, 1 not run"
    assert lines[4].startswith("a step failed; now pending changes only: 1 finding")
