"""Two worlds that differ in one thing, and what may be said and done in the one and not in the other."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sync.core.plan.model import Plan
from sync.core.worlds import Configuration, FailoverTarget, Found, FoundFlow, Wanted, WantedCheck
from sync.specs.ids import Region
from sync.specs.models import Lock
from tests.fakes.worlds import (
    entry,
    flow,
    found,
    function,
    gap,
    listed,
    lock,
    plan,
    reads,
    registered,
    registration,
    shows,
    there,
    wanted,
)

A = "cn-hangzhou/demo-service/lookup"
B = "cn-hangzhou/demo-service/other"
C = "cn-hangzhou/demo-service/third"
LIKE_B = "cn-hangzhou/demo_service/other"
ELSEWHERE = "cn-beijing/demo-service/other"
NOWHERE = "cn-newtown/demo-service/other"
LOOKUP = wanted(registered("lookup", A))
CHECK = WantedCheck(name="known", input={"id": "1"}, expect=None)
UNREAD = gap("region", "cn-beijing", "2.0")


def codes(made: Plan) -> list[str]:
    return sorted(finding.code for finding in made.findings)


@pytest.mark.parametrize(
    ("before", "unread", "refused"),
    [
        pytest.param(ELSEWHERE, (), [], id="it-certainly-reaches-nothing"),
        pytest.param(ELSEWHERE, (UNREAD,), ["flow-calls-it"], id="nobody-could-look-there"),
        pytest.param(NOWHERE, (), ["flow-calls-it"], id="the-region-may-be-newer-than-this-program"),
    ],
)
def test_what_a_flow_calls_is_pointed_elsewhere_without_a_word_only_if_it_certainly_reaches_nothing(
    before: str, unread: tuple[()], refused: list[str]
) -> None:
    world = found(there(A), listed("r1", before), flow("f1", "r1"), *unread)

    made = plan(LOOKUP, world, lock(lookup=entry(before, identity="r1")))

    assert [refusal.reason for refusal in made.refusals] == refused
    assert [step.id for step in made.steps] == ([] if refused else ["repoint:hotline:lookup"])


@pytest.mark.parametrize(
    ("target", "code"),
    [
        pytest.param(ELSEWHERE, "RG002", id="a-region-of-the-console"),
        pytest.param("cn-hangzhou-finance/demo-service/other", "RG002", id="a-region-that-the-console-has-no-name-for"),
        pytest.param(NOWHERE, "RG008", id="a-region-that-may-be-newer-than-this-program"),
    ],
)
def test_a_registration_reaches_nothing_where_one_could_look(target: str, code: str) -> None:
    assert codes(plan(wanted(), found(listed("r1", target)))) == [code]


CONTESTED = found(there(A), there(LIKE_B), listed("r1", B), listed("r2", C))
FORMERLY_BOTH = function("lookup", A, registration("lookup", A, formerly=[B, C]))


@pytest.mark.parametrize(
    ("of", "world", "found_codes"),
    [
        pytest.param(wanted(FORMERLY_BOTH), CONTESTED, ["RG002", "RG002", "RG010"], id="two-that-one-may-be"),
        pytest.param(
            wanted(FORMERLY_BOTH, registered("other", LIKE_B)),
            CONTESTED,
            ["RG002", "RG002", "RG010", "RG010"],
            id="one-of-them-is-spelt-like-another-function",
        ),
        pytest.param(
            wanted(
                function("lookup", A, registration("lookup", A, formerly=[B])),
                function("third", C, registration("third", C, formerly=[B])),
            ),
            found(there(A), there(C), listed("r1", B)),
            ["RG002", "RG010", "RG010"],
            id="one-that-two-may-be",
        ),
    ],
)
def test_what_may_be_one_of_two_is_neither(of: Wanted, world: Found, found_codes: list[str]) -> None:
    made = plan(of, world)

    assert codes(made) == found_codes
    assert made.steps == ()


@pytest.mark.parametrize(
    ("of", "found_codes", "steps"),
    [
        pytest.param(
            wanted(registered("lookup", A)),
            ["RG001", "RG002", "RG004"],
            ["register:hotline:lookup", "unregister:hotline:r1"],
            id="nobody-may-be-it",
        ),
        pytest.param(wanted(FORMERLY_BOTH), ["RG002", "RG002", "RG010"], [], id="it-may-be-somebodys"),
    ],
)
def test_what_left_the_registry_is_left_over_unless_it_may_be_what_another_spec_asks_for(
    of: Wanted, found_codes: list[str], steps: list[str]
) -> None:
    made = plan(of, found(there(A), listed("r1", B), listed("r2", C)), lock(gone=entry(B, identity="r1")))

    assert codes(made) == found_codes
    assert sorted(step.id for step in made.steps) == steps


@pytest.mark.parametrize(
    ("recorded", "origin"),
    [
        pytest.param(None, "unrecorded", id="no-lock"),
        pytest.param(lock(), "pending", id="new-in-the-registry"),
        pytest.param(lock(lookup=entry(A)), "drift", id="it-was-there"),
        pytest.param(lock(lookup=entry(B)), "pending", id="it-was-elsewhere-and-the-spec-moved"),
    ],
)
def test_a_function_that_is_missing_has_drifted_only_if_it_was_there(recorded: Lock | None, origin: str) -> None:
    made = plan(wanted(function("lookup", A)), found(), recorded)

    assert [(finding.code, finding.origin) for finding in made.findings] == [("EX001", origin)]


@pytest.mark.parametrize(
    ("recorded", "origin"),
    [
        pytest.param(None, "unrecorded", id="no-lock"),
        pytest.param(lock(), "pending", id="new-in-the-registry"),
        pytest.param(lock(lookup=entry(A, identity="r1")), "drift", id="known-and-the-spec-is-as-it-was"),
    ],
)
def test_a_flow_that_does_not_fit_has_drifted_only_if_the_function_is_known(recorded: Lock | None, origin: str) -> None:
    world = found(there(A), listed("r1", A), shows(A, reads("phone")), flow("f1", "r1", passes={}, reads=[]))

    made = plan(LOOKUP, world, recorded)

    assert [(finding.code, finding.origin) for finding in made.findings] == [("FL001", origin)]


def says(spoken: str, calls: str) -> FoundFlow:
    """A flow that speaks and then calls, in a way that is understood."""
    made = flow("f1", calls, passes={"phone": "1"}, reads=[])
    definition = json.loads(made.definition)
    definition["activities"].append({"type": "SPEAK", "id": "2", "properties": {"text": spoken}})
    return replace(made, definition=json.dumps(definition))


@pytest.mark.parametrize(
    ("calls", "puzzles"),
    [
        pytest.param(flow("f1", "r1", passes={"phone": "1"}, reads=[]), 0, id="it-calls-one"),
        pytest.param(says("please look up: lookup", "r2"), 0, id="it-calls-another-and-speaks-its-name"),
        pytest.param(says("please look up: lookup", "${number}"), 1, id="it-speaks-its-name-and-whom-it-calls-is-not-known"),
        pytest.param(replace(flow("f1", "r1"), definition="lookup"), 1, id="it-is-no-flow-that-is-understood-and-names-it"),
        pytest.param(flow("f1", "r3", passes={"phone": "1"}, reads=[]), 0, id="it-calls-nobodys"),
    ],
)
def test_a_flow_is_a_puzzle_when_it_may_call_a_function_and_is_not_understood(calls: FoundFlow, puzzles: int) -> None:
    of = wanted(registered("lookup", A), registered("other", B))
    signatures = (shows(A, reads("phone", required=False)), shows(B, reads("phone", required=False)))
    world = found(there(A), there(B), there(C), listed("r1", A), listed("r2", B), listed("r3", C), *signatures, calls)

    made = plan(of, world)

    told = [finding for finding in made.findings if finding.code.startswith("FL")]
    assert [finding.args["count"] for finding in told] == [puzzles] * bool(puzzles)


@pytest.mark.parametrize(
    ("of", "world", "waits_for"),
    [
        pytest.param(
            wanted(registered("lookup", A, checks=[CHECK]), mode="console"),
            found(there(A)),
            ("register:hotline:lookup",),
            id="a-person-registers-it",
        ),
        pytest.param(
            wanted(function("lookup", A, registration("lookup", A, description="new"), checks=[CHECK])),
            found(there(A), listed("r1", A)),
            ("update-registration:hotline:lookup",),
            id="its-description-is-sent",
        ),
        pytest.param(
            wanted(function("lookup", A, registration("lookup", A, description="new"), checks=[CHECK]), mode="console"),
            found(there(A), listed("r1", A)),
            (),
            id="a-person-writes-its-description",
        ),
    ],
)
def test_a_test_call_waits_for_all_without_which_it_reaches_nothing(of: Wanted, world: Found, waits_for: tuple[str, ...]) -> None:
    waiting = {step.id: step.depends_on for step in plan(of, world).steps}

    assert waiting["test:hotline:lookup:1"] == waits_for


def test_steps_of_one_kind_do_not_wait_for_each_other() -> None:
    settings = registration("lookup", A, description="new", failover=FailoverTarget(Region("cn-shanghai"), 5.0))
    of = wanted(function("lookup", A, settings, checks=[CHECK, CHECK]))

    made = plan(of, found(there(A), listed("r1", A)))

    assert {step.id: step.depends_on for step in made.steps} == {
        "update-registration:hotline:lookup": (),
        "failover:hotline:lookup": (),
        "test:hotline:lookup:1": ("update-registration:hotline:lookup",),
        "test:hotline:lookup:2": ("update-registration:hotline:lookup",),
    }


def test_a_duplicate_is_removed_after_everything_else_about_its_function() -> None:
    of = wanted(registered("lookup", A, settings=Configuration(memory=256), checks=[CHECK]))

    made = plan(of, found(there(A, Configuration(memory=128)), listed("r1", A), listed("r2", A)))

    assert {step.id: step.depends_on for step in made.steps} == {
        "update-function:lookup": (),
        "test:hotline:lookup:1": ("update-function:lookup",),
        "unregister:hotline:r2": ("update-function:lookup", "test:hotline:lookup:1"),
    }
