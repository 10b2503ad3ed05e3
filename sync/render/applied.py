"""How an apply ended, for people: the report, what is so now, and what to do next where it was stopped."""

from __future__ import annotations

from collections.abc import Iterator

from sync.render.outcomes import ApplyOutcome
from sync.render.page import Page
from sync.render.quiet import undone_lines
from sync.render.report_text import counts_line, report_text
from sync.render.summary import done_line


def applied_text(outcome: ApplyOutcome, page: Page) -> str:
    """Every step and its end, and the last line; on a quiet page only the steps that did not end done, and the counts."""
    return "".join(f"{line}\n" for line in (_quiet if page.quiet else _lines)(outcome, page))


def _lines(outcome: ApplyOutcome, page: Page) -> Iterator[str]:
    if outcome.report.results:
        yield "\n" + report_text(outcome.report, page).removesuffix("\n")
    if outcome.after is None and not outcome.unrecorded:
        yield "Run apply again to go on, with the same plan file if one was given; then `ivrsync test`."
    last = _last(outcome, page)
    if last and (outcome.report.results or outcome.recorded):
        yield last + (f"; recorded in {outcome.recorded}" if outcome.recorded else "")


def _quiet(outcome: ApplyOutcome, page: Page) -> Iterator[str]:
    yield from undone_lines(outcome.report)
    if outcome.report.results:
        yield counts_line(outcome.report, page)
    if last := _last(outcome, page):
        yield last


def _last(outcome: ApplyOutcome, page: Page) -> str:
    return "" if outcome.after is None or outcome.unrecorded else done_line(outcome.code, outcome.after, page)
