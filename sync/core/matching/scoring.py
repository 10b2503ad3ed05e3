"""How likely two functions are one: first each pair by itself, then among those that it competes with.

Both steps are logistic regressions. Their weights were fitted to made-up worlds (`bench/identity/fit.py`), with signs that no fit
may turn: what speaks for a match never lowers its probability.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from sync.core.matching.blocking import candidates_for
from sync.core.matching.features import Features, code_likeness, features, was_there_before
from sync.core.matching.fleet import Fleet, Profile
from sync.core.matching.identity import Candidate, Known
from sync.core.matching.weights import AMONG, AMONG_BIAS, PAIR, PAIR_BIAS, STEPS, TOLD

AMONG_NAMES = ("+score", "+lead-in-row", "+lead-in-column", "+siblings", "-joined", "-split", "-part", "-before", "-crowd")
_PART_AT = AMONG_NAMES.index("-part")
_FAR = 8.0  # a lead above this says no more
_PART, _CONTAINED = 0.12, 0.6  # what another has of the code, and what is the same in both, where it was joined or split
_OWN = 0.4  # of the other part: with less in the rest, it is a copy of the whole or something else
_SOME = 0.12  # of the code: less than that is no part of it
_DOUBTFUL = -6.0  # pairs that score less are not looked at any closer


Pair = tuple[int, int]  # row, column
Rows = Sequence[tuple[Known, Profile]]
Columns = Sequence[tuple[Candidate, Profile]]
_Tops = Mapping[int, list[tuple[float, int]]]


@dataclass(frozen=True, slots=True)
class Scored:
    """All pairs worth a comparison: by row and column the features, the scores, and the features among competitors."""

    rows: Rows
    columns: Columns
    own: Mapping[Pair, Features]
    scores: Mapping[Pair, float]
    among: Mapping[Pair, tuple[float, ...]]
    log_odds: Mapping[Pair, float]  # of the pair being one function, all considered

    def is_part(self, pair: Pair) -> bool:
        """Whether one seems to have become several, or several one, and this is a part of that."""
        return self.among[pair][_PART_AT] > 0

    def profiles(self, pair: Pair) -> tuple[Profile, Profile]:
        """The two, made ready."""
        return self.rows[pair[0]][1], self.columns[pair[1]][1]

    def probability(self, pair: Pair) -> float:
        """Of the pair being one function, calibrated over all candidates."""
        return calibrated(self.log_odds[pair], STEPS)

    def told(self, pair: Pair) -> float:
        """The same of the one that is told: calibrated over those that no rule holds back."""
        return calibrated(self.log_odds[pair], TOLD)


def probability(log_odds: float) -> float:
    """From 0 to 1."""
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, log_odds))))


def calibrated(log_odds: float, steps: Iterable[tuple[float, float]]) -> float:
    """What share of the pairs with such log-odds are right: between the steps that other worlds showed."""
    raw = probability(log_odds)
    before = (0.0, 0.0)
    for at, share in (*steps, (1.0, 1.0)):
        if raw <= at:
            low, low_share = before
            return low_share + (share - low_share) * ((raw - low) / (at - low) if at > low else 1.0)
        before = (at, share)
    return 1.0


def score_pair(found: Features) -> float:
    """The log-odds of two functions being one, by what is known of these two."""
    return PAIR_BIAS + sum([PAIR[name] * value for name, value in found.items()])


def score(rows: Rows, columns: Columns, fleet: Fleet) -> Scored:
    """Compare every row with the columns that it may be."""
    blocked = candidates_for(rows, [profile for _, profile in columns], fleet)
    own: dict[Pair, Features] = {}
    for row, (known, one) in enumerate(rows):
        for column in blocked[row]:
            candidate, other = columns[column]
            own[row, column] = features(known, candidate, one, other, fleet)
    scores = {pair: score_pair(values) for pair, values in own.items()}
    among = _among(rows, columns, scores, fleet)
    # What the features of a pair say counts once more beside its competitors: the score alone would hide which it was.
    weights = [AMONG[name] for name in AMONG_NAMES]
    log_odds = {
        pair: AMONG_BIAS + sum(map(mul, weights, values)) + sum([AMONG[name] * value for name, value in own[pair].items()])
        for pair, values in among.items()
    }
    return Scored(rows, columns, own, scores, among, log_odds)


def _among(
    rows: Rows,
    columns: Columns,
    scores: Mapping[Pair, float],
    fleet: Fleet,
) -> dict[Pair, tuple[float, ...]]:
    in_row, in_column = _tops(scores, 0), _tops(scores, 1)
    of_row, of_column = _claims(in_row, in_column), _claims(in_column, in_row)
    siblings = _siblings(rows, columns, scores, in_row, in_column)
    parts = _Parts(rows, columns, scores, fleet)
    crowd = Counter(row for (row, _), value in scores.items() if value > 0)
    found: dict[Pair, tuple[float, ...]] = {}
    for (row, column), value in scores.items():
        found[row, column] = (
            max(-_FAR, min(_FAR, value)),
            _lead(value, _rival(of_row[row], column)),
            _lead(value, _rival(of_column[column], row)),
            siblings.get((row, column), 0.0),
            *(parts.of(row, column) if value > _DOUBTFUL else (0.0, 0.0, 0.0)),
            float(was_there_before(rows[row][0], columns[column][0], fleet)),
            min(5.0, max(0, crowd[row] - 1)) / 5,
        )
    return found


def _tops(scores: Mapping[Pair, float], side: int) -> dict[int, list[tuple[float, int]]]:
    """The best few of each row (side 0) or column (side 1), best first."""
    found: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for pair, value in scores.items():
        found[pair[side]].append((value, pair[1 - side]))
    return {key: sorted(items, key=lambda item: (-item[0], item[1]))[:4] for key, items in found.items()}


def _claims(mine: _Tops, theirs: _Tops) -> dict[int, list[tuple[float, int]]]:
    """The best claims of each, best first; one that is better explained by somebody else counts so much less."""
    found = {}
    for me, claims in mine.items():
        weakened = []
        for value, who in claims:
            wanted = _rival(theirs[who], me)
            weakened.append((value - wanted + value if wanted > value else value, who))
        found[me] = sorted(weakened, reverse=True)[:2]
    return found


def _rival(claims: list[tuple[float, int]], own: int) -> float:
    """The strongest claim of another."""
    for value, who in claims:
        if who != own:
            return value
    return -math.inf


def _lead(value: float, rival: float) -> float:
    """A rival that is unlikely itself takes nothing away."""
    return max(-_FAR, min(_FAR, value - max(rival, -_FAR)))


def _siblings(
    rows: Rows,
    columns: Columns,
    scores: Mapping[Pair, float],
    in_row: _Tops,
    in_column: _Tops,
) -> dict[Pair, float]:
    """How many others of its service seem to have gone the same way: services are renamed and moved as a whole."""

    def way(row: int, column: int) -> tuple[str, ...] | None:
        was, now = rows[row][1].address, columns[column][1].address
        if (was.region, was.service) == (now.region, now.service):
            return None
        return was.region, was.service, now.region, now.service

    gone: Counter[tuple[str, str]] = Counter((profile.address.region, profile.address.service) for _, profile in rows)
    went = Counter(
        way(row, top[0][1]) for row, top in in_row.items() if top[0][0] > 0 and in_column[top[0][1]][0][1] == row
    )  # fmt: skip
    found = {}
    for row, column in scores:
        goes = way(row, column)
        if goes is None or not went[goes]:
            continue
        is_counted = in_row[row][0][1] == column and in_column[column][0][1] == row and in_row[row][0][0] > 0
        others, left = went[goes] - is_counted, gone[goes[0], goes[1]] - 1
        if others > 0 and left > 0 and (goes[1] or goes[3]):
            found[row, column] = min(1.0, others / 4) * min(1.0, others / left)
    return found


class _Parts:
    """Whether a pair is rather one of two that became one, or one that became two."""

    def __init__(self, rows: Rows, columns: Columns, scores: Mapping[Pair, float], fleet: Fleet) -> None:
        self._fleet = fleet
        self._rows = [profile for _, profile in rows]
        self._columns = [profile for _, profile in columns]
        self._columns_of: defaultdict[int, list[int]] = defaultdict(list)
        self._rows_of: defaultdict[int, list[int]] = defaultdict(list)
        for row, column in scores:
            self._columns_of[row].append(column)
            self._rows_of[column].append(row)

    def of(self, row: int, column: int) -> tuple[float, float, float]:
        """How much was joined, how much split, and whether that makes the one a part of the other."""
        joined, split = self.joined(row, column), self.split(row, column)
        if max(joined, split) < _PART:
            return joined, split, 0.0
        alike = code_likeness(self._rows[row], self._columns[column], self._fleet)
        return joined, split, float(alike is not None and (alike[1] if joined > split else alike[2]) >= _CONTAINED)

    def joined(self, row: int, column: int) -> float:
        """What part of the living code comes from another recorded function and not from this one."""
        others = (self._rows[other] for other in self._rows_of[column] if other != row)
        return _elsewhere(self._columns[column], self._rows[row], others, but_here=True)

    def split(self, row: int, column: int) -> float:
        """What part of the recorded code is in another living function and not in this one."""
        others = (self._columns[other] for other in self._columns_of[row] if other != column)
        return _elsewhere(self._rows[row], self._columns[column], others, but_here=False)


def _elsewhere(whole: Profile, here: Profile, others: Iterable[Profile], *, but_here: bool) -> float:
    """How much of the whole is not here, and all of that in one other place.

    Of that other place it has to be a good part: of all that is there, or only of what is not here too (`but_here`).
    """
    rest = whole.tokens - here.tokens
    if here.reach < whole.reach:
        rest = frozenset(token for token in rest if token <= here.reach)
    if not here.tokens or len(rest) < _SOME * len(whole.tokens) or len(rest) == len(whole.tokens):
        return 0.0
    there = 0
    for other in others:
        common = len(rest & other.tokens)
        if common > max(there, _SOME * len(whole.tokens)):
            theirs = bisect_right(other.sketch, whole.reach)
            if but_here:
                theirs -= sum(token <= whole.reach for token in other.tokens & here.tokens)
            there = common if common >= _OWN * theirs else there
    return there / len(whole.tokens)
