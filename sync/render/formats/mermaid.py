"""Mermaid, for comments and pages that draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.render.format_registry import Format

if TYPE_CHECKING:
    from sync.render.outputs import GraphOutput
    from sync.render.page import Page


def _graph(output: GraphOutput, _page: Page) -> str:
    from sync.render.graph_mermaid import graph_mermaid

    return graph_mermaid(output.graph)


FORMAT = Format(help="a flowchart, as GitHub and GitLab draw it", writers={"graph": _graph})
