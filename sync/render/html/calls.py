"""Who calls what, on the page: always as a tree; as a drawing too where Graphviz is there and it is small enough to be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sync.core.flows.call_graph import CallGraph, CallingFlow, ModuleCall, UncalledRegistration
from sync.core.plan.model import FlowRef
from sync.errors import InputError
from sync.render import phrases
from sync.render.escape import visible
from sync.render.finding_rows import FindingRow
from sync.render.graph_drawing import BROKEN_BELOW, NOT_UNDERSTOOD, broken_words, drawing_of, module_words
from sync.render.graph_svg import inline_svg
from sync.render.graph_text import entries, function_words, graph_summary, mentioned
from sync.render.html.findings import Section, link_to, section
from sync.render.html.markup import Html, tag

_MOST_BOXES = 150  # of a drawing that a person can follow
_MOST_CALLS = 2_000  # of a tree
_Links = Mapping[tuple[FlowRef, str], FindingRow]


def calls_section(graph: CallGraph, rows: Iterable[FindingRow]) -> Section | None:
    """The drawing and the tree; what is broken is marked, and leads to its finding."""
    if not graph.flows and not graph.uncalled:
        return None
    shown = graph if sum(len(flow.calls) for flow in graph.flows) <= _MOST_CALLS else _broken(graph)
    note = "" if shown is graph else " Only the broken flows are listed here; ivrsync graph lists all."
    links = _links(rows)
    flows = (_flow(flow, graph, links) for flow in shown.flows)
    tree = tag("ul", *flows, *([_uncalled(shown.uncalled)] if shown.uncalled else []), class_="tree")
    return section("calls", "Who calls what", tag("p", f"{graph_summary(graph)}.{note}", class_="faint"), _drawing(graph), tree)


def _links(rows: Iterable[FindingRow]) -> _Links:
    return {(module.flow, module.activity): row for row in rows if row.breaks and row.when == "now" for module in row.modules}


def _broken(graph: CallGraph) -> CallGraph:
    """The part around what is broken."""
    flows = (
        replace(one, calls=tuple(call for call in one.calls if call.is_broken), sub_flows=one.broken_below)
        for one in graph.flows
        if one.is_broken
    )
    return replace(graph, flows=tuple(flows), uncalled=())


def _drawing(graph: CallGraph) -> Html:
    if not graph.flows:
        return Html()
    small = next((one for one in (graph, _broken(graph)) if 0 < len(drawing_of(one).boxes) <= _MOST_BOXES), None)
    if small is None:
        return tag("p", "Too much to draw: ivrsync graph UID --format svg draws what reaches one function.", class_="faint")
    try:
        svg = inline_svg(small)
    except InputError:
        return Html()  # the tree says the same
    part = "" if small is graph else "Only the broken flows are drawn."
    return tag("figure", tag("div", Html(svg)), tag("figcaption", part) if part else "")


def _flow(one: CallingFlow, graph: CallGraph, links: _Links) -> Html:
    broken = sum(call.is_broken for call in one.calls) + len(one.broken_below)
    said = f" {phrases.count(len(one.calls) + len(one.sub_flows), 'call')}" + (f", {broken} broken" if broken else "")
    summary = tag(
        "summary",
        tag("strong", phrases.flow(one.flow)),
        tag("span", f" in {visible(one.flow.center)}; {entries(one, graph)};{said}"),
    )
    calls = (_call(call, links.get((one.flow, call.activity))) for call in one.calls)
    unread = [] if one.is_understood else [tag("li", NOT_UNDERSTOOD)]
    below = (_called(called, is_broken=called in one.broken_below) for called in one.sub_flows)
    return tag("li", tag("details", summary, tag("ul", *unread, *below, *calls), open=bool(broken) or not one.is_understood))


def _called(flow: FlowRef, *, is_broken: bool) -> Html:
    said = tag("span", f" {BROKEN_BELOW} ", class_="broken") if is_broken else ""
    return tag("li", "flow ", tag("b", phrases.flow(flow)), said)


def _call(call: ModuleCall, row: FindingRow | None) -> Html:
    state = broken_words(call.state)
    parts: list[str] = ["module ", tag("b", module_words(call)), *_way(call)]
    parts += [tag("span", f" {state} ", class_="broken" if call.is_broken else "faint")] if state else []
    parts += [link_to(row)] if row is not None and call.is_broken else []
    return tag("li", *parts)


def _way(call: ModuleCall) -> Iterator[str]:
    yield " → registration "
    yield tag("code", visible(call.registration))
    if call.target:
        yield " → function "
        yield tag("code", function_words(call.target, call.uid))


def _uncalled(every: tuple[UncalledRegistration, ...]) -> Html:
    rows = (
        tag(
            "li",
            f"registration {visible(one.registration)} of {visible(one.center)}{mentioned(one)} → function ",
            tag("code", function_words(one.target, one.uid)),
        )
        for one in every
    )
    return tag("li", tag("details", tag("summary", f"Called by no flow ({len(every)})"), tag("ul", *rows)))
