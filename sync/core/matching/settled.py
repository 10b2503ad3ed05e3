"""Who needs no comparison: what a stack or the registry says, what lives where it did, and what cannot be seen.

What lives where it did is itself, and its copies are copies; unless somebody has made a new one by hand and repointed the
registration, or its code and another's have changed places (`exchanges.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sync.core.matching.certainty import Ground, agreement, is_another, is_packed_elsewhere
from sync.core.matching.exchanges import exchanges
from sync.core.matching.features import Features, code_likeness, features, is_new, was_there_before
from sync.core.matching.identity import Evidence, FunctionMatch, Known, Rival, place
from sync.core.matching.inventory import Inventory
from sync.core.matching.names import gains_copy_word
from sync.core.matching.scoring import score_pair
from sync.specs.ids import Address, Uid

_REWRITTEN, _EDITED = 0.3, 0.6  # code less alike than this is other code; as alike as this, it is the same function's
_BY_HAND = 0.97  # how sure it is that a registration was repointed to what the function became
_ITSELF = 1.0  # the score from which it is so taken, the registration counted
_STRANGE = -2.0  # the score below which what a registration points at is something else, the registration not counted
_ALONE = 0.87  # how sure it is that what lives there is it, when nothing but its place says so and its code is new
_STACKED = 0.9  # how sure it is that a function is where a stack has it, when something lives in its old place
_SURE = 1.0


def settle(inventory: Inventory) -> dict[Uid, FunctionMatch]:
    """Those of whom something can be said at once."""
    return _Settling(inventory).matches()


class _Settling:
    def __init__(self, inventory: Inventory) -> None:
        self._all = inventory
        self._owned = {*inventory.homes.values(), *inventory.stacked.values()}
        self._pointed = Counter(address for one in inventory.known for address in {*one.points_at})
        self._packages = {one.traits.checksum for one in inventory.known if one.traits.checksum}
        self._ground = Ground.of(inventory.known, inventory.living.values(), inventory.unread) if inventory.stacked else None

    def matches(self) -> dict[Uid, FunctionMatch]:
        found = {one.uid: match for one in self._all.known if (match := self._match(one))}
        rewritten = [one for one in self._all.known if self._is_rewritten(one, found.get(one.uid))]
        return found | {one.uid: _doubted(found[one.uid]) for one in rewritten} | exchanges(self._all, rewritten)

    def _match(self, one: Known) -> FunctionMatch | None:
        there = self._all.stacked.get(one.uid)
        if there and not self._is_of_another_stack(one, there):
            return self._in_stack(one, there)
        home = self._all.homes.get(one.uid)
        if home is None:
            is_unread = any(place(address) in self._all.unread for address in (one.address, one.was))
            return FunctionMatch.of(one, None, "unsure", 0.0, (Evidence(kind="gap"),)) if is_unread else None
        if home != one.was:
            return FunctionMatch.of(one, home, "certain", _SURE, (Evidence(kind="declared"),))
        if is_new(one, self._all.living[home]):
            return None
        return self._followed_by_hand(one, home) or self._stays(one, home)

    def _is_of_another_stack(self, one: Known, there: Address) -> bool:
        """Whether it lived beside the function all along, or what the function alone had lives elsewhere: staging's stack, say."""
        if {*one.points_at} == {there}:
            return False
        found, ground = self._all.living[there], self._ground
        is_elsewhere = ground is not None and not self._left(one, there) and is_packed_elsewhere(one, found, ground)
        return is_elsewhere or was_there_before(one, found, self._all.fleet)

    def _left(self, one: Known, there: Address) -> list[Address]:
        """Its old places in which something lives."""
        return [address for address in dict.fromkeys((one.address, one.was)) if address in self._all.living and address != there]

    def _in_stack(self, one: Known, there: Address) -> FunctionMatch:
        """A stack's word; no proof where a region is unread, where it does another job, or while the old one lives and its
        registrations have not followed: the state may be an old one, or another stack's.
        """
        reasons = (Evidence(kind="stack"), *([Evidence(kind="gap")] if self._all.unread else []))
        left = self._left(one, there)
        is_other = is_another(self._all.recorded[one.uid], self._all.found[there], self._all.fleet)
        if not (is_other or self._all.unread or (left and {*one.points_at} != {there})):
            return FunctionMatch.of(one, there, "certain", _SURE, reasons)
        old = tuple(Rival(address=address, probability=(1 - _STACKED) / len(left), lost="left-behind") for address in left)
        return FunctionMatch.of(one, there, "suspected", _STACKED, reasons, old)

    def _followed_by_hand(self, one: Known, home: Address) -> FunctionMatch | None:
        """Somebody made the new function and repointed the registration, and has not deleted the old one yet."""
        there = one.points_at[0] if len({*one.points_at}) == 1 else home
        found = self._all.living.get(there)
        if found is None or there in self._owned or self._pointed[there] != 1 or not is_new(one, found):
            return None
        is_copy = gains_copy_word(self._all.recorded[one.uid].name, self._all.found[there].name)  # as green beside blue
        if is_copy or score_pair(self._features(one, there)) < _ITSELF:
            return None
        reasons = (Evidence(kind="registration"), Evidence(kind="code"))
        old = Rival(address=home, probability=1 - _BY_HAND, lost="left-behind")
        return FunctionMatch.of(one, there, "suspected", _BY_HAND, reasons, (old,))

    def _stays(self, one: Known, home: Address) -> FunctionMatch:
        """No proof of it where its registration points at what may be new, or where another may have been made in its place."""
        is_same = bool(one.traits.function_id) and one.traits.function_id == self._all.living[home].traits.function_id
        reasons = (Evidence(kind="address"), *([Evidence(kind="function-id")] if is_same else []))
        elsewhere = [address for address in sorted({*one.points_at} - {home}) if self._may_be_new(one, address)]
        if elsewhere:
            return self._repointed(one, (*reasons, Evidence(kind="registration")), elsewhere)
        if not is_same and self._may_be_another(one, home):
            return FunctionMatch.of(one, home, "suspected", _ALONE, reasons)
        return FunctionMatch.of(one, home, "certain", _SURE, reasons)

    def _may_be_new(self, one: Known, there: Address) -> bool:
        """Whether what lives there may have been made since; what another uid has is that one's."""
        if there in self._owned or there not in self._all.living:
            return False
        return not was_there_before(one, self._all.living[there], self._all.fleet)

    def _features(self, one: Known, there: Address) -> Features:
        was, now = self._all.recorded[one.uid], self._all.found[there]
        return features(one, self._all.living[there], was, now, self._all.fleet)

    def _is_strange(self, one: Known, there: Address) -> bool:
        """Whether it is quite another function: unlike in all, and its code is not this one's."""
        found = self._features(replace(one, points_at=()), there)
        return score_pair(found) < _STRANGE and found.get("+code", 0.0) < _EDITED

    def _repointed(self, one: Known, reasons: tuple[Evidence, ...], elsewhere: Sequence[Address]) -> FunctionMatch:
        """Its id says that the old one lives; the new one may be it all the same, unless it is quite another."""
        if reasons[1].kind == "function-id" and all(self._is_strange(one, there) for there in elsewhere):
            return FunctionMatch.of(one, one.was, "suspected", _BY_HAND, reasons)
        rivals = [
            Rival(address=address, probability=1 / (1 + len(elsewhere)), lost="too-close") for address in (one.was, *elsewhere)
        ]
        return FunctionMatch.of(one, None, "unsure", rivals[0].probability, reasons, tuple(rivals))

    def _may_be_another(self, one: Known, home: Address) -> bool:
        """Whether it has another package, and neither a time nor anything of its own says that it is the one that was there."""
        found = self._all.living[home]
        old, new = one.traits.checksum, found.traits.checksum
        if not old or not new or old == new or was_there_before(one, found, self._all.fleet):
            return False
        was, now = self._all.recorded[one.uid], self._all.found[home]
        alike = code_likeness(was, now, self._all.fleet)
        for_it, against = agreement(was, now, self._all.fleet)
        is_edited = alike is not None and alike[0] >= _EDITED and not against
        return not is_edited and "description" not in for_it  # name and variables stay when a function is replaced

    def _is_rewritten(self, one: Known, match: FunctionMatch | None) -> bool:
        """Whether it is at home, with other code now: quite other code, or the very package that another function had."""
        if match is None or match.found != one.was or match.certainty == "unsure":
            return False
        there = self._all.living[one.was].traits.checksum
        if one.traits.checksum and one.traits.checksum == there:
            return False
        alike = code_likeness(self._all.recorded[one.uid], self._all.found[one.was], self._all.fleet)
        return there in self._packages or (alike is not None and alike[0] < _REWRITTEN)


def _doubted(match: FunctionMatch) -> FunctionMatch:
    """Its id stays; without that, other code may be another function."""
    odds = _BY_HAND if any(item.kind == "function-id" for item in match.evidence) else _ALONE
    return replace(match, certainty="suspected", probability=odds, evidence=(*match.evidence, Evidence(kind="code")))
