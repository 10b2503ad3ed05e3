"""The language of Graphviz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.render.format_registry import Format

if TYPE_CHECKING:
    from sync.render.outputs import GraphOutput
    from sync.render.page import Page


def _graph(output: GraphOutput, _page: Page) -> str:
    from sync.render.graph_dot import graph_dot

    return graph_dot(output.graph)


FORMAT = Format(help="for Graphviz", writers={"graph": _graph})
