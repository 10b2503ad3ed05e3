"""A report for a comment: the verdict first, then who is hurt; it fits, tells what it leaves out, and no name acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sync.core.plan.model import FlowRef, ModuleRef, Plan
from sync.render.markdown_report import BUDGET, DETAILS, markdown_report
from sync.render.outputs import DriftOutput, PlanOutput
from sync.render.registry_files import RegistryFiles
from sync.specs.ids import CenterName
from tests.unit.render import steps_sample as sample
from tests.unit.render.ci_sample import NAMES, drift, hostile, many, written
from tests.unit.render.test_plan_text import EMPTY, FULL, GAP, MAIN, MEMORY, STALE, UNREAD

READER = MarkdownIt("commonmark").enable("table")
OURS = {"<details><summary>Why it matters, and what to do</summary>", "</details>"}
# Of what hosts make links and messages after Markdown, in any text that is not code.
ACTS = re.compile(r"@|://|www\.|[#!$%&~^]\w|\bgh-\d", re.IGNORECASE)


def report(plan: Plan, budget: int = BUDGET, *, folds: bool = True) -> str:
    return markdown_report(plan, "warning", RegistryFiles(), command="drift", budget=budget, folds=folds)


def tokens(text: str) -> Iterator[Token]:
    """What a renderer of Markdown sees, the tokens inside lines too."""
    for token in READER.parse(text):
        yield token
        yield from token.children or ()


def running(text: str) -> str:
    """The text that a reader sees outside code; where code or a tag stands between two texts, a space does."""
    return "".join(token.content if token.type == "text" else " " for token in tokens(text) if token.type != "inline")


def cells(text: str) -> list[list[str]]:
    """The rows of every table, as a renderer sees them."""
    rows: list[list[str]] = []
    inside = False
    for token in READER.parse(text):
        if token.type == "tr_open":
            rows.append([])
        inside = token.type in {"th_open", "td_open"} or (inside and token.type == "inline")
        if inside and token.type == "inline":
            rows[-1].append("".join(child.content for child in token.children or ()))
    return rows


def test_the_verdict_comes_first() -> None:
    assert written("markdown", drift(STALE, MEMORY)).startswith(
        "**ivrsync drift: a published flow breaks: 2 findings (1 drift, 1 pending)**\n"
    )


def test_nothing_found_is_the_verdict_alone() -> None:
    assert written("markdown", drift()) == "**ivrsync drift: in sync**\n"


def test_a_flow_that_breaks_is_named_with_its_module_and_what_breaks_it() -> None:
    module = ModuleRef(flow=MAIN, activity="10000002", name="查询归属地", registration="meta-1", reaches="")
    other = FlowRef(center=CenterName("sales"), id="flow-2", name="外呼", published=True)
    draft = replace(other, id="flow-3", published=False)
    text = report(
        replace(
            EMPTY,
            findings=(replace(STALE, flows=(MAIN, draft), modules=(module,)), replace(STALE, flows=(other,), when="after-apply")),
        )
    )
    seen = running(text)
    assert "Flows that break (2)" in seen
    assert (
        "来电主流程 [flow-1] in hotline; module 查询归属地 [10000002]; RG002 registration-stale of get-number-region"
        in " ".join(seen.split())
    )
    assert "after apply:  外呼  [flow-2] in sales; RG002" in seen
    assert "flow-3" not in seen


def test_a_flow_that_calls_one_that_breaks_is_named_too() -> None:
    caller = FlowRef(center=CenterName("hotline"), id="flow-main", name="main", published=True)
    told = report(replace(EMPTY, findings=(replace(STALE, callers=(caller,)),)))
    assert "#### Flows that break (2)" in told
    assert r"- **main** [flow-main] in hotline; calls a flow that breaks; RG002" in told.replace("\\", "")


def test_what_a_person_clicks_is_shown_as_the_console_says_it_and_in_english() -> None:
    text = written("markdown", PlanOutput(plan=FULL, bar="warning"))
    assert "Step 2: repoint get\\-number\\-region in hotline\n\n```text\n| open https://ccc.console.aliyun.com" in text
    assert "设置 > IVR集成 > 函数列表 > 编辑" in text
    assert (
        "In the console: 设置 (settings), IVR集成 (IVR integration), 函数列表 (list of functions), 编辑 (edit), 确定 (OK)" in text
    )


def test_a_finding_is_a_row_with_its_line_and_origin() -> None:
    assert cells(report(replace(EMPTY, findings=(MEMORY,)))) == [
        ["Severity", "Code", "About", "What", "Where"],
        [
            "warning (drift)",
            "CF003 memory-differs",
            "check-user-identity",
            "memory is 128 MB, wanted 256 MB (cn-shenzhen/example-service/checkUserIdentity)",
            "registry/services/example-service.yaml:6",
        ],
    ]


def test_what_could_not_be_read_has_a_section_and_is_no_finding() -> None:
    seen = running(report(replace(EMPTY, findings=(UNREAD,), gaps=(GAP,), unsearched=(GAP,))))
    assert "Could not be read (1): nothing is concluded from what is missing there" in seen
    assert "functions of region cn-beijing (FC 3.0): ListFunctions: Throttling.User: slow down (request id r-1)" in seen
    assert "Not searched for what is missing: cn-beijing" in seen
    assert "Findings (" not in seen


def test_steps_and_what_is_held_back_are_shown() -> None:
    seen = running(written("markdown", PlanOutput(plan=FULL, bar="warning")))
    assert "configure check-user-identity; cn-shenzhen/example-service/checkUserIdentity; memory: 128 -> 256" in seen
    assert "unregister retired in hotline (flow-mentions-it: 来电主流程 [flow-1], published)" in seen


def test_a_host_without_folds_gets_headings() -> None:
    folded, flat = report(FULL), report(FULL, folds=False)
    assert "<details>" in folded
    assert "<" not in flat
    assert "#### Why it matters, and what to do" in flat


@pytest.mark.parametrize("number", [1, 300, 2_000])
@pytest.mark.parametrize("budget", [20_000, BUDGET, 1_000_000])
def test_a_report_fits_and_every_finding_is_named_or_counted(number: int, budget: int) -> None:
    flows = tuple(replace(MAIN, id=f"flow-{each}") for each in range(number // 2))
    steps = tuple(replace(sample.repoint(by_hand=True), id=f"step-{each}") for each in range(number // 3))
    findings = (*many(replace(STALE, flows=flows[:3]), number // 2), *many(MEMORY, number - number // 2, number))
    findings = tuple(replace(it, flows=flows[place % len(flows) :][:3]) if flows else it for place, it in enumerate(findings))
    text = report(replace(EMPTY, findings=findings, steps=steps), budget)
    assert len(text) <= budget
    assert f"Findings ({number})" in text
    named = sum(1 for row in cells(text) if len(row) > 3 and row[0] != "Severity")
    counted = sum(int(row[2]) for row in cells(text) if len(row) == 3 and row[2] != "Findings")
    assert named + counted == number
    if named < number:
        assert f"place and message of {number - named} findings" in text


def test_each_level_says_less_and_the_last_but_numbers() -> None:
    plan = replace(FULL, findings=(*many(STALE, 200), *many(MEMORY, 200, 300), UNREAD))
    lengths = [len(report(plan, budget)) for budget in (1_000_000, 100_000, 60_000, 40_000, 20_000, 10_000, 5_000, 1)]
    assert lengths == sorted(lengths, reverse=True)
    assert len(set(lengths)) >= len(DETAILS) - 2
    assert "Left out to fit 1 characters: " in report(plan, 1)


def test_the_budget_may_be_measured_in_bytes() -> None:
    plan = replace(EMPTY, findings=many(replace(STALE, flows=(replace(MAIN, name="名" * 200),)), 80))
    assert len(report(plan, 60_000)) < 60_000 < len(report(plan, 60_000).encode())
    text = markdown_report(plan, "warning", RegistryFiles(), budget=60_000, measure=lambda text: len(text.encode()))
    assert len(text.encode()) <= 60_000


@given(NAMES)
def test_no_name_becomes_a_tag_a_link_a_mention_or_a_heading(name: str) -> None:
    output, page = hostile(name)
    text = written("markdown", output, page)
    text.encode()
    found = list(tokens(text))
    assert {token.type for token in found} & {"link_open", "image", "html_inline", "blockquote_open", "code_block", "hr"} == set()
    html = {line for token in found if token.type == "html_block" for line in token.content.split("\n") if line}
    assert html <= {*OURS, f"<details><summary>Steps of ivrsync apply ({len(output.plan.steps)})</summary>"}
    assert {token.tag for token in found if token.type == "heading_open"} == {"h4"}
    assert ACTS.search(running(text)) is None
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())  # a command, where the text is printed in a log
    assert {len(row) for row in cells(text)} == {5}
    assert len(cells(text)) == 3  # the heads, and two findings that are no gaps


def test_the_same_plan_is_the_same_report_for_drift_and_plan_but_for_their_name() -> None:
    plan = replace(FULL, steps=(), refusals=())
    told = [written("markdown", output) for output in (PlanOutput(plan=plan, bar="warning"), DriftOutput(plan=plan, bar="warning"))]
    assert told[0].replace("ivrsync plan", "ivrsync drift", 1) == told[1]
