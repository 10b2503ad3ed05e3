"""From differences to steps, before the check whether a flow blocks them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sync.core.found_index import FoundIndex, Presence
from sync.core.matching.registrations import Pair, Pairing
from sync.core.origin import LockIndex
from sync.core.plan.model import (
    FieldChange,
    InvokeCheck,
    Output,
    Register,
    Repoint,
    Step,
    Unregister,
    UpdateFunction,
    UpdateRegistration,
)
from sync.core.registration_state import new_state, wanted_state
from sync.core.worlds import FoundFunction, FoundRegistration, RegistrationState, WantedCenter, WantedFunction
from sync.specs.ids import Address, Uid


def configure(function: WantedFunction, found: FoundFunction, changes: tuple[FieldChange, ...]) -> UpdateFunction:
    """Set what differs of a function's configuration."""
    return UpdateFunction(
        id=f"update-function:{function.uid}",
        uid=function.uid,
        address=function.address,
        generation=function.address.generation,
        modified=found.modified,
        changes=changes,
    )


def for_center(center: WantedCenter, pairing: Pairing, ground: FoundIndex, recorded: LockIndex) -> Iterator[Step]:
    """Everything that would make one center as wanted. Nothing is pointed at a function that may not exist."""
    held = _held_for_good(pairing, ground) if pairing.missing else frozenset()
    for wanted in pairing.missing:
        if ground.presence(wanted.target) is Presence.PRESENT and wanted.target not in held:
            yield from _register(center, wanted.uid, new_state(wanted))
    for pair in pairing.pairs:
        if ground.presence(pair.wanted.target) is Presence.PRESENT:
            yield from _correct(center, pair)
    for pair in _spare(pairing, ground):
        yield _unregister(center, pair.found, pair.wanted.uid)
    contested = pairing.contested
    for found in pairing.others:
        uid = recorded.owner(found)
        if uid is not None and found.id not in contested:
            yield _unregister(center, found, Uid(uid))


def _held_for_good(pairing: Pairing, ground: FoundIndex) -> frozenset[Address]:
    """Where registrations go on pointing that cannot be put right: beside one, a new one would be taken for done already."""
    return frozenset(pair.found.target for pair in pairing.pairs if ground.presence(pair.wanted.target) is not Presence.PRESENT)


def _spare(pairing: Pairing, ground: FoundIndex) -> Iterator[Pair]:
    """The duplicates. Where the one that is kept points elsewhere and cannot be put right, the second is all there is."""
    astray = {pair.wanted.uid for pair in pairing.pairs if pair.found.target != pair.wanted.target}
    for pair in pairing.duplicates:
        if pair.wanted.uid not in astray or ground.presence(pair.wanted.target) is Presence.PRESENT:
            yield pair


def tests(center: WantedCenter, function: WantedFunction, state: RegistrationState) -> Iterator[InvokeCheck]:
    """Every check of the function, called through its registration as it will be."""
    for number, check in enumerate(function.checks, start=1):
        yield InvokeCheck(
            id=f"test:{center.name}:{function.uid}:{number}",
            uid=function.uid,
            center=center.name,
            instance=center.instance,
            by_hand=False,
            target=function.address,
            role=state.role,
            check=check.name,
            input=check.input,
            expect=check.expect,
            once=check.once,
        )


def _register(center: WantedCenter, uid: Uid, after: RegistrationState) -> Iterator[Step]:
    """By API without its failover: that is set by hand, in a step of its own, once the registration has an id."""
    by_hand = center.mode == "console"
    made = after if by_hand else replace(after, failover=None)
    step = Register(
        id=f"register:{center.name}:{uid}", uid=uid, center=center.name, instance=center.instance, by_hand=by_hand, after=made
    )
    yield step
    if made != after:
        yield _update(center, uid, Output(step=step.id), made, after, by_hand=True, name="failover")


def _correct(center: WantedCenter, pair: Pair) -> Iterator[Step]:
    """One step by API, and one by hand for what no API writes; in console mode one step by hand for all."""
    before, after = pair.found.state, wanted_state(pair)
    if center.mode == "console":
        yield from _change(center, pair, before, after, by_hand=True)
        return
    written = after if after.failover == before.failover else replace(after, failover=before.failover)
    yield from _change(center, pair, before, written, by_hand=False)
    if written != after:
        yield _update(center, pair.wanted.uid, pair.found.id, written, after, by_hand=True, name="failover")


def _change(
    center: WantedCenter, pair: Pair, before: RegistrationState, after: RegistrationState, *, by_hand: bool
) -> Iterator[Step]:
    if before.target != after.target:
        yield Repoint(
            id=f"repoint:{center.name}:{pair.wanted.uid}",
            uid=pair.wanted.uid,
            center=center.name,
            instance=center.instance,
            by_hand=by_hand,
            registration_id=pair.found.id,
            before=before,
            after=after,
        )
    elif before != after:
        yield _update(center, pair.wanted.uid, pair.found.id, before, after, by_hand=by_hand, name="update-registration")


def _update(
    center: WantedCenter,
    uid: Uid,
    registration_id: str | Output,
    before: RegistrationState,
    after: RegistrationState,
    *,
    by_hand: bool,
    name: str,
) -> UpdateRegistration:
    return UpdateRegistration(
        id=f"{name}:{center.name}:{uid}",
        uid=uid,
        center=center.name,
        instance=center.instance,
        by_hand=by_hand,
        registration_id=registration_id,
        before=before,
        after=after,
    )


def _unregister(center: WantedCenter, found: FoundRegistration, uid: Uid) -> Unregister:
    return Unregister(
        id=f"unregister:{center.name}:{found.id}",
        uid=uid,
        center=center.name,
        instance=center.instance,
        by_hand=center.mode == "console",
        registration_id=found.id,
        before=found.state,
    )
