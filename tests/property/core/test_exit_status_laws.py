"""Laws of the verdict: exit code, JSON and last line are one judgement, and more harm never counts for less."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from sync.core.plan.exit_status import HIGHEST_FIRST, ExitCode, verdict
from sync.core.plan.model import Finding, Origin, Plan, When
from sync.core.rules.catalogue import RULES
from sync.core.rules.rule import Severity
from sync.core.worlds import Gap, GapScope
from sync.render.documents import document_of
from sync.render.json_ import document_json, plan_json
from sync.render.outputs import DriftOutput, PlanOutput
from sync.render.page import Page
from sync.render.quiet import quiet_lines
from sync.render.summary import PHRASES
from sync.render.text import drift_text, plan_text
from tests.fakes.worlds import found, gap, plan, wanted

EMPTY = plan(wanted(), found())
BARS: tuple[Severity, ...] = ("error", "warning", "info")
WORDS = {0: "in-sync", 2: "drift", 3: "pending", 4: "incompatible", 5: "incomplete"}
origins: st.SearchStrategy[Origin | None] = st.sampled_from([None, "drift", "pending", "unrecorded"])
findings = st.builds(
    Finding,
    code=st.sampled_from([rule.code for rule in RULES]),
    subject=st.sampled_from(["a", "b"]),
    origin=origins,
    breaks=st.booleans(),
    when=st.sampled_from(get_args(When)),
)
gaps: st.SearchStrategy[Gap] = st.sampled_from(list(get_args(GapScope))).map(lambda scope: gap(scope, "somewhere"))
plans = st.builds(
    lambda some, unread: replace(EMPTY, findings=tuple(some), gaps=tuple(unread)),
    st.lists(findings, max_size=4),
    st.lists(gaps, max_size=2),
)


def ranks(code: ExitCode) -> int:
    """How little harm the code says there is."""
    return HIGHEST_FIRST.index(code)


@given(plans, st.sampled_from(BARS))
def test_code_word_and_last_line_always_agree(made: Plan, bar: Severity) -> None:
    code = verdict(made, bar)

    for output in (PlanOutput(plan=made, bar=bar), DriftOutput(plan=made, bar=bar)):
        parsed = json.loads(document_json(document_of(output, "")))
        assert (parsed["verdict"], parsed["exit_code"], parsed["fail_on"]) == (WORDS[code], code, bar)
    assert json.loads(plan_json(made, bar))["exit_code"] == code
    last = [
        plan_text(made, Page(width=500), bar=bar).splitlines()[-1],
        drift_text(made, Page(width=500), bar=bar).splitlines()[-1],
        list(quiet_lines(made, bar))[-1],
    ]
    assert len(set(last)) == 1
    broken = any(finding.breaks and finding.when == "now" for finding in made.findings)
    assert last[0].startswith("a published flow would break" if code == ExitCode.INCOMPATIBLE and not broken else PHRASES[code])


@given(plans, findings, st.sampled_from(BARS))
def test_one_more_finding_never_makes_it_look_better(made: Plan, more: Finding, bar: Severity) -> None:
    assert ranks(verdict(replace(made, findings=(*made.findings, more)), bar)) <= ranks(verdict(made, bar))


@given(plans, gaps, st.sampled_from(BARS))
def test_less_to_see_never_makes_it_look_better(made: Plan, unread: Gap, bar: Severity) -> None:
    assert ranks(verdict(replace(made, gaps=(*made.gaps, unread)), bar)) <= ranks(verdict(made, bar))


@given(plans)
def test_a_lower_bar_never_makes_it_look_better(made: Plan) -> None:
    codes = [ranks(verdict(made, bar)) for bar in BARS]
    assert codes == sorted(codes, reverse=True)


@given(plans, st.sampled_from(BARS))
def test_what_breaks_a_flow_always_counts(made: Plan, bar: Severity) -> None:
    assert (verdict(made, bar) is ExitCode.INCOMPATIBLE) is any(finding.breaks for finding in made.findings)


@given(plans, st.sampled_from(BARS))
def test_0_is_said_of_nothing_that_was_not_read(made: Plan, bar: Severity) -> None:
    assert not (made.gaps and verdict(made, bar) is ExitCode.IN_SYNC)
