"""What the flows call: each function module followed from the id it holds to the function that its registration reaches now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from sync.core.flows.document import FunctionModule, function_modules
from sync.core.flows.references import FlowReferences, read_mentions
from sync.core.found_index import FoundIndex, Presence
from sync.core.plan.model import FlowRef, ModuleRef
from sync.core.worlds import FoundFlow, FoundRegistration
from sync.specs.ids import Address, CenterName, Uid

OwnerOf = Callable[[CenterName, str, Address | None], Uid | None]  # by center, registration id, and where it points
_ID = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


class Reach(Enum):
    """How far a call gets."""

    NO_REGISTRATION = "no-registration"  # the center does not have what the module holds
    NO_FUNCTION = "no-function"  # the registration points at a function that certainly does not exist
    FUNCTION = "function"
    UNREAD = "unread"  # somebody could not look


_REACH = {Presence.PRESENT: Reach.FUNCTION, Presence.ABSENT: Reach.NO_FUNCTION, Presence.UNKNOWN: Reach.UNREAD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One function module and what it reaches. `held` is the registration id it holds, or the function's name where it holds none.

    `owner` is the uid it is about: whose registration or function this is, or was at the last good sync; None for strangers.
    """

    module: FunctionModule
    held: str
    registration: FoundRegistration | None
    reach: Reach
    owner: Uid | None

    @property
    def published(self) -> bool:
        """Whether callers get there."""
        return self.module.flow.published

    @property
    def target(self) -> Address | None:
        """The address that the registration names, whether or not a function lives there."""
        return self.registration.target if self.registration is not None else None

    @property
    def ref(self) -> ModuleRef:
        """For findings: what to open, and what it really reaches."""
        return ModuleRef(
            flow=self.module.flow,
            activity=self.module.activity,
            name=self.module.name,
            registration=self.held,
            reaches=str(self.target) if self.target is not None else "",
        )


def flows_of(calls: Iterable[Call], others: Iterable[FlowRef] = ()) -> tuple[FlowRef, ...]:
    """The flows of these calls and others, each once, by center, name and id."""
    return tuple(sorted({*(call.module.flow for call in calls), *others}, key=lambda flow: (flow.center, flow.name, flow.id)))


def modules_of(calls: Iterable[Call]) -> tuple[ModuleRef, ...]:
    """The modules of these calls, in the order of their flows."""
    return tuple(sorted((call.ref for call in calls), key=lambda ref: (ref.flow.center, ref.flow.name, ref.flow.id, ref.activity)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """Every call of every flow. `puzzles` are the flows with a function module, or a whole definition, that is not understood."""

    every: tuple[Call, ...]
    puzzles: frozenset[FlowRef]
    mentions: FlowReferences
    by_registration: Mapping[tuple[CenterName, str], tuple[Call, ...]]
    by_target: Mapping[Address, tuple[Call, ...]]

    def holding(self, center: CenterName, registration_id: str) -> tuple[Call, ...]:
        """The modules that hold this id."""
        return self.by_registration.get((center, registration_id), ())

    def reaching(self, address: Address) -> tuple[Call, ...]:
        """The modules that reach this function now."""
        return self.by_target.get(address, ())

    def mentioning(self, center: CenterName, registration_id: str, name: str = "") -> tuple[FlowRef, ...]:
        """Flows that may call this registration in a way that is not understood.

        An id counts wherever it stands; the name of a function only in flows that hold a puzzle: elsewhere it is spoken text.
        """
        found = {*self.mentions.of(center, registration_id)}
        if name and self.puzzles:
            found |= self.puzzles.intersection(self.mentions.of(center, name))
        return flows_of((), found - {call.module.flow for call in self.holding(center, registration_id)}) if found else ()

    def users(self, found: FoundRegistration) -> tuple[FlowRef, ...]:
        """Every flow that calls this registration, or may."""
        return flows_of(self.holding(found.center, found.id), self.mentioning(found.center, found.id, found.target.name))


def flows_using(
    found: FoundRegistration, registrations: Iterable[FoundRegistration], flows: Iterable[FoundFlow]
) -> tuple[FlowRef, ...]:
    """The flows of one center that call this registration, or may: for reading again just before a write."""
    flows, center = tuple(flows), _arranged(registrations)
    mentions = read_mentions(flows)
    by_id, by_name = {*mentions.of(found.center, found.id)}, {*mentions.of(found.center, found.target.name)}
    using: set[FlowRef] = set()
    for flow in flows:
        ref, modules = _ref(flow), function_modules(flow)
        held = [_held(module, center, frozenset()) for module in modules or ()]
        is_puzzle = modules is None or None in held
        if found.id in held or ref in by_id or (is_puzzle and ref in by_name):
            using.add(ref)
    return flows_of((), using)


def _ref(flow: FoundFlow) -> FlowRef:
    return FlowRef(center=flow.center, id=flow.id, name=flow.name, published=flow.published)


@dataclass(slots=True)
class _Center:
    """The registrations of one center, arranged for looking up."""

    by_id: dict[str, FoundRegistration] = field(default_factory=dict)
    by_name: dict[str, list[FoundRegistration]] = field(default_factory=dict)


def follow(
    flows: Iterable[FoundFlow],
    ground: FoundIndex,
    mentions: FlowReferences,
    known_ids: frozenset[str],
    owner_of: OwnerOf,
) -> Calls:
    """Follow every function module. `known_ids` are ids of registrations that some world knows, this center or not."""
    centers = {center: _arranged(items) for center, items in ground.registrations.items()}
    every: list[Call] = []
    puzzles: set[FlowRef] = set()
    for flow in sorted(flows, key=lambda item: (item.center, item.id)):
        ref, modules = _ref(flow), function_modules(flow)
        if modules is None:
            puzzles.add(ref)
        for module in modules or ():
            held = _held(module, centers.get(flow.center, _Center()), known_ids)
            if held is None:
                puzzles.add(ref)
            else:
                every.append(_call(module, held, centers.get(flow.center, _Center()), ground, owner_of))
    return Calls(
        every=tuple(every),
        puzzles=frozenset(puzzles),
        mentions=mentions,
        by_registration=_by_registration(every),
        by_target=_by_target(every),
    )


def _by_registration(calls: Iterable[Call]) -> dict[tuple[CenterName, str], tuple[Call, ...]]:
    held: dict[tuple[CenterName, str], list[Call]] = {}
    for call in calls:
        held.setdefault((call.module.flow.center, call.held), []).append(call)
    return {key: tuple(items) for key, items in held.items()}


def _by_target(calls: Iterable[Call]) -> dict[Address, tuple[Call, ...]]:
    reached: dict[Address, list[Call]] = {}
    for call in calls:
        if call.reach is Reach.FUNCTION and call.target is not None:
            reached.setdefault(call.target, []).append(call)
    return {address: tuple(items) for address, items in reached.items()}


def _arranged(registrations: Iterable[FoundRegistration]) -> _Center:
    center = _Center()
    for found in registrations:
        center.by_id[found.id] = found
        center.by_name.setdefault(found.target.name, []).append(found)
    return center


def _held(module: FunctionModule, center: _Center, known_ids: frozenset[str]) -> str | None:
    """The id that the module holds, or the name of a function where it holds none; None when that is not to be told.

    An id under a key of its own comes before every other text, and an id before a name: the name is what the editor shows.
    """
    for ids in (center.by_id.keys() & module.ids, center.by_id.keys() & module.words, known_ids & module.words):
        if ids:
            return next(iter(ids)) if len(ids) == 1 else None
    dead = {text for text in module.ids if _ID.fullmatch(text) and text not in center.by_name}
    if dead:
        return next(iter(dead)) if len(dead) == 1 else None
    return _by_name(module, center)


def _by_name(module: FunctionModule, center: _Center) -> str | None:
    named = [found for word in module.words for found in center.by_name.get(word, ())]
    if len(named) > 1:
        named = [found for found in named if {found.target.region, found.target.service} <= {*module.words, ""}]
    if len(named) == 1:
        return named[0].id
    names = {text for text in module.names if _ID.fullmatch(text)}
    return next(iter(names)) if not named and len(names) == 1 and names.isdisjoint(center.by_name) else None


def _call(
    module: FunctionModule,
    held: str,
    center: _Center,
    ground: FoundIndex,
    owner_of: OwnerOf,
) -> Call:
    found = center.by_id.get(held)
    name = module.flow.center
    if found is not None:
        reach = _REACH[ground.presence(found.target)]
    else:
        reach = Reach.UNREAD if name in ground.unread_registrations else Reach.NO_REGISTRATION
    owner = owner_of(name, held, found.target if found is not None else None)
    return Call(module=module, held=held, registration=found, reach=reach, owner=owner)
