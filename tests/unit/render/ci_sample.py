"""Outputs for the tests of the formats that CI and code hosts read: plain ones, and one in which everything bears the same name."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import strategies as st

from sync.core.plan.model import BlockedStep, FieldChange, Finding, FlowRef, ModuleRef
from sync.core.rules.catalogue import BY_CODE
from sync.core.rules.rule import Occurrence
from sync.render.format_registry import formats_for
from sync.render.outputs import DriftOutput, PlanOutput
from sync.render.page import Page
from sync.render.registry_files import RegistryFiles
from sync.specs.ids import CenterName, Uid
from sync.specs.models import Where
from tests.unit.render import steps_sample as sample
from tests.unit.render.test_plan_text import EMPTY, FULL, GAP, MEMORY, STALE, UNREAD

SCHEMAS = Path(__file__).parents[2] / "cases" / "schemas"
PAGE = Page(width=100, tool=lambda: "ivrsync 0")
# Names that act somewhere: in a workflow's log, in XML, in Markdown, on a terminal, in a table, in code.
ACTING = (
    "::error::x", "\n::add-mask::x", "\r\n::stop-commands::x", "##[command]x", "%0A::error::x", "]]>", "<!--", "-->", "<script>x",
    "</details>", "&lt;b&gt;", "[x](http://e.com)", "![x](http://e.com)", "http://e.com", "www.e.com", "<http://e.com>", "a@b.com",
    "@everyone", "#1", "group/x!1", "a|b", "`", "```\n", "``", "~~~", "**x**", "\n# x", "\n\n- [ ] x", "\\", "\u202egnp.exe",
    "\u2066", "\x00", "\x1b[31m", "\x85", "\u2028", "\ufffe", "\ud800", "\udc80", "\U0001f600", "名（1）",
)  # fmt: skip
NAMES = st.lists(st.one_of(st.sampled_from(ACTING), st.text(max_size=8)), max_size=5).map("".join)
INFO = BY_CODE["SG023"]


def written(form: str, output: PlanOutput | DriftOutput, page: Page = PAGE) -> str:
    """The output in that format."""
    return formats_for(output.command)[form].render(output, page)


def drift(*findings: Finding) -> DriftOutput:
    """Drift of these findings."""
    return DriftOutput(plan=replace(EMPTY, findings=findings), bar="warning")


def many(finding: Finding, number: int, offset: int = 0) -> tuple[Finding, ...]:
    """So many findings like that one, each about another function."""
    return tuple(replace(finding, uid=Uid(f"function-{offset + each}")) for each in range(number))


def informed(uid: str) -> Finding:
    """An informational finding about that function."""
    here = Occurrence(subject="cn-shenzhen/example-service/f", origin="drift", uid=Uid(uid), where=Where("registry/a.yaml", 3, 3))
    return INFO.finding(here, address=here.subject)


def hostile(name: str) -> tuple[PlanOutput, Page]:
    """A plan in which everything that people or clouds name is called so, and the page that it is written on."""
    flow = FlowRef(center=CenterName(name), id=name, name=name, published=True)
    module = ModuleRef(flow=flow, activity=name, name=name, registration=name, reaches=name)
    change = FieldChange(path=f"environment.{name}", before=name, after=[name])
    stale = replace(
        STALE, subject=name, uid=Uid(name), center=CenterName(name), where=Where(name, 6, 3), changes=(change,), flows=(flow,),
        modules=(module,), args={"id": name, "center": name, "target": name}, remedy="by-hand", stack=name,
        callers=(replace(flow, id=f"{name}."),),
    )  # fmt: skip
    unread = replace(UNREAD, subject=name, args={"subject": name, "generation": None, "code": name, "reason": name})
    gap = replace(GAP, subject=name, operation=name, code=name, message=name, request_id=name)
    plan = replace(
        FULL,
        findings=(stale, replace(MEMORY, uid=None, where=None, subject=name, changes=(change,)), unread),
        steps=(replace(sample.check(by_hand=True), check=name, input={name: name}, expect=name), sample.repoint(by_hand=True)),
        refusals=(BlockedStep(step=sample.unregister(), reason="flow-mentions-it", flows=(flow,)),),
        gaps=(gap,),
        unsearched=(gap,),
    )
    return PlanOutput(plan=plan, bar="warning"), replace(PAGE, files=lambda: RegistryFiles(folder=name))


@cache
def _schema(file: str) -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(json.loads((SCHEMAS / file).read_text(encoding="utf-8")))


def held(file: str, text: str) -> Any:
    """The parsed text, after holding it against the published schema in that file."""
    parsed = json.loads(text)
    _schema(file).validate(parsed)
    return parsed
