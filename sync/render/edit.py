"""A change to a file of the registry, for people: a unified diff, and what an open signature leaves open."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from sync.core.signature.inferred import Inferred
from sync.render.escape import prose, visible
from sync.render.outputs import Edit
from sync.render.page import Page, Style
from sync.render.phrases import count

_CONTEXT = 2  # lines around a change


def edit_text(edit: Edit, page: Page) -> str:
    """The diff of a file's text, with its name at the top; empty when nothing changes."""
    before, after = edit.before or "", edit.after
    old, new = ([line.removesuffix("\r") for line in text.split("\n")] for text in (before, after))
    if not before:  # a new file: nothing is taken away
        old, new = [], new[: -1 if after.endswith("\n") else None]
    rows = difflib.unified_diff(old, new, edit.path if before else "/dev/null", edit.path, n=_CONTEXT, lineterm="")
    return "".join(f"{_painted(prose(row), page)}\n" for row in rows)


def written_text(edit: Edit, page: Page) -> str:
    """The change that was made to a file, below what came before; or that there was nothing to change."""
    name = visible(edit.path)
    if not edit.changes:
        return f"\nnothing to write: {name} already declares it\n"
    return f"\n{edit_text(edit, page)}\nwritten to {name}\n"


def open_text(uid: str, inferred: Inferred, kept: Sequence[str]) -> str:
    """A warning that the code does not show every input: where it stops, and which declared inputs were left alone."""
    first = min(inferred.escapes)
    place = f"{visible(first.file)}:{first.line}: {visible(first.detail)}"
    more = f", and {count(len(inferred.escapes) - 1, 'place')} more" if len(inferred.escapes) > 1 else ""
    stays = f"kept although the code does not show them: {', '.join(map(visible, kept))}" if kept else "nothing had to be kept"
    return f"warning: the signature of {visible(uid)} is open, there may be further inputs ({place}{more}); {stays}"


def _painted(row: str, page: Page) -> str:
    if row.startswith(("---", "+++", "@@")):
        return page.paint("strong", row)
    styles: dict[str, Style] = {"+": "good", "-": "bad"}
    return page.paint(styles.get(row[:1], "plain"), row)
