"""OB: what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sync.core.model import Found, GapScope
from sync.core.plan import Finding

CODES: Mapping[GapScope, str] = {
    "region": "OB001",
    "registrations": "OB002",
    "flows": "OB003",
    "function": "OB004",
    "code": "OB005",
}


def unread(found: Found) -> Iterator[Finding]:
    """One finding for each gap."""
    for gap in found.gaps:
        args = {"subject": gap.subject, "code": gap.code, "reason": gap.message}
        if gap.scope in ("region", "function"):
            args["generation"] = gap.generation or "2.0 and 3.0"
        yield Finding(code=CODES[gap.scope], subject=gap.subject, origin=None, args={**args})
