"""Who calls what in the DOT language of Graphviz. Widths are set here, so that every engine gives Chinese the room it takes."""

from __future__ import annotations

import re

from sync.core.flows.call_graph import CallGraph
from sync.render.graph_drawing import Arrow, Box, Kind, drawing_of
from sync.render.width import cells

_SHAPES: dict[Kind, str] = {
    "number": "box, style=rounded",
    "flow": "box",
    "module": "box, style=rounded",
    "registration": "underline",
    "function": "component",
}
_CELL, _MARGIN = 0.095, 0.35  # inches: of one column in the font below, and around the text
_COLUMNS = 26  # of a line in a box, if it can be broken
_PIECES = re.compile(r"[^-/_]*[-/_]|[^-/_]+")
_HEAD = (
    "digraph calls {",
    '  graph [rankdir=LR, bgcolor="transparent", nodesep=0.18, ranksep=0.45];',
    '  node [fontname="sans-serif", fontsize=11, height=0.35, margin="0.1,0.05"];',
    '  edge [fontname="sans-serif", fontsize=10, arrowsize=0.7];',
)
_BROKEN = 'color="#b3261e", fontcolor="#b3261e", style=dashed, penwidth=1.6'
_LOOKS = {"plain": "", "broken": f', {_BROKEN}, arrowhead="teetee"', "unsure": ", style=dotted"}


def graph_dot(graph: CallGraph) -> str:
    """A directed graph from left to right; classes and ids are there for style sheets."""
    drawing = drawing_of(graph)
    lines = (*_HEAD, *map(_box, drawing.boxes), *map(_arrow, drawing.arrows), "}")
    return "\n".join(lines) + "\n"


def _box(box: Box) -> str:
    lines = [part for line in box.lines for part in _narrow(line)]
    width = max(map(cells, lines)) * _CELL + _MARGIN
    label = "\\n".join(map(_text, lines))
    broken = f", {_BROKEN}" if box.look == "broken" else ""
    return f'  {box.id} [shape={_SHAPES[box.kind]}, label="{label}", width={width:.2f}, class="{box.kind} {box.look}"{broken}];'


def _arrow(arrow: Arrow) -> str:
    label = f', label="  {_text(arrow.text)}  "' if arrow.text else ""
    return f'  {arrow.tail} -> {arrow.head} [class="{arrow.look}"{label}{_LOOKS[arrow.look]}];'


def _narrow(line: str) -> list[str]:
    """The line, broken behind its signs: columns of ids and addresses would make the drawing as wide as all of them together."""
    parts = [""]
    for piece in _PIECES.findall(line):
        if parts[-1] and cells(parts[-1] + piece) > _COLUMNS:
            parts.append("")
        parts[-1] += piece
    return parts


def _text(text: str) -> str:
    r"""A label shows what it says: `\N` and `&lt;` in it would mean something to Graphviz."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
