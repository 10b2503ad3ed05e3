from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.plan.model import Basis
from sync.errors import PlanRefusedError
from sync.execute.plan_preconditions import check_basis

OWN = Basis(account="1001", world="w-1", registry="r-1", lock="l-1")
ELSEWHERE = "use the settings the plan was made with, or make a new plan here"
MOVED_ON = "run `ivrsync plan` again and review it: the reviewed plan no longer matches what would be applied"


def test_a_plan_made_for_exactly_this_is_let_through() -> None:
    check_basis(replace(OWN), OWN)


@pytest.mark.parametrize(
    ("planned", "message", "hint"),
    [
        pytest.param(replace(OWN, account="1002"), "another account: 1002, but here it is 1001", ELSEWHERE, id="account"),
        pytest.param(
            replace(OWN, world="w-2"), "other clouds (endpoints or instances): w-2, but here it is w-1", ELSEWHERE, id="world"
        ),
        pytest.param(
            replace(OWN, registry="r-2"), "another state of the registry: r-2, but here it is r-1", MOVED_ON, id="registry"
        ),
        pytest.param(
            replace(OWN, lock=""), "another state of registry.lock.json: none, but here it is l-1", MOVED_ON, id="lock-is-new"
        ),
        pytest.param(
            replace(OWN, account="1002", lock="l-2"),
            "another account: 1002, but here it is 1001; for another state of registry.lock.json: l-2, but here it is l-1",
            f"{ELSEWHERE}; {MOVED_ON}",
            id="two-at-once",
        ),
    ],
)
def test_a_plan_made_for_something_else_is_refused_naming_exactly_what(planned: Basis, message: str, hint: str) -> None:
    with pytest.raises(PlanRefusedError) as caught:
        check_basis(planned, OWN)
    assert caught.value.message == f"this plan was made for {message}"
    assert caught.value.hint == hint
