"""How an apply ended, for people: the report, what is so now, and what to do next where it was stopped."""

from __future__ import annotations

from collections.abc import Iterator

from sync.render.outputs import ApplyOutput
from sync.render.page import Page
from sync.render.quiet import undone_lines
from sync.render.report_text import counts_line, report_text
from sync.render.summary import done_line


def applied_text(output: ApplyOutput, page: Page) -> str:
    """Every step and its end, and the last line; on a quiet page only the steps that did not end done, and the counts."""
    return "".join(f"{line}\n" for line in (_quiet if page.quiet else _lines)(output, page))


def _lines(output: ApplyOutput, page: Page) -> Iterator[str]:
    if output.report.results:
        yield "\n" + report_text(output.report, page).removesuffix("\n")
    if output.after is None and not output.unrecorded:
        yield "Run apply again to go on, with the same plan file if one was given; then `ivrsync test`."
    last = _last(output, page)
    if last and (output.report.results or output.recorded):
        yield last + (f"; recorded in {output.recorded}" if output.recorded else "")


def _quiet(output: ApplyOutput, page: Page) -> Iterator[str]:
    yield from undone_lines(output.report)
    if output.report.results:
        yield counts_line(output.report, page)
    if last := _last(output, page):
        yield last


def _last(output: ApplyOutput, page: Page) -> str:
    return "" if output.after is None or output.unrecorded else done_line(output.code, output.after, page)
