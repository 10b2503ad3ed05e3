"""Python 2.7 and 3: expressions, targets and parameters."""

from __future__ import annotations

from typing import ClassVar

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.literals import python_string
from sync.signatures.frontends.lowering import COMPARISONS, Expressions, Lowering, folded, rows, signed
from sync.signatures.frontends.tree import child, field, has, line, plain_children, text

SEQUENCES = frozenset(("pattern_list", "tuple_pattern", "list_pattern", "expression_list", "tuple", "list"))
STARRED = ("list_splat_pattern", "list_splat")


class PythonExpressions(Lowering):
    """What stands in statements."""

    literal = staticmethod(python_string)

    def target(self, node: Node, declares: ir.Declares = "") -> ir.Target:
        """Lower what is assigned to: a place, or several."""
        if node.type == "identifier":
            return ir.Name(text(node), line(node), declares)
        if node.type not in SEQUENCES:
            return super().target(node)
        rest = child(node, *STARRED)
        bound = self.target(rest.named_children[0], declares) if rest is not None and rest.named_children else None
        items = (self.target(one, declares) for one in plain_children(node) if one.type not in STARRED)
        return ir.SequencePattern(tuple(items), bound, line(node))

    def place(self, node: Node) -> ir.Expr:
        """What is put into a place of a text."""
        return self.expr(node.child_by_field_name("expression"))

    def argument(self, node: Node) -> ir.Argument:
        """Lower one argument, or one element of a list."""
        if node.type == "keyword_argument":
            return ir.Argument(self.part(node, "value"), text(field(node, "name")))
        return super().argument(node)

    def _subscript(self, node: Node) -> ir.Expr:
        keys = node.children_by_field_name("subscript")
        owner, at = self.part(node, "value"), line(node)
        if len(keys) == 1 and keys[0].type == "slice":
            return ir.Operation("slice", (owner,), at)
        lowered = tuple(map(self.expr, keys))
        return ir.Index(owner, lowered[0] if len(keys) == 1 else ir.Sequence(tuple(map(ir.Argument, lowered)), at), at)

    def _call(self, node: Node) -> ir.Expr:
        listed = field(node, "arguments")
        lone = listed.type == "generator_expression"
        given = (ir.Argument(self.expr(listed)),) if lone else self.arguments(listed)
        return ir.Call(self.part(node, "function"), given, line(node))

    def _dictionary(self, node: Node) -> ir.Expr:
        entries = []
        for one in node.named_children:
            if one.type == "pair":
                entries.append(ir.Entry(self.part(one, "key"), self.part(one, "value")))
            elif one.type == "dictionary_splat":
                entries.append(ir.Entry(None, self.expr(one.named_children[0])))
        return ir.Object(tuple(entries), line(node))

    def _conditional(self, node: Node) -> ir.Expr:
        yes, test, no = map(self.expr, plain_children(node)[:3])
        return ir.Choose(test, yes, no, line(node))

    def _comparison(self, node: Node) -> ir.Expr:
        """`a < b < c` is `a < b and b < c`."""
        operands = list(map(self.expr, plain_children(node)))
        words = [COMPARISONS.get(one.type, one.type) for one in node.children if not one.is_named]
        steps = zip(words, operands, operands[1:], strict=False)
        tests: list[ir.Expr] = [ir.Compare(word, left, right, line(node)) for word, left, right in steps]
        return folded("and", tests, line(node)) or ir.Constant(None, line(node))

    def _unary(self, node: Node) -> ir.Expr:
        sign = field(node, "operator").type
        return signed("plus" if sign == "+" else sign, self.part(node, "argument"), line(node))

    def _comprehension(self, node: Node) -> ir.Expr:
        body = field(node, "body")
        clauses: list[ir.Clause] = []
        for one in node.named_children:
            if one.type == "for_in_clause":
                clauses.append(ir.Clause(self.target(field(one, "left"), "here"), self.expr(one.child_by_field_name("right")), ()))
            elif one.type == "if_clause" and clauses:
                last = clauses[-1]
                clauses[-1] = ir.Clause(last.target, last.source, (*last.conditions, self.expr(one.named_children[0])))
        if body.type == "pair":
            return ir.Comprehension(self.part(body, "value"), self.part(body, "key"), tuple(clauses), line(node))
        return ir.Comprehension(self.expr(body), None, tuple(clauses), line(node))

    def parameters(self, node: Node) -> tuple[ir.Parameter, ...]:
        """Lower a parameter list; behind `*` parameters take names only."""
        found: list[ir.Parameter | None] = []
        takes: ir.Takes = "one"
        for one in node.named_children:
            takes = "named" if one.type in {"keyword_separator", "list_splat_pattern"} else takes
            found.append(self._parameter(one, takes))
        return tuple(filter(None, found))

    def _parameter(self, node: Node, takes: ir.Takes) -> ir.Parameter | None:
        match node.type:
            case "identifier" | "tuple_pattern":
                return ir.Parameter(self.target(node, "here"), takes=takes)
            case "default_parameter" | "typed_default_parameter":
                stated = self.annotation(node.child_by_field_name("type"))
                return ir.Parameter(self.target(field(node, "name"), "here"), self.part(node, "value"), takes, stated)
            case "typed_parameter":
                inner = self._parameter(node.named_children[0], takes)
                stated = self.annotation(field(node, "type"))
                return None if inner is None else ir.Parameter(inner.target, None, inner.takes, stated)
            case "list_splat_pattern" | "dictionary_splat_pattern" if node.named_children:
                rest: ir.Takes = "rest" if node.type == "list_splat_pattern" else "keywords"
                return ir.Parameter(self.target(node.named_children[0], "here"), takes=rest)
            case _:
                return None

    def annotation(self, node: Node | None) -> ir.Expr | None:
        """Lower a type annotation to the expression it is."""
        if node is None:
            return None
        inner = node.named_children[0] if node.type == "type" and node.named_children else node
        match inner.type:
            case "generic_type":
                outer, held = inner.named_children[0], inner.named_children[-1]
                kept = self.annotation(held.named_children[0]) if held.named_children else None
                return ir.Index(self.expr(outer), kept or ir.Constant(None, line(node)), line(node))
            case "union_type":
                parts = tuple(self.annotation(one) or self.expr(one) for one in inner.named_children)
                return ir.Operation("|", parts, line(node))
            case "member_type":
                return ir.Name(text(inner).split(".")[-1], line(inner))
            case "type":
                return self.annotation(inner)
            case _:
                return self.expr(inner)

    def _assignment(self, node: Node) -> ir.Expr:
        """Lower an assignment; `a: int` alone states a type and sets nothing."""
        value = node.child_by_field_name("right")
        lowered = self.expr(value) if value is not None else ir.Operation("unset", (), line(node))
        return ir.Bind(self.left(node), lowered, line(node), annotation=self.annotation(node.child_by_field_name("type")))

    expressions: ClassVar[Expressions] = {
        **Lowering.expressions,
        "keyword_identifier": Lowering.name,
        "ellipsis": lambda _self, node: ir.Name("...", line(node)),
        "string": Lowering.filled_text,
        "subscript": _subscript,
        "call": _call,
        "dictionary": _dictionary,
        "conditional_expression": _conditional,
        "not_operator": lambda self, node: ir.Not(self.part(node, "argument"), line(node)),
        "comparison_operator": _comparison,
        "unary_operator": _unary,
        **rows("list_comprehension set_comprehension generator_expression dictionary_comprehension", _comprehension),
        "lambda": lambda self, node: ir.Lambda(ir.Function("lambda", line(node), self.lazily(node)), line(node)),
        "named_expression": lambda self, node: ir.Bind(self.target(field(node, "name")), self.part(node, "value"), line(node)),
        "assignment": _assignment,
        "await": lambda self, node: ir.Give(self.expr(node.named_children[0]), line(node)),
        "yield": lambda self, node: ir.Yield(self.inner(node), line(node), has(node, "from")),
        "type": lambda self, node: self.annotation(node) or ir.Constant(None, line(node)),
    }
