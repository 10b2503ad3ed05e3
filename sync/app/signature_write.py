"""Writes what the code shows into the spec of its function: `ivrsync signature UID --write`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sync.app import file_edits
from sync.core.signature.inferred import Inferred
from sync.core.signature.merge import declared_from
from sync.errors import InputError
from sync.specs.diagnostics import RegistryErrors
from sync.specs.edit import EditError, with_signature
from sync.specs.load import load
from sync.specs.models import Function, Registry, SignatureSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A spec with what the code shows in it; `kept` are the inputs that stay although the code does not show them.

    `mistakes` are the checks of the spec that no longer fit it: only a person knows what they should pass.
    """

    draft: file_edits.Draft
    kept: tuple[str, ...]
    mistakes: RegistryErrors | None

    @property
    def is_new(self) -> bool:
        """Whether the edit changes the file."""
        return self.draft.before != self.draft.after


def refuse_paths(subject: str, root: Path) -> None:
    """A path has no spec to write to. Raises `InputError`."""
    if Path(subject).exists() and _function(load(root), subject) is None:
        raise InputError(f"{subject} is a path, not a uid: there is no spec to write to", "ivrsync signature UID --write")


def write_signature(root: Path, uid: str, inferred: Inferred) -> Declared:
    """Write the signature into the spec.

    Raises `InputError` where the file cannot be edited, or the registry would not load for other reasons than these checks.
    """
    function = _function(load(root), uid)
    if function is None:
        raise InputError(f"{uid} is no longer in the registry", "run the command again")
    existing = function.spec.signature
    wanted = declared_from(inferred, existing)
    path = Path(function.where.file)
    before = file_edits.text_of(path)
    try:
        after = with_signature(before, uid, wanted)
    except EditError as error:
        raise InputError(f"{path}:{error.line}: {error.message}", error.hint) from error
    draft = file_edits.Draft(path=path, before=before, after=after)
    if before != after:
        file_edits.rehearsed(root, [draft], checks_of=uid)
        file_edits.write([draft])
    return Declared(draft=draft, kept=_kept(wanted, inferred), mistakes=_mistakes(root))


def _mistakes(root: Path) -> RegistryErrors | None:
    """What is wrong now, with the places in the text as it was written."""
    try:
        load(root)
    except RegistryErrors as errors:
        return errors
    return None


def _function(registry: Registry, uid: str) -> Function | None:
    return next((function for function in registry.functions if function.uid == uid), None)


def _kept(wanted: SignatureSpec, inferred: Inferred) -> tuple[str, ...]:
    seen = {item.name for item in inferred.inputs}
    return tuple(name for name in wanted.inputs or {} if name not in seen)
