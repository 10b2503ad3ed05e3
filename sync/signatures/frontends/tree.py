"""What the frontends share about tree-sitter trees: parsers, texts, lines, broken places, counting."""

from __future__ import annotations

from functools import cache

from tree_sitter import Language, Node, Parser

from sync.signatures import ir


@cache
def parser(language: str) -> Parser:
    """The parser of a language; grammars are loaded when first needed."""
    return Parser(Language(_grammar(language)))


def _grammar(language: str) -> object:
    match language:
        case "python":
            import tree_sitter_python  # noqa: PLC0415 - a command that needs one grammar loads one

            return tree_sitter_python.language()
        case "javascript":
            import tree_sitter_javascript  # noqa: PLC0415 - as above

            return tree_sitter_javascript.language()
        case _:
            import tree_sitter_php  # noqa: PLC0415 - as above

            return tree_sitter_php.language_php()


def text(node: Node | None) -> str:
    """The source text of a node; '' for none."""
    if node is None or node.text is None:
        return ""
    return node.text.decode("utf-8", "replace")


def line(node: Node) -> int:
    """The line a node starts on, from 1."""
    return int(node.start_point[0]) + 1


def field(node: Node, name: str) -> Node:
    """A child that the grammar promises; the node itself where broken code lacks it."""
    return node.child_by_field_name(name) or node


def broken_line(root: Node) -> int:
    """The line of the first error in a tree, or 0. Walked without recursion: the tree may be deep."""
    if not root.has_error:
        return 0
    node = root
    while True:
        if node.is_error or node.is_missing:
            return line(node)
        inner = next((child for child in node.children if child.has_error or child.is_missing), None)
        if inner is None:
            return line(node)
        node = inner


def plain_children(node: Node) -> list[Node]:
    """The named children without comments."""
    return [child for child in node.named_children if child.type != "comment"]


def counted(node: Node, place: ir.Target) -> ir.Expr:
    """`++i`; of `i++` the value is what `i` was before."""
    word, back = ("-", "+") if "--" in text(node) else ("+", "-")
    one = ir.Constant(1, line(node))
    bound = ir.Bind(place, one, line(node), word)
    return bound if text(node)[:1] in "+-" else ir.Operation(back, (bound, one), line(node))
