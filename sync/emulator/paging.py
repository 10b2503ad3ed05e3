"""Pages of a sorted list of names, with an opaque token for the next one.

A token stands for the last name seen, so that names which come or go between two pages neither repeat nor hide others.
"""

from __future__ import annotations

import base64
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from sync.emulator.messages import ApiError

DEFAULT_LIMIT = 20
MOST = 100
_SEEN = "after:"


def token_after(name: str) -> str:
    """The token of the page that follows that name; the empty name stands for the first page."""
    return base64.urlsafe_b64encode(f"{_SEEN}{name}".encode()).decode()


def page(names: Sequence[str], parameters: Mapping[str, str]) -> tuple[list[str], str]:
    """The names of the page asked for, and the token of the next page or the empty text.

    `parameters` may hold limit (1 to 100, else 20), nextToken, prefix and startKey (inclusive), as Function Compute has them.
    """
    limit, prefix = _limit(parameters.get("limit", "")), parameters.get("prefix", "")
    start = max(bisect_left(names, prefix), bisect_left(names, parameters.get("startKey", "")))
    if token := parameters.get("nextToken", ""):
        start = max(start, bisect_right(names, _seen(token)))
    found: list[str] = []
    for name in names[start : start + limit + 1]:
        if not name.startswith(prefix):
            break
        found.append(name)
    return found[:limit], token_after(found[limit - 1]) if len(found) > limit else ""


def _limit(text: str) -> int:
    if not text:
        return DEFAULT_LIMIT
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise ApiError(400, "InvalidArgument", f"limit must be a number from 1 to {MOST}")
    return int(text)


def _seen(token: str) -> str:
    try:
        text = base64.urlsafe_b64decode(token).decode()
    except ValueError:
        text = ""
    if not text.startswith(_SEEN):
        raise ApiError(400, "InvalidArgument", "nextToken is not one that this service gave")
    return text.removeprefix(_SEEN)
