"""A call goes where the flows' calls go: through the registration they hold, wherever it points."""

from __future__ import annotations

import pytest

from sync.core.assessment import assess
from sync.core.flows.routes import routes
from sync.core.worlds import Found
from sync.specs.models import Lock
from tests.fakes.worlds import entry, flow, found, gap, listed, lock, registered, there, wanted

A, B = "cn-hangzhou/demo-service/a", "cn-hangzhou/demo-service/b"
OF = wanted(registered("a", A))
LOCK = lock(a=entry(A, identity="r1"))
ONE, TWO, ASTRAY = listed("r1", A), listed("r2", A), listed("r1", B)
CASES = [
    pytest.param(found(there(A), ONE, flow("f1", "r1")), None, [("r1", ["f1"])], id="the-one-there-is"),
    pytest.param(found(there(A), ONE), None, [("r1", [])], id="nobody-holds-it"),
    pytest.param(found(there(A), ONE, flow("f1", "r1", published=False)), None, [("r1", [])], id="only-a-draft-holds-it"),
    pytest.param(found(there(A), ONE, TWO, flow("f1", "r2")), None, [("r2", ["f1"])], id="flows-hold-the-duplicate"),
    pytest.param(
        found(there(A), ONE, TWO, flow("f1", "r2"), flow("f2", "r1")), None, [("r1", ["f2"]), ("r2", ["f1"])], id="flows-hold-both"
    ),
    pytest.param(found(there(A), there(B), ASTRAY, flow("f1", "r1")), LOCK, [("r1", ["f1"])], id="it-points-elsewhere"),
    pytest.param(
        found(there(A), ASTRAY, TWO, flow("f1", "r1")), LOCK, [("r1", ["f1"])], id="it-points-elsewhere-and-another-does-not"
    ),
    pytest.param(found(there(A), ASTRAY, TWO), LOCK, [("r2", [])], id="nobody-holds-the-one-that-points-elsewhere"),
    pytest.param(found(there(A), there(B), ASTRAY), LOCK, [], id="nobody-holds-it-and-it-points-elsewhere"),
    pytest.param(found(there(A), listed("r9", B), flow("f1", "r9")), None, [], id="another-function-s"),
    pytest.param(found(there(A)), None, [], id="not-registered"),
    pytest.param(found(there(A), gap("registrations", "hotline")), None, [], id="registrations-unread"),
]


@pytest.mark.parametrize(("world", "recorded", "expected"), CASES)
def test_calls_go_through_what_published_flows_hold_else_through_what_the_registry_means(
    world: Found, recorded: Lock | None, expected: list[tuple[str, list[str]]]
) -> None:
    through = [
        (item.registration.id, [reference.id for reference in item.flows])
        for items in routes(assess(OF, recorded, world)).values()
        for item in items
    ]
    assert through == expected
