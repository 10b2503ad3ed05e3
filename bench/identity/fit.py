"""Fit the weights of the matching to made-up worlds, and write `sync/core/matching/weights.py`.

Three sets of worlds, none of which the benchmark reports on: the first for the weights of a pair by itself, the second for those
among competitors, the third for the calibration. Plain logistic regression by Newton's method, a little shrunk; a weight that
would take the sign that its feature must not have is nothing, and comes back when the others leave it something to say.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from bench.identity.worlds import LEVELS, MARKS, Level, Marks, World, make
from bench.judge import __main__ as judge
from bench.judge import worlds as companies
from bench.outside import histories
from sync.core.matching import scoring
from sync.core.matching.compared import Comparison, open_sides
from sync.core.matching.features import NAMES, Features
from sync.core.matching.identity import Loss
from sync.core.matching.inventory import take
from sync.core.matching.scoring import AMONG_NAMES, Scored, score
from sync.core.matching.settled import settle

OUT = Path(scoring.__file__).with_name("weights.py")
PAIR_SEEDS, AMONG_SEEDS, STEP_SEEDS = range(100_000, 100_072), range(200_000, 200_072), range(300_000, 300_072)
BY_USE = {"pairs by themselves": PAIR_SEEDS, "among competitors": AMONG_SEEDS, "calibration": STEP_SEEDS}
Lack = Literal["", "code", "times", "descriptions"]
LACKS: dict[int, Lack] = {0: "code", 1: "times", 2: "descriptions"}
ROUNDS, SHRINK = 40, 4.0
EXPECTED = 0.5  # of every weight, where the worlds say nothing: a cause counts though no world here has it
PLAIN, THIN = -3.0, 6  # of the pairs that nobody takes for one, one in so many stands for all
Rows = list[tuple[tuple[float, ...], bool, float]]
Steps = tuple[tuple[float, float], ...]


def worlds(seeds: range) -> list[World]:
    """Of three makers in turn, of whom none knew another's work, of all levels and marks, and of different sizes."""
    return [MAKERS[seed % len(MAKERS)](seed) for seed in seeds]


def sketched(seed: int) -> World:
    """A world of abstract functions; in three of eight nobody recorded or read everything."""
    world = make(seed, _size(seed), _level(seed), _marks(seed))
    return poorer(world, LACKS.get(seed // len(MAKERS) % 8, ""))


def told(seed: int) -> World:
    """A world of `bench/outside`. What was split or joined there is nothing to claim here, as in the others."""
    level = histories.LEVELS[LEVELS.index(_level(seed))]
    made = histories.make(seed, _size(seed), level, _marks(seed))
    truth = {uid: None if one.story in {"split", "joined"} else one.now for uid, one in made.truth.items()}
    return World(seed, _level(seed), _marks(seed), made.known, made.living, truth)


def judged(seed: int) -> World:
    """A world of `bench/judge`."""
    made = companies.make(seed, _size(seed), judge.LEVELS[_level(seed)], {"none": 0.0, "half": 0.5, "all": 1.0}[_marks(seed)])
    return World(seed, _level(seed), _marks(seed), list(made.known), list(made.living), dict(made.truth))


MAKERS = (sketched, told, judged)


def _size(seed: int) -> int:
    return 80 + seed * 7919 % 300


def _level(seed: int) -> Level:
    return LEVELS[seed // 3 % 3]


def _marks(seed: int) -> Marks:
    return MARKS[seed // 9 % 3]


def poorer(world: World, lack: Lack) -> World:
    """The same world without it, as after a sync that fetched no code."""
    nothing: dict[Lack, dict[str, None]] = {
        "": {},
        "code": {"code": None, "signature": None},
        "times": {"created": None},
        "descriptions": {"description": None},
    }
    lacks = nothing[lack]
    world.known = [
        replace(one, traits=replace(one.traits, **lacks), seen=None if lack == "times" else one.seen)  # type: ignore[arg-type]
        for one in world.known
    ]
    world.living = [replace(one, traits=replace(one.traits, **lacks)) for one in world.living]  # type: ignore[arg-type]
    return world


def scored(world: World) -> Scored:
    """All pairs of a world with the present weights."""
    inventory = take(world.known, world.living)
    return score(*open_sides(inventory, settle(inventory)), inventory.fleet)


def compared(world: World) -> Comparison:
    """The same, assigned."""
    inventory = take(world.known, world.living)
    return Comparison(inventory, score(*open_sides(inventory, settle(inventory)), inventory.fleet))


def is_right(world: World, result: Scored, pair: tuple[int, int]) -> bool:
    """Whether the two are one."""
    return world.truth[result.rows[pair[0]][0].uid] == result.columns[pair[1]][0].address


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss, with the largest pivot."""
    size = len(right)
    rows = [[*matrix[index], right[index]] for index in range(size)]
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        for row in range(at + 1, size):
            factor = rows[row][at] / rows[at][at]
            if factor:
                rows[row] = [value - factor * above for value, above in zip(rows[row], rows[at], strict=True)]
    found = [0.0] * size
    for at in reversed(range(size)):
        found[at] = (rows[at][size] - sum(rows[at][column] * found[column] for column in range(at + 1, size))) / rows[at][at]
    return found


def fit(data: Rows, names: Sequence[str], shrink: float) -> tuple[float, dict[str, float]]:
    """Bias and weights by Newton's method, drawn a little to what is expected of them; none may have the wrong sign."""
    signs = [0, *(1 if name.startswith("+") else -1 for name in names)]
    weights = [0.0] * len(signs)
    sparse = [
        ([(0, 1.0)] + [(at, value) for at, value in enumerate(values, 1) if value], truth, count) for values, truth, count in data
    ]
    for _ in range(ROUNDS):
        slope, curve = _derivatives(sparse, weights, signs, shrink)
        free = [at for at, sign in enumerate(signs) if not sign or weights[at] or slope[at] * sign > 0]
        change = solve([[curve[row][column] for column in free] for row in free], [slope[at] for at in free])
        before = list(weights)
        for at, step in zip(free, change, strict=True):
            moved = weights[at] + max(-3.0, min(3.0, step))
            weights[at] = moved if moved * signs[at] >= 0 else 0.0
        if max(abs(now - was) for now, was in zip(weights, before, strict=True)) < 1e-3:
            break
    return weights[0], {name: round(weight, 4) for name, weight in zip(names, weights[1:], strict=True)}


Sparse = list[tuple[list[tuple[int, float]], bool, float]]


def _derivatives(
    data: Sparse, weights: Sequence[float], signs: Sequence[int], shrink: float
) -> tuple[list[float], list[list[float]]]:
    """The first and second ones of the penalised likelihood."""
    size = len(weights)
    slope = [shrink * (EXPECTED * sign - weight) if sign else 0.0 for sign, weight in zip(signs, weights, strict=True)]
    curve = [[(shrink if row else 1e-6) if row == column else 0.0 for column in range(size)] for row in range(size)]
    for values, truth, count in data:
        odds = scoring.probability(sum(weights[at] * value for at, value in values))
        _add(slope, curve, values, count * (truth - odds), count * odds * (1 - odds))
    for row in range(size):
        for column in range(row):
            curve[column][row] = curve[row][column]
    return slope, curve


def _add(slope: list[float], curve: list[list[float]], values: list[tuple[int, float]], error: float, bend: float) -> None:
    for place, (index, value) in enumerate(values):
        slope[index] += error * value
        if bend > 1e-6:
            row, scaled = curve[index], bend * value
            for other, second in values[: place + 1]:
                row[other] += scaled * second


def steps(pairs: Iterable[tuple[float, bool]]) -> Steps:
    """Isotonic regression, thinned: raw probability -> share that was right."""
    blocks: list[list[float]] = []  # weight, sum of raw, sum of right
    for raw, truth in sorted(pairs):
        blocks.append([1.0, raw, float(truth)])
        while len(blocks) > 1 and blocks[-2][2] / blocks[-2][0] >= blocks[-1][2] / blocks[-1][0]:
            last = blocks.pop()
            blocks[-1] = [one + other for one, other in zip(blocks[-1], last, strict=True)]
    merged: list[list[float]] = []
    for block in blocks:
        if merged and (merged[-1][0] < 150 or block[0] < 25):
            merged[-1] = [one + other for one, other in zip(merged[-1], block, strict=True)]
        else:
            merged.append(block)
    return tuple((round(total / weight, 5), round((right + 0.05) / (weight + 0.5), 5)) for weight, total, right in merged)


def gathered(seeds: range, kind: str) -> Rows:
    """Pairs with their features and the truth. Pairs that nobody could take for one are thinned, evenly and with no weight lost."""
    found: Rows = []
    for world in worlds(seeds):
        result = scored(world)
        for number, pair in enumerate(result.own):
            truth = is_right(world, result, pair)
            count = 1.0 if truth or result.scores[pair] > PLAIN else float(THIN)
            if count == 1 or number % THIN == 0:
                values = (() if kind == "pair" else result.among[pair]) + dense(result.own[pair])
                found.append((values, truth, count))
    return found


def dense(found: Features) -> tuple[float, ...]:
    """One number for each of the features."""
    return tuple(found.get(name, 0.0) for name in NAMES)


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["pair", "among", "steps"])
    only = parser.parse_args().only
    from sync.core.matching import weights as now

    bias, pair, among_bias, among = now.PAIR_BIAS, dict(now.PAIR), now.AMONG_BIAS, dict(now.AMONG)
    if only in (None, "pair"):
        bias, pair = fit(gathered(PAIR_SEEDS, "pair"), NAMES, SHRINK)
        scoring.PAIR_BIAS, scoring.PAIR = bias, pair  # type: ignore[misc]
    if only in (None, "pair", "among"):
        among_bias, among = fit(gathered(AMONG_SEEDS, "among"), (*AMONG_NAMES, *NAMES), SHRINK)
        scoring.AMONG_BIAS, scoring.AMONG = among_bias, among  # type: ignore[misc]
    write(bias, pair, among_bias, among, *calibrate(worlds(STEP_SEEDS)))


def calibrate(played: Sequence[World]) -> tuple[Steps, Steps, dict[Loss, float]]:
    """The steps of all that may be told, of what no rule holds back, and how much of what each rule holds back comes true."""
    scoring.STEPS = every = steps((raw, truth) for _, raw, truth in told_of(played))  # type: ignore[misc]
    said: defaultdict[Loss, float] = defaultdict(float)
    right: Counter[Loss] = Counter()
    free = []
    for held, raw, truth in told_of(played):
        if held:
            said[held] += scoring.calibrated(math.log(raw / (1 - raw)), every)
            right[held] += truth
        else:
            free.append((raw, truth))
    return every, steps(free), {reason: round(min(1.0, (right[reason] + 1) / (said[reason] + 2)), 3) for reason in sorted(said)}


def told_of(played: Sequence[World]) -> Iterator[tuple[Loss | None, float, bool]]:
    """Of each function the one that is told, the given or the likeliest: why it is held back, the raw odds, the truth."""
    for world in played:
        comparison = compared(world)
        for row in comparison.rows():
            if row.odds:
                best = row.given if row.given is not None else max(row.odds, key=row.odds.__getitem__)
                pair = row.at, best
                yield (
                    row.held,
                    scoring.probability(comparison.scored.log_odds[pair]),
                    is_right(world, comparison.scored, pair),
                )


def write(  # noqa: PLR0917 - one for each of what it writes
    bias: float,
    pair: dict[str, float],
    among_bias: float,
    among: dict[str, float],
    every: Steps,
    told: Steps,
    held: dict[Loss, float],
) -> None:
    """The module as the formatter leaves it."""
    lines = [
        '"""What each feature weighs. Written by `bench/identity/fit.py`; not by hand.',
        "",
        "Fitted to worlds of the seeds",
        *(f"{seeds.start} to {seeds.stop - 1} ({use})" for use, seeds in BY_USE.items()),
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Final",
        "",
        "from sync.core.matching.identity import Loss",
        "",
        f"PAIR_BIAS: Final = {bias:.4f}",
        "PAIR: Final[dict[str, float]] = {",
        *(f'    "{name}": {weight},' for name, weight in pair.items()),
        "}",
        f"AMONG_BIAS: Final = {among_bias:.4f}",
        "AMONG: Final[dict[str, float]] = {",
        *(f'    "{name}": {weight},' for name, weight in among.items()),
        "}",
        "# Raw probability -> the share that was right.",
        "STEPS: Final[tuple[tuple[float, float], ...]] = (",
        *(f"    ({at}, {share})," for at, share in every),
        ")",
        "# The same of those that no rule holds back.",
        "TOLD: Final[tuple[tuple[float, float], ...]] = (",
        *(f"    ({at}, {share})," for at, share in told),
        ")",
        "# What a rule holds back: how often it came true, for each time that it was told by its likeness.",
        "HELD: Final[dict[Loss, float]] = {",
        *(f'    "{reason}": {share},' for reason, share in held.items()),
        "}",
        "SUSPECTED: Final = 0.87  # a match that is less likely is not named as one",
        "DOUBTED: Final = 0.05  # what is less likely is no candidate",
        "",
    ]
    OUT.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    random.seed(0)
    main()
