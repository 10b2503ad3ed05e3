"""Before, after, and exactly what is found and done: one row for each promise about findings and steps."""

from __future__ import annotations

import pytest

from sync.core.rules import check, observation
from sync.core.rules.catalogue import RULES
from sync.core.worlds import Configuration, FailoverTarget, Found, Wanted, WantedCheck
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
    registered,
    registration,
    there,
    wanted,
)
from tests.unit.core.signature_cases import CASES as SIGNATURE_CASES
from tests.unit.core.test_location import CASES as LOCATION_CASES

A = "cn-hangzhou/demo-service/lookup"
B = "cn-hangzhou/demo-service/other"
MISSPELT = "cn-hangzhou/demo_service/lookup"
NEW = "cn-hangzhou/orders"
SMALL, LARGE = Configuration(memory=128), Configuration(memory=256)
CHECK = WantedCheck(name="known", input={"id": "1"}, expect=None)
BACKUP = FailoverTarget(Region("cn-shanghai"), 5.0)
LOOKUP = wanted(registered("lookup", A))

CASES = [
    pytest.param(LOOKUP, found(there(A), listed("r1", A)), None, [], [], id="as-wanted"),
    pytest.param(LOOKUP, found(), None, ["EX001", "RG001"], [], id="nothing-is-registered-to-a-function-that-is-not-there"),
    pytest.param(LOOKUP, found(there(A)), None, ["RG001"], ["register:hotline:lookup"], id="not-registered"),
    pytest.param(
        LOOKUP, found(there(A), listed("r1", MISSPELT)), None, ["RG002"], ["repoint:hotline:lookup"], id="the-manuals-mistake"
    ),
    pytest.param(
        LOOKUP,
        found(there(A), there(MISSPELT), listed("r1", MISSPELT)),
        None,
        ["RG001", "RG008"],
        ["register:hotline:lookup"],
        id="a-like-name-that-works-is-somebody-elses",
    ),
    pytest.param(
        LOOKUP,
        found(there(A), listed("r1", MISSPELT), listed("r2", "cn-hangzhou/DEMO-service/lookup")),
        None,
        ["RG002", "RG002", "RG010"],
        [],
        id="two-misspellings-choose-nothing",
    ),
    pytest.param(
        LOOKUP,
        found(there(A), listed("r1", A), listed("r2", A)),
        None,
        ["RG003"],
        ["unregister:hotline:r2"],
        id="a-duplicate-is-removed-and-the-first-kept",
    ),
    pytest.param(
        LOOKUP,
        found(there(A), listed("r1", A), listed("r2", A), flow("f1", "r1"), flow("f2", "r2")),
        None,
        ["RG011"],
        [],
        id="a-duplicate-that-a-flow-calls-stays",
    ),
    pytest.param(
        LOOKUP,
        found(there(A), listed("r1", B), there(B)),
        lock(lookup=entry(B, identity="r1")),
        ["LO001"],
        ["repoint:hotline:lookup"],
        id="moved-in-the-registry-the-lock-knows-the-id",
    ),
    pytest.param(
        wanted(function("lookup", A, registration("lookup", A, formerly=[B]))),
        found(there(A), listed("r1", B)),
        None,
        ["RG002"],
        ["repoint:hotline:lookup"],
        id="formerly-names-the-old-address",
    ),
    pytest.param(
        wanted(function("lookup", A, registration("lookup", A, adopt="r7"))),
        found(there(A), listed("r7", "cn-beijing/x/y")),
        None,
        ["RG002"],
        ["repoint:hotline:lookup"],
        id="the-spec-names-the-id",
    ),
    pytest.param(
        wanted(),
        found(there(A), listed("r1", A)),
        lock(lookup=entry(A, identity="r1")),
        ["RG004"],
        ["unregister:hotline:r1"],
        id="left-the-registry",
    ),
    pytest.param(
        wanted(),
        found(there(B), listed("r1", B)),
        lock(lookup=entry(A, identity="r1")),
        ["RG008"],
        [],
        id="left-the-registry-but-somebody-uses-the-id-for-something-else",
    ),
    pytest.param(wanted(), found(there(A), listed("r1", A)), None, ["RG008"], [], id="never-ours-is-left-alone"),
    pytest.param(wanted(), found(listed("r1", A)), None, ["RG002"], [], id="never-ours-and-pointing-at-nothing"),
    pytest.param(
        wanted(registered("lookup", A, settings=LARGE, checks=[CHECK])),
        found(there(A, SMALL), listed("r1", A)),
        None,
        ["CF003"],
        ["update-function:lookup", "test:hotline:lookup:1"],
        id="memory-and-a-test-call-after",
    ),
    pytest.param(
        wanted(
            registered(
                "lookup", A, settings=Configuration(runtime="python3.10", handler="a.b", timeout=5, environment={"MODE": "x"})
            )
        ),
        found(
            there(A, Configuration(runtime="python3.9", handler="c.d", timeout=3, environment={"OTHER": "kept"})), listed("r1", A)
        ),
        None,
        ["CF001", "CF002", "CF004", "CF005"],
        ["update-function:lookup"],
        id="every-other-setting-in-one-step",
    ),
    pytest.param(
        wanted(function("orders", NEW)),
        found(there("cn-hangzhou/orders-service/orders")),
        None,
        ["CF006"],
        [],
        id="found-under-the-other-generation",
    ),
    pytest.param(
        wanted(function("lookup", A, registration("lookup", A, description="new", role="r"))),
        found(there(A), listed("r1", A, description="old")),
        None,
        ["RG005", "RG006"],
        ["update-registration:hotline:lookup"],
        id="description-and-role-in-one-step",
    ),
    pytest.param(
        wanted(function("lookup", A, registration("lookup", A, failover=BACKUP))),
        found(there(A), listed("r1", A)),
        None,
        ["RG007"],
        ["failover:hotline:lookup"],
        id="failover-is-for-a-hand",
    ),
    pytest.param(
        LOOKUP, found(gap("region", "cn-hangzhou", "2.0")), None, ["OB001", "RG001"], [], id="an-unread-region-hides-no-function"
    ),
    pytest.param(
        LOOKUP, found(there(A), gap("registrations", "hotline")), None, ["OB002"], [], id="unread-registrations-miss-none"
    ),
    pytest.param(
        LOOKUP, found(gap("function", "cn-hangzhou", "2.0"), listed("r1", A)), None, ["OB004"], [], id="an-unread-function"
    ),
    pytest.param(LOOKUP, found(there(A), listed("r1", A), gap("flows", "hotline")), None, ["OB003"], [], id="unread-flows"),
    pytest.param(
        LOOKUP, found(there(A), listed("r1", A), gap("value", "hotline/f/ask/phone")), None, ["OB007"], [], id="a-hidden-value"
    ),
    pytest.param(LOOKUP, found(there(A), listed("r1", A), gap("snapshot", "s.gz")), None, ["OB008"], [], id="a-snapshot-in-doubt"),
    pytest.param(
        LOOKUP,
        found(there(A), listed("r1", MISSPELT), gap("region", "cn-hangzhou", "2.0")),
        None,
        ["OB001", "RG008"],
        [],
        id="what-an-unread-region-leaves-open-is-neither-repointed-nor-registered-again",
    ),
]


@pytest.mark.parametrize(("of", "world", "recorded", "codes", "steps"), CASES)
def test_a_difference_gives_exactly_these_findings_and_steps(
    of: Wanted, world: Found, recorded: Lock | None, codes: list[str], steps: list[str]
) -> None:
    made = plan(of, world, recorded)

    assert (sorted(finding.code for finding in made.findings), [step.id for step in made.steps]) == (codes, steps)


def test_of_two_alike_the_one_that_a_flow_calls_is_kept() -> None:
    made = plan(LOOKUP, found(there(A), listed("r1", A), listed("r2", A), flow("f1", "r2")))

    assert [finding.args["kept"] for finding in made.findings] == ["r2"]
    assert [step.id for step in made.steps] == ["unregister:hotline:r1"]


def test_every_code_of_the_catalogue_has_a_case() -> None:
    covered = {code for case in CASES for code in case.values[3]}  # type: ignore[union-attr]
    covered |= {code for case in LOCATION_CASES for code in case.values[3]}  # type: ignore[union-attr]
    covered |= {code for case in SIGNATURE_CASES for code, _, _ in case.values[3]}  # type: ignore[union-attr]

    by_calling = {check.CHECK_FAILED.code, observation.CODES["check"]}  # no plan shows them: see test_checks_made.py
    assert covered == {rule.code for rule in RULES} - by_calling


def test_a_published_flow_that_calls_nothing_is_said_first_and_to_break() -> None:
    world = found(there(A), listed("r1", MISSPELT), flow("f1", "r1"))

    made = plan(wanted(registered("lookup", A), registered("aaa", B)), world)

    assert [(finding.code, finding.breaks, [ref.id for ref in finding.flows]) for finding in made.findings] == [
        ("RG002", True, ["f1"]),
        ("EX001", False, []),
        ("RG001", False, []),
    ]


@pytest.mark.parametrize(
    ("world", "breaks"),
    [
        pytest.param(found(listed("r1", MISSPELT), flow("f1", "r1", published=False)), False, id="not-published"),
        pytest.param(found(listed("r1", MISSPELT), flow("f1", "lookup")), True, id="by-the-functions-name"),
        pytest.param(found(listed("r1", MISSPELT), there(A), listed("r2", A), flow("f1", "lookup")), False, id="a-namesake-works"),
        pytest.param(
            found(listed("r1", MISSPELT), gap("region", "cn-hangzhou", "2.0"), flow("f1", "r1")), False, id="not-certainly-missing"
        ),
    ],
)
def test_a_flow_breaks_only_when_it_certainly_calls_nothing(world: Found, breaks: bool) -> None:  # noqa: FBT001  an expectation
    assert any(finding.breaks for finding in plan(wanted(), world).findings) is breaks


@pytest.mark.parametrize(
    ("of", "steps"),
    [
        pytest.param(wanted(registered("lookup", A), mode="console"), [("register:hotline:lookup", True)], id="register"),
        pytest.param(
            wanted(function("lookup", A, registration("lookup", A, description="d", failover=BACKUP)), mode="console"),
            [("register:hotline:lookup", True)],
            id="all-in-one-visit-to-the-console",
        ),
    ],
)
def test_in_a_console_center_every_registration_step_is_by_hand(of: Wanted, steps: list[tuple[str, bool]]) -> None:
    assert [(step.id, step.by_hand) for step in plan(of, found(there(A))).steps] == steps


def test_what_no_api_writes_is_a_step_of_its_own_by_hand() -> None:
    of = wanted(function("lookup", A, registration("lookup", A, description="d", failover=BACKUP)))

    made = plan(of, found(there(A), listed("r1", A)))

    assert [(step.id, step.by_hand) for step in made.steps] == [
        ("update-registration:hotline:lookup", False),
        ("failover:hotline:lookup", True),
    ]


def test_a_test_call_waits_for_what_it_tests_and_for_nothing_else() -> None:
    of = wanted(registered("lookup", A, settings=LARGE, checks=[CHECK]), registered("other", B, checks=[CHECK]))

    made = plan(of, found(there(A, SMALL), there(B)))

    assert {step.id: step.depends_on for step in made.steps} == {
        "update-function:lookup": (),
        "register:hotline:lookup": ("update-function:lookup",),
        "register:hotline:other": (),
        "test:hotline:lookup:1": ("update-function:lookup", "register:hotline:lookup"),
        "test:hotline:other:1": ("register:hotline:other",),
    }


def test_a_test_call_does_not_wait_for_a_failover_that_a_person_sets() -> None:
    of = wanted(function("lookup", A, registration("lookup", A, failover=BACKUP), settings=LARGE, checks=[CHECK]))

    made = plan(of, found(there(A, SMALL), listed("r1", A)))

    assert {step.id: step.depends_on for step in made.steps}["test:hotline:lookup:1"] == ("update-function:lookup",)


@pytest.mark.parametrize(
    ("of", "world", "recorded", "origins"),
    [
        pytest.param(LOOKUP, found(there(A)), None, {"RG001": "unrecorded"}, id="no-lock"),
        pytest.param(LOOKUP, found(there(A)), lock(), {"RG001": "pending"}, id="new-in-the-registry"),
        pytest.param(LOOKUP, found(there(A)), lock(lookup=entry(A, identity="r1")), {"RG001": "drift"}, id="somebody-removed-it"),
        pytest.param(LOOKUP, found(), lock(lookup=entry(A)), {"EX001": "drift", "RG001": "pending"}, id="the-function-went-away"),
        pytest.param(
            wanted(registered("lookup", A, settings=LARGE)),
            found(there(A, SMALL), listed("r1", A)),
            lock(lookup=entry(A, identity="r1", memory=256)),
            {"CF003": "drift"},
            id="somebody-lowered-the-memory",
        ),
        pytest.param(
            wanted(registered("lookup", A, settings=LARGE)),
            found(there(A, SMALL), listed("r1", A)),
            lock(lookup=entry(A, identity="r1", memory=128)),
            {"CF003": "pending"},
            id="the-spec-raised-the-memory",
        ),
        pytest.param(
            LOOKUP,
            found(there(A), there(B), listed("r1", B)),
            lock(lookup=entry(A, identity="r1").model_copy(update={"function_id": there(A).function_id})),
            {"RG009": "drift"},
            id="somebody-repointed-it",
        ),
        pytest.param(
            LOOKUP,
            found(there(A), there(B), listed("r1", B)),
            lock(lookup=entry(A, identity="r1")),
            {"LO020": "drift"},
            id="somebody-repointed-it-and-no-id-tells-which-of-the-two-it-is",
        ),
        pytest.param(
            LOOKUP,
            found(there(A), there(B), listed("r1", B)),
            lock(lookup=entry(B, identity="r1")),
            {"LO001": "pending"},
            id="the-spec-moved-on",
        ),
        pytest.param(
            wanted(function("lookup", A, registration("lookup", A, description="new"))),
            found(there(A), listed("r1", A, description="old")),
            lock(lookup=entry(A, identity="r1", description="new")),
            {"RG005": "drift"},
            id="somebody-rewrote-the-description",
        ),
    ],
)
def test_drift_is_what_the_clouds_left_and_pending_what_the_registry_moved_on_from(
    of: Wanted, world: Found, recorded: Lock | None, origins: dict[str, str]
) -> None:
    assert {finding.code: finding.origin for finding in plan(of, world, recorded).findings} == origins
