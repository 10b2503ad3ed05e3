"""The ports that execute receives."""

from __future__ import annotations

from dataclasses import dataclass

from sync.ports import Readers, Writers


@dataclass(frozen=True, slots=True, kw_only=True)
class Clouds:
    """Readers and writers of the same clouds; only apply ever holds both."""

    readers: Readers
    writers: Writers
