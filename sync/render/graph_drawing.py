"""The picture of who calls what as boxes and arrows, each once: what every drawing of it has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sync.core.flows.call_graph import BEYOND_REGISTRATION, BROKEN, CallGraph, CallingFlow, ModuleCall, State, UncalledRegistration
from sync.core.plan.model import FlowRef, ModuleRef
from sync.render.escape import visible

Kind = Literal["number", "flow", "module", "registration", "function"]
Look = Literal["plain", "broken", "unsure"]
# What is said of a call that does not work. The word BROKEN stands before it, where it is.
STATES: Mapping[State, str] = {
    "works": "",
    "no-registration": "the center has no such registration",
    "no-function": "no such function",
    "broken-code": "its code fails at every call",
    "does-not-fit": "what the module passes or reads does not fit",
    "unread": "could not be read",
}
BROKEN_BELOW = "BROKEN: a call of it fails"
NOT_UNDERSTOOD = "calls functions in a form that is not understood"
MENTIONS = "mentions it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One thing of the picture; its lines are safe to show."""

    id: str
    kind: Kind
    lines: tuple[str, ...]
    look: Look = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """From one box to another; `text` says what is wrong with it."""

    tail: str
    head: str
    text: str = ""
    look: Look = "plain"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and arrows in a fixed order."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def drawing_of(graph: CallGraph) -> Drawing:
    """The whole picture, from the numbers to the functions."""
    pen = _Pen(unsure=frozenset(one.flow for one in graph.flows if not one.is_understood))
    for flow in graph.flows:
        pen.flow(flow)
    for registration in graph.uncalled:
        pen.uncalled(registration)
    return Drawing(tuple(pen.boxes.values()), tuple(pen.arrows))


def module_words(call: ModuleCall | ModuleRef) -> str:
    """A module by its name and id, as they stand in a flow."""
    return visible(f"{call.name} [{call.activity}]" if call.name != call.activity else call.activity)


def broken_words(state: State) -> str:
    """What is wrong with a call; empty if nothing is."""
    return f"BROKEN: {STATES[state]}" if state in BROKEN else STATES[state]


@dataclass(slots=True)
class _Pen:
    """Draws each thing once, however many lead there. `unsure`: the flows that are not understood."""

    unsure: frozenset[FlowRef] = frozenset()
    boxes: dict[tuple[str, ...], Box] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    joined: set[tuple[str, str]] = field(default_factory=set)

    def flow(self, one: CallingFlow) -> None:
        flow = self._flow(one.flow, unsure=one.flow in self.unsure)
        for position, number in enumerate(one.numbers):  # two that show the same digits are two
            self._arrow(self._box(("number", flow, str(position)), "number", visible(number)), flow)
        for called in one.sub_flows:
            below = self._flow(called, unsure=called in self.unsure)
            self._arrow(flow, below, *((BROKEN_BELOW, "broken") if called in one.broken_below else ("", "plain")))
        for call in one.calls:
            self._call(call, one.flow, flow)

    def uncalled(self, one: UncalledRegistration) -> None:
        registration = self._box(("registration", one.center, one.registration), "registration", visible(one.registration))
        for flow in one.mentioned:
            self._arrow(self._flow(flow, unsure=True), registration, MENTIONS, "unsure")
        self._arrow(registration, self._function(one.target, one.uid or ""))

    def _flow(self, flow: FlowRef, *, unsure: bool) -> str:
        lines = (visible(flow.name) or visible(flow.id), *([] if flow.published else ["not published"]))
        return self._box(("flow", flow.center, flow.id), "flow", *lines, look="unsure" if unsure else "plain")

    def _call(self, call: ModuleCall, flow: FlowRef, tail: str) -> None:
        module = self._box(("module", tail, call.activity, call.registration), "module", module_words(call))
        self._arrow(tail, module)
        missing: Look = "broken" if call.state == "no-registration" else "plain"
        key = ("registration", flow.center, call.registration)
        registration = self._box(key, "registration", visible(call.registration), look=missing)
        beyond = call.state in BEYOND_REGISTRATION
        self._arrow(module, registration, *(("", "plain") if beyond else _marked(call.state)))
        if call.target:
            self._arrow(registration, self._function(call.target, call.uid or "", call.state), *_marked(call.state, shown=beyond))

    def _function(self, target: str, uid: str, state: State = "works") -> str:
        lines = (*([visible(uid)] if uid else []), visible(target))
        return self._box(("function", target), "function", *lines, look="broken" if state in BEYOND_REGISTRATION else "plain")

    def _box(self, key: tuple[str, ...], kind: Kind, *lines: str, look: Look = "plain") -> str:
        if key not in self.boxes:
            self.boxes[key] = Box(id=f"n{len(self.boxes) + 1}", kind=kind, lines=lines, look=look)
        return self.boxes[key].id

    def _arrow(self, tail: str, head: str, text: str = "", look: Look = "plain") -> None:
        if (tail, head) not in self.joined:
            self.joined.add((tail, head))
            self.arrows.append(Arrow(tail=tail, head=head, text=text, look=look))


def _marked(state: State, *, shown: bool = True) -> tuple[str, Look]:
    if not shown or state == "works":
        return "", "plain"
    return broken_words(state), "broken" if state in BROKEN else "unsure"
