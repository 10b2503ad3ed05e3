"""What import wrote and what it left out, for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sync.core.importing import LeftOut, Reason
from sync.render.documents import ImportedRow
from sync.render.edit import edit_text
from sync.render.escape import visible
from sync.render.gaps import gap_lines
from sync.render.outputs import ImportOutput
from sync.render.page import Page
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
    "match": "a function of the registry seems to live here now, or may",
    "name": "a spec cannot hold this name",
}
_NEXT = (
    "",
    "Next  ivrsync validate   is the registry valid?",
    "      ivrsync plan       what still differs, and which callers does it hurt?",
)


_AS_FOUND = "as its spec says"
_TO_WRITE = "to be written: a setting or the code differs, or could not be read"


def import_text(output: ImportOutput, page: Page) -> str:
    """Every file, every spec and how well its signature is known, everything left out and why; then what to do next.

    Of a dry run first what would be added to each file. On a quiet page only the summary.
    """
    if page.quiet:
        return summary(output) + "\n"
    lines = [edit_text(edit, page) for edit in output.edits if output.dry_run]
    lines += [*_files(output, page), *_functions(output.functions, page), *_left_out(output.left_out, page)]
    lines += _adopted(output, page)
    if gaps := gap_lines(output.gaps, page):
        lines += [*gaps, ""]
    advice = _NEXT if output.edits and not output.dry_run else ()
    return "\n".join([*lines, summary(output), *advice]) + "\n"


def _adopted(output: ImportOutput, page: Page) -> list[str]:
    if output.adopted is None:
        return []
    ids, path = output.adopted.ids, visible(output.adopted.path)
    if not ids:
        return [page.paint("strong", "FOR PULUMI"), "  nothing exists that pulumi up has still to take over", ""]
    held = count(len(ids.functions), "function"), count(len(ids.registrations), "registration")
    told = f"{held[0]} and {held[1]} that the next pulumi up takes over"
    if ids.as_found:
        told += f"; it writes nothing to what is {_AS_FOUND}, before the spec or the code changes or the file is removed"
    rows = [
        *((*pair, "") for pair in ids.services.items()),
        *((*pair, _AS_FOUND if pair[0] in ids.as_found else _TO_WRITE) for pair in ids.functions.items()),
        *((*pair, "") for pair in ids.registrations.items()),
    ]
    lines = [page.paint("strong", f"FOR PULUMI ({len(rows)})"), *hang("  ", f"{path}: {told}", page.width)]
    lines += [f"  {row}" for row in columns([tuple(map(visible, row)) for row in rows])]
    return [*lines, ""]


def summary(output: ImportOutput) -> str:
    """One line: how much was written, or would be."""
    if not output.edits:
        left = f"; {len(output.left_out)} left out" if output.left_out else ""
        known = "not everything could be read" if output.gaps else "the registry knows everything that registrations reach"
        return f"nothing to import: {known}{left}"
    counts = [
        count(len(output.functions), "function"),
        count(sum(len(row.centers) for row in output.functions), "registration"),
    ]
    counts += [count(len(output.centers), "center")] if output.centers else []
    verb = "would be imported" if output.dry_run else "imported"
    return f"{', '.join(counts)} {verb}, {len(output.left_out)} left out"


def _files(output: ImportOutput, page: Page) -> list[str]:
    if not output.edits:
        return []
    title = "WOULD BE WRITTEN" if output.dry_run else "WRITTEN"
    rows = [page.paint("good", f"{title} ({len(output.edits)})"), *(f"  {visible(edit.path)}" for edit in output.edits)]
    return [*rows, ""]


def _functions(rows: Sequence[ImportedRow], page: Page) -> list[str]:
    if not rows:
        return []
    heads = columns([(row.uid, address(row.address), f"signature {row.signature}") for row in rows])
    lines = [page.paint("strong", f"FUNCTIONS ({len(rows)})")]
    for head, row in zip(heads, rows, strict=True):
        lines += hang("  ", head, page.width)
        lines += (line for remark in row.remarks for line in hang("      ", visible(remark), page.width))
    return [*lines, ""]


def _left_out(items: Iterable[LeftOut], page: Page) -> list[str]:
    items = tuple(items)
    if not items:
        return []
    lines = [page.paint("warn", f"LEFT OUT ({len(items)})")]
    for item in items:
        where = f"{visible(item.center)} [{visible(item.registration)}] -> " if item.registration else ""
        lines.append(f"  {where}{address(item.target)}")
        detail = f"ivrsync accept {item.detail}" if item.reason == "match" else item.detail
        about = f" ({visible(detail)})" if detail else ""
        lines += hang(f"      {item.reason}: ", f"{_REASONS[item.reason]}{about}", page.width)
    return [*lines, ""]
