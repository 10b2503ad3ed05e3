"""What those that are missing have become: the best of all one-to-one answers, or "not sure", or gone."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sync.core.matching.assignment import assign
from sync.core.matching.certainty import Ground, agreement, has_other_values, is_certain
from sync.core.matching.features import FEATURES, was_there_before
from sync.core.matching.identity import Evidence, EvidenceKind, FunctionMatch, Loss, Rival
from sync.core.matching.inventory import Inventory
from sync.core.matching.scoring import Columns, Pair, Rows, Scored, score
from sync.core.matching.weights import AMONG, DOUBTED, HELD, PAIR, SUSPECTED
from sync.specs.ids import Uid

_FLOOR = -3.0  # log-odds below which nothing is assigned
_BAND = 3.0  # how many times as likely as its rival the one must be
_SHOWN, _LEAST = 6, 0.02  # rivals, and what is no rival
_TOLD = 0.02  # evidence that adds less to the log-odds is not told
_PROVEN = 0.999
_NO_TRAITS: frozenset[EvidenceKind] = frozenset({"name", "place", "address", "created"})
_ANYWAY = 0.95  # what is as likely as this is it, whatever is said of its job
_OTHER = 0.8  # name, variables and description so unlike are those of another job


def compare(inventory: Inventory, settled: Mapping[Uid, FunctionMatch]) -> dict[Uid, FunctionMatch]:
    """Everybody who is not settled, with everything that nobody has."""
    scored = score(*open_sides(inventory, settled), inventory.fleet)
    return {one.uid: match for (one, _), match in zip(scored.rows, Comparison(inventory, scored).matches(), strict=True)}


def open_sides(inventory: Inventory, settled: Mapping[Uid, FunctionMatch]) -> tuple[Rows, Columns]:
    """The recorded functions that are missing, and the living ones that may be one of them."""
    taken = {match.found for match in settled.values()}
    rows = [(one, inventory.recorded[one.uid]) for one in inventory.known if one.uid not in settled]
    columns = [(one, inventory.found[address]) for address, one in inventory.living.items() if address not in taken]
    return rows, columns


@dataclass(frozen=True, slots=True)
class Row:
    """One that is missing: how likely each candidate is, the one it was given, how likely its best rival is, and why a rule holds
    it back.
    """

    at: int
    odds: Mapping[int, float]  # by column
    given: int | None
    best: float
    near: float
    held: Loss | None


class Comparison:
    """All pairs, assigned: what can be said of each that is missing."""

    def __init__(self, inventory: Inventory, scored: Scored) -> None:
        self._all, self.scored = inventory, scored
        self._ground = Ground.of(inventory.known, inventory.living.values(), inventory.unread)
        self._columns_of: defaultdict[int, list[int]] = defaultdict(list)
        edges: defaultdict[int, dict[int, float]] = defaultdict(dict)
        for pair in sorted(scored.own):
            self._columns_of[pair[0]].append(pair[1])
            edges[pair[0]][pair[1]] = scored.log_odds[pair] - _FLOOR
        self._given = assign(edges)
        self._owner = {column: row for row, column in self._given.items()}

    def matches(self) -> list[FunctionMatch]:
        """The answers, in the same order."""
        return [self._match(row) for row in self.rows()]

    def rows(self) -> Iterator[Row]:
        """Those that are missing, in their order."""
        return map(self._row, range(len(self.scored.rows)))

    def _row(self, at: int) -> Row:
        odds = {column: self.scored.probability((at, column)) for column in self._columns_of.get(at, ())}
        given = self._given.get(at)
        if given is None:
            return Row(at, odds, None, max(odds.values(), default=0.0), 0.0, "claimed-by-another")
        near = max((odds[column] for column in odds if column != given and not self._is_anothers(at, column)), default=0.0)
        return Row(at, odds, given, odds[given], near, self._held((at, given), odds[given], near))

    def _held(self, pair: Pair, likely: float, near: float) -> Loss | None:
        """Why it is not named though it is the best."""
        if near * _BAND > likely:
            return "too-close"
        if self.scored.is_part(pair):
            return "part"
        if self._was_there(pair):
            return "there-before"
        if self._is_name_alone(pair):
            return "unlikely"
        return "another-job" if self._is_other_job(pair, likely) else None

    def _is_anothers(self, row: int, column: int) -> bool:
        return self._owner.get(column, row) != row

    def _was_there(self, pair: Pair) -> bool:
        """Whether it lived beside the function all along, and nothing points at it since: then it is a copy."""
        one, found = self.scored.rows[pair[0]][0], self.scored.columns[pair[1]][0]
        return was_there_before(one, found, self._all.fleet) and found.address not in one.points_at

    def _rivals(self, row: Row) -> tuple[Rival, ...]:
        """Whoever is likely enough to be shown, the given one among them; where none is named, also what it may be a part of."""
        said = {column: self._said(row, column) for column in row.odds}
        return tuple(
            Rival(address=self.scored.columns[column][0].address, probability=said[column], lost=self._loss(row, column))
            for column in sorted(said, key=lambda column: (-said[column], column))
            if row.odds[column] >= _LEAST or (row.held and self.scored.is_part((row.at, column)))
        )

    def _said(self, row: Row, column: int) -> float:
        """What is told of how likely it is: what a rule holds back comes true more rarely than its likeness says."""
        if row.held:
            return row.odds[column] * HELD.get(row.held, 1.0)
        return self.scored.told((row.at, column)) if column == row.given else row.odds[column]

    def _loss(self, row: Row, column: int) -> Loss:
        if self._is_anothers(row.at, column):
            return "claimed-by-another"
        if column == row.given:
            return row.held or "unlikely"
        return "too-close" if row.odds[column] * _BAND > row.best else "less-alike"

    def _match(self, row: Row) -> FunctionMatch:
        if row.given is not None and row.best >= DOUBTED:
            return self._given_match(row, row.given)
        one, rivals = self.scored.rows[row.at][0], self._rivals(row)[:_SHOWN]
        is_part = any(self.scored.is_part((row.at, column)) for column in ([row.given] if row.given is not None else row.odds))
        if row.best >= DOUBTED or self._all.unread or is_part:
            gap = (Evidence(kind="gap"),) if self._all.unread else ()
            return FunctionMatch.of(one, None, "unsure", max((rival.probability for rival in rivals), default=0.0), gap, rivals)
        return FunctionMatch.of(one, None, "gone", 1 - row.best, (), rivals)

    def _given_match(self, row: Row, column: int) -> FunctionMatch:
        pair = (row.at, column)
        one, found = self.scored.rows[row.at][0], self.scored.columns[column][0]
        evidence, rivals = _evidence(self.scored, pair), self._rivals(row)
        others = tuple(rival for rival in rivals if rival.address != found.address)[:_SHOWN]
        said = self._said(row, column)
        unsure = FunctionMatch.of(one, None, "unsure", said, evidence, rivals[:_SHOWN])
        if row.held:
            return unsure
        # A mark proves what likeness alone would leave open: it asks only that nothing speaks for another function.
        proofs = is_certain(one, found, self.scored.profiles(pair), (row.best, row.near), self._ground, self._all.fleet)
        if not proofs or not self._is_best_anyway(pair):
            return unsure if said < SUSPECTED else FunctionMatch.of(one, found.address, "suspected", said, evidence, others)
        reasons = (*(Evidence(kind=kind) for kind in proofs), *evidence)
        return FunctionMatch.of(one, found.address, "certain", max(said, _PROVEN), reasons, others)

    def _is_name_alone(self, pair: Pair) -> bool:
        """Whether nothing but its name, its place and its age speaks for it: what was recorded of it is too little."""
        return all(FEATURES[name] in _NO_TRAITS for name, value in self.scored.own[pair].items() if value > 0 and name[0] == "+")

    def _is_other_job(self, pair: Pair, likely: float) -> bool:
        """Whether little but its code speaks for it, and what is said of its job is another's: a package can be used again."""
        own = self.scored.own[pair]
        if likely >= _ANYWAY or own.get("+mark") or own.get("+registration"):
            return False
        profiles = self.scored.profiles(pair)
        agreed, against = agreement(*profiles, self._all.fleet)
        is_told_otherwise = not agreed and ("description" in against or has_other_values(*profiles))
        return is_told_otherwise or own["-other-job"] > _OTHER

    def _is_best_anyway(self, pair: Pair) -> bool:
        """Whether none that has come since is more alike, its mark and what points at it left out: copies have marks too."""
        own = self.scored.own
        said = sum(PAIR[kind] * own[pair].get(kind, 0.0) for kind in ("+mark", "+registration"))
        others = ((pair[0], column) for column in self._columns_of[pair[0]] if column != pair[1])
        rival = max((self.scored.scores[other] for other in others if "-earlier" not in own[other]), default=-math.inf)
        return self.scored.scores[pair] - said > rival


def _evidence(scored: Scored, pair: Pair) -> tuple[Evidence, ...]:
    """What each kind adds to the log-odds, the weightiest first."""
    sums: defaultdict[EvidenceKind, float] = defaultdict(float)
    for name, value in scored.own[pair].items():
        sums[FEATURES[name]] += (AMONG["+score"] * PAIR[name] + AMONG[name]) * value
    items = [Evidence(kind=kind, weight=round(weight, 3)) for kind, weight in sums.items() if abs(weight) >= _TOLD]
    return tuple(sorted(items, key=lambda item: (-abs(item.weight), item.kind)))
