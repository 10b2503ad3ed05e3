"""Registry files rewritten: checked together first, then each written whole, and only over the text it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sync.app.files import refuse_unwritable, write_whole
from sync.errors import InputError
from sync.specs.diagnostics import RegistryErrors
from sync.specs.dry_load import rehearse
from sync.specs.models import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The new text of a registry file; `before` is its text when the draft was made, None for a new file."""

    path: Path
    before: str | None
    after: str


def text_of(path: Path) -> str:
    """A registry file's text as it is, byte order mark and line ends included."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}", "the file must be readable and UTF-8") from error


def rehearsed(root: Path, drafts: Sequence[Draft], *, checks_of: str = "") -> Registry:
    """The registry with the drafts in it. Refuses those with which it would not load, ignoring the checks of one uid.

    Raises `InputError`.
    """
    try:
        return rehearse(root, {draft.path: draft.after for draft in drafts}, checks_of=checks_of)
    except RegistryErrors as errors:
        first = errors.problems[0]
        message = f"nothing is written, because the registry would be invalid: {first.place}: {first.message}"
        raise InputError(message, first.hint) from errors


def write(drafts: Sequence[Draft]) -> None:
    """Write each file whole, in order. Nothing is written when any of them has changed."""
    for draft in drafts:
        _refuse_changed(draft)
        refuse_unwritable(draft.path)
    for draft in drafts:
        _refuse_changed(draft)
        _make_folder(draft.path.parent)
        write_whole(draft.path, draft.after)


def _refuse_changed(draft: Draft) -> None:
    now = text_of(draft.path) if draft.path.exists() else None
    if now != draft.before:
        what = "was created" if draft.before is None else "was changed" if now is not None else "was removed"
        raise InputError(f"{draft.path}: {what} in the meantime, so it is not written", "run the command again")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be created: {error.strerror}", "choose a folder that can be written to") from error
