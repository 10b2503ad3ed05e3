"""A change to a file of the registry, for people: a unified diff, and what an open signature leaves open."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from sync.core.signature.inferred import Inferred
from sync.render.escape import prose, visible
from sync.render.palette import Palette
from sync.render.phrases import count

_CONTEXT = 2  # lines around a change


def edit_text(name: str, before: str, after: str, *, palette: Palette) -> str:
    """The diff of a file's text, with its name at the top; empty when nothing changes."""
    old, new = ([line.removesuffix("\r") for line in text.split("\n")] for text in (before, after))
    if not before:  # a new file: nothing is taken away
        old, new = [], new[: -1 if after.endswith("\n") else None]
    rows = difflib.unified_diff(old, new, name if before else "/dev/null", name, n=_CONTEXT, lineterm="")
    return "".join(f"{_painted(prose(row), palette)}\n" for row in rows)


def open_text(uid: str, inferred: Inferred, kept: Sequence[str]) -> str:
    """A warning that the code does not show every input: where it stops, and which declared inputs were left alone."""
    first = min(inferred.escapes)
    place = f"{visible(first.file)}:{first.line}: {visible(first.detail)}"
    more = f", and {count(len(inferred.escapes) - 1, 'place')} more" if len(inferred.escapes) > 1 else ""
    stays = f"kept although the code does not show them: {', '.join(map(visible, kept))}" if kept else "no declared input was kept"
    return f"warning: the signature of {visible(uid)} is open, there may be further inputs ({place}{more}); {stays}"


def _painted(row: str, palette: Palette) -> str:
    if row.startswith(("---", "+++", "@@")):
        return palette.paint(palette.strong, row)
    styles = {"+": palette.good, "-": palette.bad}
    return palette.paint(styles[row[0]], row) if row[:1] in styles else row
