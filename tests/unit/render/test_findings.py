"""Findings are compact: why once for each code, a screen for ten of them, and many alike told once without losing a broken flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from sync.core.plan.cause import CloudSaid
from sync.core.plan.model import BlockedStep, Finding, FlowRef, Plan
from sync.core.plan.report import Report, Result
from sync.render.findings import finding_line
from sync.render.page import Page
from sync.render.quiet import quiet_lines, undone_lines
from sync.render.remedy import remedy
from sync.render.report_text import report_text
from sync.render.text import plan_text
from sync.specs.ids import CenterName, Uid
from tests.unit.render import steps_sample as sample
from tests.unit.render.test_plan_text import EMPTY, GAP, MAIN, MEMORY, STALE, UNREAD

PASSES_TOO_LITTLE = Finding(
    code="FL001",
    subject="flow-1/30000002",
    origin="drift",
    uid=Uid("order-status"),
    center=sample.HOTLINE,
    where=STALE.where,
    args={"module": "查询订单 [30000002]", "names": ["orderNo"], "newer": "the code", "reaches": "cn-hangzhou/orders/order_status"},
    flows=(MAIN,),
    breaks=True,
)
NULLABLE = Finding(
    code="SG013",
    subject="cn-hangzhou/orders/order_status",
    origin="drift",
    uid=Uid("order-status"),
    where=STALE.where,
    args={"name": "status", "newer": "the code (index.py:9)", "older": "the recorded signature"},
    flows=(MAIN,),
)
# What a bad night looks like: a service renamed, a function deployed anew, somebody at the console.
TEN = (
    *(replace(STALE, uid=Uid(f"region-{number}")) for number in range(3)),
    *(replace(PASSES_TOO_LITTLE, uid=Uid(f"order-{number}")) for number in range(2)),
    *(replace(MEMORY, uid=Uid(f"identity-{number}")) for number in range(3)),
    *(replace(NULLABLE, uid=Uid(f"order-{number}")) for number in range(2)),
)


def shown(findings: Sequence[Finding], width: int = 100) -> list[str]:
    return plan_text(replace(EMPTY, findings=tuple(findings)), Page(width=width)).splitlines()


def many(finding: Finding, number: int) -> tuple[Finding, ...]:
    """As many findings of that code, each about another function and another of forty flows."""
    return tuple(
        replace(
            finding,
            uid=Uid(f"function-{each}"),
            flows=tuple(replace(flow, id=f"flow-{each % 40}", name=f"流程{each % 40}") for flow in finding.flows),
        )
        for each in range(number)
    )


def labelled(lines: Sequence[str], label: str) -> int:
    return sum(line.startswith(f"  {label} ") for line in lines)


def test_each_finding_says_what_whom_it_breaks_and_what_to_do_and_each_code_why() -> None:
    lines = shown(TEN)
    assert (labelled(lines, "What"), labelled(lines, "Fix"), labelled(lines, "Breaks")) == (10, 10, 5)
    assert labelled(lines, "Why") == len({finding.code for finding in TEN})


def test_ten_findings_are_about_a_screen() -> None:
    assert len(shown(TEN, width=100)) <= 64  # of which 13 are the four reasons and the four pieces of advice
    assert len(shown(TEN, width=120)) <= 54


def test_advice_that_needs_several_lines_is_given_at_length_once() -> None:
    lines = shown(TEN)
    assert sum("Correct its address in the spec" in line for line in lines) == 1
    assert lines.count("  Fix     as above, at the first RG002") == 2


def test_other_advice_for_the_same_code_is_given_too() -> None:
    """Whether it was said is asked of the sentence, not of the code: a row may fill in whom it is about."""
    lines = shown((MEMORY, replace(MEMORY, code="CF004")))
    assert sum("To keep what was found" in line for line in lines) == 2


def test_what_breaks_a_flow_comes_first_whatever_the_order_of_the_plan() -> None:
    lines = shown((MEMORY, STALE))
    assert [line[:13] for line in lines if line.startswith(("error", "warning"))] == ["error   RG002", "warning CF003"]


@pytest.mark.parametrize(("number", "is_grouped"), [pytest.param(20, False, id="20"), pytest.param(21, True, id="21")])
def test_more_than_twenty_alike_are_told_once(number: int, is_grouped: bool) -> None:  # noqa: FBT001  a column of the table
    lines = shown(many(MEMORY, number))
    assert (f"warning CF003 memory-differs (drift)  {number} times" in lines) is is_grouped
    assert labelled(lines, "What") == (1 if is_grouped else number)
    assert f"FINDINGS ({number})" in lines


def test_five_thousand_alike_with_their_steps_and_gaps_are_two_screens() -> None:
    steps = tuple(replace(sample.repoint(), id=f"repoint-{number}") for number in range(5_000))
    gaps = tuple(replace(GAP, subject=f"region-{number}") for number in range(40))
    plan = replace(EMPTY, findings=(*many(STALE, 2_500), *many(MEMORY, 2_500)), steps=steps, gaps=gaps)
    lines = plan_text(plan, Page(width=100)).splitlines()
    assert len(lines) <= 100
    assert "  6 to 5000  and 4995 more like these; --format json has them all" in lines
    assert "  - and 35 more like these; --format json has them all" in lines
    assert sum("region cn-beijing" in line or "region region-" in line for line in lines) == 5


def test_of_many_broken_flows_the_first_are_named_and_all_are_counted() -> None:
    text = " ".join(" ".join(shown(many(STALE, 100))).split())
    assert "Breaks 流程0 [flow-0], published; 流程1 [flow-1], published;" in text
    assert "流程9 [flow-9], published; and 30 more flows; --format json has them all" in text


def test_a_finding_of_a_sub_flow_names_who_calls_it_and_says_to_publish_that_again() -> None:
    callers = tuple(FlowRef(center=CenterName("hotline"), id=f"main-{n}", name=f"main {n}", published=True) for n in range(4))
    finding = replace(PASSES_TOO_LITTLE, callers=callers)
    assert finding_line(finding).endswith("; called by " + "; ".join(f"main {n} [main-{n}], published" for n in range(4)))
    assert remedy(finding).endswith(" Then publish what calls it, too: main 0, main 1, main 2 and 1 more.")
    assert remedy(replace(finding, callers=callers[:1])).endswith(": main 0.")


def test_a_few_broken_ones_are_told_apart_from_many_alike_that_break_nothing() -> None:
    findings = (*many(replace(STALE, breaks=False), 30), replace(STALE, uid=Uid("the-one")))
    heads = [line for line in shown(findings) if line.startswith("error")]
    assert heads == [
        "error   RG002 registration-stale (pending)  the-one  registry/services/demo-service.yaml:6:3",
        "error   RG002 registration-stale (pending)  30 times",
    ]


def test_what_will_break_is_told_apart_from_what_breaks_now_and_comes_after_it() -> None:
    later = replace(STALE, uid=Uid("later"), when="after-apply")
    lines = shown((MEMORY, later, STALE), width=120)
    assert [line.split(")")[0] for line in lines if line.startswith(("error", "warning"))] == [
        "error   RG002 registration-stale (pending",
        "error   RG002 registration-stale (pending, after apply",
        "warning CF003 memory-differs (drift",
    ]
    assert [line for line in lines if "Breaks" in line] == [
        "  Breaks  来电主流程 [flow-1], published",
        "  Breaks  after apply: 来电主流程 [flow-1], published",
    ]
    assert lines[-1] == "a published flow breaks: 3 findings (1 drift, 2 pending)"
    assert shown((later,))[-1] == "a published flow would break: 1 finding (1 pending)"
    assert finding_line(later).endswith("; breaks after apply: 来电主流程 [flow-1], published")


def test_steps_for_a_person_are_never_left_out() -> None:
    steps = tuple(replace(sample.repoint(by_hand=True), id=f"repoint-{number}") for number in range(50))
    text = plan_text(replace(EMPTY, steps=steps), Page(width=100))
    assert text.count("| 确定") == 50
    assert "more like these" not in text


def test_a_report_of_thousands_of_steps_shows_the_first_and_every_other_end() -> None:
    done = tuple(Result(step=sample.repoint(), outcome="done") for _ in range(3_000))
    failed = Result(
        step=sample.configure(),
        outcome="failed",
        reason="refused-by-cloud",
        cause=CloudSaid(operation="UpdateFunction", cloud_code="Denied", message="no"),
    )
    lines = report_text(Report(plan="p", results=(*done, failed)), Page(width=100)).splitlines()
    assert len(lines) <= 30
    assert "  6 to 3000  and 2995 more like these; --format json has them all" in lines
    assert "        error  UpdateFunction: Denied: no" in lines
    assert lines[-1] == "3000 done, 1 failed"


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        pytest.param(MEMORY, "CF003 check-user-identity: memory is 128 MB, wanted 256 MB", id="of a function"),
        pytest.param(
            STALE,
            "RG002 get-number-region: registration meta-1 in center hotline points at cn-hangzhou/demo_service/get_number_region, "
            "which does not exist; breaks 来电主流程 [flow-1], published",
            id="that breaks a flow",
        ),
        pytest.param(
            UNREAD,
            "OB001 cn-beijing: functions of FC 3.0 in cn-beijing could not be read: Throttling.User: slow down",
            id="of a gap",
        ),
        pytest.param(
            replace(MEMORY, uid=None, subject="a\nb", args={"found": "\x1b[31m", "wanted": 1}),
            r"CF003 a\u000ab: memory is \u001b[31m MB, wanted 1 MB",
            id="with a name that would be two lines",
        ),
    ],
)
def test_a_finding_on_one_line(finding: Finding, line: str) -> None:
    assert finding_line(finding) == line


def test_a_quiet_plan_is_a_line_for_each_thing_and_the_verdict_last() -> None:
    held = BlockedStep(step=sample.unregister(), reason="flow-mentions-it", flows=(MAIN,))
    steps = (sample.configure(), sample.repoint(by_hand=True))
    plan: Plan = replace(EMPTY, findings=(MEMORY, STALE), steps=steps, refusals=(held,))
    assert list(quiet_lines(plan)) == [
        finding_line(STALE),
        finding_line(MEMORY),
        "step 1: ~ configure check-user-identity",
        "step 2: ~ repoint get-number-region in hotline (by hand)",
        "held back: - unregister retired in hotline (flow-mentions-it: 来电主流程 [flow-1], published)",
        "a published flow breaks: 2 findings (1 drift, 1 pending), 2 steps (1 by hand), 1 held back",
    ]


def test_a_quiet_apply_names_what_did_not_end_done() -> None:
    results = (
        Result(step=sample.repoint(), outcome="done"),
        Result(
            step=sample.configure(),
            outcome="failed",
            reason="refused-by-cloud",
            cause=CloudSaid(operation="UpdateFunction", cloud_code="Denied", message="no\x1b"),
        ),
        Result(step=sample.unregister(by_hand=True), outcome="by-hand"),
    )
    assert list(undone_lines(Report(plan="p", results=results))) == [
        r"~ configure  check-user-identity: FAILED: the cloud refused the request: UpdateFunction: Denied: no\u001b",
        "- unregister  retired in hotline: by hand",
    ]
