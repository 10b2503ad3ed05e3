"""What is held back although it would be right, and what the user's word lifts."""

from __future__ import annotations

import pytest

from sync.core.plan.policy import Policy
from sync.core.worlds import Found
from tests.fakes.worlds import DEFAULT, entry, flow, found, gap, listed, lock, plan, registered, there, wanted

A, B = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other"
MOVED = (wanted(registered("lookup", A)), lock(lookup=entry(B, identity="r1")))
RETIRED = (wanted(), lock(lookup=entry(A, identity="r1")))
REPOINT = found(there(A), there(B), listed("r1", B))
REMOVE = found(there(A), listed("r1", A))


def _and(world: Found, *parts: Found) -> Found:
    every = (world, *parts)
    return Found(
        functions=tuple(item for one in every for item in one.functions),
        registrations=tuple(item for one in every for item in one.registrations),
        flows=tuple(item for one in every for item in one.flows),
        gaps=tuple(item for one in every for item in one.gaps),
    )


@pytest.mark.parametrize(
    ("world", "policy", "refused"),
    [
        pytest.param(REPOINT, DEFAULT, [], id="no-flow-mentions-it"),
        pytest.param(_and(REPOINT, found(flow("f1", "r1"))), DEFAULT, ["flow-calls-it"], id="by-id"),
        pytest.param(_and(REPOINT, found(flow("f1", "other"))), DEFAULT, ["flow-calls-it"], id="by-name"),
        pytest.param(_and(REPOINT, found(flow("f1", "x|other|y"))), DEFAULT, ["flow-mentions-it"], id="inside-a-longer-text"),
        pytest.param(_and(REPOINT, found(flow("f1", "another"))), DEFAULT, [], id="a-part-of-a-word-is-not-a-mention"),
        pytest.param(_and(REPOINT, found(flow("f1", "r1", published=False))), DEFAULT, ["flow-calls-it"], id="drafts-count"),
        pytest.param(
            _and(REPOINT, found(flow("f1", "r1"))), Policy(allowed_flows=frozenset({"f1"})), [], id="the-flow-was-named-by-id"
        ),
        pytest.param(
            _and(REPOINT, found(flow("f1", "r1"))),
            Policy(allowed_flows=frozenset({"flow f1"})),
            [],
            id="the-flow-was-named-by-name",
        ),
        pytest.param(
            _and(REPOINT, found(flow("f1", "r1"), flow("f2", "r1"))),
            Policy(allowed_flows=frozenset({"f1"})),
            ["flow-calls-it"],
            id="every-flow-must-be-named",
        ),
        pytest.param(_and(REPOINT, found(gap("flows", "hotline"))), DEFAULT, ["flows-unreadable"], id="flows-unread"),
        pytest.param(found(there(A), listed("r1", B), flow("f1", "r1")), DEFAULT, [], id="away-from-nothing-needs-no-word"),
        pytest.param(
            found(there(A), listed("r1", B), gap("flows", "hotline")), DEFAULT, [], id="away-from-nothing-with-flows-unread"
        ),
    ],
)
def test_a_registration_is_repointed_only_when_no_flow_may_suffer(world: Found, policy: Policy, refused: list[str]) -> None:
    made = plan(MOVED[0], world, MOVED[1], policy)

    assert [refusal.reason for refusal in made.refusals] == refused
    assert [step.id for step in made.steps] == ([] if refused else ["repoint:hotline:lookup"])


@pytest.mark.parametrize(
    ("world", "refused"),
    [
        pytest.param(REMOVE, [], id="nobody-calls-it"),
        pytest.param(_and(REMOVE, found(flow("f1", "r1"))), ["flow-calls-it"], id="a-flow-calls-it"),
        pytest.param(found(listed("r1", A), flow("f1", "r1")), ["flow-calls-it"], id="also-when-its-target-is-gone"),
        pytest.param(_and(REMOVE, found(gap("flows", "hotline"))), ["flows-unreadable"], id="flows-unread"),
    ],
)
def test_a_registration_is_removed_only_when_no_flow_mentions_it(world: Found, refused: list[str]) -> None:
    made = plan(RETIRED[0], world, RETIRED[1])

    assert [refusal.reason for refusal in made.refusals] == refused
    assert [step.id for step in made.steps] == ([] if refused else ["unregister:hotline:r1"])


@pytest.mark.parametrize(
    ("held", "retired", "named", "removed"),
    [
        pytest.param(2, 2, None, 2, id="two-may-always-go"),
        pytest.param(3, 3, None, 0, id="three-of-three-stop-the-plan"),
        pytest.param(12, 3, None, 3, id="a-quarter-may-go"),
        pytest.param(11, 3, None, 0, id="just-over-a-quarter-may-not"),
        pytest.param(3, 3, 3, 3, id="the-number-was-named"),
        pytest.param(3, 3, 4, 0, id="another-number-was-named"),
        pytest.param(3, 1, 0, 0, id="none-was-named"),
        pytest.param(12, 2, 1, 0, id="a-smaller-number-was-named"),
    ],
)
def test_many_removals_need_their_number_named(held: int, retired: int, named: int | None, removed: int) -> None:
    addresses = [f"cn-hangzhou/demo-service/f{number}" for number in range(held)]
    world = found(*(there(address) for address in addresses), *(listed(f"r{n}", address) for n, address in enumerate(addresses)))
    recorded = lock(**{f"u{n}": entry(address, identity=f"r{n}") for n, address in enumerate(addresses[:retired])})

    made = plan(wanted(), world, recorded, Policy(named_removals=named))

    assert len(made.steps) == removed
    assert [refusal.reason for refusal in made.refusals] == ["removal-limit"] * (retired - removed)
