"""A service or a region that moved as a whole is told as one; everything else is told as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.plan.model import Finding, FlowRef
from sync.render.remedy import remedy
from sync.render.whole_moves import merged
from sync.specs.ids import CenterName, Uid

ORDERS = FlowRef(center=CenterName("hotline"), id="f1", name="orders", published=True)


def moved(uid: str, was: str, now: str, *kinds: str, code: str = "LO003", probability: float = 0.9) -> Finding:
    args = {"uid": uid, "from": was, "to": now, "kinds": [*kinds], "probability": probability}
    return Finding(code=code, subject=was, origin="drift", uid=Uid(uid), args=args)  # type: ignore[arg-type]


A = moved("a", "cn-hangzhou/orders/a", "cn-shanghai/orders/a", "region-moved")
B = moved("b", "cn-hangzhou/orders/b", "cn-shanghai/orders/b", "region-moved", probability=0.8)
OTHER = Finding(code="EX001", subject="x", origin="drift", uid=Uid("x"), args={"address": "x"})


def test_functions_that_left_one_place_for_another_are_one() -> None:
    first, second = merged([A, OTHER, B])

    assert second == OTHER
    assert (first.subject, first.uid, first.code) == ("cn-hangzhou/orders (2 functions)", None, "LO003")
    assert first.args == {
        "uid": "a b", "from": "cn-hangzhou/orders (2 functions)", "to": "cn-shanghai/orders", "kinds": ["region-moved"],
        "probability": 0.8,
    }  # fmt: skip


@pytest.mark.parametrize(
    "findings",
    [
        pytest.param([A, OTHER], id="one-alone"),
        pytest.param([A, moved("c", "cn-hangzhou/orders/c", "cn-beijing/orders/c", "region-moved")], id="to-other-places"),
        pytest.param([A, moved("c", "cn-hangzhou/orders/c", "cn-shanghai/orders/d", "renamed", "region-moved")], id="and-renamed"),
        pytest.param([A, moved("b", "cn-hangzhou/orders/b", "cn-shanghai/orders/b", "region-moved", code="LO013")], id="less-sure"),
        pytest.param([A, replace(B, args={**B.args, "signature": [{"change": "input-removed"}]})], id="and-called-otherwise"),
        pytest.param(
            [moved(uid, f"cn-hangzhou/{uid}", f"cn-hangzhou/{uid}-new", "renamed", code="LO001") for uid in "ab"], id="only-renamed"
        ),
    ],
)
def test_what_did_not_move_the_same_way_is_told_one_by_one(findings: list[Finding]) -> None:
    assert merged(findings) == findings


def test_whom_it_breaks_is_said_of_all() -> None:
    (whole,) = merged([A, replace(B, flows=(ORDERS,), breaks=True)])

    assert (whole.flows, whole.breaks) == ((ORDERS,), True)


def test_commands_that_take_one_uid_are_not_told_with_all() -> None:
    (whole,) = merged([A, B])

    assert "ivrsync accept a b writes" in remedy(whole)
    assert "apply --restore UID" in remedy(whole)
    assert "ivrsync why UID" in remedy(whole)
    assert "ivrsync why a shows" in remedy(A)
