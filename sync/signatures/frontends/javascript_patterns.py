"""JavaScript: the targets of assignments, the parameters of functions, and keys of properties."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.literals import script_string
from sync.signatures.frontends.tree import field, line, plain_children, text

Lowering = Callable[[Node | None], ir.Expr]  # how expressions inside a pattern are lowered


def lower_target(node: Node, declares: ir.Declares, expr: Lowering) -> ir.Target:
    """Lower what is assigned to: a place or a pattern."""
    match node.type:
        case "identifier" | "shorthand_property_identifier_pattern" | "shorthand_property_identifier" | "undefined":
            return ir.Name(text(node), line(node), declares)
        case "object_pattern" | "object":
            return _object_pattern(node, declares, expr)
        case "array_pattern" | "array":
            return _array_pattern(node, declares, expr)
        case "assignment_pattern" | "object_assignment_pattern" | "assignment_expression":
            return ir.Defaulted(lower_target(field(node, "left"), declares, expr), expr(field(node, "right")), line(node))
        case "parenthesized_expression":
            return lower_target(node.named_children[0], declares, expr)
        case _:
            lowered = expr(node)
            return lowered if isinstance(lowered, ir.Member | ir.Index) else ir.Strange((), line(node), node.type)


def _object_pattern(node: Node, declares: ir.Declares, expr: Lowering) -> ir.Target:
    entries: list[tuple[ir.Expr, ir.Target]] = []
    rest: ir.Target | None = None
    for child in plain_children(node):
        if child.type in {"rest_pattern", "spread_element"}:
            rest = lower_target(child.named_children[0], declares, expr)
        elif child.type in {"pair_pattern", "pair"}:
            entries.append((lower_key(field(child, "key"), expr), lower_target(field(child, "value"), declares, expr)))
        else:
            name = child if not child.type.endswith("assignment_pattern") else field(child, "left")
            entries.append((ir.Constant(text(name), line(name)), lower_target(child, declares, expr)))
    return ir.ObjectPattern(tuple(entries), rest, line(node))


def _array_pattern(node: Node, declares: ir.Declares, expr: Lowering) -> ir.Target:
    items: list[ir.Target | None] = []
    rest: ir.Target | None = None
    empty = True
    for child in node.children:
        if child.type == ",":
            if empty:
                items.append(None)
            empty = True
        elif child.type in {"rest_pattern", "spread_element"}:
            rest = lower_target(child.named_children[0], declares, expr)
        elif child.is_named and child.type != "comment":
            items.append(lower_target(child, declares, expr))
            empty = False
    return ir.SequencePattern(tuple(items), rest, line(node))


def lower_key(node: Node, expr: Lowering) -> ir.Expr:
    """The key of a property: its name, or what is computed."""
    match node.type:
        case "computed_property_name":
            return expr(node.named_children[0])
        case "string":
            return ir.Constant(script_string(node), line(node))
        case _:
            return ir.Constant(text(node), line(node))


def lower_parameters(node: Node | None, expr: Lowering) -> tuple[ir.Parameter, ...]:
    """The parameters of a function; an arrow function may have one alone."""
    if node is None:
        return ()
    many = plain_children(node) if node.type == "formal_parameters" else [node]
    return tuple(_parameter(child, expr) for child in many)


def _parameter(node: Node, expr: Lowering) -> ir.Parameter:
    if node.type == "assignment_pattern":
        return ir.Parameter(lower_target(field(node, "left"), "here", expr), expr(field(node, "right")))
    if node.type == "rest_pattern":
        return ir.Parameter(lower_target(node.named_children[0], "here", expr), takes="rest")
    return ir.Parameter(lower_target(node, "here", expr))
