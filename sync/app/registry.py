"""The registry alone, without any cloud."""

from __future__ import annotations

from pathlib import Path

from sync.specs.adoption import taken_from_others
from sync.specs.diagnostics import RegistryErrors
from sync.specs.files import read_text
from sync.specs.ids import Uid
from sync.specs.load import load
from sync.specs.lock import FILE, read_lock
from sync.specs.models import Registry


def validated(root: Path) -> Registry:
    """The registry, checked against the lock beside it. Raises `RegistryErrors` with every mistake."""
    registry = load(root)
    if problems := [*taken_from_others(registry, read_lock(root / FILE))]:
        raise RegistryErrors(problems)
    return registry


def uids(root: Path) -> tuple[Uid, ...]:
    """The uids of its functions, in the order of its files."""
    return tuple(function.uid for function in load(root).functions)


def declared(root: Path) -> Registry | None:
    """What the registry declares, or None where it cannot be read any more."""
    try:
        return load(root)
    except (RegistryErrors, OSError):
        return None


def source(path: Path) -> str | None:
    """What a file of the registry says, or None where it cannot be read."""
    try:
        return read_text(path)
    except (RegistryErrors, OSError):
        return None
