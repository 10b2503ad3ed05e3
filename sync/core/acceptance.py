"""Functions that live elsewhere than the registry says: which may be accepted, and what that means for their callers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sync.core.assessment import Assessment
from sync.core.found_index import Presence
from sync.core.matching.identity import FunctionMatch
from sync.core.matching.registrations import Pairing
from sync.core.normalise import recorded_target
from sync.core.plan.model import FlowRef, Plan, Repoint, Step
from sync.core.worlds import FoundRegistration, WantedFunction
from sync.specs.ids import Address, CenterName, Uid

Standing = Literal[
    "elsewhere",  # found at another address than the registry has
    "unsure",  # several may be it, or what could not be read may have it
    "moving",  # the registry moves it on, and it still lives where it did
    "gone",  # nothing found is like it
    "unread",  # whether it lives where the registry has it could not be read
    "home",  # it lives where the registry has it
]
Effect = Literal[
    "reached",  # the registration points there already
    "repointed",  # apply will point it there
    "by-hand",  # a person has to, and the plan says how
    "held-back",  # it has to be allowed first
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A registration of an accepted function, the flows that call it and their numbers, and what becomes of it.

    `misfits`: codes of what these flows pass or read that does not fit the function at its new address.
    """

    center: CenterName
    registration: str
    flows: tuple[FlowRef, ...]
    numbers: tuple[str, ...]
    effect: Effect
    misfits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A function that was found at another address than the registry has, or, where `match.found` is None, may be at one."""

    wanted: Address
    match: FunctionMatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrecorded:
    """A function that is missing, and of which the lock knows nothing: where it is now cannot be told."""

    uid: Uid
    wanted: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A function and the address that it gets, `to`. `match`: what was concluded, if anything; `said`: the address was named."""

    uid: Uid
    before: Address
    to: Address
    match: FunctionMatch | None
    said: bool
    callers: tuple[Caller, ...] = ()


def standing(assessed: Assessment, function: WantedFunction) -> Standing:
    """How a function stands to the address that the registry has for it."""
    match, presence = assessed.matches.get(function.uid), assessed.ground.presence(function.address)
    if match is not None and match.found not in (None, function.address):
        was_there = former_address(assessed, function) == function.address and assessed.recorded.function(function.uid) is not None
        is_as_it_was = (match.found in function.formerly and not was_there) or not assessed.is_elsewhere(function.uid)
        return "moving" if is_as_it_was else "elsewhere"
    if presence is Presence.PRESENT:
        return "unsure" if assessed.is_unclear(function.uid) else "home"
    if presence is Presence.UNKNOWN:
        return "unread"
    return "unsure" if match is not None and match.certainty == "unsure" else "gone"


def found_elsewhere(assessed: Assessment) -> Iterator[Elsewhere]:
    """What accept is about, by uid."""
    for function in assessed.wanted.functions:
        match = assessed.matches.get(function.uid)
        if match is not None:
            how = standing(assessed, function)
            if how == "elsewhere" or (how == "unsure" and match.rivals):
                yield Elsewhere(wanted=function.address, match=match)


def unrecorded(assessed: Assessment) -> Iterator[Unrecorded]:
    """Whom accept can do nothing for unless it is told the address."""
    for function in assessed.wanted.functions:
        if standing(assessed, function) == "gone" and assessed.recorded.function(function.uid) is None:
            yield Unrecorded(uid=function.uid, wanted=function.address)


def claimed(assessed: Assessment) -> Mapping[Address, Uid]:
    """Living functions that a match takes for a function of the registry, or holds for possible: nothing new."""
    taken: dict[Address, Uid] = {}
    for uid, match in assessed.matches.items():
        rivals = [rival.address for rival in match.rivals] if match.certainty in {"suspected", "unsure"} else []
        for address in (match.found, *rivals):
            if address is not None:
                taken.setdefault(address, uid)
    return taken | {match.found: uid for uid, match in assessed.matches.items() if match.found is not None}


def former_address(assessed: Assessment, function: WantedFunction) -> Address:
    """Where the function was last known to be: as recorded, else as the registry has it."""
    entry = assessed.recorded.function(function.uid)
    return recorded_target(entry) if entry is not None else function.address


def callers(uid: Uid, after: Assessment, plan: Plan) -> tuple[Caller, ...]:
    """The registrations of a function in the world `after` its new address is written, under the plan made for it.

    Those among them that no step will point there: a second registration of its old place is nobody's to repoint but a person's.
    """
    steps = {(step.center, step.registration_id): step for step in plan.steps if isinstance(step, Repoint)}
    misfits = [*_misfits(uid, after, plan)]
    made: list[Caller] = []
    for pairing in after.pairings:
        for found, effect in (*_its_own(uid, pairing, steps), *_left_behind(uid, pairing, after)):
            flows = tuple(flow for flow in after.calls.users(found) if flow.published)
            called = tuple(dict.fromkeys(number for flow in flows for number in after.entries.numbers_into(flow)))
            unfit = tuple(sorted({code for code, flow in misfits if flow in flows}))
            made.append(
                Caller(center=pairing.center, registration=found.id, flows=flows, numbers=called, effect=effect, misfits=unfit)
            )
    return tuple(made)


def _misfits(uid: Uid, after: Assessment, plan: Plan) -> Iterator[tuple[str, FlowRef]]:
    """What breaks a flow at the function's new address, with the flow."""
    there = str(after.functions[uid].address)
    for finding in plan.findings:
        if finding.breaks and finding.uid == uid and finding.args.get("reaches") == there:
            yield from ((finding.code, flow) for flow in finding.flows)


def _its_own(
    uid: Uid, pairing: Pairing, steps: Mapping[tuple[CenterName, str], Repoint]
) -> Iterator[tuple[FoundRegistration, Effect]]:
    for pair in (*pairing.pairs, *pairing.duplicates):
        if pair.wanted.uid == uid:
            is_there = pair.found.target == pair.wanted.target
            yield pair.found, "reached" if is_there else _effect(steps.get((pairing.center, pair.found.id)))


def _left_behind(uid: Uid, pairing: Pairing, after: Assessment) -> Iterator[tuple[FoundRegistration, Effect]]:
    """What points at a place that the function had, is no other function's, and is not taken for its one registration."""
    function = after.functions[uid]
    places = {former_address(after, function), *function.formerly} - after.by_address.keys()
    for found in pairing.others:
        if found.target in places and after.recorded.holder(found.center, found.id) in (None, uid):
            yield found, "by-hand"


def _effect(step: Step | None) -> Effect:
    if step is None:
        return "held-back"
    return "by-hand" if step.by_hand else "repointed"
