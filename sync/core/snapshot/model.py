"""A snapshot: the found world without what must not be kept, whose it is, and when each part was read."""

from __future__ import annotations

from dataclasses import dataclass

from sync.core.flows.excerpt import Texts
from sync.core.worlds import Found, GapScope
from sync.specs.ids import Address, CenterName, Generation

# The codes of gaps that a snapshot leaves: the words are the renderer's.
NOT_IN_SNAPSHOT = "NotInSnapshot"
NO_SNAPSHOT = "NoSnapshot"  # there is none at all
HIDDEN = "HiddenInSnapshot"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Source:
    """One reading: which listing, of which region and generation or center, and when it came in (ISO 8601, UTC)."""

    scope: GapScope
    subject: str
    generation: Generation | None
    read: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class PlannedReading:
    """With which settings the code of a function was read, besides the present ones: those that apply would have set.

    `stated` is a digest of the signature that the spec states in its environment, empty where it states none.
    """

    address: Address
    handler: str | None
    runtime: str | None
    stated: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """`found` was redacted (see `redacted`). `instances` are the centers that were read; `salt` is that of the digests.

    `sought` are the ids of registrations that flows were searched for besides those that the centers have.
    """

    tool: str
    account: str
    salt: str
    sources: tuple[Source, ...]
    instances: tuple[tuple[CenterName, str], ...]
    planned: tuple[PlannedReading, ...]
    with_code: bool
    found: Found
    sought: Texts = frozenset()

    @property
    def taken(self) -> str:
        """When its newest part was read; empty where nothing was."""
        return max((source.read for source in self.sources), default="")
