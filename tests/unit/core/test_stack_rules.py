"""What a stack must not do to published flows, and what its functions must keep to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.assessment import assess
from sync.core.stack_rules import (
    Stack,
    StackFunction,
    StackRegistration,
    StackRule,
    function_violations,
    stack_violations,
)
from sync.core.worlds import Found, Wanted
from sync.specs.ids import Uid
from sync.specs.models import Lock, ParameterSpec, SignatureSpec
from sync.specs.policy import StackRules
from tests.fakes.worlds import (
    CENTER,
    at,
    broken,
    entry,
    flow,
    found,
    function,
    gap,
    listed,
    lock,
    reads,
    registered,
    shows,
    there,
    wanted,
)

A, B, C = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other", "cn-shanghai/demo-service/lookup"
PHONE = SignatureSpec(inputs={"phone": ParameterSpec(required=True)})
ORDER = SignatureSpec(inputs={"order": ParameterSpec(required=True)})
CALLED = found(there(A), listed("r1", A), flow("f1", "r1", passes={"phone": "1"}))


def stack(*functions: str, points: str | None = None, allowed: str = "") -> Stack:
    """Functions of the uid `lookup` at those addresses, and its registration; "?": where it points is not known yet."""
    target = at(points) if points and points != "?" else None
    registration = (
        [StackRegistration(uid=Uid("lookup"), center=CENTER, target=target, allowed=frozenset(allowed.split()))] if points else []
    )
    return Stack(
        functions=tuple(StackFunction(uid=Uid("lookup"), address=at(address)) for address in functions),
        registrations=tuple(registration),
    )


LOOKUP, KNOWN = wanted(registered("lookup", A)), lock(lookup=entry(A, identity="r1"))
STAYS: StackRule = "function-stays"


@pytest.mark.parametrize(
    ("of", "recorded", "world", "made", "told"),
    [
        pytest.param(LOOKUP, None, CALLED, stack(A, points=A), [], id="it-stays"),
        pytest.param(wanted(), KNOWN, CALLED, stack(), [(STAYS, "lookup", A)], id="it-leaves"),
        pytest.param(wanted(), KNOWN, CALLED, stack(B), [(STAYS, "lookup", A)], id="another-stays"),
        pytest.param(wanted(), None, CALLED, stack(), [], id="somebody-elses"),
        pytest.param(
            wanted(), KNOWN, found(there(A), listed("r1", A), flow("f1", "r1", published=False)), stack(), [], id="only-a-draft"
        ),
        pytest.param(wanted(), KNOWN, found(there(A), listed("r1", A)), stack(), [], id="no-flow"),
        pytest.param(
            wanted(),
            KNOWN,
            found(listed("r1", A), flow("f1", "r1")),
            stack(),
            [("registration-stays", "lookup", A)],
            id="it-is-gone-already-and-its-registration-is-not",
        ),
        pytest.param(wanted(), KNOWN, found(there(A), flow("f1", "r1")), stack(), [], id="its-registration-is-gone-already"),
        pytest.param(
            wanted(),
            KNOWN,
            found(listed("r1", A), flow("f1", "r1"), gap("region", "cn-hangzhou", "2.0")),
            stack(),
            [(STAYS, "lookup", A)],
            id="nobody-could-look",
        ),
        pytest.param(LOOKUP, None, CALLED, stack(B, points=B), [], id="a-rename"),
        pytest.param(LOOKUP, None, CALLED, stack(C, points=C), [], id="a-move"),
        pytest.param(
            wanted(registered("lookup", B)),
            KNOWN,
            found(there(A), there(B), listed("r1", A), listed("r2", A), flow("f1", "r2")),
            stack(B, points=B),
            [(STAYS, "lookup", A)],
            id="a-rename-that-leaves-a-second-registration-behind",
        ),
        pytest.param(LOOKUP, None, CALLED, stack(A, points=B), [(STAYS, "lookup", B)], id="the-registration-points-elsewhere"),
        pytest.param(LOOKUP, KNOWN, CALLED, stack(A), [], id="the-registry-still-asks-for-its-registration"),
        pytest.param(LOOKUP, None, CALLED, stack(B, points="?"), [], id="where-it-will-point-is-not-known"),
    ],
)
def test_a_function_that_a_published_flow_calls_stays(
    of: Wanted, recorded: Lock | None, world: Found, made: Stack, told: list[tuple[StackRule, str, str]]
) -> None:
    violations = stack_violations(assess(of, recorded, world), made)

    assert [(one.rule, one.uid, str(one.address)) for one in violations] == told
    assert {module.flow.id for one in violations for module in one.modules} == ({"f1"} if told else set())


UNREGISTERED = wanted(function("lookup", A))
PUZZLE = replace(flow("f1", "r1"), definition='{"text": "r1"}')  # not understood, and mentions it


@pytest.mark.parametrize(
    ("of", "recorded", "world", "made", "told"),
    [
        pytest.param(UNREGISTERED, KNOWN, CALLED, stack(A), ["r1"], id="it-leaves-alone"),
        pytest.param(UNREGISTERED, KNOWN, found(listed("r1", A), flow("f1", "r1")), stack(A), ["r1"], id="whatever-it-reaches"),
        pytest.param(wanted(), KNOWN, replace(CALLED, flows=(PUZZLE,)), stack(), ["r1"], id="a-flow-may-call-it"),
        pytest.param(UNREGISTERED, KNOWN, CALLED, stack(A, points=A), [], id="it-stays-in-the-stack"),
        pytest.param(UNREGISTERED, None, CALLED, stack(A), [], id="it-was-never-the-registrys"),
        pytest.param(UNREGISTERED, lock(lookup=entry(A, identity="r2")), CALLED, stack(A), [], id="it-is-gone-already"),
        pytest.param(UNREGISTERED, KNOWN, found(there(A), listed("r1", A)), stack(A), [], id="no-flow"),
        pytest.param(
            UNREGISTERED, KNOWN, found(there(A), listed("r1", A), flow("f1", "r1", published=False)), stack(A), [], id="a-draft"
        ),
        pytest.param(
            wanted(registered("new", A)), KNOWN, CALLED,
            replace(stack(A), registrations=(StackRegistration(uid=Uid("new"), center=CENTER, target=at(A)),)), [],
            id="it-is-another-uids-now",
        ),
    ],
)  # fmt: skip
def test_a_registration_that_a_published_flow_calls_stays(
    of: Wanted, recorded: Lock | None, world: Found, made: Stack, told: list[str]
) -> None:
    violations = stack_violations(assess(of, recorded, world), made)

    assert [(one.rule, one.uid, str(one.address), one.registration) for one in violations] == [
        ("registration-stays", "lookup", A, identity) for identity in told
    ]


def test_a_registration_may_leave_flows_that_the_rest_of_the_stack_allows() -> None:
    other = StackRegistration(uid=Uid("other"), center=CENTER, target=at(B), allowed=frozenset({"f1"}))
    world = replace(CALLED, flows=(*CALLED.flows, flow("f2", "r1"), replace(PUZZLE, id="f3")))

    (one,) = stack_violations(assess(UNREGISTERED, KNOWN, world), replace(stack(A, B), registrations=(other,)))

    assert ([module.flow.id for module in one.modules], [flow.id for flow in one.flows]) == (["f2"], ["f3"])


def test_what_leaves_with_its_function_is_told_once() -> None:
    assert [one.rule for one in stack_violations(assess(wanted(), KNOWN, CALLED), stack())] == ["function-stays"]


def test_a_violation_names_every_module_that_it_would_hurt() -> None:
    world = found(there(A), listed("r1", A), flow("f2", "r1"), flow("f1", "r1"), flow("f3", "r1", published=False))

    (one,) = stack_violations(assess(wanted(), KNOWN, world), stack())

    assert [(module.flow.id, module.name, module.registration) for module in one.modules] == [
        ("f1", "ask", "r1"),
        ("f2", "ask", "r1"),
    ]


WORKS: StackRule = "flow-keeps-working"
WITH_CODE = replace(CALLED, signatures=(shows(A, reads("phone")),))
CHANGED = lock(lookup=entry(A, identity="r1", declared=PHONE))


@pytest.mark.parametrize(
    ("of", "recorded", "world", "made", "told"),
    [
        pytest.param(wanted(registered("lookup", A, signature=PHONE)), CHANGED, WITH_CODE, stack(A, points=A), [], id="it-fits"),
        pytest.param(
            wanted(registered("lookup", A, signature=ORDER)), CHANGED, WITH_CODE, stack(A, points=A), [WORKS],
            id="the-spec-says-that-new-code-will-not-fit",
        ),
        pytest.param(
            wanted(registered("lookup", A, signature=ORDER)), lock(lookup=entry(A, identity="r1", declared=ORDER)), WITH_CODE,
            stack(A, points=A), [], id="the-spec-did-not-change-and-the-code-fits",
        ),
        pytest.param(
            wanted(registered("lookup", A, signature=ORDER)), CHANGED, WITH_CODE, stack(A, points=A, allowed="f1"), [],
            id="the-flow-is-allowed-by-its-id",
        ),
        pytest.param(
            wanted(registered("lookup", A, signature=ORDER)), CHANGED, WITH_CODE, stack(A, points=A, allowed="f9"), [WORKS],
            id="another-flow-is-allowed",
        ),
        pytest.param(
            wanted(registered("lookup", B, signature=ORDER)), CHANGED, WITH_CODE, stack(B, points=B), [WORKS],
            id="a-rename-to-what-will-not-fit",
        ),
        pytest.param(
            wanted(registered("lookup", B)), CHANGED,
            replace(CALLED, functions=(there(A), there(B)), signatures=(shows(A, reads("phone")), shows(B, reads("order")))),
            stack(B, points=B), [WORKS], id="it-will-reach-code-that-does-not-fit",
        ),
        pytest.param(
            wanted(registered("lookup", B)), CHANGED,
            replace(CALLED, functions=(there(A), there(B)), signatures=(shows(A, reads("phone")), broken(B))),
            stack(B, points=B), [WORKS], id="it-will-reach-broken-code",
        ),
        pytest.param(
            wanted(registered("lookup", A, signature=ORDER)), CHANGED, replace(CALLED, signatures=(shows(A, reads("order")),)),
            stack(A, points=A), [], id="it-is-broken-already",
        ),
        pytest.param(
            wanted(registered("lookup", A, signature=ORDER)), CHANGED,
            replace(WITH_CODE, flows=(flow("f1", "r1", published=False, passes={"phone": "1"}),)), stack(A, points=A), [],
            id="only-a-draft",
        ),
    ],
)  # fmt: skip
def test_an_update_breaks_no_published_flow(of: Wanted, recorded: Lock, world: Found, made: Stack, told: list[StackRule]) -> None:
    assert [one.rule for one in stack_violations(assess(of, recorded, world), made)] == told


def test_a_flow_is_allowed_by_its_name_as_well() -> None:
    joined = assess(wanted(registered("lookup", A, signature=ORDER)), CHANGED, WITH_CODE)
    (registration,) = stack(A, points=A).registrations
    made = replace(stack(A), registrations=(replace(registration, allowed=frozenset({"flow f1"})),))

    assert stack_violations(joined, made) == ()


@pytest.mark.parametrize(
    ("rules", "address", "timeout", "told"),
    [
        (StackRules(), A, 600, []),
        (StackRules(function_names="[a-z]+"), A, None, []),
        (StackRules(function_names="[a-k]+"), A, None, ["function-name"]),
        (StackRules(function_names="look"), A, None, ["function-name"]),
        (StackRules(service_names="demo-[a-z]+"), A, None, []),
        (StackRules(service_names="demo"), A, None, ["service-name"]),
        (StackRules(service_names="demo"), "cn-hangzhou/lookup", None, []),
        (StackRules(regions=("cn-hangzhou",)), A, None, []),
        (StackRules(regions=("cn-hangzhou",)), C, None, ["function-region"]),
        (StackRules(longest_timeout=10), A, 10, []),
        (StackRules(longest_timeout=10), A, 11, ["function-timeout"]),
        (StackRules(longest_timeout=10), A, None, []),
        (
            StackRules(function_names="x", service_names="x", regions=(), longest_timeout=1), A, 2,
            ["function-name", "service-name", "function-region", "function-timeout"],
        ),
    ],
)  # fmt: skip
def test_a_function_keeps_to_the_rules(rules: StackRules, address: str, timeout: int | None, told: list[StackRule]) -> None:
    one = StackFunction(uid=Uid("lookup"), address=at(address), timeout=timeout)

    violations = [*function_violations(assess(LOOKUP, None, CALLED), one, rules)]

    assert [each.rule for each in violations] == told
    assert {(each.uid, each.address) for each in violations} <= {(one.uid, one.address)}


@pytest.mark.parametrize(
    ("uid", "address", "world", "flows"),
    [
        pytest.param("lookup", C, CALLED, ["f1"], id="that-call-it-where-it-was"),
        pytest.param("new", A, CALLED, ["f1"], id="that-call-what-is-at-its-address"),
        pytest.param("new", C, CALLED, [], id="nobody-calls-it"),
        pytest.param(
            "lookup", A, found(there(A), listed("r1", A), flow("f1", "r1", published=False)), [], id="a-draft-has-no-callers"
        ),
    ],
)
def test_a_broken_rule_names_the_flows(uid: str, address: str, world: Found, flows: list[str]) -> None:
    one = StackFunction(uid=Uid(uid), address=at(address))
    of = wanted(registered("lookup", A), function("new", B))

    (violation,) = function_violations(assess(of, None, world), one, StackRules(function_names="x"))

    assert [module.flow.id for module in violation.modules] == flows
