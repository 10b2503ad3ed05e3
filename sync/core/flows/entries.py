"""How callers get into a flow: by the numbers bound to it, and through other flows, which call it as a sub-flow (子流程).

How a sub-flow module names its flow is not published (UNVERIFIED). A flow that contains the id of another one of its center, or
whose sub-flow module has the name of a sub-flow, counts as calling it: that tells too many callers rather than too few.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from sync.core.flows.references import FlowReferences
from sync.core.plan.model import FlowRef
from sync.core.worlds import FoundFlow
from sync.specs.ids import CenterName

_SUB_FLOW_MODULE = "SUB"  # of the list of node types


@dataclass(frozen=True, slots=True)
class FlowEntries:
    """By flow: the flows that call it, published or not, by name and id; and the numbers that are bound to it."""

    callers: Mapping[FlowRef, tuple[FlowRef, ...]] = field(default_factory=dict)
    numbers: Mapping[FlowRef, tuple[str, ...]] = field(default_factory=dict)

    def leading_to(self, flow: FlowRef) -> tuple[FlowRef, ...]:
        """The published flows whose callers get into this one, at once or through others; none where it is a draft itself."""
        found: dict[FlowRef, None] = {}
        waiting = [flow] if flow.published else []
        while waiting:
            for caller in self.callers.get(waiting.pop(), ()):
                if caller.published and caller not in found and caller != flow:
                    found[caller] = None
                    waiting.append(caller)
        return tuple(sorted(found, key=lambda one: (one.name, one.id)))

    def numbers_into(self, flow: FlowRef) -> tuple[str, ...]:
        """Its own numbers, and then those of the flows that lead to it."""
        every = (flow, *self.leading_to(flow))
        return tuple(number for one in every for number in self.numbers.get(one, ()))


def read_entries(flows: Iterable[FoundFlow], mentions: FlowReferences) -> FlowEntries:
    """Who calls whom among the flows. `mentions` is what the same flows contain."""
    flows = sorted(flows, key=lambda flow: (flow.center, flow.name, flow.id))
    refs, names = {(flow.center, flow.id): _ref(flow) for flow in flows}, sub_flow_names(flows)
    callers: dict[FlowRef, set[FlowRef]] = {}
    for ref in refs.values():
        callers[ref] = {*mentions.of(ref.center, ref.id)} - {ref}
    for flow in flows:
        for called in called_by_name(flow, names.get(flow.center, {})):
            callers[refs[flow.center, called]].add(_ref(flow))
    return FlowEntries(
        callers={ref: tuple(sorted(of, key=lambda one: (one.name, one.id))) for ref, of in callers.items() if of},
        numbers={_ref(flow): flow.numbers for flow in flows if flow.numbers},
    )


def sub_flow_names(flows: Iterable[FoundFlow]) -> Mapping[CenterName, Mapping[str, str]]:
    """The ids of the sub-flows of each center by their names, which are unique there."""
    names: dict[CenterName, dict[str, str]] = {}
    for flow in flows:
        if flow.type == "SUB_FLOW" and flow.name:
            names.setdefault(flow.center, {})[flow.name] = flow.id
    return names


def called_by_name(flow: FoundFlow, names: Mapping[str, str]) -> Iterator[str]:
    """The ids of the sub-flows that sub-flow modules of a flow name; of an excerpt, its mentions have them already."""
    if flow.excerpt is None and f'"{_SUB_FLOW_MODULE}"' in flow.definition:
        for text in _texts_of_modules(flow.definition):
            if names.get(text, flow.id) != flow.id:
                yield names[text]


def _texts_of_modules(definition: str) -> Iterator[str]:
    """Every text in the properties of the sub-flow modules."""
    try:
        content = json.loads(definition)
    except (ValueError, RecursionError):
        return
    activities = content.get("activities") if isinstance(content, dict) else None
    for each in activities if isinstance(activities, list) else ():
        if isinstance(each, dict) and each.get("type") == _SUB_FLOW_MODULE:
            yield from _texts(each.get("properties"))


def _texts(value: JsonValue) -> Iterator[str]:
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case dict() as fields:
                waiting += fields.values()
            case list() as items:
                waiting += items
            case _:
                pass


def _ref(flow: FoundFlow) -> FlowRef:
    return FlowRef(center=flow.center, id=flow.id, name=flow.name, published=flow.published)
