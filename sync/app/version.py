"""Which ivrsync this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def tool() -> str:
    """Name and version, as plans and documents carry it: `ivrsync 0.1.0`."""
    return f"ivrsync {_installed() or '(not installed)'}"


def number() -> str:
    """The version alone, as plugins state it: `0.1.0`."""
    return _installed() or "0.0.0"


def _installed() -> str:
    try:
        return version("ivrsync")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return ""
