"""The hidden first line of our comments: whose it is, and which run wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

_LINE = re.compile(r"<!-- ivrsync registry=(\S*) scope=(\S*) head=([0-9a-f]{0,64}) run=(\d{1,18}) -->", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """One comment per registry and scope; `head` is empty and `run` 0 where nobody told them."""

    registry: str
    scope: str
    head: str = ""
    run: int = 0

    def is_beside(self, other: Marker) -> bool:
        """Whether both stand in the same place: a newer one replaces the older."""
        return (self.registry, self.scope) == (other.registry, other.scope)


def marked(marker: Marker, text: str) -> str:
    """The text below its marker. An encoded value holds no space, no `>` and no `-`, so that none can end the line."""
    registry, scope = (quote(value, safe="").replace("-", "%2D") for value in (marker.registry, marker.scope))
    return f"<!-- ivrsync registry={registry} scope={scope} head={marker.head} run={marker.run} -->\n\n{text}"


def marker_of(body: str) -> Marker | None:
    """The marker of a comment. Only the first line counts: what stands below is text, which may quote a marker."""
    found = _LINE.fullmatch(body.strip().partition("\n")[0].rstrip())
    if found is None:
        return None
    registry, scope, head, run = found.groups()
    return Marker(registry=unquote(registry), scope=unquote(scope), head=head, run=int(run))


def unmarked(body: str) -> str:
    """The text of a comment without its marker and without what hosts change: line ends, and space at the ends of lines."""
    lines = [line.rstrip() for line in body.strip().splitlines()]
    return "\n".join(lines[1:] if lines and _LINE.fullmatch(lines[0]) else lines).strip()
