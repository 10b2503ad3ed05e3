"""OB: what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pydantic import JsonValue

from sync.core.plan.model import Finding
from sync.core.worlds import Gap, GapScope

CODES: Mapping[GapScope, str] = {
    "region": "OB001",
    "registrations": "OB002",
    "flows": "OB003",
    "function": "OB004",
    "code": "OB005",
    "check": "OB006",
}


def unread(gaps: Iterable[Gap]) -> Iterator[Finding]:
    """One finding for each gap."""
    for gap in gaps:
        yield of(gap)


def of(gap: Gap) -> Finding:
    """The finding of one gap."""
    args: dict[str, JsonValue] = {"subject": gap.subject, "code": gap.code, "reason": gap.message}
    if gap.scope in ("region", "function"):
        args["generation"] = gap.generation or "2.0 and 3.0"
    return Finding(code=CODES[gap.scope], subject=gap.subject, origin=None, args=args)
