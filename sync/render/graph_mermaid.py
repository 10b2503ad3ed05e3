"""Who calls what as Mermaid, which GitHub and GitLab draw in comments and pages."""

from __future__ import annotations

from collections.abc import Iterator

from sync.core.flows.call_graph import CallGraph
from sync.render.graph_drawing import Arrow, Box, Kind, drawing_of

_SHAPES: dict[Kind, tuple[str, str]] = {
    "number": ("([", "])"),
    "flow": ("[", "]"),
    "module": ("(", ")"),
    "registration": ("{{", "}}"),
    "function": ("[[", "]]"),
}
_LINES = {"plain": "-->", "broken": "-.-x", "unsure": "-.->"}
_CLASSES = (
    "classDef broken stroke:#b3261e,stroke-width:2px,stroke-dasharray:4",
    "classDef unsure stroke-dasharray:2",
)


def graph_mermaid(graph: CallGraph) -> str:
    """A flowchart from left to right."""
    drawing = drawing_of(graph)
    lines = ["flowchart LR", *map(_box, drawing.boxes), *map(_arrow, drawing.arrows), *_classed(drawing.boxes), *_CLASSES]
    return lines[0] + "".join(f"\n  {line}" for line in lines[1:]) + "\n"


def _box(box: Box) -> str:
    left, right = _SHAPES[box.kind]
    return f'{box.id}{left}"{"<br>".join(map(_text, box.lines))}"{right}'


def _arrow(arrow: Arrow) -> str:
    text = f'|"{_text(arrow.text)}"|' if arrow.text else ""
    return f"{arrow.tail} {_LINES[arrow.look]}{text} {arrow.head}"


def _classed(boxes: tuple[Box, ...]) -> Iterator[str]:
    for look in ("broken", "unsure"):
        if ids := [box.id for box in boxes if box.look == look]:
            yield f"class {','.join(ids)} {look}"


def _text(text: str) -> str:
    """Letters, digits and what is plainly no markup stay; every other ASCII character is written as its number."""
    return "".join(c if not c.isascii() or c.isalnum() or c in " -_./,:()" else f"#{ord(c)};" for c in text)
