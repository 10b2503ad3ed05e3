"""Many alike, told once: the first of them, and how many more there are. The JSON documents hold every one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

Item = TypeVar("Item")
MOST = 20  # alike things that are all shown
FIRST = 5  # how many are shown of more than that
ELSEWHERE = "--format json has them all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Further things like those before, not shown: how many, and the position of the first and the last, counted from 1."""

    number: int
    first: int
    last: int

    def __str__(self) -> str:
        return f"and {self.number} more like these; {ELSEWHERE}"


def shortened(items: Sequence[Item], kind: Callable[[Item], Hashable]) -> list[Item | Rest]:
    """The items in their order; of a long row of one kind only the first, and then the rest as one. None is never of a kind."""
    rows: list[Item | Rest] = []
    position = 0
    for key, members in groupby(items, kind):
        row = list(members)
        shown = row if key is None or len(row) <= MOST else row[:FIRST]
        rows += shown
        position += len(row)
        if hidden := len(row) - len(shown):
            rows.append(Rest(number=hidden, first=position - hidden + 1, last=position))
    return rows
