"""Which living function each uid is: one-to-one, with the reasons, and with "not sure" where it is not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sync.core.matching.assignment import assign
from sync.core.matching.certainty import Ground, is_certain
from sync.core.matching.features import FEATURES, code_likeness, features, was_there_before
from sync.core.matching.fleet import Fleet, Profile, profile_of
from sync.core.matching.identity import (
    Candidate,
    Certainty,
    Evidence,
    EvidenceKind,
    FunctionMatch,
    Known,
    Loss,
    Place,
    Rival,
    Traits,
    kinds,
    place,
)
from sync.core.matching.scoring import Scored, score, score_pair
from sync.core.matching.weights import DOUBTED, PAIR, SUSPECTED
from sync.specs.ids import Address, Uid

_REWRITTEN = 0.3  # code less alike than this is other code
_EXCHANGED = 0.5  # code that is as alike as this may be the other's
_EXCHANGE = 0.97  # how sure an exchange of code is
_BY_HAND = 0.97  # how sure it is that a registration was repointed to what the function became
_ITSELF = 1.0  # the score from which it is so taken, the registration counted
_FLOOR = -3.0  # log-odds below which nothing is assigned
_BAND = 3.0  # how many times as likely as its rival the one must be
_SHOWN, _LEAST = 6, 0.02  # rivals, and what is no rival
_SURE, _PROVEN = 1.0, 0.999
_PIECES, _FEW = 40, 12  # pieces of code by which it is looked for elsewhere; what more than a few have is nobody's


def match_functions(
    known: Iterable[Known], living: Iterable[Candidate], unread: Collection[Place] = frozenset()
) -> tuple[FunctionMatch, ...]:
    """One match for each uid, by uid. `unread` are the places of which nobody knows what lives there."""
    return Matching(known, living, unread).matches()


class Matching:
    """One run: who lives where, who is missing, and what those may have become."""

    def __init__(self, known: Iterable[Known], living: Iterable[Candidate], unread: Collection[Place] = frozenset()) -> None:
        self._known = sorted(known, key=lambda one: one.uid)
        self._living = _each_once(living)
        self._unread = frozenset(unread)
        self._profiles = {one.uid: profile_of(one) for one in self._known}
        self._places = {address: profile_of(one) for address, one in self._living.items()}
        born = [one.traits.created for one in self._known if one.traits.created is not None]
        self.fleet = Fleet([*self._profiles.values(), *self._places.values()], max(born, default=None))
        self._recorded = {one.traits.checksum for one in self._known if one.traits.checksum}
        self._homes = self._find_homes()
        self._owned = {*self._homes.values()}
        self._pointed = Counter(address for one in self._known for address in {*one.points_at})
        self._done: dict[Uid, FunctionMatch] = {}
        self._settle()
        taken = {match.found for match in self._done.values()}
        self.rows = [(one, self._profiles[one.uid]) for one in self._known if one.uid not in self._done]
        self.columns = [(self._living[address], profile) for address, profile in self._places.items() if address not in taken]

    def matches(self) -> tuple[FunctionMatch, ...]:
        """By uid."""
        self._compare(score(self.rows, self.columns, self.fleet))
        return tuple(self._done[one.uid] for one in self._known)

    def _find_homes(self) -> dict[Uid, Address]:
        """Who lives where the registry, the last sync, or else `formerly` has it."""
        homes: dict[Uid, Address] = {}
        taken: set[Address] = set()
        for of in (lambda one: (one.address,), lambda one: (one.was,), lambda one: one.formerly):
            for one in self._known:
                home = next((address for address in of(one) if address in self._living and address not in taken), None)
                if home and one.uid not in homes:
                    homes[one.uid] = home
                    taken.add(home)
        return homes

    # Who lives in its place, or is declared

    def _settle(self) -> None:
        self._settle_stack()
        rewritten: dict[Uid, Known] = {}
        for one in self._known:
            home = self._homes.get(one.uid)
            if one.uid in self._done:
                continue
            if home is None:
                if any(place(address) in self._unread for address in (one.address, one.was)):
                    self._done[one.uid] = _match(one, None, "unsure", 0.0, (Evidence(kind="gap", weight=0.0),))
            elif home != one.was:
                self._done[one.uid] = _match(one, home, "certain", _SURE, (Evidence(kind="declared", weight=0.0),))
            elif not _is_new(one, self._living[home]):
                by_hand = self._followed_by_hand(one, home)
                if by_hand is None and self._is_rewritten(one, home):
                    rewritten[one.uid] = one
                self._done[one.uid] = by_hand or self._stays(one, home, is_rewritten=one.uid in rewritten)
        self._exchanges(rewritten)

    def _settle_stack(self) -> None:
        named = Counter(one.stack for one in self._known)
        for one in self._known:
            if one.stack and one.stack in self._living and named[one.stack] == 1 and one.stack != self._homes.get(one.uid):
                self._done[one.uid] = _match(one, one.stack, "certain", _SURE, (Evidence(kind="stack", weight=0.0),))
                self._owned.add(one.stack)
                self._homes = {uid: home for uid, home in self._homes.items() if home != one.stack}

    def _stays(self, one: Known, home: Address, *, is_rewritten: bool) -> FunctionMatch:
        """What lives where it did is itself. No proof of it: where all its code is new, or its registration points at a new one."""
        reasons = [Evidence(kind="address", weight=0.0)]
        if one.traits.function_id and one.traits.function_id == self._living[home].traits.function_id:
            reasons.append(Evidence(kind="function-id", weight=0.0))
        elsewhere = [address for address in one.points_at if address != home and address in self._living]
        if any(_is_new(one, self._living[address]) for address in elsewhere):
            return _match(one, home, "suspected", _BY_HAND, (*reasons, Evidence(kind="registration", weight=0.0)))
        if is_rewritten:
            return _match(one, home, "suspected", _BY_HAND, (*reasons, Evidence(kind="code", weight=0.0)))
        return _match(one, home, "certain", _SURE, tuple(reasons))

    def _followed_by_hand(self, one: Known, home: Address) -> FunctionMatch | None:
        """Somebody made the new function and repointed the registration, and has not deleted the old one yet."""
        there = one.points_at[0] if len({*one.points_at}) == 1 else home
        is_free = there in self._living and there not in self._owned and self._pointed[there] == 1
        if not is_free or not _is_new(one, self._living[there]):
            return None
        if score_pair(features(one, self._living[there], self._profiles[one.uid], self._places[there], self.fleet)) < _ITSELF:
            return None
        reasons = (Evidence(kind="registration", weight=0.0), Evidence(kind="code", weight=0.0))
        old = Rival(address=home, probability=1 - _BY_HAND, lost="left-behind")
        return _match(one, there, "suspected", _BY_HAND, reasons, (old,))

    def _is_rewritten(self, one: Known, home: Address) -> bool:
        """Whether what lives there has other code now: quite other code, or the very package that another function had."""
        there = self._living[home].traits
        if one.traits.checksum and one.traits.checksum == there.checksum:
            return False
        if there.checksum in self._recorded:
            return True
        alike = code_likeness(self._profiles[one.uid], self._places[home], self.fleet)
        return alike is not None and alike[0] < _REWRITTEN

    def _exchanges(self, rewritten: Mapping[Uid, Known]) -> None:
        """Two that have each other's code, at places that stayed what they were, have swapped."""
        holders: defaultdict[object, list[Known]] = defaultdict(list)
        for one in rewritten.values():
            for piece in _pieces(self._living[self._homes[one.uid]].traits):
                holders[piece].append(one)
        fitting: dict[Uid, list[Known]] = {}
        for one in rewritten.values():
            there = [found for piece in _pieces(one.traits) if len(found := holders.get(piece, [])) <= _FEW]
            others = {other.uid: other for found in there for other in found}
            fitting[one.uid] = [others[uid] for uid in sorted(others) if uid != one.uid and self._is_exchanged(one, others[uid])]
        for uid, fit in fitting.items():
            if fit and all(len(fitting[other.uid]) == 1 for other in (rewritten[uid], *fit)):
                self._done[uid] = self._exchanged(rewritten[uid], self._homes[fit[0].uid])
            elif fit:
                self._done[uid] = self._one_of(rewritten[uid], [self._homes[other.uid] for other in fit])

    def _one_of(self, one: Known, places: Sequence[Address]) -> FunctionMatch:
        """Several have its code now, and each other's: it may be any of them."""
        rivals = tuple(Rival(address=address, probability=1 / (len(places) + 1), lost="too-close") for address in sorted(places))
        return _match(one, None, "unsure", rivals[0].probability, (Evidence(kind="code", weight=0.0),), rivals[:_SHOWN])

    def _is_exchanged(self, one: Known, other: Known) -> bool:
        return self._has_code_of(one, other) and self._has_code_of(other, one)

    def _has_code_of(self, one: Known, other: Known) -> bool:
        """Whether the other's place has the code that this one had, rather than its own."""
        there = self._homes[other.uid]
        checksum = self._living[there].traits.checksum
        if checksum and checksum in (one.traits.checksum, other.traits.checksum):
            return checksum == one.traits.checksum
        now, was = self._places[there], self._profiles[other.uid]
        alike = code_likeness(self._profiles[one.uid], now, self.fleet)
        own = code_likeness(was, now, self.fleet)
        return alike is not None and alike[0] >= _EXCHANGED and (own is None or own[0] < _REWRITTEN)

    def _exchanged(self, one: Known, there: Address) -> FunctionMatch:
        """A mark stays with its place, as every setting does: it speaks against."""
        home = self._homes[one.uid]
        rival = Rival(address=home, probability=1 - _EXCHANGE, lost="less-alike")
        reasons = (Evidence(kind="code", weight=0.0),)
        if self._living[home].mark == one.uid:
            rivals = (rival, Rival(address=there, probability=0.5, lost="too-close"))
            return _match(one, None, "unsure", 0.5, (*reasons, Evidence(kind="mark", weight=0.0)), rivals)
        return _match(one, there, "suspected", _EXCHANGE, reasons, (rival,), swapped=True)

    # Who is missing

    def _compare(self, scored: Scored) -> None:
        ground = Ground.of(self._known, self._living.values(), self._unread)
        edges: defaultdict[int, dict[int, float]] = defaultdict(dict)
        for pair in scored.own:
            edges[pair[0]][pair[1]] = scored.log_odds[pair] - _FLOOR
        chosen = assign(edges)
        owner = {column: row for row, column in chosen.items()}
        for row, (one, _) in enumerate(self.rows):
            self._done[one.uid] = self._conclude(row, chosen, owner, scored, ground, sorted(edges[row]))
        self._mark_swapped()

    def _conclude(
        self, row: int, chosen: dict[int, int], owner: dict[int, int], scored: Scored, ground: Ground, columns: Sequence[int]
    ) -> FunctionMatch:
        one = self.rows[row][0]
        odds = {column: scored.probability((row, column)) for column in columns}
        column = chosen.get(row)
        best = odds[column] if column is not None else max(odds.values(), default=0.0)
        rivals = tuple(
            Rival(
                address=self.columns[other][0].address,
                probability=odds[other],
                lost=_loss(odds[other], best, owner.get(other), row),
            )
            for other in sorted(odds, key=lambda other: (-odds[other], other))
            if odds[other] >= _LEAST
        )
        is_part = any(scored.is_part((row, other)) for other in ([column] if column is not None else columns))
        if column is None or best < DOUBTED:
            if best >= DOUBTED or self._unread or is_part:
                gap = (Evidence(kind="gap", weight=0.0),) if self._unread else ()
                return _match(one, None, "unsure", best, gap, rivals[:_SHOWN])
            return _match(one, None, "gone", 1 - best, (), rivals[:_SHOWN])
        found = self.columns[column][0]
        evidence = _evidence(scored, (row, column))
        others = tuple(rival for rival in rivals if rival.address != found.address)[:_SHOWN]
        near = max((rival.probability for rival in others if rival.lost != "claimed-by-another"), default=0.0)
        is_copy = was_there_before(one, found, self.fleet) and found.address not in one.points_at
        if best < SUSPECTED or near * _BAND > best or is_part or is_copy:
            return _match(one, None, "unsure", best, evidence, rivals[:_SHOWN])
        by = is_certain(one, found, scored.profiles((row, column)), (best, near), ground, self.fleet)
        reasons = (*(Evidence(kind=kind, weight=0.0) for kind in by), *evidence)
        return _match(one, found.address, "certain" if by else "suspected", max(best, _PROVEN) if by else best, reasons, others)

    def _mark_swapped(self) -> None:
        """Two that live in each other's place have swapped, however that came about."""
        to = {match.was: match for match in self._done.values() if match.found and match.found != match.was}
        for match in list(to.values()):
            back = to.get(match.found) if match.found else None
            if back is not None and back.found == match.was and "swapped" not in match.kinds:
                one = next(one for one in self._known if one.uid == match.uid)
                self._done[match.uid] = _match(
                    one, match.found, match.certainty, match.probability, match.evidence, match.rivals, swapped=True
                )  # fmt: skip


def _each_once(living: Iterable[Candidate]) -> dict[Address, Candidate]:
    """By address. What was listed twice is taken once, whichever came first."""
    found: dict[Address, Candidate] = {}
    for one in living:
        other = found.get(one.address)
        if other is None or (other != one and repr(one) < repr(other)):
            found[one.address] = one
    return {address: found[address] for address in sorted(found)}


def _is_new(one: Known, there: Candidate) -> bool:
    """Whether what lives there was made after the last sync: its FunctionId is another, or it is younger."""
    old, new = one.traits, there.traits
    if old.function_id and new.function_id:
        return old.function_id != new.function_id
    return one.seen is not None and new.created is not None and new.created > one.seen


def _pieces(traits: Traits) -> list[object]:
    """By what the same code is found elsewhere."""
    return [traits.checksum, *(traits.code.sketch[:_PIECES] if traits.code else ())]


def _loss(odds: float, best: float, owner: int | None, row: int) -> Loss:
    if owner is not None and owner != row:
        return "claimed-by-another"
    return "too-close" if odds * _BAND > best else "less-alike"


def _evidence(scored: Scored, pair: tuple[int, int]) -> tuple[Evidence, ...]:
    """What each kind adds to the log-odds, the weightiest first."""
    sums: Counter[EvidenceKind] = Counter()
    for name, value in scored.own[pair].items():
        sums[FEATURES[name]] += PAIR[name] * value  # type: ignore[assignment]  # weights add up as counts do
    items = [Evidence(kind=kind, weight=round(weight, 3)) for kind, weight in sums.items() if abs(weight) >= _LEAST]
    return tuple(sorted(items, key=lambda item: (-abs(item.weight), item.kind)))


def _match(
    one: Known,
    found: Address | None,
    certainty: Certainty,
    probability: float,
    evidence: tuple[Evidence, ...] = (),
    rivals: tuple[Rival, ...] = (),
    *,
    swapped: bool = False,
) -> FunctionMatch:
    return FunctionMatch(
        uid=one.uid,
        was=one.was,
        found=found,
        certainty=certainty,
        probability=probability,
        evidence=evidence,
        rivals=rivals,
        kinds=kinds(one.was, found, swapped=swapped) if found else (),
    )


__all__ = ["Matching", "Profile", "match_functions"]
