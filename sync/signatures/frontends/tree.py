"""What the frontends share about tree-sitter trees: parsers, texts, lines, children, broken places."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from tree_sitter import Language, Node, Parser

from sync.signatures.readable import READABLE


@cache
def parser(language: str) -> Parser:
    """The parser of a language, by the name that its grammar has; grammars are loaded when first needed."""
    entry = next(one.entry for one in READABLE.values() if one.grammar == f"tree_sitter_{language}")
    return Parser(Language(getattr(import_module(f"tree_sitter_{language}"), entry)()))


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


def child(node: Node, *types: str) -> Node | None:
    """The first named child of one of these types."""
    return next((one for one in node.named_children if one.type in types), None)


def has(node: Node, word: str) -> bool:
    """Whether a word or sign stands directly in a node, such as `async` or `*`."""
    return any(one.type == word for one in node.children)


def plain_children(node: Node) -> list[Node]:
    """The named children without comments."""
    return [child for child in node.named_children if child.type != "comment"]


def broken_line(root: Node) -> int:
    """The line of the first error in a tree, or 0. Walked without recursion: the tree may be deep."""
    if not root.has_error:
        return 0
    node: Node | None = root
    place = root
    while node is not None:
        place = node
        at_fault = node.is_error or node.is_missing
        node = None if at_fault else next((one for one in node.children if one.has_error or one.is_missing), None)
    return line(place)
