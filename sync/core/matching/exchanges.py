"""Two that have each other's code, at places that stayed what they were, have swapped: a uid goes with its code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sync.core.matching.features import code_likeness
from sync.core.matching.identity import Evidence, FunctionMatch, Known, Rival, Traits
from sync.core.matching.inventory import Inventory
from sync.specs.ids import Address, Uid

_EXCHANGED = 0.5  # code that is as alike as this may be the other's
_OTHERS = 0.3  # and as little like the place's own
_EXCHANGE = 0.97  # how sure an exchange of code is
_PIECES, _FEW = 40, 12  # pieces of code by which it is looked for elsewhere; what more than a few have is nobody's
_SHOWN = 6


def exchanges(inventory: Inventory, rewritten: Sequence[Known]) -> dict[Uid, FunctionMatch]:
    """Those of the rewritten, all of them at home, that have changed places with another of them, or may have."""
    by_uid = {one.uid: one for one in rewritten}
    fitting = {one.uid: _fitting(inventory, one, others) for one, others in _sharing(inventory, rewritten)}
    found = {}
    for uid, fit in fitting.items():
        if fit and all(len(fitting[other.uid]) == 1 for other in (by_uid[uid], *fit)):
            found[uid] = _exchanged(inventory, by_uid[uid], fit[0].was)
        elif fit:
            found[uid] = _one_of(by_uid[uid], [other.was for other in fit])
    return found


def _sharing(inventory: Inventory, rewritten: Sequence[Known]) -> Iterable[tuple[Known, list[Known]]]:
    """Each with those whose places have something of its code now; not itself."""
    holders: defaultdict[object, list[Known]] = defaultdict(list)
    for one in rewritten:
        for piece in _pieces(inventory.living[one.was].traits):
            holders[piece].append(one)
    for one in rewritten:
        there = [found for piece in _pieces(one.traits) if len(found := holders.get(piece, [])) <= _FEW]
        others = {other.uid: other for found in there for other in found if other.uid != one.uid}
        yield one, [others[uid] for uid in sorted(others)]


def _pieces(traits: Traits) -> list[object]:
    return [traits.checksum, *(traits.code.sketch[:_PIECES] if traits.code else ())]


def _fitting(inventory: Inventory, one: Known, others: Iterable[Known]) -> list[Known]:
    return [other for other in others if _has_code_of(inventory, one, other) and _has_code_of(inventory, other, one)]


def _has_code_of(inventory: Inventory, one: Known, other: Known) -> bool:
    """Whether the other's place has the code that this one had, rather than its own."""
    now = inventory.found[other.was]
    checksum = now.traits.checksum
    if checksum and checksum in (one.traits.checksum, other.traits.checksum):
        return checksum == one.traits.checksum
    alike = code_likeness(inventory.recorded[one.uid], now, inventory.fleet)
    own = code_likeness(inventory.recorded[other.uid], now, inventory.fleet)
    return alike is not None and alike[0] >= _EXCHANGED and (own is None or own[0] < _OTHERS)


def _exchanged(inventory: Inventory, one: Known, there: Address) -> FunctionMatch:
    """A mark stays with its place, as every setting does: it speaks against."""
    rival = Rival(address=one.was, probability=1 - _EXCHANGE, lost="less-alike")
    code = Evidence(kind="code")
    if inventory.living[one.was].mark == one.uid:
        rivals = (rival, Rival(address=there, probability=0.5, lost="too-close"))
        return FunctionMatch.of(one, None, "unsure", 0.5, (code, Evidence(kind="mark")), rivals)
    return FunctionMatch.of(one, there, "suspected", _EXCHANGE, (code,), (rival,), swapped=True)


def _one_of(one: Known, places: Sequence[Address]) -> FunctionMatch:
    """Several have its code now, and it has theirs: it may be any of them."""
    rivals = tuple(Rival(address=address, probability=1 / (len(places) + 1), lost="too-close") for address in sorted(places))
    return FunctionMatch.of(one, None, "unsure", rivals[0].probability, (Evidence(kind="code"),), rivals[:_SHOWN])
