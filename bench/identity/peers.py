"""Simpler ways to find what was renamed or moved: a page of code each, in the same worlds.

Each gets what is missing at its recorded address and what lives at no recorded one, as whoever writes such a script would.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from rapidfuzz import fuzz

from bench.identity.figures import Claims
from bench.identity.worlds import World
from sync.core.matching.assignment import assign
from sync.core.matching.identity import Candidate, Known, Traits


def _sides(world: World) -> tuple[list[Known], list[Candidate]]:
    lived = {known.was for known in world.known}
    lives = {candidate.address for candidate in world.living}
    return [one for one in world.known if one.was not in lives], [one for one in world.living if one.address not in lived]


def checksum(world: World) -> Claims:
    """The package's checksum, where one recorded and one living function have it."""
    recorded = Counter(one.traits.checksum for one in world.known)
    living = Counter(one.traits.checksum for one in world.living)
    missing, free = _sides(world)
    at = {one.traits.checksum: one.address for one in free}
    return {
        one.uid: (at[one.traits.checksum], 1.0)
        for one in missing
        if one.traits.checksum in at and recorded[one.traits.checksum] == living[one.traits.checksum] == 1
    }


def _one_to_one(world: World, likeness: Callable[[Known, Candidate], float], least: float, *, greedy: bool) -> Claims:
    missing, free = _sides(world)
    pairs = {(row, column): likeness(one, other) for row, one in enumerate(missing) for column, other in enumerate(free)}
    pairs = {pair: value for pair, value in pairs.items() if value >= least}
    if greedy:
        chosen: dict[int, int] = {}
        taken: set[int] = set()
        for row, column in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
            if row not in chosen and column not in taken:
                chosen[row] = column
                taken.add(column)
    else:
        edges: defaultdict[int, dict[int, float]] = defaultdict(dict)
        for (row, column), value in pairs.items():
            edges[row][column] = value
        chosen = assign(edges)
    return {missing[row].uid: (free[column].address, pairs[row, column]) for row, column in chosen.items()}


def names(world: World) -> Claims:
    """RapidFuzz over the names, 85 and more."""
    return _one_to_one(world, lambda one, other: fuzz.WRatio(one.was.name, other.address.name) / 100, 0.85, greedy=True)


def git(world: World) -> Claims:
    """As `git diff -M50` judges two specs: the share of lines that both have, half at least."""
    return _one_to_one(
        world,
        lambda one, other: _shared(_lines(one.was.name, one.traits), _lines(other.address.name, other.traits)),
        0.5,
        greedy=True,
    )


def git_code(world: World) -> Claims:
    """As `git diff -M50` judges two files of code."""
    return _one_to_one(world, lambda one, other: _shared(_tokens(one.traits), _tokens(other.traits)), 0.5, greedy=True)


def by_hand(world: World) -> Claims:
    """Names and settings with weights that somebody chose, the best one-to-one assignment of all (Hungarian)."""
    return _one_to_one(world, _hand_weighed, 0.6, greedy=False)


def _hand_weighed(one: Known, other: Candidate) -> float:
    old, new = one.traits, other.traits
    equal = sum(getattr(old, name) == getattr(new, name) for name in ("handler", "runtime", "memory", "timeout", "description"))
    variables = _shared({*(old.environment or {}).items()}, {*(new.environment or {}).items()})
    name = fuzz.ratio(one.was.name, other.address.name) / 100
    return (
        0.35 * name + 0.06 * equal + 0.15 * variables + 0.1 * (one.was.service == other.address.service) + 0.1 * _inputs(old, new)
    )


def _inputs(old: Traits, new: Traits) -> float:
    return _shared(*({*(one.signature.inputs or {})} if one.signature else set() for one in (old, new)))


def _lines(name: str, traits: Traits) -> set[object]:
    stated = {name, traits.handler, traits.runtime, traits.memory, traits.timeout, traits.description}
    return stated | {*(traits.environment or {}).items()} | ({*(traits.signature.inputs or {})} if traits.signature else set())


def _tokens(traits: Traits) -> frozenset[int]:
    return frozenset(traits.code.sketch) if traits.code else frozenset()


def _shared(one: set[object] | frozenset[int], other: set[object] | frozenset[int]) -> float:
    return len(one & other) / max(1, len(one), len(other))


def every() -> Iterator[tuple[str, Callable[[World], Claims]]]:
    """By what each is called in the report."""
    yield "checksum, unique on both sides", checksum
    yield "names, RapidFuzz >= 85", names
    yield "git -M50 over specs", git
    yield "git -M50 over code", git_code
    yield "Hungarian, weights by hand", by_hand
