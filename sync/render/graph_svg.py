"""Who calls what as a drawing, laid out by Graphviz, which the extra `graph` brings in a wheel."""

from __future__ import annotations

import re

from sync.core.flows.call_graph import CallGraph
from sync.errors import InputError
from sync.render.graph_dot import graph_dot

_PROLOG = re.compile(r"\A.*?(?=<svg)|<!--.*?-->\n?|<title>.*?</title>\n?", re.DOTALL)
_SIZE = re.compile(r'<svg width="([0-9.]+)pt" height="([0-9.]+)pt"')
_NAMESPACES = re.compile(r' xmlns(?::xlink)?="[^"]*"')


def graph_svg(graph: CallGraph) -> str:
    """A picture by itself. Raises `InputError` where there is no Graphviz."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + _drawn(graph)


def inline_svg(graph: CallGraph) -> str:
    """The same as a part of an HTML page. Raises `InputError` where there is no Graphviz."""
    return _NAMESPACES.sub("", _drawn(graph), count=2)


def _drawn(graph: CallGraph) -> str:
    try:
        from pygraphviz import AGraph  # noqa: PLC0415  an extra, and slow to load
    except ImportError as error:
        raise InputError(
            f"a drawing needs Graphviz, which is not installed here: {error}",
            "pip install 'ivrsync[graph]' (on a slim image also the system's glib2); or take --format text, mermaid or dot",
        ) from error
    made: bytes = AGraph(string=graph_dot(graph)).draw(format="svg", prog="dot")
    text = _PROLOG.sub("", made.decode())
    return _SIZE.sub(r'<svg role="img" aria-label="Who calls what" width="\1pt" height="\2pt"', text, count=1)
