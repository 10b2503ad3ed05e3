"""What speaks for and against two functions being one, as numbers: 0 says nothing, more of one kind is never less.

Each number is about a cause (the same code, the same settings, a word that only these two names have), weighed by how common
that is in the fleet, so that it means the same in a fleet of one template and in one where nothing is alike.
"""

from __future__ import annotations

from typing import NamedTuple

from sync.core.matching.fleet import Fleet, Profile, SetKind, ValueKind
from sync.core.matching.identity import Candidate, EvidenceKind, Known
from sync.core.matching.names import gains_copy_word, numbers_differ, spelling_likeness

# Name of the feature -> what it is evidence of. `+` speaks for, `-` against; the weights may not say otherwise.
FEATURES: dict[str, EvidenceKind] = {
    "+checksum": "checksum", "-checksum": "checksum",
    "+structure": "code", "+code": "code", "+code-shared": "code", "+code-own": "code",
    "-code-unlike": "code", "-code-little": "code",
    "+inputs": "signature", "-inputs": "signature", "+results": "signature", "-results": "signature",
    "+handler": "handler", "-handler": "handler", "-runtime-family": "runtime", "-runtime": "runtime", "+runtime": "runtime",
    "+memory": "settings", "-memory": "settings", "+timeout": "settings", "-timeout": "settings",
    "+variables": "environment", "+variables-shared": "environment", "-variables": "environment",
    "+description": "description", "+phrases": "description", "-description": "description",
    "+name": "name", "+words": "name", "+words-contained": "name", "+spelling": "name", "-name-unlike": "name",
    "-copy": "name", "-number": "name",
    "-other-job": "name",
    "+home": "address", "+service": "place", "-service": "place", "-region": "place", "-generation": "place",
    "+id": "function-id", "-id": "function-id", "+later": "created", "-earlier": "created",
    "+registration": "registration", "+mark": "mark", "-mark": "mark",
}  # fmt: skip
NAMES = tuple(FEATURES)
Features = dict[str, float]  # by name; what is missing is 0
_PLAIN: tuple[tuple[ValueKind, str, str], ...] = (
    ("memory", "+memory", "-memory"),
    ("timeout", "+timeout", "-timeout"),
    ("runtime", "+runtime", "-runtime"),
)
_OWN_PIECES = 8  # of code that no third function has: more of them say no more
_UNLIKE = 0.35  # below this, likeness speaks against


def features(known: Known, candidate: Candidate, one: Profile, other: Profile, fleet: Fleet) -> Features:
    """Those of FEATURES that say something."""
    found: Features = {}
    _code(found, one, other, fleet)
    _parts(found, "inputs", "-inputs", one, other, fleet)
    _parts(found, "results", "-results", one, other, fleet)
    _settings(found, one, other, fleet)
    _description(found, one, other, fleet)
    _name(found, one, other, fleet)
    found["-other-job"] = _other_job(found, one, other, fleet)
    _place(found, one, other)
    _history(found, known, candidate, fleet)
    return found


def code_likeness(one: Profile, other: Profile, fleet: Fleet) -> tuple[float, float, float] | None:
    """How much of both, of the first and of the second is shared, by weight; None where either is not known.

    Prints that hold only the smallest hashes are compared as far as both reach.
    """
    return _code_likeness(one, other, _shared_code(one, other, fleet), fleet)


def _shared_code(one: Profile, other: Profile, fleet: Fleet) -> float:
    return fleet.shared(one.tokens & other.tokens)  # none of these is beyond the reach of either


def _code_likeness(one: Profile, other: Profile, both: float, fleet: Fleet) -> tuple[float, float, float] | None:
    if not one.tokens or not other.tokens or one.version != other.version:
        return None
    reach = min(one.reach, other.reach)
    all_first, all_second = fleet.total(one, reach), fleet.total(other, reach)
    either = all_first + all_second - both
    if not either:
        return None
    return both / either, both / all_first if all_first else 0.0, both / all_second if all_second else 0.0


class NamesLikeness(NamedTuple):
    """How alike two names are: by words, by the words of the one that is better contained, by letters."""

    shared: float
    contained: float
    letters: float
    is_same: bool


def names_likeness(one: Profile, other: Profile, fleet: Fleet) -> NamesLikeness:
    """The best of all ways to read them: a service's name moves into the function's when there is no service any more."""
    if bool(one.service) == bool(other.service):
        old, new = one.name, other.name
        return NamesLikeness(*fleet.names_alike(old, new), spelling_likeness(old, new), is_same=old == new)
    ways = [(one.name, other.name), ((*one.service, *one.name), other.name), (one.name, (*other.service, *other.name))]
    shares = [fleet.names_alike(old, new) for old, new in ways]
    most = max(shares)
    likest = [way for way, share in zip(ways, shares, strict=True) if share == most]
    return max(NamesLikeness(*most, spelling_likeness(old, new), is_same=old == new) for old, new in likest)


def was_there_before(known: Known, found: Candidate, fleet: Fleet) -> bool:
    """What lived beside the function when the last sync saw it is not what the function became."""
    seen = known.seen if known.seen is not None else fleet.synced
    return seen is not None and found.traits.created is not None and found.traits.created <= seen


def is_new(known: Known, found: Candidate) -> bool:
    """Whether what lives there was made after the last sync: its FunctionId is another, or it is younger."""
    old, new = known.traits, found.traits
    if old.function_id and new.function_id:
        return old.function_id != new.function_id
    return known.seen is not None and new.created is not None and new.created > known.seen


def _code(found: Features, one: Profile, other: Profile, fleet: Fleet) -> None:
    whole = _same_whole(found, one, other, fleet)
    shared = _shared_code(one, other, fleet)
    alike = _code_likeness(one, other, shared, fleet)
    if alike is None:
        if "+checksum" in found:  # the same package is the same code, read or not
            found["+code"] = found["+code-shared"] = found["+structure"] = whole
            found["+code-own"] = float(fleet.is_own("checksum", one.values["checksum"]))
        return
    both, ours, theirs = alike
    found["+code"] = both
    # What is the same as a whole is as rare as the whole, however common its pieces are.
    found["+code-shared"] = max(whole, shared / max(len(one.tokens), len(other.tokens)))
    found["+code-own"] = min(1.0, fleet.own(one.tokens & other.tokens) / _OWN_PIECES)
    found["-code-unlike"] = _unlike(both)
    found["-code-little"] = _unlike(max(ours, theirs))


def _same_whole(found: Features, one: Profile, other: Profile, fleet: Fleet) -> float:
    """How rare the package or the structure is, where it is the same."""
    whole = 0.0
    checksum, theirs = one.values.get("checksum"), other.values.get("checksum")
    if checksum and checksum == theirs:
        whole = fleet.rarity("checksum", checksum)
        found["+checksum"] = 0.3 + 0.7 * whole
    elif checksum and theirs:
        found["-checksum"] = 1.0
    structure = one.values.get("structure")
    if structure and structure == other.values.get("structure"):
        found["+structure"] = fleet.rarity("structure", structure)
        whole = max(whole, found["+structure"])
    return whole


def _unlike(likeness: float) -> float:
    return (_UNLIKE - likeness) / _UNLIKE if likeness < _UNLIKE else 0.0


def _parts(found: Features, kind: SetKind, against: str, one: Profile, other: Profile, fleet: Fleet) -> None:
    ours, theirs = one.sets.get(kind), other.sets.get(kind)
    if ours is None or theirs is None or not (ours or theirs):
        return
    likeness, said = fleet.alike(kind, ours, theirs)
    found[f"+{kind}"] = likeness * min(1.0, said)
    found[against] = _unlike(likeness)


def _settings(found: Features, one: Profile, other: Profile, fleet: Fleet) -> None:
    for kind, same, differs in _PLAIN:
        ours, theirs = one.values.get(kind), other.values.get(kind)
        if ours and theirs:
            found[same if ours == theirs else differs] = fleet.rarity(kind, ours) if ours == theirs else 1.0
    ours, theirs = one.values.get("runtime"), other.values.get("runtime")
    if ours and theirs and ours != theirs and ours.rstrip("0123456789.") != theirs.rstrip("0123456789."):
        found["-runtime-family"] = 1.0
    _handler(found, one, other, fleet)
    mine, yours = one.sets.get("variables"), other.sets.get("variables")
    if mine is not None and yours is not None and (mine or yours):
        likeness, said = fleet.alike("variables", mine, yours)
        found["+variables"] = likeness
        found["+variables-shared"] = min(3.0, said) / 3
        common = len(mine & yours)
        found["-variables"] = 1 - common / (len(mine) + len(yours) - common)


def _handler(found: Features, one: Profile, other: Profile, fleet: Fleet) -> None:
    ours, theirs = one.values.get("handler"), other.values.get("handler")
    if not ours or not theirs:
        return
    if ours == theirs:
        found["+handler"] = 0.1 + 0.9 * fleet.rarity("handler", ours)
    elif ours.rpartition("/")[2] == theirs.rpartition("/")[2]:
        found["+handler"] = 0.1
    else:
        found["-handler"] = 1.0


def _description(found: Features, one: Profile, other: Profile, fleet: Fleet) -> None:
    ours, theirs = one.values.get("description"), other.values.get("description")
    if not ours or not theirs:
        return
    if ours == theirs:
        found["+description"] = fleet.rarity("description", ours)
    likeness, said = fleet.alike("phrases", one.sets["phrases"], other.sets["phrases"])
    found["+phrases"] = likeness * min(1.0, said)
    found["-description"] = 1 - likeness


def _name(found: Features, one: Profile, other: Profile, fleet: Fleet) -> None:
    alike = names_likeness(one, other, fleet)
    if alike.is_same:
        found["+name"] = 0.2 + 0.8 * fleet.rarity("name", one.values["name"])
    found["+words"], found["+words-contained"] = alike.shared, alike.contained
    found["+spelling"] = max(0.0, alike.letters - 0.5) * 2
    found["-name-unlike"] = _unlike(max(alike.shared, alike.letters))
    if gains_copy_word(one.name, other.name):
        found["-copy"] = 1.0
    if numbers_differ(one.name, other.name):
        found["-number"] = 1.0


def _other_job(found: Features, one: Profile, other: Profile, fleet: Fleet) -> float:
    """How unlike at least are the name, the variables and the description, all three: code may be used for another job."""
    unlike = [1 - max(found["+words"], found["+spelling"])]
    for kind in ("variables", "phrases"):
        ours, theirs = one.sets.get(kind), other.sets.get(kind)
        if ours and theirs:  # what others have too is no sign of the same job
            is_own = any(fleet.is_own_item(kind, member) for member in ours & theirs)
            unlike.append(1 - fleet.alike(kind, ours, theirs)[0] if is_own else 1.0)
    return min(unlike)


def _place(found: Features, one: Profile, other: Profile) -> None:
    was, now = one.address, other.address
    if was == now:
        found["+home"] = 1.0
    if was.service and now.service:
        found["+service" if was.service == now.service else "-service"] = 1.0
    if was.region != now.region:
        found["-region"] = 1.0
    if was.generation != now.generation:
        found["-generation"] = 1.0


def _history(found: Features, known: Known, candidate: Candidate, fleet: Fleet) -> None:
    old, new = known.traits, candidate.traits
    if old.function_id and new.function_id and known.was == candidate.address:
        found["+id" if old.function_id == new.function_id else "-id"] = 1.0
    if old.function_id is None or old.function_id != new.function_id:
        _age(found, known, candidate, fleet)
    if known.points_at and candidate.address != known.was:  # a registration that was left alone says nothing
        found["+registration"] = known.points_at.count(candidate.address) / len(known.points_at)
    if candidate.mark:
        found["+mark" if candidate.mark == known.uid else "-mark"] = 1.0


def _age(found: Features, known: Known, candidate: Candidate, fleet: Fleet) -> None:
    seen = known.seen if known.seen is not None else fleet.synced
    if seen is None or candidate.traits.created is None:
        return
    if candidate.traits.created <= seen:
        found["-earlier"] = 1.0
    elif known.seen is not None:
        found["+later"] = 1.0
