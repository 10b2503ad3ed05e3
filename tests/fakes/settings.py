"""Settings of a run over clouds in memory."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sync.settings import Account, Settings
from sync.specs.ids import Region


def settings_of(registry: Path, *, account: str, workers: int = 1, regions: Iterable[Region] = ()) -> Settings:
    """No code is read and nothing is cached; `regions` are those in which a missing function is looked for."""
    return Settings(
        registry=registry,
        file=None,
        account=Account(id=account),
        endpoints={},
        protocol="https",
        workers=workers,
        calls_per_second=200.0,
        signatures=False,
        watch="targets",
        regions=tuple(regions),
        cache=None,
    )
