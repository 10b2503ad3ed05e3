"""A review as one page: whom the change hurts, what it does, and then the same sections as a plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sync.core.review.judging import review_verdict
from sync.core.review.model import CallerImpact
from sync.render.html.findings import Section, section
from sync.render.html.markup import Html, tag
from sync.render.html.report import Opening, report_html
from sync.render.page import Page
from sync.render.review import (
    about_line,
    change_line,
    headline,
    impact_details,
    impact_sentence,
    made_line,
    steps_in_words,
    verdict_line,
)

if TYPE_CHECKING:
    from sync.render.outputs import ReviewOutput


def review_html(output: ReviewOutput, page: Page) -> str:
    """The page. The same output gives the same bytes."""
    opening = Opening(
        headline=headline(output.review, is_whole=output.is_whole),
        lead=verdict_line(output),
        compared=about_line(output),
        word=review_verdict(output.review, output.bar, is_whole=output.is_whole).word,
        sections=tuple(_sections(output)),
    )
    return report_html(output, page, title="Review of a change", opening=opening)


def _sections(output: ReviewOutput) -> Iterator[Section]:
    review = output.review
    if review.impacts:
        steps = steps_in_words(review)
        yield section("callers", f"Callers ({len(review.impacts)})", tag("ul", *(_impact(item, steps) for item in review.impacts)))
    if not review.changes:
        return
    changes = tag("ul", *(tag("li", change_line(item)) for item in review.changes))
    yield section("changes", f"What changes ({len(review.changes)})", changes)
    if output.to_make:
        made = tag("ul", *(tag("li", made_line(item)) for item in output.to_make))
        yield section("first", f"First, by whoever deploys the functions ({len(output.to_make)})", made)
    if review.standing:
        title = f"Broken already ({len(review.standing)}): not by this change, and not mended by it"
        yield section("standing", title, tag("ul", *(tag("li", impact_sentence(item)) for item in review.standing)))


def _impact(item: CallerImpact, steps: dict[str, str]) -> Html:
    details = (tag("li", tag("span", f"{label}: ", class_="faint"), text) for label, text in impact_details(item, steps))
    return tag("li", tag("strong", impact_sentence(item)), tag("ul", *details, class_="plain"))
