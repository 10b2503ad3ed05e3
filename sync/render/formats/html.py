"""One HTML file for people: to be kept, sent and opened anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.render.format_registry import Command, Format, Writer

if TYPE_CHECKING:
    from sync.render.html.report import Judged
    from sync.render.outputs import ReviewOutput
    from sync.render.page import Page

# A command whose output has a plan, a bar and a graph needs no more than a line here.
_TITLES: dict[Command, str] = {
    "plan": "Plan",
    "drift": "Drift since the last sync",
}


def _writer(title: str) -> Writer:
    def write(output: Judged, page: Page) -> str:
        from sync.render.html.report import report_html

        return report_html(output, page, title=title)

    return write


def _review(output: ReviewOutput, page: Page) -> str:
    from sync.render.html.review import review_html

    return review_html(output, page)


FORMAT = Format(
    help="a page for a browser, in one file",
    writers={**{name: _writer(title) for name, title in _TITLES.items()}, "review": _review},
    draws=True,
)
