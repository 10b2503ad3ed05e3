"""Who calls what: numbers, flows, function modules, registrations and functions, and where the way between them ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sync.core.assessment import Assessment
from sync.core.deployed_code import is_broken_code
from sync.core.flows.calls import Call, Reach, flows_of
from sync.core.flows.entries import FlowEntries
from sync.core.plan.model import Finding, FlowRef, ModuleRef
from sync.core.rules.catalogue import BY_CODE
from sync.core.snapshot.redact import number_ending
from sync.core.worlds import FoundRegistration, Gap
from sync.specs.ids import Address, CenterName, Uid

State = Literal["works", "no-registration", "no-function", "broken-code", "does-not-fit", "unread"]
BROKEN: frozenset[State] = frozenset({"no-registration", "no-function", "broken-code", "does-not-fit"})
# What is broken there is the way from the registration to the function, not the way from the module to the registration.
BEYOND_REGISTRATION: frozenset[State] = frozenset({"no-function", "broken-code"})
_REACHES: dict[Reach, State] = {
    Reach.NO_REGISTRATION: "no-registration",
    Reach.NO_FUNCTION: "no-function",
    Reach.UNREAD: "unread",
}
_SCOPES = frozenset({"region", "function", "registrations", "flows"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleCall:
    """One function module: the registration it holds, where that points ("": nowhere), and how far the call gets."""

    activity: str
    name: str
    registration: str
    target: str
    uid: Uid | None
    state: State

    @property
    def is_broken(self) -> bool:
        """Whether the call fails."""
        return self.state in BROKEN


@dataclass(frozen=True, slots=True, kw_only=True)
class CallingFlow:
    """A flow, the last digits of the numbers bound to it, and its calls; `is_understood`: it has no others.

    `sub_flows` are the flows it calls that call functions, or lead to some that do; `broken_below` those of them that are broken.
    """

    flow: FlowRef
    numbers: tuple[str, ...]
    calls: tuple[ModuleCall, ...]
    is_understood: bool = True
    sub_flows: tuple[FlowRef, ...] = ()
    broken_below: tuple[FlowRef, ...] = ()

    @property
    def is_broken(self) -> bool:
        """Whether callers get there and one of its calls fails, or one of a flow that it calls."""
        return self.flow.published and (any(call.is_broken for call in self.calls) or bool(self.broken_below))


@dataclass(frozen=True, slots=True, kw_only=True)
class UncalledRegistration:
    """A registration that no function module holds, and the flows that mention it in a form that is not understood."""

    center: CenterName
    registration: str
    target: str
    uid: Uid | None
    mentioned: tuple[FlowRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallGraph:
    """Flows that call functions, or other flows that do, broken ones first, and what is registered besides.

    `gaps`: what was not read.
    """

    flows: tuple[CallingFlow, ...] = ()
    uncalled: tuple[UncalledRegistration, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def callers_of(self, flow: FlowRef) -> tuple[FlowRef, ...]:
        """The flows that call this one as a sub-flow."""
        return tuple(one.flow for one in self.flows if flow in one.sub_flows)


def call_graph(assessed: Assessment, uid: Uid | None = None) -> CallGraph:
    """Everything that calls a function now; of one function, what reaches it or is meant for it.

    The same from a snapshot as from the clouds, but for names that hold a phone number.
    """
    numbers = {(flow.center, flow.id): tuple(map(number_ending, flow.numbers)) for flow in assessed.found.flows}
    calls: dict[FlowRef, list[Call]] = {} if uid else {flow: [] for flow in assessed.calls.puzzles}
    for call in assessed.calls.every:
        if uid is None or uid in (call.owner, _uid_at(call.target, assessed)):
            calls.setdefault(call.module.flow, []).append(call)
    below = _sub_flows(calls, assessed.entries)
    flows = (
        CallingFlow(
            flow=flow,
            numbers=numbers.get((flow.center, flow.id), ()),
            calls=tuple(_module_call(call, assessed) for call in calls.get(flow, ())),
            is_understood=flow not in calls or flow not in assessed.calls.puzzles,
            sub_flows=below.get(flow, ()),
        )
        for flow in dict.fromkeys((*calls, *below))
    )
    return CallGraph(
        flows=_in_order(flows),
        uncalled=tuple(one for one in _uncalled(assessed) if uid in (None, one.uid)),
        gaps=tuple(gap for gap in assessed.found.gaps if gap.scope in _SCOPES),
    )


def _sub_flows(calling: Iterable[FlowRef], entries: FlowEntries) -> dict[FlowRef, tuple[FlowRef, ...]]:
    """By flow, the flows that it calls on the way to one that calls functions."""
    below: dict[FlowRef, dict[FlowRef, None]] = {}
    waiting, seen = [*calling], {*calling}
    while waiting:
        called = waiting.pop()
        for caller in entries.callers.get(called, ()):
            below.setdefault(caller, {})[called] = None
            if caller not in seen:
                seen.add(caller)
                waiting.append(caller)
    return {flow: flows_of((), of) for flow, of in below.items()}


def ending_as(graph: CallGraph, ends: Mapping[tuple[FlowRef, str], State]) -> CallGraph:
    """The picture where these calls, by flow and activity, end otherwise."""
    flows = (
        replace(one, calls=tuple(replace(call, state=ends.get((one.flow, call.activity), call.state)) for call in one.calls))
        for one in graph.flows
    )
    return replace(graph, flows=_in_order(flows))


def graph_of(findings: Iterable[Finding]) -> CallGraph:
    """The part of the picture that findings tell, where nothing more is known: the modules that they name."""
    known: dict[FlowRef, dict[ModuleRef, Finding]] = {}
    for finding in findings:
        for module in finding.modules:
            of = known.setdefault(module.flow, {})
            of[module] = of[module] if module in of and of[module].breaks else finding
    return CallGraph(
        flows=_in_order(
            CallingFlow(flow=flow, numbers=(), calls=tuple(_told_call(module, of[module]) for module in of))
            for flow, of in known.items()
        )
    )


def _in_order(flows: Iterable[CallingFlow]) -> tuple[CallingFlow, ...]:
    every = _with_broken_below([replace(one, broken_below=()) for one in flows])
    return tuple(sorted(every, key=lambda one: (not one.is_broken, one.flow.center, one.flow.name, one.flow.id)))


def _with_broken_below(flows: Iterable[CallingFlow]) -> list[CallingFlow]:
    """What is broken breaks what calls it, and what calls that."""
    every = {one.flow: one for one in flows}
    waiting = [flow for flow, one in every.items() if one.is_broken]
    callers: dict[FlowRef, list[FlowRef]] = {}
    for one in every.values():
        for called in one.sub_flows:
            callers.setdefault(called, []).append(one.flow)
    while waiting:
        broken = waiting.pop()
        for flow in callers.get(broken, ()):
            was, now = every[flow], replace(every[flow], broken_below=flows_of((), {*every[flow].broken_below, broken}))
            every[flow] = now
            if now.is_broken and not was.is_broken:
                waiting.append(flow)
    return [*every.values()]


def _module_call(call: Call, assessed: Assessment) -> ModuleCall:
    return ModuleCall(
        activity=call.module.activity,
        name=call.module.name,
        registration=call.held,
        target=str(call.target) if call.target is not None else "",
        uid=_uid_at(call.target, assessed) or call.owner,
        state=_state(call, assessed),
    )


def _state(call: Call, assessed: Assessment) -> State:
    if call.reach is not Reach.FUNCTION:
        return _REACHES[call.reach]
    if call.target is not None and is_broken_code(assessed.code.now.get(call.target)):
        return "broken-code"
    return "works" if assessed.works_now(call) else "does-not-fit"


def _told_call(module: ModuleRef, finding: Finding) -> ModuleCall:
    broken: State = (
        "does-not-fit" if BY_CODE[finding.code].breaks != "calls" else "no-function" if module.reaches else "no-registration"
    )
    return ModuleCall(
        activity=module.activity,
        name=module.name,
        registration=module.registration,
        target=module.reaches,
        uid=finding.uid,
        state=broken if finding.breaks and finding.when == "now" else "works",
    )


def _uid_at(target: Address | None, assessed: Assessment) -> Uid | None:
    function = assessed.by_address.get(target) if target is not None else None
    return function.uid if function is not None else None


def _uncalled(assessed: Assessment) -> Iterator[UncalledRegistration]:
    owners = {(center, registration): uid for (center, uid), registration in assessed.kept.items()}
    for key, found in sorted(assessed.ground.by_id.items()):
        if not assessed.calls.holding(*key):
            yield _one_uncalled(found, owners.get(key), assessed)


def _one_uncalled(found: FoundRegistration, owner: Uid | None, assessed: Assessment) -> UncalledRegistration:
    return UncalledRegistration(
        center=found.center,
        registration=found.id,
        target=str(found.target),
        uid=owner or _uid_at(found.target, assessed),
        mentioned=assessed.calls.mentioning(found.center, found.id, found.target.name),
    )
