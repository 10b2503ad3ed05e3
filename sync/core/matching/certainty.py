"""What is proof: a mark that one function bears, or a package that one recorded and one living function have, uncontradicted.

Proof is never taken from a probability alone. A mark can be copied and a package be used again, so each has to agree with
everything else that is known: with the name, the settings, the description, the code, and the time at which the function was made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sync.core.code_print import CodePrint
from sync.core.matching.features import code_likeness, names_likeness, was_there_before
from sync.core.matching.fleet import Fleet, Profile, ValueKind
from sync.core.matching.identity import Candidate, EvidenceKind, Known, Place
from sync.core.matching.names import gains_copy_word, gains_number, numbers_differ
from sync.specs.ids import Address

_LIKELY = 0.9  # what the score says at least of a proof by package
_POSSIBLE = 0.5  # and of a proof by mark
_RIVAL = 0.1  # another candidate as likely as this makes every proof a guess
_ALIKE, _UNLIKE = 0.7, 0.4  # names
_CONTAINED = 0.85  # of the shorter name: with a word in the place of another it may be another job
_OTHER_CODE = 0.3
_SETTINGS: tuple[ValueKind, ...] = ("handler", "runtime", "memory", "timeout")
_COVERED = 0.6  # of either code: less in the other, and it was split or joined


@dataclass(frozen=True, slots=True)
class Ground:
    """What is unique: counted over everything recorded and everything living, and only where everything was read."""

    marks: Counter[str]
    recorded: Counter[str]
    living: Counter[str]
    structures: Counter[str]
    pointed: Counter[Address]
    is_whole: bool

    @classmethod
    def of(cls, known: Iterable[Known], living: Iterable[Candidate], unread: Collection[Place]) -> Ground:
        """Count once."""
        known, living = tuple(known), tuple(living)
        structures = Counter(_structure(one.traits.code) for one in known if one.traits.code)
        structures += Counter(_structure(one.traits.code) for one in living if one.traits.code)
        return cls(
            marks=Counter(one.mark for one in living if one.mark),
            recorded=Counter(one.traits.checksum for one in known if one.traits.checksum),
            living=Counter(one.traits.checksum for one in living if one.traits.checksum),
            structures=structures,
            pointed=Counter(address for one in known for address in {*one.points_at}),
            is_whole=not unread,
        )


def is_certain(
    known: Known, found: Candidate, profiles: tuple[Profile, Profile], odds: tuple[float, float], ground: Ground, fleet: Fleet
) -> tuple[EvidenceKind, ...]:
    """What proves that the two are one; nothing where nothing does. `odds` are its own and its rival's."""
    likely, rival = odds
    if not ground.is_whole or rival > _RIVAL or _may_be_a_copy(known, found, profiles, fleet):
        return ()
    proofs: list[EvidenceKind] = []
    for_it, against = agreement(*profiles, fleet)
    if (
        found.mark == known.uid
        and ground.marks[known.uid] == 1
        and likely >= _POSSIBLE
        and not is_packed_elsewhere(known, found, ground)
        and not is_another(*profiles, fleet)
    ):
        proofs.append("mark")
    is_contradicted = bool(against) or found.mark not in (None, known.uid)
    if likely >= _LIKELY and for_it and not is_contradicted:
        if _is_only_one(known, found, ground):
            proofs.append("checksum")
        if _is_repointed(known, found) and ground.pointed[found.address] == 1:
            proofs.append("registration")
    return tuple(proofs)


def _may_be_a_copy(known: Known, found: Candidate, profiles: tuple[Profile, Profile], fleet: Fleet) -> bool:
    """Whether it may have lived beside the function all along: copies are made to be alike, elsewhere or under such a name."""
    was, now = profiles
    if was_there_before(known, found, fleet) or gains_copy_word(was.name, now.name):
        return True
    is_timed = known.seen is not None and found.traits.created is not None
    return not is_timed and (found.address.region != known.was.region or gains_number(was.name, now.name))


def _is_repointed(known: Known, found: Candidate) -> bool:
    """Whether somebody pointed all its registrations there; that they point where they did says nothing."""
    return {*known.points_at} == {found.address} and found.address != known.was


def is_packed_elsewhere(known: Known, found: Candidate, ground: Ground) -> bool:
    """Whether another living function has the package that it alone had: then the bearer of its mark may be the copy."""
    package = known.traits.checksum
    if not package or ground.recorded[package] != 1:
        return False
    return ground.living[package] > (found.traits.checksum == package)


def _is_only_one(known: Known, found: Candidate, ground: Ground) -> bool:
    checksum = known.traits.checksum
    if not checksum or checksum != found.traits.checksum or ground.recorded[checksum] != 1 or ground.living[checksum] != 1:
        return False
    return known.traits.code is None or ground.structures[_structure(known.traits.code)] <= 2  # noqa: PLR2004 - the two


def _structure(code: CodePrint) -> str:
    return f"{code.version}/{code.exact}"


def is_another(one: Profile, other: Profile, fleet: Fleet) -> bool:
    """Whether what is said to be the function seems to do another job, or the code to have been split or joined."""
    alike, (_, against) = code_likeness(one, other, fleet), agreement(one, other, fleet)
    if alike is None:
        return len(against) > 1
    if alike[0] < _OTHER_CODE:
        return True
    return min(alike[1:]) < _COVERED or (len(against) > 2)  # noqa: PLR2004 - most of what is compared


def agreement(one: Profile, other: Profile, fleet: Fleet) -> tuple[list[str], list[str]]:
    """What agrees and is rare, and what disagrees. That both have what everybody has is no agreement."""
    found = {
        "name": _names(one, other, fleet),
        "description": _descriptions(one, other, fleet),
        "variables": _variables(one, other, fleet),
    }
    found |= {kind: -1 for kind in _SETTINGS if _differs(one.values.get(kind), other.values.get(kind))}
    if _differs(one.sets.get("inputs"), other.sets.get("inputs")):
        found["inputs"] = -1
    return [kind for kind, sign in found.items() if sign > 0], [kind for kind, sign in found.items() if sign < 0]


def _names(one: Profile, other: Profile, fleet: Fleet) -> int:
    alike = names_likeness(one, other, fleet)
    if numbers_differ(one.name, other.name) or max(alike.shared, alike.letters) < _UNLIKE:
        return -1
    return int(alike.shared >= _ALIKE and alike.contained >= _CONTAINED)


def _descriptions(one: Profile, other: Profile, fleet: Fleet) -> int:
    ours, theirs = one.values.get("description"), other.values.get("description")
    if not ours or not theirs:
        return 0
    return -1 if ours != theirs else int(fleet.is_own("description", ours))


def _variables(one: Profile, other: Profile, fleet: Fleet) -> int:
    ours, theirs = one.sets.get("variables"), other.sets.get("variables")
    if ours is None or theirs is None:
        return 0
    return -1 if ours != theirs else int(any("=" in item and fleet.is_own_item("variables", item) for item in ours))


def _differs(ours: object, theirs: object) -> bool:
    return ours is not None and theirs is not None and ours != theirs


def has_other_values(one: Profile, other: Profile) -> bool:
    """Whether a variable that both have has another value in each."""
    ours, theirs = (profile.sets.get("variables", frozenset()) for profile in (one, other))
    changed = {item.rpartition("=")[0] for item in ours - theirs if "=" in item}
    return not changed.isdisjoint(theirs)
