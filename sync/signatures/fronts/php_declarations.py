"""PHP: what declarations state: the types of parameters, and which of them hold before anything runs."""

from __future__ import annotations

from tree_sitter import Node

from sync.signatures import form
from sync.signatures.fronts.php_operators import bare
from sync.signatures.fronts.tree import line, plain_children, text


def comes_first(node: Node, names: set[str]) -> bool:
    """Functions are known from the start, and classes too unless their parent comes from another file."""
    if node.type in {"function_definition", "trait_declaration"}:
        return True
    clause = next((child for child in node.named_children if child.type == "base_clause"), None)
    return node.type == "class_declaration" and (clause is None or all(bare(child) in names for child in plain_children(clause)))


def annotation(node: Node | None) -> form.Expr | None:
    """The type of a parameter, through `?`; classes and unions state nothing here."""
    if node is not None and node.type == "optional_type":
        node = node.named_children[0]
    return form.Name(text(node), line(node)) if node is not None and node.type == "primitive_type" else None
