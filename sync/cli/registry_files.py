"""The registry's files as code hosts know them: by their paths from the root of the repository."""

from __future__ import annotations

import os
from pathlib import Path

from sync.app.registry import declared, source
from sync.render.registry_files import RegistryFiles

_GIT = ".git"  # a folder, or in a worktree a file


def registry_files(registry: Path, here: Path) -> RegistryFiles:
    """The files of that registry, for a run in the folder `here`. No path is absolute, which would mean nothing elsewhere."""
    folder = _absolute(here, str(registry))
    root = _root(folder, here)

    def called(file: str) -> str:
        path = _absolute(here, file)
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name

    return RegistryFiles(
        folder=str(registry),
        called=called,
        read=lambda: declared(registry),
        text=lambda file: source(here / file),
    )


def _root(registry: Path, here: Path) -> Path:
    """The root of the registry's repository; without one, the working folder, or what holds the registry."""
    repository = next((folder for folder in (registry, *registry.parents) if (folder / _GIT).exists()), None)
    if repository is not None:
        return repository
    return here if registry.is_relative_to(here) else registry.parent


def _absolute(here: Path, path: str) -> Path:
    return Path(os.path.normpath(here / path))
