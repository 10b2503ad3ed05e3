"""JSON documents for programs, versioned, each with a published schema."""

from __future__ import annotations

from sync.render.format_registry import Format
from sync.render.outcomes import OUTCOMES, Outcome
from sync.render.page import Page


def _document(outcome: Outcome, page: Page) -> str:
    from sync.render.documents import document_of
    from sync.render.json_ import document_json

    return document_json(document_of(outcome, page.tool()))


FORMAT = Format(help="a versioned JSON document", writers=dict.fromkeys(OUTCOMES, _document))
