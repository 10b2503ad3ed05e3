"""What a command found, as one page: the verdict, the broken flows, what is to be done by hand, every finding, who calls what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from sync.core.flows.call_graph import CallGraph, graph_of
from sync.core.plan.exit_status import verdict
from sync.core.plan.model import BlockedStep, Plan, Step
from sync.core.rules.observation import CODES
from sync.core.rules.rule import Severity
from sync.core.worlds import Gap
from sync.render import by_hand, phrases
from sync.render.escape import visible
from sync.render.finding_rows import finding_rows
from sync.render.gaps import gap_phrase, unsearched_lines
from sync.render.html.calls import calls_section
from sync.render.html.document import document
from sync.render.html.findings import Section, findings_section, link_to, section
from sync.render.html.markup import Html, join, tag
from sync.render.html.verdict import Hurt, harm, headline, hurt_flows
from sync.render.page import PLAIN, Page
from sync.render.steps import step_line
from sync.render.summary import summary_line
from sync.render.text import header_line, refusal_permission, refusal_reason

_KEYS = (
    ("/", "filter"),
    ("j  k", "next and previous finding"),
    ("Enter", "open or close it"),
    ("?", "these keys"),
    ("Esc", "close; or show every finding again"),
)
_FEW = 20
_WIDE = 1_000_000  # columns: a browser breaks lines itself


class Judged(Protocol):
    """What a command ends with, if it holds a plan."""

    @property
    def plan(self) -> Plan:
        """The plan."""

    @property
    def bar(self) -> Severity:
        """The lowest severity that counts."""

    @property
    def graph(self) -> CallGraph | None:
        """Who calls what, if that is known."""


class Opening(NamedTuple):
    """What a page begins with in place of a plan's verdict and broken flows; `word` is the verdict's, for its colour."""

    headline: str
    lead: str
    compared: str
    word: str
    sections: tuple[Section, ...]


def report_html(output: Judged, page: Page, *, title: str, opening: Opening | None = None) -> str:
    """The page. The same output gives the same bytes."""
    plan, graph = output.plan, output.graph or graph_of(output.plan.findings)
    rows = tuple(row for row in finding_rows(plan.findings) if row.code not in CODES.values())
    begins = opening or _opening(output, hurt_flows(rows), graph)
    sections = (
        *begins.sections,
        _clicks(plan.steps),
        findings_section(rows),
        _held_back(plan.refusals),
        _unread(plan.gaps, plan.unsearched),
        calls_section(graph, rows),
        _steps(plan.steps),
    )
    shown = [one for one in sections if one is not None]
    main = tag("main", _verdict(begins, title, shown), *(one.html() for one in shown))
    return document(f"{begins.headline} – {title}", main, _footer(page), _help())


def _opening(output: Judged, hurt: Sequence[Hurt], graph: CallGraph) -> Opening:
    plan, broken = output.plan, _broken(hurt, graph)
    return Opening(
        headline=headline(plan, output.bar, hurt),
        lead=summary_line(plan, PLAIN, output.bar),
        compared=header_line(plan),
        word=verdict(plan, output.bar).word,
        sections=(broken,) if broken is not None else (),
    )


def _verdict(begins: Opening, title: str, sections: Sequence[Section]) -> Html:
    said = [tag("p", title, class_="title"), tag("h1", begins.headline), tag("p", begins.lead, class_="lead")]
    links = (tag("a", one.title, href=f"#{one.name}") for one in sections)
    compared = tag("p", begins.compared, class_="faint")
    return tag("header", *said, compared, tag("nav", *links, aria_label="Contents"), class_=f"verdict {begins.word}")


def _broken(hurt: Sequence[Hurt], graph: CallGraph) -> Section | None:
    numbers = {one.flow: one.numbers for one in graph.flows}
    if not hurt:
        return None
    return section("broken", f"Broken flows ({len(hurt)})", tag("ul", *(_flow(one, numbers.get(one.flow, ())) for one in hurt)))


def _flow(one: Hurt, numbers: Sequence[str]) -> Html:
    led = f"; numbers {', '.join(numbers)}" if numbers else ""
    said: dict[str, Html] = {}
    for row in one.rows:
        said.setdefault(harm(one, row), link_to(row))
    reasons = (tag("li", words, ". ", link) for words, link in said.items())
    head = tag("strong", phrases.flow(one.flow)), tag("span", f" in {visible(one.flow.center)}{led}", class_="faint")
    return tag("li", *head, tag("ul", *reasons))


def _clicks(steps: Sequence[Step]) -> Section | None:
    """What nobody but a person does, to the last click."""
    todo = [step for step in steps if step.by_hand]
    if not todo:
        return None
    items = (tag("li", _folded(len(todo), join(_step(step)), _pre(step))) for step in todo)
    return section("by-hand", f"To do by hand ({len(todo)})", tag("ol", *items))


def _pre(step: Step) -> Html:
    return tag("pre", "\n".join(by_hand.instructions(step)))


def _folded(number: int, summary: str, *inside: str) -> Html:
    """Open where there are few of its kind."""
    return tag("details", tag("summary", summary), *inside, open=number <= _FEW)


def _steps(steps: Sequence[Step]) -> Section | None:
    if not steps:
        return None
    numbers = {step.id: number for number, step in enumerate(steps, 1)}
    items = (tag("li", *_step(step), _details(step_line(step, numbers).details)) for step in steps)
    listed = _folded(len(steps), phrases.count(len(steps), "step"), tag("ol", *items))
    return section("steps", "What apply does, in this order", listed)


def _step(step: Step) -> Iterator[Html | str]:
    line = step_line(step)
    yield tag("code", line.verb)
    yield f" {line.subject}"
    if step.by_hand:
        yield tag("span", " by hand", class_="faint")


def _details(lines: Iterable[str]) -> Html:
    return tag("ul", *(tag("li", line) for line in lines), class_="plain faint")


def _held_back(refusals: Sequence[BlockedStep]) -> Section | None:
    if not refusals:
        return None
    title = f"Held back: not done unless you allow it ({len(refusals)})"
    return section("held-back", title, tag("ul", *map(_refusal, refusals)))


def _refusal(refusal: BlockedStep) -> Html:
    opened = {module.flow: module for module in refusal.modules}
    flows = (tag("li", phrases.flow(flow, opened.get(flow))) for flow in refusal.flows)
    why = join([tag("p", refusal_reason(refusal)), tag("ul", *flows) if refusal.flows else ""])
    return tag("li", *_step(refusal.step), why, tag("p", "To allow it: ", tag("span", refusal_permission(refusal))))


def _unread(gaps: Sequence[Gap], unsearched: Sequence[Gap]) -> Section | None:
    told = unsearched_lines(unsearched, Page(width=_WIDE))
    if not gaps and not told:
        return None
    items = tag("ul", *(tag("li", gap_phrase(gap)) for gap in gaps)) if gaps else Html()
    title = f"Could not read ({len(gaps)})" if gaps else "Not searched"
    note = tag("p", "Nothing is concluded from what is missing there.", class_="faint") if gaps else Html()
    return section("unread", title, note, items, *(tag("p", line) for line in told))


def _footer(page: Page) -> Html:
    keys = tag("span", " Press ", tag("kbd", "?"), " for keys.", class_="scripted", hidden=True)
    return tag("footer", tag("p", page.tool() or "ivrsync", ".", keys))


def _help() -> Html:
    rows = (tag("tr", tag("th", tag("kbd", key), scope="row"), tag("td", does)) for key, does in _KEYS)
    close = tag("form", tag("button", "Close"), method="dialog")
    return tag("dialog", tag("h2", "Keys"), tag("table", *rows), close, id="keys", aria_label="Keys")
