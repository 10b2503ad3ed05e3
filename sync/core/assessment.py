"""The three worlds joined once: what matches what, who calls whom, what the code shows, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sync.core.deployed_code import Code, Shown, is_broken_code
from sync.core.effective_config import Watch
from sync.core.flows.calls import Call, Calls, OwnerOf, Reach, flows_of, follow
from sync.core.flows.entries import FlowEntries, read_entries
from sync.core.flows.references import read_mentions
from sync.core.found_index import FoundIndex, Presence, index_found
from sync.core.identity import match_worlds
from sync.core.matching.identity import FunctionMatch
from sync.core.matching.registrations import Pairing, pair_all
from sync.core.origin import LockIndex, moved, remembered
from sync.core.plan.model import FlowRef
from sync.core.signature import sources
from sync.core.signature.fit import is_broken
from sync.core.signature.inferred import Inferred
from sync.core.signature.model import Signature
from sync.core.stack_state import StackState
from sync.core.worlds import Found, FoundRegistration, Wanted, WantedFunction
from sync.specs.ids import Address, CenterName, Uid
from sync.specs.models import Lock

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything that rules, steps and the lock need from the three worlds."""

    wanted: Wanted
    recorded: LockIndex
    found: Found
    ground: FoundIndex
    pairings: tuple[Pairing, ...]
    matches: Mapping[Uid, FunctionMatch]  # of the functions about whose place there is a question
    calls: Calls
    entries: FlowEntries
    code: Code
    functions: Mapping[Uid, WantedFunction]
    by_address: Mapping[Address, WantedFunction]
    kept: Mapping[tuple[CenterName, Uid], str]  # the id of the registration that each uid has in a center
    registrations_at: Mapping[Address, tuple[FoundRegistration, ...]]
    targets_after: Mapping[tuple[CenterName, str], Address]  # where each found registration will point
    registrations_after: Mapping[Address, tuple[tuple[CenterName, str], ...]]
    watch: Watch
    stack: StackState | None = None  # what the Pulumi stack holds, where one is given

    def is_moving(self, function: WantedFunction) -> bool:
        """Whether the registry wants another address than the lock recorded."""
        entry = self.recorded.function(function.uid)
        return entry is not None and moved(entry, function.address)

    def is_elsewhere(self, uid: Uid) -> bool:
        """Whether its function lives where neither the registry wants it nor the lock has it, as far as can be told."""
        match, function = self.matches.get(uid), self.functions.get(uid)
        if match is None or function is None:
            return False
        return match.found not in (None, match.was, function.address)

    def is_unclear(self, uid: Uid) -> bool:
        """Whether its function may live elsewhere, and it cannot be told where.

        One that lives where the registry has it is in doubt too, if its registration points at another that it may be now.
        """
        match, function = self.matches.get(uid), self.functions.get(uid)
        if match is None or function is None or match.certainty != "unsure" or not match.rivals:
            return False
        is_called_elsewhere = any(item.kind == "registration" for item in match.evidence)
        return match.rivals[0].address != function.address or is_called_elsewhere or self._is_packed_elsewhere(match, function)

    def _is_packed_elsewhere(self, match: FunctionMatch, function: WantedFunction) -> bool:
        """Whether another one that it may be has its recorded package, and what lives at its own address has not."""
        entry = self.recorded.function(function.uid)
        there = [self.ground.functions[one.address] for one in match.rivals if one.address in self.ground.functions]
        packed = [one.address for one in there if entry is not None and entry.checksum and one.checksum == entry.checksum]
        return bool(packed) and function.address not in packed

    def is_changing(self, address: Address | None) -> bool:
        """Whether the registry wants a call, or a declaration, of the function at this address that differs from the lock."""
        function = self.by_address.get(address) if address is not None else None
        if function is None:
            return False
        entry = self.recorded.function(function.uid)
        is_declared_anew = entry is not None and entry.signature != function.signature
        return address in self.code.planned or self.is_moving(function) or is_declared_anew

    def remembered_ids(self) -> Iterator[tuple[CenterName, str, Uid]]:
        """Every registration that the lock or a spec names by its id, and that its center does not have: center, id, whose."""
        named = {(CenterName(center), item.id): Uid(uid) for uid, center, item in self.recorded.registrations()}
        named |= {(item.center, item.adopt): item.uid for one in self.wanted.functions for item in one.registrations if item.adopt}
        for (center, registration_id), uid in sorted(named.items()):
            if (center, registration_id) not in self.ground.by_id:
                yield center, registration_id, uid

    def believed_now(self, address: Address) -> Signature | None:
        """The signature that callers meet now: that of the code where it is known, else the one on which the spec last agreed."""
        shown = self.code.now.get(address)
        if isinstance(shown, Inferred):
            return sources.implemented(shown)
        entry = self.recorded.function_at(address)
        if entry is not None:
            return sources.declared(entry[1].signature) if entry[1].signature is not None else None
        return self.declared(address)

    def believed_after(self, address: Address) -> Signature | None:
        """The same after apply."""
        shown = self.code.after(address)
        return sources.implemented(shown) if isinstance(shown, Inferred) else self.declared(address)

    def declared(self, address: Address) -> Signature | None:
        """What the spec of the function at this address declares."""
        function = self.by_address.get(address)
        return sources.declared(function.signature) if function is not None and function.signature is not None else None

    def may_call(self, function: WantedFunction) -> tuple[FlowRef, ...]:
        """Flows that may call this function through one of its registrations, in a way that is not understood."""
        found = self.registrations_at.get(function.address, ())
        unread = {flow for item in found for flow in self.calls.mentioning(item.center, item.id, item.target.name)}
        return flows_of((), unread - {call.module.flow for call in self.calls.reaching(function.address)}) if unread else ()

    def target_after(self, call: Call) -> Address | None:
        """Where the call's registration will point after apply; None where it has none."""
        found = call.registration
        return self.targets_after[found.center, found.id] if found is not None else None

    def coming_to(self, address: Address) -> tuple[Call, ...]:
        """The calls that will reach this function after apply."""
        keys = self.registrations_after.get(address, ())
        return tuple(call for center, registration_id in keys for call in self.calls.holding(center, registration_id))

    def works_now(self, call: Call) -> bool:
        """Whether nothing is known that breaks this call."""
        if call.reach in {Reach.NO_REGISTRATION, Reach.NO_FUNCTION}:
            return False
        return call.target is None or self._works(call, self.code.now.get(call.target), self.believed_now(call.target))

    def works_by_code(self, call: Call) -> bool:
        """The same, whatever is declared: that may be the code to come."""
        shown = self.code.now.get(call.target) if call.target is not None else None
        implemented = sources.implemented(shown) if isinstance(shown, Inferred) else None
        return call.reach is Reach.FUNCTION and self._works(call, shown, implemented)

    def would_work(self, call: Call, target: Address) -> bool:
        """Whether nothing is known that would break this call once its registration points there and apply has configured it."""
        return self._works(call, self.code.after(target), self.believed_after(target))

    def _works(self, call: Call, shown: Shown | None, believed: Signature | None) -> bool:
        return not is_broken_code(shown) and (believed is None or not is_broken(call.module, believed))


def assess(
    wanted: Wanted, recorded: Lock | None, found: Found, watch: Watch = "targets", stack: StackState | None = None
) -> Assessment:
    """Join the three worlds. Equal worlds give an equal assessment, whatever the order of their parts."""
    mentions = read_mentions(found.flows)
    ground, lock = index_found(found, mentions), LockIndex(recorded)
    pairings, code = pair_all(wanted, recorded, ground), Code.of(found.signatures)
    by_address = {function.address: function for function in wanted.functions}
    after = _targets_after(pairings, ground)
    return Assessment(
        wanted=wanted,
        recorded=lock,
        found=found,
        ground=ground,
        pairings=pairings,
        calls=follow(found.flows, ground, mentions, _known_ids(wanted, recorded, found), _owners(pairings, lock, by_address)),
        entries=read_entries(found.flows, mentions),
        code=code,
        matches=match_worlds(wanted, lock, found, ground, code, stack=stack.addresses if stack else None),
        functions={function.uid: function for function in wanted.functions},
        by_address=by_address,
        kept={(item.center, pair.wanted.uid): pair.found.id for item in pairings for pair in item.pairs},
        registrations_at=_grouped(ground.by_id.values(), lambda item: item.target),
        targets_after=after,
        registrations_after=_grouped(after, lambda key: after[key]),
        watch=watch,
        stack=stack,
    )


def _owners(pairings: Iterable[Pairing], lock: LockIndex, by_address: Mapping[Address, WantedFunction]) -> OwnerOf:
    """The owner of a registration: by its id, now or at the last good sync, else by the function that it points at."""
    paired = {
        (pairing.center, pair.found.id): pair.wanted.uid for pairing in pairings for pair in (*pairing.duplicates, *pairing.pairs)
    }
    adopted = {
        (item.center, item.adopt): item.uid for function in by_address.values() for item in function.registrations if item.adopt
    }

    def owner_of(center: CenterName, registration_id: str, target: Address | None) -> Uid | None:
        key = (center, registration_id)
        uid = paired.get(key) or adopted.get(key) or lock.holder(center, registration_id)
        if uid is None and target is not None:
            function, entry = by_address.get(target), lock.function_at(target)
            uid = function.uid if function is not None else entry[0] if entry is not None else None
        return Uid(uid) if uid is not None else None

    return owner_of


def _targets_after(pairings: Iterable[Pairing], ground: FoundIndex) -> dict[tuple[CenterName, str], Address]:
    """Nothing is pointed at a function that may not exist."""
    after = {key: found.target for key, found in ground.by_id.items()}
    for pairing in pairings:
        for pair in pairing.pairs:
            if ground.presence(pair.wanted.target) is Presence.PRESENT:
                after[pairing.center, pair.found.id] = pair.wanted.target
    return after


def _grouped(items: Iterable[Item], key: Callable[[Item], Address]) -> dict[Address, tuple[Item, ...]]:
    groups: dict[Address, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return {address: tuple(group) for address, group in groups.items()}


def _known_ids(wanted: Wanted, recorded: Lock | None, found: Found) -> frozenset[str]:
    """Every id of a registration that a spec, the lock or some center knows."""
    return remembered(wanted, recorded).union(item.id for item in found.registrations)
