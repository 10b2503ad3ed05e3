"""Which living function each uid is: one-to-one, with the reasons, and with "not sure" where it is not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from sync.core.matching.compared import compare
from sync.core.matching.identity import Candidate, FunctionMatch, Known, Place, kinds
from sync.core.matching.inventory import take
from sync.core.matching.settled import settle
from sync.specs.ids import Uid


def match_functions(
    known: Iterable[Known], living: Iterable[Candidate], unread: Collection[Place] = frozenset()
) -> tuple[FunctionMatch, ...]:
    """One match for each uid, by uid. `unread` are the places of which nobody knows what lives there."""
    inventory = take(known, living, unread)
    settled = settle(inventory)
    matches = _swapped(settled | compare(inventory, settled))
    return tuple(matches[one.uid] for one in inventory.known)


def _swapped(found: Mapping[Uid, FunctionMatch]) -> Mapping[Uid, FunctionMatch]:
    """Two that live in each other's place have swapped, however that came about."""
    to = {match.was: match.found for match in found.values() if match.found and match.found != match.was}
    return {
        uid: replace(match, kinds=kinds(match.was, match.found, swapped=True))
        if match.found and match.found != match.was and to.get(match.found) == match.was
        else match
        for uid, match in found.items()
    }
