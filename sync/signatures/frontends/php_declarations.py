"""PHP: what declarations state: types of parameters, properties and cases of classes, and which hold before anything runs."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.php import expr
from sync.signatures.frontends.php_operators import bare
from sync.signatures.frontends.tree import field, line, plain_children, text


def comes_first(node: Node, names: set[str]) -> bool:
    """Functions are known from the start, and classes too unless their parent comes from another file."""
    if node.type in {"function_definition", "trait_declaration"}:
        return True
    clause = next((child for child in node.named_children if child.type == "base_clause"), None)
    return node.type in {"class_declaration", "enum_declaration"} and (
        clause is None or all(bare(child) in names for child in plain_children(clause))
    )


def annotation(node: Node | None) -> ir.Expr | None:
    """The type of a parameter, through `?`; classes and unions state nothing here."""
    if node is not None and node.type == "optional_type":
        node = node.named_children[0]
    return ir.Name(text(node), line(node)) if node is not None and node.type == "primitive_type" else None


def enum_case(node: Node) -> ir.Stmt:
    """A case is followed as its value; one without a value as its name."""
    name, value = field(node, "name"), node.child_by_field_name("value")
    held = expr(value) if value is not None else ir.Constant(text(name), line(node))
    return ir.Evaluate(ir.Bind(ir.Name(text(name), line(node), "here"), held, line(node)), line(node))


def properties(node: Node) -> Iterator[ir.Stmt]:
    """Lower the properties of one declaration, with their first values."""
    for child in node.named_children:
        if child.type == "property_element":
            name = ir.Name(text(field(child, "name")), line(child), "here")
            yield ir.Evaluate(ir.Bind(name, expr(child.child_by_field_name("default_value")), line(child)), line(child))
