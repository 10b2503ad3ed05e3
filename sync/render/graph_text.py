"""Who calls what, for people: an indented tree from the numbers to the functions, what is broken marked at the margin."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sync.core.flows.call_graph import BEYOND_REGISTRATION, BROKEN, CallGraph, CallingFlow, ModuleCall, State, UncalledRegistration
from sync.render import phrases
from sync.render.escape import visible
from sync.render.gaps import gap_lines
from sync.render.graph_drawing import BROKEN_BELOW, NOT_UNDERSTOOD, broken_words, module_words
from sync.render.page import Page
from sync.render.width import below

_MARK, _MARGIN = "x ", "  "


def graph_text(graph: CallGraph, page: Page) -> str:
    """The tree, what is registered and not called, what could not be read, and how much is broken."""
    sections = [
        *(tuple(_center(center, flows, graph, page)) for center, flows in groupby(_by_center(graph), lambda one: one.flow.center)),
        tuple(_uncalled(graph, page)),
        gap_lines(graph.gaps, page),
        (graph_summary(graph),),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def graph_summary(graph: CallGraph) -> str:
    """How many flows and modules there are, and how many of them are broken."""
    calls = [call for flow in graph.flows for call in flow.calls]
    broken = sum(call.is_broken for call in calls)
    flows = sum(flow.is_broken for flow in graph.flows)
    count = phrases.count
    counted = f"{count(len(graph.flows), 'flow')} with {count(len(calls), 'call')}"
    return f"{counted}: {broken} broken, in {count(flows, 'published flow')}" if broken else f"{counted}: none broken"


def function_words(target: str, uid: str | None) -> str:
    """A function by its address, and by its uid where the registry knows it."""
    return visible(target) + (f" ({visible(uid)})" if uid else "")


def _by_center(graph: CallGraph) -> list[CallingFlow]:
    """The flows by center; within one, the order stays."""
    return sorted(graph.flows, key=lambda one: one.flow.center)


def _center(center: str, flows: Iterator[CallingFlow], graph: CallGraph, page: Page) -> Iterator[str]:
    yield page.paint("strong", f"CENTER {visible(center)}")
    for flow in flows:
        yield ""
        yield from _flow(flow, graph, page)


def entries(one: CallingFlow, graph: CallGraph) -> str:
    """What leads into a flow: its numbers, and the flows that call it."""
    callers = "; ".join(phrases.flow(flow) for flow in graph.callers_of(one.flow))
    parts = (f"numbers {', '.join(map(visible, one.numbers))}" if one.numbers else "", f"called by {callers}" if callers else "")
    return "; ".join(filter(None, parts)) or "no number"


def _flow(one: CallingFlow, graph: CallGraph, page: Page) -> Iterator[str]:
    yield from _line(1, entries(one, graph), page)
    yield from _line(2, f"flow {phrases.flow(one.flow)}", page)
    if not one.is_understood:
        yield from _line(3, NOT_UNDERSTOOD, page)
    for called in one.sub_flows:
        yield from _marked(3, f"flow {phrases.flow(called)}", BROKEN_BELOW if called in one.broken_below else "", page)
    for call in one.calls:
        yield from _call(call, page)


def _call(call: ModuleCall, page: Page) -> Iterator[str]:
    beyond = call.state in BEYOND_REGISTRATION
    # A module that does not fit is marked itself: the registration and the function are as they should be.
    yield from _line(3, f"module {module_words(call)}", page, call.state if call.state == "does-not-fit" else "works")
    state: State = "works" if beyond or call.state == "does-not-fit" else call.state
    yield from _line(4, f"registration {visible(call.registration)}", page, state)
    if call.target:
        yield from _line(5, f"function {function_words(call.target, call.uid)}", page, call.state if beyond else "works")


def _uncalled(graph: CallGraph, page: Page) -> Iterator[str]:
    if graph.uncalled:
        yield page.paint("strong", f"CALLED BY NO FLOW ({len(graph.uncalled)})")
    for one in graph.uncalled:
        yield ""
        yield from _line(1, f"registration {visible(one.registration)} of center {visible(one.center)}{mentioned(one)}", page)
        yield from _line(2, f"function {function_words(one.target, one.uid)}", page)


def mentioned(one: UncalledRegistration) -> str:
    """Which flows mention a registration."""
    flows = "; ".join(phrases.flow(flow) for flow in one.mentioned)
    return f", mentioned in a form that is not understood by {flows}" if flows else ""


def _line(depth: int, text: str, page: Page, state: State = "works") -> tuple[str, ...]:
    return _marked(depth, text, broken_words(state), page, is_broken=state in BROKEN)


def _marked(depth: int, text: str, said: str, page: Page, *, is_broken: bool = True) -> tuple[str, ...]:
    first, *rest = below([text + (f": {said}" if said else "")], _MARGIN * depth, page.width)
    if not said or not is_broken:
        return (first, *rest)
    return (page.paint("bad", _MARK + first[len(_MARK) :]), *(page.paint("bad", line) for line in rest))
