"""Which function modules call which function of the registry, and where that could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from registry.ids import CenterName, Uid
from sync.core.flows import FunctionModule, function_modules
from sync.core.mentions import Mentions
from sync.core.model import FoundFlow, FoundRegistration
from sync.core.pairing import Pairing
from sync.core.plan import FlowRef


@dataclass(frozen=True, slots=True)
class Usage:
    """How flows use one function. `unread` are flows that mention it in a way that is not understood."""

    modules: tuple[FunctionModule, ...] = ()
    unread: tuple[FlowRef, ...] = ()

    @property
    def flows(self) -> tuple[FlowRef, ...]:
        """Every flow that uses it or mentions it, once, by name and id."""
        return flows_of(self.modules, self.unread)


def flows_of(modules: Iterable[FunctionModule], others: Iterable[FlowRef] = ()) -> tuple[FlowRef, ...]:
    """The flows of these modules and others, each once, by name and id."""
    return tuple(sorted({*(module.flow for module in modules), *others}, key=lambda flow: (flow.center, flow.name, flow.id)))


@dataclass(slots=True)
class _Center:
    """The registrations of one center that belong to functions of the registry, arranged for looking up."""

    owners: dict[str, Uid] = field(default_factory=dict)  # by registration id
    ids: set[str] = field(default_factory=set)  # of all registrations
    named: dict[str, list[FoundRegistration]] = field(default_factory=dict)  # all registrations, by function name

    def called(self, module: FunctionModule) -> str | None:
        """The id of the registration that the module calls; None when it names none, or several."""
        by_id = sorted(self.ids & module.words)
        if by_id:
            return by_id[0] if len(by_id) == 1 else None
        candidates = [found for word in module.words for found in self.named.get(word, ())]
        if len(candidates) > 1:
            candidates = [found for found in candidates if {found.target.region, found.target.service} <= {*module.words, ""}]
        return candidates[0].id if len(candidates) == 1 else None


def usages(
    flows: Iterable[FoundFlow],
    registrations: Iterable[FoundRegistration],
    pairings: Iterable[Pairing],
    mentions: Mentions,
) -> Mapping[Uid, Usage]:
    """For every uid that has a registration: who calls it."""
    centers = _centers(registrations, pairings)
    modules: dict[Uid, list[FunctionModule]] = {}
    understood: set[tuple[Uid, FlowRef]] = set()
    puzzling: set[FlowRef] = set()
    for flow in sorted(flows, key=lambda item: (item.center, item.id)):
        ref = FlowRef(center=flow.center, id=flow.id, name=flow.name, published=flow.published)
        found = function_modules(flow)
        if found is None:
            puzzling.add(ref)
        for module in found or ():
            center = centers.get(flow.center, _Center())
            identity = center.called(module)
            if identity is None:
                puzzling.add(ref)
            elif identity in center.owners:
                modules.setdefault(center.owners[identity], []).append(module)
                understood.add((center.owners[identity], ref))
    unread = _unread(centers, mentions, understood, puzzling)
    return {uid: Usage(tuple(modules.get(uid, ())), unread.get(uid, ())) for uid in {*modules, *unread}}


def _centers(registrations: Iterable[FoundRegistration], pairings: Iterable[Pairing]) -> dict[CenterName, _Center]:
    centers: dict[CenterName, _Center] = {}
    for found in registrations:
        center = centers.setdefault(found.center, _Center())
        center.ids.add(found.id)
        center.named.setdefault(found.target.name, []).append(found)
    for pairing in pairings:
        center = centers.setdefault(pairing.center, _Center())
        for pair in (*pairing.duplicates, *pairing.pairs):
            center.owners[pair.found.id] = pair.wanted.uid
    return centers


def _unread(
    centers: Mapping[CenterName, _Center], mentions: Mentions, understood: set[tuple[Uid, FlowRef]], puzzling: set[FlowRef]
) -> dict[Uid, tuple[FlowRef, ...]]:
    """Flows that name a registration's id, or a function's name where some module is a puzzle, and are not understood."""
    found: dict[Uid, set[FlowRef]] = {}
    for name, center in centers.items():
        names = {registration.id: word for word, group in center.named.items() for registration in group}
        for identity, uid in center.owners.items():
            by_id = set(mentions.of(name, identity))
            by_name = set(mentions.of(name, names.get(identity, ""))) & puzzling
            for flow in by_id | by_name:
                if (uid, flow) not in understood:
                    found.setdefault(uid, set()).add(flow)
    return {uid: flows_of((), flows) for uid, flows in found.items()}
