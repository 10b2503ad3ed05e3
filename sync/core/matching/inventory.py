"""Everything recorded and everything living in one run, made ready to be compared, and who lives where the registry says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from sync.core.matching.fleet import Fleet, Profile, profile_of
from sync.core.matching.identity import Candidate, Known, Place
from sync.specs.ids import Address, Uid


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """One run's question. `homes` are who lives where it is wanted, was recorded, or was before by `formerly`; `stacked` where a
    stack has it, which no other uid can then have for a home.
    """

    known: tuple[Known, ...]  # by uid
    living: Mapping[Address, Candidate]  # by address
    unread: frozenset[Place]
    recorded: Mapping[Uid, Profile]
    found: Mapping[Address, Profile]
    fleet: Fleet
    homes: Mapping[Uid, Address]
    stacked: Mapping[Uid, Address]


def take(known: Iterable[Known], living: Iterable[Candidate], unread: Collection[Place] = frozenset()) -> Inventory:
    """In one order, whatever order they came in."""
    uids = tuple(sorted(known, key=lambda one: one.uid))
    there = _each_once(living)
    recorded = {one.uid: profile_of(one) for one in uids}
    found = {address: profile_of(one) for address, one in there.items()}
    born = [one.traits.created for one in uids if one.traits.created is not None]
    homes = _homes(uids, there)
    stacked = _stacked(uids, there, homes)
    given = {*stacked.values()}
    return Inventory(
        known=uids,
        living=there,
        unread=frozenset(unread),
        recorded=recorded,
        found=found,
        fleet=Fleet([*recorded.values(), *found.values()], max(born, default=None)),
        homes={uid: home for uid, home in homes.items() if home not in given},
        stacked=stacked,
    )


def _each_once(living: Iterable[Candidate]) -> dict[Address, Candidate]:
    """What was listed twice is taken once, whichever came first."""
    found: dict[Address, Candidate] = {}
    for one in living:
        other = found.get(one.address)
        if other is None or (other != one and repr(one) < repr(other)):
            found[one.address] = one
    return {address: found[address] for address in sorted(found, key=attrgetter("region", "service", "name"))}


def _former(one: Known) -> tuple[Address, ...]:
    """Not once it was seen where it is wanted: what lives at a former place since then may be anything."""
    return () if one.recorded == one.address else one.formerly


def _homes(known: Iterable[Known], living: Mapping[Address, Candidate]) -> dict[Uid, Address]:
    homes: dict[Uid, Address] = {}
    taken: set[Address] = set()
    for of in (lambda one: (one.address,), lambda one: (one.was,), _former):
        for one in known:
            if one.uid in homes:
                continue
            home = next((address for address in of(one) if address in living and address not in taken), None)
            if home:
                homes[one.uid] = home
                taken.add(home)
    return homes


def _stacked(known: Iterable[Known], living: Mapping[Address, Candidate], homes: Mapping[Uid, Address]) -> dict[Uid, Address]:
    """What a stack says that it made for one uid, and that is not its home anyway."""
    named = Counter(one.stack for one in known)
    return {
        one.uid: one.stack
        for one in known
        if one.stack and one.stack in living and named[one.stack] == 1 and one.stack != homes.get(one.uid)
    }
