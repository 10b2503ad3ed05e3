"""Judge the matching over worlds of another maker: by level and size, then by event; the last line is one JSON object."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass, field

from bench.judge.worlds import OLD, Made, make
from sync.core.matching.functions import match_functions
from sync.core.matching.identity import FunctionMatch
from sync.specs.ids import Address

LEVELS = {"easy": 0.3, "hard": 0.7, "extreme": 0.85}
MARKS = (0.0, 0.5, 1.0)
SIZES = {60: 24, 300: 8, 2000: 2}  # worlds of each level


@dataclass
class Score:
    """What was claimed, and how often rightly."""

    counts: Counter[str] = field(default_factory=Counter)
    bins: dict[int, list[tuple[float, bool]]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def add(self, match: FunctionMatch, truth: Address | None, where: str) -> None:
        """Count one answer."""
        elsewhere = truth is not None and truth != match.was
        claimed = match.found is not None and match.found != match.was
        right, kind = match.found == truth, match.certainty
        self.counts.update(
            elsewhere=elsewhere, claims=claimed, hits=claimed and right, unsure=kind == "unsure", all=1,
            certain=claimed and kind == "certain", gone=kind == "gone", gone_wrong=kind == "gone" and truth is not None,
            stayed_wrong=match.found == match.was and not right, unsure_elsewhere=kind == "unsure" and elsewhere,
            certain_wrong=claimed and kind == "certain" and not right,
            certain_stayed_wrong=kind == "certain" and not (claimed or right),
        )  # fmt: skip
        if claimed and kind == "certain" and not right:
            evidence = "+".join(one.kind for one in match.evidence)
            self.wrong.append(f"{where} {match.uid}: {match.was} -> {match.found}, is {truth}, {evidence}")
        if claimed:
            self._bin(match.probability, right=right)
        elif kind == "unsure" and match.rivals:
            best = max(match.rivals, key=lambda rival: rival.probability)
            self._bin(best.probability, right=best.address == truth)

    def _bin(self, probability: float, *, right: bool) -> None:
        self.bins.setdefault(min(9, int(probability * 10)), []).append((probability, right))

    def figures(self) -> dict[str, float]:
        """Precision and the like."""
        count, told = self.counts, sum(map(len, self.bins.values())) or 1
        off = sum(abs(sum(said for said, _ in one) - sum(right for _, right in one)) for one in self.bins.values())
        precision, recall = count["hits"] / max(1, count["claims"]), count["hits"] / max(1, count["elsewhere"])
        return {"precision": round(precision, 4), "recall": round(recall, 4), "calibration_error": round(off / told, 4), **count}

    def join(self, other: Score) -> None:
        """Both together."""
        self.counts.update(other.counts)
        self.wrong += other.wrong
        for at, one in other.bins.items():
            self.bins.setdefault(at, []).extend(one)


def judged(made: Made, where: str, lock: str, kinds: dict[str, Score]) -> Score:
    """One world; by the age of its lock and by event too."""
    whole = Score()
    for match in match_functions(made.known, made.living):
        event = made.events[match.uid]
        for score in (whole, kinds.setdefault(event, Score())):
            score.add(match, made.truth[match.uid], f"{where} {event}")
    kinds.setdefault(lock, Score()).join(whole)
    return whole


def shown(name: str, score: Score) -> str:
    """One line of the table."""
    one = score.figures()
    wide = ("all", "elsewhere", "claims", "hits", "certain", "certain_wrong", "certain_stayed_wrong", "gone", "gone_wrong")
    numbers = " ".join(f"{one.get(key, 0):>7}" for key in (*wide, "stayed_wrong", "unsure", "unsure_elsewhere"))
    return f"{name:<24}{one['precision']:>7.4f}{one['recall']:>8.4f}{one['calibration_error']:>8.4f} {numbers}"


def main() -> None:
    """Judge every level and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="how many recorded functions, with commas between")
    parser.add_argument("--seed", type=int, default=0, help="of the first world")
    parser.add_argument("--worlds", type=int, help="of each level and size")
    asked, result = parser.parse_args(), dict[str, object]()
    print(
        " " * 27,
        "prec  recall   calib     all  moved  claims   right certain  cert-X certXst    gone  gone-X stays-X  unsure uns-mov",
    )
    for level, share in LEVELS.items():
        kinds: dict[str, Score] = {}
        for size in map(int, asked.sizes.split(",")):
            total = Score()
            for at in range(asked.worlds or SIZES.get(size, 3)):
                seed, marks = asked.seed + at, MARKS[at % 3]
                where, lock = f"{level} n={size} marks={marks} seed={seed}", f"(lock {OLD[seed % len(OLD)]:.0%} old)"
                total.join(judged(make(seed, size, share, marks), where, lock, kinds))
            print(shown(f"{level} N={size}", total), *total.wrong, sep="\n  certain and wrong: ", flush=True)
            result[f"{level}/{size}"] = total.figures()
        print(*(shown(f"  {name}", score) for name, score in sorted(kinds.items())), sep="\n", flush=True)
        result[f"{level}/events"] = {name: score.figures() for name, score in kinds.items()}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
