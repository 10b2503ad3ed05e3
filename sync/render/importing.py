"""What import wrote and what it left out, for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sync.core.importing import LeftOut, Reason
from sync.render.documents import ImportDocument, ImportedRow
from sync.render.escape import visible
from sync.render.gaps import gap_lines
from sync.render.palette import Palette
from sync.render.phrases import address, count
from sync.render.width import columns, hang

_REASONS: dict[Reason, str] = {
    "stale": "the function does not exist: flows that call this registration reach nothing",
    "unread": "whether the function exists could not be checked",
    "duplicate": "another registration of this center reaches the same function and is kept; ivrsync apply removes "
    "this one unless a flow mentions it (RG003)",
    "undeclared": "the registry has the function; add the registration to its spec by hand, with this id",
    "undecided": "the registry may want this registration; ivrsync plan says which",
    "former": "the registry says that another function lived at this address",
    "name": "a spec cannot hold this name",
}


def import_text(document: ImportDocument, *, palette: Palette, width: int, advice: Sequence[str]) -> str:
    """Every file, every spec and how well its signature is known, everything left out and why; then what to do next."""
    lines = [*_files(document, palette), *_functions(document.functions, palette, width)]
    lines += _left_out(document.left_out, palette, width)
    if gaps := gap_lines(document.gaps, palette=palette, width=width):
        lines += [*gaps, ""]
    return "\n".join([*lines, summary(document), *advice]) + "\n"


def summary(document: ImportDocument) -> str:
    """One line: how much was written, or would be."""
    if not document.files:
        left = f"; {len(document.left_out)} left out" if document.left_out else ""
        known = "not everything could be read" if document.gaps else "the registry knows everything that registrations reach"
        return f"nothing to import: {known}{left}"
    counts = [
        count(len(document.functions), "function"),
        count(sum(len(row.centers) for row in document.functions), "registration"),
    ]
    counts += [count(len(document.centers), "center")] if document.centers else []
    verb = "would be imported" if document.dry_run else "imported"
    return f"{', '.join(counts)} {verb}, {len(document.left_out)} left out"


def _files(document: ImportDocument, palette: Palette) -> list[str]:
    if not document.files:
        return []
    title = "WOULD BE WRITTEN" if document.dry_run else "WRITTEN"
    rows = [palette.paint(palette.good, f"{title} ({len(document.files)})"), *(f"  {visible(file)}" for file in document.files)]
    return [*rows, ""]


def _functions(rows: Sequence[ImportedRow], palette: Palette, width: int) -> list[str]:
    if not rows:
        return []
    heads = columns([(row.uid, address(row.address), f"signature {row.signature}") for row in rows])
    lines = [palette.paint(palette.strong, f"FUNCTIONS ({len(rows)})")]
    for head, row in zip(heads, rows, strict=True):
        lines += hang("  ", head, width)
        lines += (line for remark in row.remarks for line in hang("      ", visible(remark), width))
    return [*lines, ""]


def _left_out(items: Iterable[LeftOut], palette: Palette, width: int) -> list[str]:
    items = tuple(items)
    if not items:
        return []
    lines = [palette.paint(palette.warn, f"LEFT OUT ({len(items)})")]
    for item in items:
        where = f"{visible(item.center)} [{visible(item.registration)}] -> " if item.registration else ""
        lines.append(f"  {where}{address(item.target)}")
        about = f" ({visible(item.detail)})" if item.detail else ""
        lines += hang(f"      {item.reason}: ", f"{_REASONS[item.reason]}{about}", width)
    return [*lines, ""]
