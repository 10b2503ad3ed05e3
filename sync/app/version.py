"""Which ivrsync this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def tool() -> str:
    """Name and version, as plans and documents carry it: `ivrsync 0.1.0`."""
    try:
        return f"ivrsync {version('ivrsync')}"
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "ivrsync (not installed)"
