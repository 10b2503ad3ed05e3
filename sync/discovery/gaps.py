"""A refused or lost call as a gap: what it hides, and what the cloud said."""

from __future__ import annotations

from sync.core.worlds import Gap, GapScope
from sync.errors import CloudError
from sync.specs.ids import Generation


def gap_of(error: CloudError, scope: GapScope, subject: str, generation: Generation | None) -> Gap:
    """The gap that this error leaves (see `Gap` for what a subject is)."""
    return Gap(
        scope=scope,
        subject=subject,
        generation=generation,
        operation=error.operation,
        code=error.code,
        message=error.reason,
        request_id=error.request_id,
    )
