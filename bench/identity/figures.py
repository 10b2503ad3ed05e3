"""What a matching got right, in the figures that are reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.identity.worlds import World
from sync.core.matching.identity import FunctionMatch
from sync.specs.ids import Address, Uid

Claims = Mapping[Uid, tuple[Address, float]]  # what a matching says of those that live elsewhere now, and how sure it is
_BINS = 10


@dataclass
class Figures:
    """Sums over worlds. A claim says that a function lives elsewhere than it did; it is right if it does, and there."""

    right: int = 0
    wrong: int = 0
    true: int = 0
    certain_right: int = 0
    certain_wrong: list[str] = field(default_factory=list)
    abstained: int = 0
    rewired: int = 0
    moved: int = 0
    scored: list[tuple[float, bool]] = field(default_factory=list)
    weighed: list[tuple[float, bool]] = field(default_factory=list)  # every best candidate, named or not

    def add(self, world: World, claims: Claims) -> None:
        """Another world, by any method."""
        self.true += sum(1 for known in world.known if world.truth[known.uid] not in (None, known.was))
        for uid, (address, odds) in claims.items():
            is_right = world.truth[uid] == address
            self.scored.append((odds, is_right))
            self.right += is_right
            self.wrong += not is_right
            self.moved += world.modules[uid]
            self.rewired += 0 if is_right else world.modules[uid]

    def add_certain(self, world: World, matches: Sequence[FunctionMatch]) -> None:
        """What only ours says: what is certain (those that stay included), and what it leaves open."""
        for match in matches:
            is_right = world.truth[match.uid] == match.found
            if match.certainty == "certain" and not is_right:
                self.certain_wrong.append(
                    f"{world.level}, marks {world.marks}, seed {world.seed}: {match.uid} {world.events[match.uid]}"
                )
            self.certain_right += match.certainty == "certain" and is_right and match.found != match.was
            self.abstained += match.certainty == "unsure"
            if match.found and (match.certainty == "suspected" or match.found != match.was):
                self.weighed.append((match.probability, is_right))
            elif match.certainty == "unsure" and match.rivals:
                self.weighed.append((match.rivals[0].probability, world.truth[match.uid] == match.rivals[0].address))

    @property
    def precision(self) -> float:
        """Of the claims, how many are right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of those that live elsewhere, how many are claimed rightly."""
        return self.right / max(1, self.true)

    def recall_at(self, precision: float) -> float:
        """The best recall of any threshold that keeps such a precision."""
        best = right = 0
        ordered = sorted(self.scored, key=lambda item: -item[0])
        for number, (odds, is_right) in enumerate(ordered, 1):
            right += is_right
            is_end = number == len(ordered) or ordered[number][0] != odds
            if is_end and right / number >= precision:
                best = right
        return best / max(1, self.true)

    def calibration_error(self) -> float:
        """How far the stated probability is from the share that was right, over ten bins of it."""
        total = 0.0
        for low in range(_BINS):
            inside = [item for item in self.weighed if low <= item[0] * _BINS < low + 1 or (low == _BINS - 1 and item[0] == 1)]
            if inside:
                total += abs(sum(odds for odds, _ in inside) - sum(is_right for _, is_right in inside))
        return total / max(1, len(self.weighed))

    def told(self) -> dict[str, float]:
        """For the last line."""
        f1 = 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)
        found: dict[str, float] = {
            "precision": self.precision,
            "recall": self.recall,
            "f1": f1,
            "recall_at_99": self.recall_at(0.99),
            "recall_at_995": self.recall_at(0.995),
            "modules_rewired_wrongly": self.rewired,
            "modules_of_claims": self.moved,
        }
        if self.weighed:
            found |= {
                "certain_precision": self.certain_right / max(1, self.certain_right + len(self.certain_wrong)),
                "certain_recall": self.certain_right / max(1, self.true),
                "wrong_certain": len(self.certain_wrong),
                "unsure": self.abstained,
                "calibration_error": self.calibration_error(),
            }
        return {name: round(value, 4) for name, value in found.items()}


def claimed(matches: Sequence[FunctionMatch]) -> Claims:
    """What ours says of those that live elsewhere."""
    return {one.uid: (one.found, one.probability) for one in matches if one.found and one.found != one.was}
