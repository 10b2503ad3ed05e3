"""Complete listings from pages that may be lost, repeated, or shifted while they are read.

A listing is complete or it raises: one that contradicts itself is read again from the start, a few times, and then refused.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sync.adapters.errors import cloud_error
from sync.errors import Failure
from sync.polling import poll
from sync.workers import map_ordered

Item = TypeVar("Item")
LIMIT = 100  # the most that FC and CCC give in one page
_CONFIRMING = 64  # no divisor of LIMIT, so that a page that ends at the same place by another loss is not full
_MOST_PAGES = 10_000
_PAUSES = (0.2, 0.4)  # seconds before a second and a third reading
_WIDTH = 8  # pages or services read at the same time


class InconsistentListingError(Exception):
    """This reading of a listing contradicts itself; another reading may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPage(Generic[Item]):
    """One page of FC: `token` opens the next one and is None or empty at the end."""

    items: tuple[Item, ...]
    token: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedPage(Generic[Item]):
    """One page of CCC with its number, its size and the length of the whole listing."""

    items: tuple[Item, ...]
    number: int
    size: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistentReader:
    """Reads a listing again, after a pause, when it contradicted itself."""

    sleep: Callable[[float], None]

    def read(self, operation: str, reading: Callable[[], tuple[Item, ...]]) -> tuple[Item, ...]:
        """The first consistent reading; UNREADABLE after three inconsistent ones."""
        read = poll(lambda: _attempted(reading), lambda read: isinstance(read, InconsistentListingError), _PAUSES, self.sleep)
        if isinstance(read, InconsistentListingError):
            raise cloud_error(operation, Failure.UNREADABLE, code="Unsettled", message=f"the listing stayed inconsistent: {read}")
        return read


def _attempted(reading: Callable[[], tuple[Item, ...]]) -> tuple[Item, ...] | InconsistentListingError:
    try:
        return reading()
    except InconsistentListingError as unsettled:
        return unsettled


def by_token(ask: Callable[[str | None, int], TokenPage[Item]], key: Callable[[Item], Hashable]) -> tuple[Item, ...]:
    """Follow tokens to the end. Raises `InconsistentListingError` for a repeated page or token, and for a false end.

    FC gives no total, so a lost token looks like the end. It shows when the last page is full: then the end is read again.
    """
    items: dict[Hashable, Item] = {}
    opened: set[str | None] = {None}
    token: str | None = None
    while True:
        page = ask(token, LIMIT)
        _add(items, page.items, key)
        if not page.token:
            if len(page.items) >= LIMIT:
                _confirm_end(ask, token, page.items, key)
            return tuple(items.values())
        if page.token in opened:
            raise InconsistentListingError("a page token was repeated")
        token = page.token
        opened.add(token)


def _confirm_end(
    ask: Callable[[str | None, int], TokenPage[Item]], token: str | None, last: tuple[Item, ...], key: Callable[[Item], Hashable]
) -> None:
    """Read the full last page again in other steps: only a true end is found in the same place."""
    again: dict[Hashable, Item] = {}
    while True:
        page = ask(token, _CONFIRMING)
        _add(again, page.items, key)
        if not page.token or len(again) > len(last):
            break
        token = page.token
    if list(again) != [key(item) for item in last]:
        raise InconsistentListingError("a page was lost: the listing ended before its end")


def by_number(ask: Callable[[int], NumberedPage[Item]], key: Callable[[Item], Hashable]) -> tuple[Item, ...]:
    """Read every numbered page, several at a time.

    Raises `InconsistentListingError` unless each page is the one asked for, all agree on the total, and the items are distinct and
    that many.
    """
    first = ask(1)
    size = min(first.size, LIMIT) if first.size > 0 else LIMIT
    numbers = range(2, math.ceil(first.total / size) + 1)
    if len(numbers) > _MOST_PAGES:
        raise InconsistentListingError(f"a total of {first.total} is not credible")
    rest = map_ordered([lambda number=number: ask(number) for number in numbers], _WIDTH)  # type: ignore[misc]  # bound per page
    items: dict[Hashable, Item] = {}
    for number, page in enumerate((first, *rest), start=1):
        if page.number != number:
            raise InconsistentListingError(f"page {number} was requested and page {page.number} was returned")
        if page.total != first.total:
            raise InconsistentListingError(f"the total changed from {first.total} to {page.total} between pages")
        _add(items, page.items, key)
    if len(items) != first.total:
        raise InconsistentListingError(f"{len(items)} items were returned where the total is {first.total}")
    return tuple(items.values())


def together(jobs: list[Callable[[], tuple[Item, ...]]]) -> tuple[Item, ...]:
    """Several listings at the same time, as one, in the order given."""
    return tuple(item for part in map_ordered(jobs, _WIDTH) for item in part)


def _add(items: dict[Hashable, Item], page: tuple[Item, ...], key: Callable[[Item], Hashable]) -> None:
    for item in page:
        if key(item) in items:
            raise InconsistentListingError(f"{key(item)} was listed twice")
        items[key(item)] = item
