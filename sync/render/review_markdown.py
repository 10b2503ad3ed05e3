"""A review as Markdown: whom the change hurts first, then what it does, then what a plan says of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

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

Item = TypeVar("Item")
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
        yield _list(review.impacts, lambda item: _impact(item, steps), detail)
    if review.doubtful:
        yield f"#### May be hurt ({len(review.doubtful)})"
        yield _list(review.doubtful, lambda flow: markdown(doubt_line(flow)), detail)
    if review.changes:
        yield f"#### What changes ({len(review.changes)})"
        yield _list(review.changes, lambda item: markdown(change_line(item)), detail)
    if review.standing and review.changes:
        yield f"#### Broken already ({len(review.standing)}): not by this change, and not mended by it"
        yield _list(review.standing, lambda item: markdown(impact_sentence(item)), detail)
    if output.to_make:
        yield f"#### First ({len(output.to_make)}), by whoever deploys the functions"
        yield _list(output.to_make, lambda item: markdown(made_line(item)), detail)
    yield f"Verdict: {markdown(verdict_line(output))}."


def _impact(item: CallerImpact, steps: dict[str, str]) -> str:
    sign = _SIGNS["+" if item.is_repaired else "x"]
    details = "".join(f"<br>{label}: {markdown(text)}" for label, text in impact_details(item, steps))
    return f"{sign} {markdown(impact_sentence(item))}{details}"


def _list(items: Sequence[Item], write: Callable[[Item], str], detail: Detail) -> str:
    return listed(items, write, detail.others)
