"""JSON documents for programs, versioned, each with a published schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.render.format_registry import KINDS, Format

if TYPE_CHECKING:
    from sync.render.outputs import CommandOutput
    from sync.render.page import Page


def _document(output: CommandOutput, page: Page) -> str:
    from sync.render.documents import document_of
    from sync.render.json_ import document_json

    return document_json(document_of(output, page.tool()))


FORMAT = Format(help="a versioned document for programs", writers=dict.fromkeys(KINDS, _document))
