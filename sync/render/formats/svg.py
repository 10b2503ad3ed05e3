"""A drawing by Graphviz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.render.format_registry import Format

if TYPE_CHECKING:
    from sync.render.outputs import GraphOutput
    from sync.render.page import Page


def _graph(output: GraphOutput, _page: Page) -> str:
    from sync.render.graph_svg import graph_svg

    return graph_svg(output.graph)


FORMAT = Format(help="a drawing; needs the extra `graph`", writers={"graph": _graph})
