"""A plan as Markdown for a comment or a job summary: the verdict, whom it hurts, what a person has to do, then every finding.

A comment has a limit, and what a host cuts off nobody sees. So a report is written at falling levels of detail until one fits,
and says with numbers what it leaves out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from sync.core.plan.model import BlockedStep, FlowRef, Plan, Step
from sync.core.rules.rule import Severity
from sync.render import by_hand, phrases
from sync.render.escape import fenced, markdown, visible
from sync.render.findings import flows_named
from sync.render.gaps import gap_phrase, unsearched_lines
from sync.render.page import PLAIN, Page
from sync.render.registry_files import RegistryFiles
from sync.render.reported import Level, Reported, reported
from sync.render.steps import step_line
from sync.render.summary import summary_line

Item = TypeVar("Item")
BUDGET = 65_000  # GitHub takes 65,536 characters for a comment
_SHORTEST_ROW = 30  # characters of a table's row: no finding takes fewer
_ALL = 1_000_000_000
_ONE_LINE = Page(width=_ALL)
_LEVELS: dict[Level, str] = {"breaks": "**breaks a flow**", "error": "error", "warning": "warning", "info": "info"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """How much a report says: of each finding a message, and why it matters and what to do; of each step by hand, where to click.

    At most so many findings (`rows`) and so many of everything else (`others`) are named; the rest is counted.
    """

    reasons: bool = False
    messages: bool = True
    clicks: bool = True
    rows: int = _ALL
    others: int = _ALL


DETAILS = (
    Detail(reasons=True),
    Detail(),
    Detail(messages=False),
    Detail(rows=2_000, others=500),
    Detail(rows=250, others=100),
    Detail(rows=100, others=100),
    Detail(rows=30, others=30),
    Detail(rows=10, others=10, clicks=False),
    Detail(rows=0, others=3, clicks=False),
    Detail(rows=0, others=0, clicks=False),
)


def markdown_report(
    plan: Plan,
    bar: Severity,
    files: RegistryFiles,
    *,
    command: str = "plan",
    budget: int = BUDGET,
    measure: Callable[[str], int] = len,
    folds: bool = True,
    opening: Callable[[Detail], Iterable[str]] | None = None,
) -> str:
    """The most detailed report that fits the budget, as measured; the shortest where none does.

    `folds`: long parts are folded away, which takes HTML that not every host knows. `opening`: blocks that come first, at that
    level of detail, in place of the plan's own verdict.
    """
    rows = [row for row in reported(plan.findings, files) if not row.is_gap]  # gaps have a section
    report = ""
    for detail in DETAILS:
        if min(len(rows), detail.rows) * _SHORTEST_ROW > budget:
            continue  # it cannot fit, and would take long to write
        first = opening(detail) if opening is not None else (f"**ivrsync {command}: {summary_line(plan, PLAIN, bar)}**",)
        report = _Report(plan, rows, detail, folds=folds).text(first, command, budget)
        if measure(report) <= budget:
            break
    return report


class _Report:
    """A report at one level of detail. Each section is a list of blocks, and empty where there is nothing to say."""

    def __init__(self, plan: Plan, rows: Sequence[Reported], detail: Detail, *, folds: bool) -> None:
        self._plan, self._detail, self._folds = plan, detail, folds
        self._rows, self._shown = rows, rows[: detail.rows]

    def text(self, first: Iterable[str], command: str, budget: int) -> str:
        """All of it; what is left out is said last."""
        blocks = [
            *first,
            *self._flows(),
            *self._by_hand(),
            *self._gaps(),
            *self._findings(),
            *self._reasons(),
            *self._steps(),
            *self._held_back(),
            *self._left_out(command, budget),
        ]
        return "\n\n".join(blocks) + "\n"

    def _flows(self) -> Iterator[str]:
        """Each flow that breaks, with the modules to open in it and the findings that break it; and each that calls one."""
        broken: dict[FlowRef, list[Reported]] = {}
        for row in self._rows:
            for flow in (*row.finding.flows, *row.finding.callers) if row.finding.breaks else ():
                if flow.published:
                    broken.setdefault(flow, []).append(row)
        if broken:
            yield f"#### Flows that break ({len(broken)})"
            yield self._list([*broken.items()], lambda flow: _flow(*flow))

    def _by_hand(self) -> Iterator[str]:
        """What a person has to click, in the console's own words, and what these mean."""
        steps = [(number, step) for number, step in enumerate(self._plan.steps, 1) if step.by_hand]
        if not steps:
            return
        yield f"#### To do by hand ({len(steps)})"
        if not self._detail.clicks:
            yield self._list([step for _, step in steps], _step)
            return
        clicks = {number: by_hand.instructions(step) for number, step in steps[: self._detail.others]}
        for number, step in steps[: self._detail.others]:
            yield f"Step {number}: {_step(step)}"
            yield fenced(f"| {line}" for line in clicks[number])  # in a workflow's log no name may begin a line
        if more := len(steps) - len(clicks):
            yield f"and {more} more by hand"
        said = "\n".join(line for lines in clicks.values() for line in lines)
        yield "In the console: " + ", ".join(f"{term} ({english})" for term, english in by_hand.ENGLISH.items() if term in said)

    def _gaps(self) -> Iterator[str]:
        if self._plan.gaps:
            yield f"#### Could not be read ({len(self._plan.gaps)}): nothing is concluded from what is missing there"
            yield self._list(self._plan.gaps, lambda gap: markdown(gap_phrase(gap)))
        yield from map(markdown, unsearched_lines(self._plan.unsearched, _ONE_LINE))

    def _findings(self) -> Iterator[str]:
        if not self._rows:
            return
        yield f"#### Findings ({len(self._rows)})"
        if self._shown:
            what = ("What",) if self._detail.messages else ()
            yield _table(("Severity", "Code", "About", *what, "Where"), (_cells(row, message=bool(what)) for row in self._shown))
        if rest := self._rows[len(self._shown) :]:
            numbers = Counter((row.rule.code, row.rule.name, row.level) for row in rest)
            yield f"Not named here ({len(rest)}):" if self._shown else "By code:"
            cells = ((_LEVELS[level], f"{code} {markdown(name)}", str(number)) for (code, name, level), number in numbers.items())
            yield _table(("Severity", "Code", "Findings"), cells)

    def _reasons(self) -> Iterator[str]:
        """Why each code matters, once, and what to do about each of its findings."""
        if not self._detail.reasons or not self._shown:
            return
        by_code = sorted(self._shown, key=lambda row: row.rule.code)
        yield from self._folded(
            "Why it matters, and what to do",
            [block for _, of in groupby(by_code, lambda row: row.rule.code) for block in _remedies([*of])],
        )

    def _steps(self) -> Iterator[str]:
        """What apply would do; the details are said with the findings."""
        if self._plan.steps:
            steps = self._list(self._plan.steps, _whole_step, numbered=True)
            yield from self._folded(f"Steps of ivrsync apply ({len(self._plan.steps)})", [steps])

    def _held_back(self) -> Iterator[str]:
        if self._plan.refusals:
            yield f"#### Held back ({len(self._plan.refusals)}): not done unless you allow it"
            yield self._list(self._plan.refusals, _held_back)

    def _left_out(self, command: str, budget: int) -> Iterator[str]:
        """What this level does not say, with numbers."""
        detail, rows = self._detail, len(self._rows)
        left = [
            f"why it matters and what to do ({phrases.count(rows, 'finding')})" if rows and not detail.reasons else "",
            f"the messages of {phrases.count(rows, 'finding')}" if self._shown and not detail.messages else "",
            f"place and message of {phrases.count(rows - len(self._shown), 'finding')}" if rows > len(self._shown) else "",
            "where to click" if any(step.by_hand for step in self._plan.steps) and not detail.clicks else "",
        ]
        if told := "; ".join(filter(None, left)):
            yield f"Left out to fit {budget:,} characters: {told}. `ivrsync {command} --format json` has everything."

    def _list(self, items: Sequence[Item], write: Callable[[Item], str], *, numbered: bool = False) -> str:
        """The first of them, as many as this level names, and how many more there are."""
        return listed(items, write, self._detail.others, numbered=numbered)

    def _folded(self, title: str, blocks: Sequence[str]) -> Iterator[str]:
        if self._folds:
            yield "\n\n".join([f"<details><summary>{title}</summary>", *blocks, "</details>"])
        else:
            yield from (f"#### {title}", *blocks)


def listed(items: Sequence[Item], write: Callable[[Item], str], most: int, *, numbered: bool = False) -> str:
    """The first of them, and how many more there are."""
    lines = [f"{f'{number}.' if numbered else '-'} {write(item)}" for number, item in enumerate(items[:most], 1)]
    if more := len(items) - len(lines):
        lines.append(f"- and {more} more" if lines else f"- {more} of them")
    return "\n".join(lines)


def _flow(flow: FlowRef, rows: Sequence[Reported]) -> str:
    """A flow with its modules and what breaks it, each once."""
    later = "" if any(row.finding.when == "now" for row in rows) else "after apply: "
    modules = {(module.name, module.activity): None for row in rows for module in row.finding.modules if module.flow == flow}
    opened = [f"module {_name(name)}" + (f" [{_name(activity)}]" if name != activity else "") for name, activity in modules]
    causes = dict.fromkeys(f"{row.rule.code} {markdown(row.rule.name)} of {markdown(row.about)}" for row in rows)
    through = [] if any(flow in row.finding.flows for row in rows) else ["calls a flow that breaks"]
    told = "; ".join([f"in {_name(flow.center)}", *through, *opened, ", ".join(causes)])
    return f"{later}**{_name(flow.name)}** [{_name(flow.id)}] {told}"


def _name(text: str) -> str:
    return markdown(visible(text))


def _step(step: Step) -> str:
    part = step_line(step)
    return f"{markdown(part.verb[2:])} {markdown(part.subject)}"  # without the sign, which Markdown would take for a list


def _whole_step(step: Step) -> str:
    return "; ".join([_step(step), *map(markdown, step_line(step).details)])


def _held_back(refusal: BlockedStep) -> str:
    flows = f": {flows_named(refusal.flows)}" if refusal.flows else ""
    return f"{_step(refusal.step)} ({markdown(refusal.reason + flows)})"


def _cells(row: Reported, *, message: bool) -> tuple[str, ...]:
    code = f"{row.rule.code} {markdown(row.rule.name)}"
    said = (f"({row.finding.origin})",) if row.finding.origin else ()
    later = ("after apply",) if row.finding.when == "after-apply" else ()
    level = " ".join([_LEVELS[row.level], *later, *said])
    return (
        level,
        code,
        markdown(row.about),
        *((markdown(row.message),) if message else ()),
        markdown(f"{row.where.file}:{row.where.line}"),
    )


def _remedies(rows: Sequence[Reported]) -> Iterator[str]:
    """One code: why it matters, and what to do, told once for findings of which the same is said."""
    rule = rows[0].rule
    whys = dict.fromkeys(row.why for row in rows)
    yield f"**{rule.code} {markdown(rule.name)}** " + " ".join(map(markdown, whys))
    fixes: dict[str, list[str]] = {}
    for row in rows:
        fixes.setdefault(row.fix, []).append(row.about)
    yield "\n".join(f"- {markdown(', '.join(dict.fromkeys(of)))}: {markdown(fix)}" for fix, of in fixes.items())


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
