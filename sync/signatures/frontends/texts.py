"""Texts with places to fill: what stands between the places is kept, since a key may be made of both."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.literals import text_piece
from sync.signatures.frontends.tree import line

LITERAL = frozenset(("string_content", "string_fragment", "escape_sequence", "string_value"))
SILENT = frozenset(("string_start", "string_end", "comment"))


def filled(node: Node, place: Callable[[Node], ir.Expr]) -> ir.Expr | None:
    """The text that a literal makes of its places, or None when it has none; `place` lowers what is put in."""
    parts = [child for child in node.named_children if child.type not in SILENT]
    if all(child.type in LITERAL for child in parts):
        return None
    lowered = (ir.Constant(text_piece(one), line(one)) if one.type in LITERAL else place(one) for one in parts)
    return ir.Operation("text", tuple(lowered), line(node))
