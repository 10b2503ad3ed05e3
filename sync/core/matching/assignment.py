"""One-to-one: of all ways to give each row at most one column, the one with the highest sum. Sparse, part by part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from heapq import heappop, heappush

Edges = Mapping[int, Mapping[int, float]]  # row -> column -> gain


def assign(edges: Edges) -> dict[int, int]:
    """Row -> column with the highest sum of gains; a row may stay alone. Gains of 0 or less are never taken."""
    useful = {row: {column: gain for column, gain in found.items() if gain > 0} for row, found in edges.items()}
    chosen: dict[int, int] = {}
    for part in _parts(useful):
        chosen |= _assign_part({row: useful[row] for row in part})
    return chosen


def _parts(edges: Edges) -> list[list[int]]:
    """The rows, by the parts in which they compete for columns."""
    rows_of: defaultdict[int, list[int]] = defaultdict(list)
    for row in sorted(edges):
        for column in edges[row]:
            rows_of[column].append(row)
    parts: list[list[int]] = []
    seen: set[int] = set()
    for start in sorted(edges):
        if edges[start] and start not in seen:
            part, ahead = {start}, [start]
            while ahead:
                near = {row for column in edges[ahead.pop()] for row in rows_of.pop(column, ())} - part
                part |= near
                ahead += near
            parts.append(sorted(part))
            seen |= part
    return parts


def _assign_part(edges: Edges) -> dict[int, int]:
    part = _Part(edges)
    for row in edges:
        part.seat(row)
    return part.chosen


class _Part:
    """Shortest augmenting paths: each row in turn takes its place, and others move on where that gains."""

    def __init__(self, edges: Edges) -> None:
        self.chosen: dict[int, int] = {}
        self._edges = edges
        self._owner: dict[int, int] = {}
        self._row_price = {row: max(found.values()) for row, found in edges.items()}
        self._column_price: defaultdict[int, float] = defaultdict(float)

    def seat(self, start: int) -> None:
        """Find the cheapest way: to a free column, or by leaving one row on the way alone, whose price is the loss."""
        search = _Search(self._edges, self._row_price, self._column_price)
        search.go_on(start, 0.0)
        end_row, end_cost, end_column = start, self._row_price[start], None
        while (reached := search.next(end_cost)) is not None:
            cost, column = reached
            row = self._owner.get(column)
            if row is None:
                end_cost, end_column = cost, column
                break
            if cost + self._row_price[row] < end_cost:
                end_row, end_cost = row, cost + self._row_price[row]
            search.go_on(row, cost)
        self._reprice(search, end_cost)
        if end_column is not None:
            self._shift(start, end_column, search.came)
        elif end_row != start:
            self._shift(start, self.chosen.pop(end_row), search.came)

    def _reprice(self, search: _Search, end_cost: float) -> None:
        for row, cost in search.rows.items():
            self._row_price[row] -= max(0.0, end_cost - cost)
        for column, cost in search.columns.items():
            self._column_price[column] += max(0.0, end_cost - cost)

    def _shift(self, start: int, column: int, came: Mapping[int, int]) -> None:
        """Everybody on the way moves on to the column by which the way goes on."""
        while True:
            row = came[column]
            before = self.chosen.get(row, column)
            self.chosen[row], self._owner[column] = column, row
            if row == start:
                return
            column = before


class _Search:
    """Dijkstra over rows and columns, by what a move would lose."""

    def __init__(self, edges: Edges, row_price: Mapping[int, float], column_price: Mapping[int, float]) -> None:
        self._edges, self._row_price, self._column_price = edges, row_price, column_price
        self.rows: dict[int, float] = {}
        self.columns: dict[int, float] = {}
        self.came: dict[int, int] = {}  # column -> row
        self._best: dict[int, float] = {}
        self._ahead: list[tuple[float, int]] = []

    def go_on(self, row: int, cost: float) -> None:
        """From a row to all its columns."""
        self.rows[row] = cost
        for column, gain in self._edges[row].items():
            loss = cost + self._row_price[row] + self._column_price.get(column, 0.0) - gain
            if column not in self.columns and loss < self._best.get(column, float("inf")):
                self._best[column] = loss
                self.came[column] = row
                heappush(self._ahead, (loss, column))

    def next(self, limit: float) -> tuple[float, int] | None:
        """The nearest column not yet reached, with its cost, if that is below the limit."""
        while self._ahead and self._ahead[0][0] < limit:
            cost, column = heappop(self._ahead)
            if column not in self.columns:
                self.columns[column] = cost
                return cost, column
        return None
