"""Markdown for a comment or a job summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.render.format_registry import PLANS, Format

if TYPE_CHECKING:
    from sync.render.outputs import PlannedOutput, ReviewOutput
    from sync.render.page import Page


def _report(output: PlannedOutput, page: Page) -> str:
    from sync.render.markdown_report import markdown_report

    return markdown_report(output.plan, output.bar, page.files(), command=output.command)


def _review(output: ReviewOutput, page: Page) -> str:
    from sync.render.review_markdown import review_markdown

    return review_markdown(output, page.files())


FORMAT = Format(help="for a comment or a job summary", writers={**dict.fromkeys(PLANS, _report), "review": _review})
