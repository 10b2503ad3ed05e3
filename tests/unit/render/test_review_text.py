"""What people and comments are told of a review: whom it hurts first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.plan.model import FlowRef
from sync.core.review.model import CallerImpact, Moment, Review
from sync.render.page import Page
from sync.render.registry_files import RegistryFiles
from sync.render.review import headline, impact_details, review_text
from sync.render.review_markdown import review_markdown
from sync.specs.ids import CenterName
from tests.unit.render.review_sample import impact, reviewed
from tests.unit.render.test_plan_text import EMPTY

BLANK = Review(changes=reviewed("x").review.changes, impacts=(), standing=(), plan=EMPTY, introduced=(), resolved=(), gaps=())
NOBODY = "No caller is hurt by this change, as far as is known."
DEPLOYED = Moment(kind="deployed")
MAIN = tuple(FlowRef(center=CenterName("hotline"), id=f"flow-{name}", name=name, published=True) for name in ("main", "night"))


@pytest.mark.parametrize(
    ("impacts", "is_whole", "told"),
    [
        ((), True, NOBODY),
        ((), False, "Whether this change hurts callers is not known: there is no snapshot that can be relied on."),
        ((impact("a", "works", "no-function", DEPLOYED),), True, "After this change a reaches no function at a."),
        ((impact("a", "works", "no-registration", DEPLOYED),), False, "After this change a reaches no function at a."),
        ((impact("a", "works", "broken-code", DEPLOYED),), True, "After this change every call of a fails at a."),
        ((impact("a", "works", "does-not-fit", DEPLOYED),), True, "After this change a and its function no longer fit at a."),
        ((impact("a", "works", "works", DEPLOYED),), True, "While this change is carried out calls of a fail at a."),
        (
            (impact("a", "no-function", "works"),),
            True,
            f"{NOBODY} 1 broken module will work again.",
        ),
        (
            (impact("a", "works", "no-function"), impact("b", "works", "no-function")),
            True,
            "After this change a reaches no function at a (1 more module below).",
        ),
        (
            (impact("a", "works", "no-function", callers=MAIN[:1]),),
            True,
            "After this change a, called by main, reaches no function at a.",
        ),
        (
            (impact("a", "works", "does-not-fit", callers=MAIN),),
            True,
            "After this change a, called by main and 1 more flow, and its function no longer fit at a.",
        ),
        (
            (impact("a", "works", "works", DEPLOYED, callers=MAIN[:1]),),
            True,
            "While this change is carried out calls of a, called by main, fail at a.",
        ),
    ],
)
def test_the_first_line_says_what_befalls_a_caller(impacts: tuple[CallerImpact, ...], is_whole: bool, told: str) -> None:  # noqa: FBT001
    assert headline(replace(BLANK, impacts=impacts), is_whole=is_whole) == told


def test_of_a_sub_flow_it_is_said_who_calls_it_and_that_this_is_published_again() -> None:
    said = dict(impact_details(impact("a", "works", "does-not-fit", DEPLOYED, callers=MAIN), {}))
    assert said["Through"] == "main [flow-main], published; night [flow-night], published"
    assert said["Helps"].endswith("; publish the flows that call it, too")


def test_a_change_of_nothing_is_told_so() -> None:
    assert headline(replace(BLANK, changes=())) == "This change does nothing to the registry."


@pytest.mark.parametrize(
    "part",
    [
        "CALLERS (3)",
        "x flow 订单 [订单] in hotline breaks at module 订单",
        "it does not pass 订单, which the function requires",
        "x flow 订单 [订单] in hotline fails for a while at module 订单, and works again afterwards",
        "once this step is done, which ivrsync apply holds back: 订单",
        "+ flow 订单 [订单] in hotline works again at module 订单",
        "订单, 订单, 订单 and 1 more",
        "- 订单 is renamed: 订单 -> 订单",
        "center 订单 is new, instance 订单",
        "create 订单 at cn-hangzhou/订单/订单 somewhere else: its spec states no code",
        "BROKEN ALREADY (1)",
        "HELD BACK",
        "COULD NOT READ",
        "a published flow would break: 3 changes, 2 modules hurt",
    ],
)
def test_a_review_says_all_of_it(part: str) -> None:
    told = " ".join(review_text(reviewed("订单"), Page(width=100)).split())
    assert part in told


def test_a_comment_that_may_not_be_long_still_begins_with_the_verdict_and_says_what_it_leaves_out() -> None:
    output = reviewed("订单")
    whole = review_markdown(output, RegistryFiles())
    short = review_markdown(output, RegistryFiles(), budget=1_500)
    first = "**After this change 订单 and its function no longer fit at 订单\\.**"
    assert (whole.splitlines()[0], short.splitlines()[0]) == (first, first)
    assert len(short) < len(whole)
    assert "Left out to fit" in short
