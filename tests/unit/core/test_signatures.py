"""What spec, code, lock and flows say of one function, held against each other: the exact findings."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sync.core.plan.exit_status import ExitCode, verdict
from sync.core.plan.model import Finding, Register, UpdateFunction
from sync.core.worlds import Found, Wanted
from sync.specs.models import Lock, ParameterSpec, SignatureSpec
from tests.fakes.worlds import (
    flow,
    found,
    hides,
    listed,
    plan,
    reads,
    there,
    written,
)
from tests.unit.core.signature_cases import (
    BOTH,
    CASES,
    PHONE,
    SEEN_PHONE,
    USING,
    A,
    code,
    of,
    remembered,
    world,
)


def _in_short(finding: Finding) -> tuple[str, str | None, bool]:
    return finding.code, finding.origin, finding.breaks


@pytest.mark.parametrize(("registry", "clouds", "recorded", "expected"), CASES)
def test_the_findings_are_exactly_these(
    registry: Wanted, clouds: Found, recorded: Lock | None, expected: list[tuple[str, str | None, bool]]
) -> None:
    made = plan(registry, clouds, recorded)

    assert [_in_short(finding) for finding in made.findings] == expected
    assert all(isinstance(step, UpdateFunction | Register) for step in made.steps), "signatures and flows lead to no step"


@pytest.mark.parametrize(
    ("recorded", "exit_code"),
    [
        pytest.param(remembered(), ExitCode.INCOMPATIBLE, id="a-published-flow-is-hurt"),
        pytest.param(None, ExitCode.INCOMPATIBLE, id="also-where-nothing-was-recorded"),
    ],
)
def test_a_published_flow_that_no_longer_fits_is_the_worst_there_is(recorded: Lock | None, exit_code: ExitCode) -> None:
    assert verdict(plan(of(), world(code(*BOTH), USING), recorded)) is exit_code


@pytest.mark.parametrize(
    ("module", "called"),
    [
        pytest.param({"functionMetaId": "r1", "functionName": "other"}, True, id="the-id-decides"),
        pytest.param({"functionMetaId": "r2", "functionName": "lookup"}, False, id="also-against-the-name"),
        pytest.param({"functionName": "lookup", "service": "demo-service", "region": "cn-hangzhou"}, True, id="all-three-names"),
        pytest.param({"functionName": "lookup"}, False, id="a-name-that-two-registrations-have"),
        pytest.param({"functionMetaId": ["r1", "r2"]}, False, id="two-ids"),
    ],
)
def test_a_module_belongs_to_the_one_registration_it_names(module: dict[str, object], called: bool) -> None:  # noqa: FBT001
    asking = {"type": "RUN_FUNCTION", "id": "1", "properties": {**module, "parameters": []}}
    calling = replace(USING, definition=json.dumps({"activities": [asking]}))
    clouds = found(there(A), listed("r1", A), listed("r2", "cn-hangzhou/other/lookup"), there("cn-hangzhou/other/lookup"), calling,
                   code(reads("phone")))  # fmt: skip

    codes = [finding.code for finding in plan(of(), clouds).findings]

    assert ("FL001" in codes) is called


def test_what_nobody_declared_is_settled_by_writing_it_down() -> None:
    clouds = world(code(*BOTH))

    kept = written(of(None), clouds, plan(of(None), clouds, remembered(None)), remembered(None))

    assert plan(of(None), clouds, kept).findings == ()


def test_what_disagrees_with_the_spec_stays_measured_by_what_was_recorded_when_they_agreed() -> None:
    clouds = world(code(*BOTH))

    kept = written(of(), clouds, plan(of(), clouds, remembered()), remembered()).functions["lookup"]

    assert (kept.signature, kept.implemented) == (PHONE, SEEN_PHONE)
    assert kept.checksum == "1", "everything else is recorded as it is"


def test_a_function_whose_flow_does_not_fit_is_recorded_all_the_same_and_watched_from_then_on() -> None:
    clouds = world(code(reads("phone")), flow("f1", "r1", passes={}))
    kept = written(of(), clouds, plan(of(), clouds), None)

    later = world(code(*BOTH), flow("f1", "r1", passes={}))

    assert [_in_short(finding) for finding in plan(of(), later, kept).findings] == [
        ("FL001", "drift", True),
        ("SG001", "drift", True),
    ]


def test_after_spec_and_code_moved_on_together_the_next_change_of_the_code_is_drift() -> None:
    declared = SignatureSpec(inputs={"number": ParameterSpec(required=True)}, result="text")
    clouds = world(code(reads("numberCode")), flow("f1", "r1", passes={"number": "1"}))

    made = plan(of(declared), clouds, remembered())

    assert [_in_short(item) for item in made.findings if item.code.startswith("SG")] == [("SG004", "drift", True)]


def test_code_that_shows_nothing_any_more_leaves_what_the_flows_were_built_for() -> None:
    kept = written(of(), world(hides(A)), plan(of(), world(hides(A)), remembered()), remembered())

    assert kept.functions["lookup"].implemented == SEEN_PHONE


def test_code_that_could_not_be_read_leaves_what_was_recorded_of_it() -> None:
    kept = written(of(), world(), plan(of(), world(), remembered()), remembered())

    assert kept.functions["lookup"].implemented == SEEN_PHONE


def test_a_literal_that_looks_secret_is_not_shown() -> None:
    needed = SignatureSpec(inputs={"password": ParameterSpec(type="integer", required=True)}, result="text")
    passing = flow("f1", "r1", passes={"password": "test-password"})

    (finding,) = plan(of(needed), world(code(reads("password", kind="integer")), passing)).findings

    assert (finding.code, finding.args["value"], finding.args["secret"]) == ("FL004", None, True)
