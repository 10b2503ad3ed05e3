"""A review as Markdown: whom the change hurts first, then what it does, then what a plan says of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sync.core.review.model import CallerImpact
from sync.render.escape import markdown
from sync.render.markdown_report import BUDGET, Detail, listed, markdown_report
from sync.render.registry_files import RegistryFiles
from sync.render.review import (
    about_line,
    change_line,
    doubt_line,
    headline,
    impact_details,
    impact_sentence,
    made_line,
    steps_in_words,
    verdict_line,
)

if TYPE_CHECKING:
    from sync.render.outputs import ReviewOutput

_SIGNS = {"x": "&#10060;", "+": "&#9989;"}  # a cross, a tick


def review_markdown(
    output: ReviewOutput, files: RegistryFiles, *, budget: int = BUDGET, measure: Callable[[str], int] = len
) -> str:
    """The most detailed report that fits the budget. Its first line is the verdict in the words of a caller."""
    return markdown_report(
        output.plan,
        output.bar,
        files,
        command="review",
        budget=budget,
        measure=measure,
        opening=lambda detail: _opening(output, detail),
    )


def _opening(output: ReviewOutput, detail: Detail) -> Iterator[str]:
    review = output.review
    yield f"**{markdown(headline(review, is_whole=output.is_whole))}**"
    yield markdown(about_line(output))
    if review.impacts:
        steps = steps_in_words(review)
        yield f"#### Callers ({len(review.impacts)})"
        yield listed(review.impacts, lambda item: _impact(item, steps), detail.others)
    if review.doubtful:
        yield f"#### May be hurt ({len(review.doubtful)})"
        yield listed(review.doubtful, lambda flow: markdown(doubt_line(flow)), detail.others)
    if review.changes:
        yield f"#### What changes ({len(review.changes)})"
        yield listed(review.changes, lambda item: markdown(change_line(item)), detail.others)
    if review.standing and review.changes:
        yield f"#### Broken already ({len(review.standing)}): not by this change, and not mended by it"
        yield listed(review.standing, lambda item: markdown(impact_sentence(item)), detail.others)
    if output.to_make:
        yield f"#### First ({len(output.to_make)}), by whoever deploys the functions"
        yield listed(output.to_make, lambda item: markdown(made_line(item)), detail.others)
    yield f"Verdict: {markdown(verdict_line(output))}."


def _impact(item: CallerImpact, steps: dict[str, str]) -> str:
    sign = _SIGNS["+" if item.is_repaired else "x"]
    details = "".join(f"<br>{label}: {markdown(text)}" for label, text in impact_details(item, steps))
    return f"{sign} {markdown(impact_sentence(item))}{details}"
