"""What those that are missing have become: the best of all one-to-one answers, or "not sure", or gone."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sync.core.matching.assignment import assign
from sync.core.matching.certainty import Ground, agreement, has_other_values, is_certain
from sync.core.matching.features import FEATURES, was_there_before
from sync.core.matching.identity import Evidence, EvidenceKind, FunctionMatch, Loss, Rival
from sync.core.matching.inventory import Inventory
from sync.core.matching.scoring import Columns, Pair, Rows, Scored, score
from sync.core.matching.weights import AMONG, DOUBTED, PAIR, SUSPECTED
from sync.specs.ids import Uid

_FLOOR = -3.0  # log-odds below which nothing is assigned
_BAND = 3.0  # how many times as likely as its rival the one must be
_SHOWN, _LEAST = 6, 0.02  # rivals, and what is no rival
_TOLD = 0.02  # evidence that adds less to the log-odds is not told
_PROVEN = 0.999
_OTHER = 0.8  # name, variables and description so unlike are those of another job


def compare(inventory: Inventory, settled: Mapping[Uid, FunctionMatch]) -> dict[Uid, FunctionMatch]:
    """Everybody who is not settled, with everything that nobody has."""
    scored = score(*open_sides(inventory, settled), inventory.fleet)
    return {one.uid: match for (one, _), match in zip(scored.rows, _Comparison(inventory, scored).matches(), strict=True)}


def open_sides(inventory: Inventory, settled: Mapping[Uid, FunctionMatch]) -> tuple[Rows, Columns]:
    """The recorded functions that are missing, and the living ones that may be one of them."""
    taken = {match.found for match in settled.values()}
    rows = [(one, inventory.recorded[one.uid]) for one in inventory.known if one.uid not in settled]
    columns = [(one, inventory.found[address]) for address, one in inventory.living.items() if address not in taken]
    return rows, columns


@dataclass(frozen=True, slots=True)
class _Row:
    """One that is missing: how likely each candidate is, and the one it was given."""

    at: int
    odds: Mapping[int, float]  # by column
    given: int | None
    best: float
    rivals: tuple[Rival, ...]  # whoever is likely enough to be shown, the given one among them


class _Comparison:
    def __init__(self, inventory: Inventory, scored: Scored) -> None:
        self._all, self._scored = inventory, scored
        self._ground = Ground.of(inventory.known, inventory.living.values(), inventory.unread)
        self._columns_of: defaultdict[int, list[int]] = defaultdict(list)
        edges: defaultdict[int, dict[int, float]] = defaultdict(dict)
        for pair in sorted(scored.own):
            self._columns_of[pair[0]].append(pair[1])
            edges[pair[0]][pair[1]] = scored.log_odds[pair] - _FLOOR
        self._given = assign(edges)
        self._owner = {column: row for row, column in self._given.items()}

    def matches(self) -> list[FunctionMatch]:
        return [self._match(self._row(row)) for row in range(len(self._scored.rows))]

    def _row(self, row: int) -> _Row:
        odds = {column: self._scored.probability((row, column)) for column in self._columns_of.get(row, ())}
        given = self._given.get(row)
        best = odds[given] if given is not None else max(odds.values(), default=0.0)
        ordered = sorted(odds, key=lambda column: (-odds[column], column))
        rivals = tuple(
            Rival(
                address=self._scored.columns[column][0].address, probability=odds[column], lost=self._loss(row, column, odds, best)
            )
            for column in ordered
            if odds[column] >= _LEAST
        )
        return _Row(row, odds, given, best, rivals)

    def _loss(self, row: int, column: int, odds: Mapping[int, float], best: float) -> Loss:
        if self._owner.get(column, row) != row:
            return "claimed-by-another"
        return "too-close" if odds[column] * _BAND > best else "less-alike"

    def _match(self, row: _Row) -> FunctionMatch:
        one = self._scored.rows[row.at][0]
        if row.given is not None and row.best >= DOUBTED:
            return self._given_match(row, row.given)
        is_part = any(self._scored.is_part((row.at, column)) for column in ([row.given] if row.given is not None else row.odds))
        if row.best >= DOUBTED or self._all.unread or is_part:
            gap = (Evidence(kind="gap"),) if self._all.unread else ()
            return FunctionMatch.of(one, None, "unsure", row.best, gap, row.rivals[:_SHOWN])
        return FunctionMatch.of(one, None, "gone", 1 - row.best, (), row.rivals[:_SHOWN])

    def _given_match(self, row: _Row, column: int) -> FunctionMatch:
        pair = (row.at, column)
        one, found = self._scored.rows[row.at][0], self._scored.columns[column][0]
        evidence = _evidence(self._scored, pair)
        others = tuple(rival for rival in row.rivals if rival.address != found.address)[:_SHOWN]
        near = max((rival.probability for rival in others if rival.lost != "claimed-by-another"), default=0.0)
        is_copy = was_there_before(one, found, self._all.fleet) and found.address not in one.points_at
        unsure = FunctionMatch.of(one, None, "unsure", row.best, evidence, row.rivals[:_SHOWN])
        if near * _BAND > row.best or self._scored.is_part(pair) or is_copy or self._is_other_job(pair):
            return unsure
        # A mark proves what likeness alone would leave open: it asks only that nothing speaks for another function.
        proofs = is_certain(one, found, self._scored.profiles(pair), (row.best, near), self._ground, self._all.fleet)
        if not proofs or not self._is_best_anyway(pair):
            return unsure if row.best < SUSPECTED else FunctionMatch.of(one, found.address, "suspected", row.best, evidence, others)
        reasons = (*(Evidence(kind=kind) for kind in proofs), *evidence)
        return FunctionMatch.of(one, found.address, "certain", max(row.best, _PROVEN), reasons, others)

    def _is_other_job(self, pair: Pair) -> bool:
        """Whether little but its code speaks for it, and what is said of its job is another's: a package can be used again."""
        own = self._scored.own[pair]
        if own.get("+mark") or own.get("+registration"):
            return False
        profiles = self._scored.profiles(pair)
        agreed, against = agreement(*profiles, self._all.fleet)
        is_told_otherwise = not agreed and ("description" in against or has_other_values(*profiles))
        return is_told_otherwise or own["-other-job"] > _OTHER

    def _is_best_anyway(self, pair: Pair) -> bool:
        """Whether none that has come since is more alike, its mark and what points at it left out: copies have marks too."""
        own = self._scored.own
        said = sum(PAIR[kind] * own[pair].get(kind, 0.0) for kind in ("+mark", "+registration"))
        others = ((pair[0], column) for column in self._columns_of[pair[0]] if column != pair[1])
        rival = max((self._scored.scores[other] for other in others if "-earlier" not in own[other]), default=-math.inf)
        return self._scored.scores[pair] - said > rival


def _evidence(scored: Scored, pair: Pair) -> tuple[Evidence, ...]:
    """What each kind adds to the log-odds, the weightiest first."""
    sums: defaultdict[EvidenceKind, float] = defaultdict(float)
    for name, value in scored.own[pair].items():
        sums[FEATURES[name]] += (AMONG["+score"] * PAIR[name] + AMONG[name]) * value
    items = [Evidence(kind=kind, weight=round(weight, 3)) for kind, weight in sums.items() if abs(weight) >= _TOLD]
    return tuple(sorted(items, key=lambda item: (-abs(item.weight), item.kind)))
