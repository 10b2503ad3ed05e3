"""JavaScript: expressions, patterns and parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.literals import script_string
from sync.signatures.frontends.lowering import Expressions, Lowering, called, rows, signed
from sync.signatures.frontends.tree import child, field, has, line, plain_children, text

REST = ("rest_pattern", "spread_element")


class JavaScriptExpressions(Lowering):
    """What stands in statements."""

    literal = staticmethod(script_string)

    def target(self, node: Node, declares: ir.Declares = "") -> ir.Target:
        """Lower what is assigned to: a place or a pattern."""
        match node.type:
            case "identifier" | "shorthand_property_identifier_pattern" | "shorthand_property_identifier" | "undefined":
                return ir.Name(text(node), line(node), declares)
            case "object_pattern" | "object":
                return self._object_pattern(node, declares)
            case "array_pattern" | "array":
                return self._array_pattern(node, declares)
            case "assignment_pattern" | "object_assignment_pattern" | "assignment_expression":
                return ir.Defaulted(self.target(field(node, "left"), declares), self.part(node, "right"), line(node))
            case "parenthesized_expression":
                return self.target(node.named_children[0], declares)
            case _:
                return super().target(node)

    def _object_pattern(self, node: Node, declares: ir.Declares) -> ir.Target:
        entries: list[tuple[ir.Expr, ir.Target]] = []
        for one in plain_children(node):
            if one.type in {"pair_pattern", "pair"}:
                entries.append((self.key(field(one, "key")), self.target(field(one, "value"), declares)))
            elif one.type not in REST:
                name = field(one, "left") if one.type.endswith("assignment_pattern") else one
                entries.append((ir.Constant(text(name), line(name)), self.target(one, declares)))
        return ir.ObjectPattern(tuple(entries), self._rest(node, declares), line(node))

    def _array_pattern(self, node: Node, declares: ir.Declares) -> ir.Target:
        items: list[ir.Target | None] = []
        empty = True  # whether nothing stands before the next comma
        for one in node.children:
            if one.type == ",":
                items.extend([None] if empty else [])
                empty = True
            elif one.is_named and one.type not in {"comment", *REST}:
                items.append(self.target(one, declares))
                empty = False
        return ir.SequencePattern(tuple(items), self._rest(node, declares), line(node))

    def _rest(self, node: Node, declares: ir.Declares) -> ir.Target | None:
        rest = child(node, *REST)
        return self.target(rest.named_children[0], declares) if rest is not None else None

    def key(self, node: Node) -> ir.Expr:
        """The key of a property: its name, or what is computed."""
        if node.type == "computed_property_name":
            return self.expr(node.named_children[0])
        return self.plain_text(node) if node.type == "string" else ir.Constant(text(node), line(node))

    def parameters(self, node: Node) -> tuple[ir.Parameter, ...]:
        """The parameters of a function; an arrow function may have one alone."""
        return tuple(map(self._parameter, plain_children(node) if node.type == "formal_parameters" else (node,)))

    def _parameter(self, node: Node) -> ir.Parameter:
        if node.type == "assignment_pattern":
            return ir.Parameter(self.target(field(node, "left"), "here"), self.part(node, "right"))
        if node.type == "rest_pattern":
            return ir.Parameter(self.target(node.named_children[0], "here"), takes="rest")
        return ir.Parameter(self.target(node, "here"))

    def _subscript(self, node: Node) -> ir.Expr:
        return ir.Index(self.part(node, "object"), self.part(node, "index"), line(node), has(node, "optional_chain"))

    def _call(self, node: Node) -> ir.Expr:
        callee, given = field(node, "function"), node.child_by_field_name("arguments")
        if given is not None and given.type == "template_string":
            parts = (self.expr(one.named_children[0]) for one in given.named_children if one.type == "template_substitution")
            tagged = (ir.Constant("", line(given)), *parts)
            return ir.Call(self.expr(callee), tuple(map(ir.Argument, tagged)), line(node))
        lowered = self.expr(callee)
        if callee.type == "super":
            lowered = ir.Member(lowered, "constructor", line(node))
        return ir.Call(lowered, self.arguments(given), line(node), has(node, "optional_chain"))

    def _new(self, node: Node) -> ir.Expr:
        given = self.arguments(node.child_by_field_name("arguments"))
        return ir.Call(self.part(node, "constructor"), given, line(node), makes=True)

    def _object(self, node: Node) -> ir.Expr:
        return ir.Object(tuple(entry for one in node.named_children for entry in self._entries(one)), line(node))

    def _entries(self, node: Node) -> Iterator[ir.Entry]:
        match node.type:
            case "pair":
                yield ir.Entry(self.key(field(node, "key")), self.part(node, "value"))
            case "shorthand_property_identifier":
                yield ir.Entry(ir.Constant(text(node), line(node)), self.name(node))
            case "spread_element":
                yield ir.Entry(None, self.expr(node.named_children[0]))
            case "method_definition" if not has(node, "set"):
                yield ir.Entry(self.key(field(node, "name")), self.expr(node), has(node, "get"))

    def _choice(self, node: Node) -> ir.Expr:
        test, yes, no = self.part(node, "condition"), self.part(node, "consequence"), self.part(node, "alternative")
        return ir.Choose(test, yes, no, line(node))

    def _unary(self, node: Node) -> ir.Expr:
        operand, at = self.part(node, "argument"), line(node)
        match field(node, "operator").type:
            case "!":
                return ir.Not(operand, at)
            case "typeof":
                return ir.TypeOf(operand, at)
            case "delete":
                return ir.Remove(operand, at)
            case "void":
                return ir.Many((operand, ir.Constant(None, at)), at)
            case sign:
                return signed("plus" if sign == "+" else sign, operand, at)

    def _lambda(self, node: Node) -> ir.Expr:
        named = node.type != "method_definition" and node.child_by_field_name("name") is not None
        return ir.Lambda(self.function(node), line(node), named)

    expressions: ClassVar[Expressions] = {
        **Lowering.expressions,
        "this": Lowering.name,
        "super": lambda _self, node: called("super", at=line(node)),
        "template_string": Lowering.filled_text,
        "regex": lambda _self, node: ir.Name(ir.REGEX, line(node)),
        "subscript_expression": _subscript,
        "call_expression": _call,
        "new_expression": _new,
        "object": _object,
        "sequence_expression": lambda self, node: ir.Many(tuple(map(self.expr, plain_children(node))), line(node)),
        "ternary_expression": _choice,
        "unary_expression": _unary,
        "assignment_expression": lambda self, node: ir.Bind(self.left(node), self.part(node, "right"), line(node)),
        "await_expression": lambda self, node: ir.Give(self.inner(node), line(node)),
        "yield_expression": lambda self, node: ir.Yield(self.inner(node), line(node), has(node, "*")),
        "meta_property": lambda _self, node: ir.Operation("meta", (), line(node)),
        "import": lambda _self, node: ir.Name("require", line(node)),
        **rows("arrow_function function_expression function generator_function method_definition", _lambda),
        "class": lambda self, node: ir.ClassOf(self.class_of(node), line(node)),
    }
