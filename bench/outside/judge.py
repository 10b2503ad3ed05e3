"""What an answer is worth: right, wrong, silent; and whether the promises of the matching hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from bench.outside.histories import Truth, World
from sync.core.matching.functions import match_functions
from sync.core.matching.identity import Candidate, FunctionMatch, Known, place

Verdict = Literal["right", "wrong", "missed", "silent", "tolerated"]
_ROUNDED = 0.005  # counts of the whole fleet change by one
_TRAITS = ("checksum", "code", "description", "handler", "runtime", "memory", "timeout", "environment", "signature")


def verdict(match: FunctionMatch, truth: Truth) -> Verdict:
    """`silent`: no claim, and none was to be made. A claim is whatever is certain or suspected, and `gone`."""
    claims = match.certainty in {"certain", "suspected"}
    if match.certainty == "gone":
        return "silent" if truth.now is None else "tolerated" if truth.also and not truth.hidden else "wrong"
    if claims and match.found == truth.now and not truth.hidden:
        return "right"
    if claims:
        return "tolerated" if match.found in truth.also else "wrong"
    return "tolerated" if truth.also else "silent" if truth.now is None or truth.hidden else "missed"


@dataclass
class Tally:
    """The sums over worlds. Functions that stayed count where something was said wrong of them, and in no recall."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    certain: int = 0
    certain_wrong: list[str] = field(default_factory=list)
    gone_wrong: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    stories: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    claims: list[tuple[float, bool]] = field(default_factory=list)
    moves: list[tuple[float, bool]] = field(default_factory=list)  # the claims that somebody moved, and the wrong ones

    def add(self, name: str, world: World, matches: Sequence[FunctionMatch]) -> None:
        """The answers for one world, of this name."""
        for match in matches:
            truth = world.truth[match.uid]
            value = verdict(match, truth)
            self.stories[truth.story][f"{match.certainty}-{value}"] += 1
            self._count(name, match, truth, value)
        self.broken += [f"{name}: {text}" for text in broken(world, matches)]

    def _count(self, name: str, match: FunctionMatch, truth: Truth, value: Verdict) -> None:
        moved = truth.now not in {None, match.was} and not truth.hidden
        self.right += value == "right" and moved
        self.missed += moved and value in {"missed", "wrong"}
        self.wrong += value == "wrong" and match.certainty != "gone"
        self.certain += value == "right" and moved and match.certainty == "certain"
        if match.certainty == "suspected" and value in {"right", "wrong"}:
            self.claims.append((match.probability, value == "right"))
            self.moves += [(match.probability, value == "right")] if moved or value == "wrong" else []
        said = f"{match.certainty} {match.probability:.3f} {match.was} -> {match.found}"
        told = f"{name} {match.uid} {truth.story}: {said}, is {truth.now}"
        if value == "wrong" and match.certainty == "certain":
            self.certain_wrong.append(told)
        elif value == "wrong" and match.certainty == "gone":
            self.gone_wrong.append(told)
        elif value in {"wrong", "missed"}:
            self.failures.append(told)

    @property
    def figures(self) -> dict[str, float]:
        """Precision, recall and the rest."""
        moved = self.right + self.missed
        return {
            "moved": moved,
            "precision": self.right / max(1, self.right + self.wrong),
            "recall": self.right / max(1, moved),
            "recall at precision .995": recall_at(self.moves, self.certain, moved),
            "certain recall": self.certain / max(1, moved),
            "certain and wrong": len(self.certain_wrong),
            "gone and wrong": len(self.gone_wrong),
            "calibration error": calibration_error(self.claims),
            "promises broken": len(self.broken),
        }


def recall_at(claims: Iterable[tuple[float, bool]], certain: int, moved: int, least: float = 0.995) -> float:
    """The recall where the claims are cut at the probability that leaves this precision; the certain ones are always in."""
    right, said, best = certain, certain, certain
    for _, is_right in sorted(claims, reverse=True):
        said, right = said + 1, right + is_right
        best = max(best, right) if right >= least * said else best
    return min(1.0, best / max(1, moved))


def calibration_error(claims: Sequence[tuple[float, bool]], bins: int = 20) -> float:
    """How far the stated probabilities are from how often they came true, by twentieths, weighted by how many there are."""
    rows: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for probability, is_right in claims:
        rows[min(bins - 1, int(probability * bins))].append((probability, is_right))
    gaps = (abs(sum(p for p, _ in row) - sum(right for _, right in row)) for row in rows.values())
    return sum(gaps) / max(1, len(claims))


def broken(world: World, matches: Sequence[FunctionMatch]) -> Iterator[str]:
    """Promises that these answers break by themselves."""
    taken = Counter(match.found for match in matches if match.found is not None)
    yield from (f"one-to-one: {address} is {count} uids" for address, count in taken.items() if count > 1)
    living = {one.address: one for one in world.living}
    known = {one.uid: one for one in world.known}
    for match in matches:
        if match.found is not None and (match.found not in living or place(match.found) in world.unread):
            yield f"gap: {match.uid} is said to be {match.found}, which nobody read"
        if world.unread and match.certainty == "gone":
            yield f"gap: {match.uid} is said to be gone"
        if world.unread and match.certainty == "certain" and match.found != match.was and not _is_declared(known[match.uid]):
            yield f"gap: {match.uid} is certain to be {match.found}"
        if _is_at_home(known[match.uid], living.get(match.was)) and match.found != match.was:
            yield f"at home: {match.uid} lives at {match.was}, and is said to be {match.found}"


def _is_declared(one: Known) -> bool:
    return one.address != one.was or bool(one.formerly)


def _is_at_home(one: Known, there: Candidate | None) -> bool:
    """Whether the very function lives where it was recorded, with the code it had, called from where it is."""
    if there is None or one.address != one.was or set(one.points_at) - {one.was}:
        return False
    same = (one.traits.function_id, one.traits.checksum) == (there.traits.function_id, there.traits.checksum)
    return same and there.mark in {None, one.uid}


def laws(rng: Random, world: World, matches: Sequence[FunctionMatch], tries: int) -> Iterator[str]:
    """Promises that need further answers: the order of the input, and that a trait which agrees never speaks against."""
    known, living = rng.sample(world.known, len(world.known)), rng.sample(world.living, len(world.living))
    if match_functions(known, living, world.unread) != tuple(matches):
        yield "order: another order of the input has other answers"
    claims = [match for match in matches if match.found not in {None, match.was} and match.certainty in {"certain", "suspected"}]
    for match in rng.sample(claims, min(tries, len(claims))):
        one = next(one for one in world.known if one.uid == match.uid)
        there = next(each for each in world.living if each.address == match.found)
        for name in rng.sample(_TRAITS, 3):
            yield from _evidence(world, match, one, there, name)


def _evidence(world: World, match: FunctionMatch, one: Known, there: Candidate, name: str) -> Iterator[str]:
    """Where a trait of the found one agrees, the answer without it; where it does not, the answer as if it did."""
    recorded = getattr(one.traits, name)
    is_less = recorded == getattr(there.traits, name)
    if not recorded or (name == "checksum" and not is_less):  # the recorded package with other code cannot be
        return
    changed = replace(there, traits=replace(there.traits, **{name: None if is_less else recorded}))
    living = [changed if each is there else each for each in world.living]
    other = next(each for each in match_functions(world.known, living, world.unread) if each.uid == match.uid)
    less, more = (other, match) if is_less else (match, other)
    if _sureness(more, there) < _sureness(less, there) - _ROUNDED:
        yield (
            f"evidence: {match.uid} as {match.found}, by {name}: {less.certainty} {_sureness(less, there):.4f} without it, "
            f"{more.certainty} {_sureness(more, there):.4f} where it agrees"
        )


def _sureness(match: FunctionMatch, there: Candidate) -> float:
    """How sure it is that this is the one; a proof adds 1."""
    if match.found == there.address:
        return match.probability + (match.certainty == "certain")
    return next((rival.probability for rival in match.rivals if rival.address == there.address), 0.0)
