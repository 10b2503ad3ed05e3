"""PHP: expressions and assignment targets. Variables keep their `$`, so that they never meet functions of the same name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.literals import php_string
from sync.signatures.frontends.lowering import Expressions, Lowering, called, folded, rows, signed
from sync.signatures.frontends.tree import child, field, has, line, plain_children, text

CONSTANTS: Mapping[str, ir.Scalar] = {"null": None, "true": True, "false": False, "__dir__": "", "__file__": ""}
CASTS = {"int": "intval", "integer": "intval", "float": "floatval", "double": "floatval", "string": "strval", "bool": "boolval"}


def bare(node: Node) -> str:
    """A name without its namespace."""
    return text(node).rsplit("\\", 1)[-1]


class PhpExpressions(Lowering):
    """What stands in statements."""

    literal = staticmethod(php_string)

    def target(self, node: Node, declares: ir.Declares = "") -> ir.Target:
        """Lower what is assigned to; `[$a, $b]` takes by position, `['a' => $a]` by key."""
        if node.type not in {"list_literal", "array_creation_expression"}:
            return super().target(node, declares)
        parts = plain_children(node)
        if has(node, "=>"):
            pairs = zip(parts[::2], parts[1::2], strict=False)
            return ir.ObjectPattern(tuple((self.expr(key), self.target(value)) for key, value in pairs), None, line(node))
        inner = (one.named_children[0] if one.type == "array_element_initializer" else one for one in parts)
        return ir.SequencePattern(tuple(map(self.target, inner)), None, line(node))

    def place(self, node: Node) -> ir.Expr:
        """What is put into a place of a text."""
        return self.expr(node)

    def _variable(self, node: Node) -> ir.Expr:
        written = text(node)
        return ir.Name("this" if written == "$this" else written, line(node))

    def _word(self, node: Node) -> ir.Expr:
        name = bare(node)
        return ir.Constant(CONSTANTS[name.lower()], line(node)) if name.lower() in CONSTANTS else ir.Name(name, line(node))

    def _subscript(self, node: Node) -> ir.Expr:
        parts = plain_children(node)
        if len(parts) == 1:
            return ir.Member(self.expr(parts[0]), ir.APPEND, line(node))
        return _global_name(node) or ir.Index(self.expr(parts[0]), self.expr(parts[1]), line(node))

    def _member(self, node: Node, *, called: bool = False) -> ir.Expr:
        owner, name = self.part(node, "object"), field(node, "name")
        if name.type != "name":
            return ir.Index(owner, self.expr(name), line(node))
        return ir.Member(owner, text(name), line(node), node.type.startswith("nullsafe"), called)

    def _scope(self, node: Node) -> ir.Expr:
        """What stands before `::`."""
        match text(node):
            case "self" | "static":
                return called(ir.OWN_CLASS, at=line(node))
            case "parent":
                return called("super", at=line(node))
            case _:
                return self.expr(node)

    def _class_constant(self, node: Node) -> ir.Expr:
        owner, name = plain_children(node)[:2]
        # `Order::class` is a name that `new` takes as the class itself
        return self._scope(owner) if text(name) == "class" else ir.Member(self._scope(owner), text(name), line(node))

    def argument(self, node: Node) -> ir.Argument:
        """Lower one argument, or one element of a list."""
        inner = plain_children(node)
        if node.type != "argument" or not inner or inner[-1].type == "variadic_unpacking":
            return super().argument(inner[-1] if node.type == "argument" and inner else node)
        name = node.child_by_field_name("name")
        return ir.Argument(self.expr(inner[-1]), f"${text(name)}" if name is not None else "")

    def _called(self, node: Node, callee: ir.Expr) -> ir.Expr:
        return ir.Call(callee, self.arguments(node.child_by_field_name("arguments")), line(node))

    def _call(self, node: Node) -> ir.Expr:
        callee, at = field(node, "function"), line(node)
        given = self.arguments(node.child_by_field_name("arguments"))
        name = bare(callee).lower() if callee.type in {"name", "qualified_name"} else ""
        if name == "isset":  # none of them is null
            tests: list[ir.Expr] = [ir.Compare("!=", one.value, ir.Constant(None, at), at) for one in given]
            return folded("and", tests, at) or ir.Constant(value=True, line=at)
        if name == "empty" and given:
            return ir.Not(given[0].value, at)
        return ir.Call(self.expr(callee), given, at)

    def _method_call(self, node: Node) -> ir.Expr:
        return self._called(node, self._member(node, called=True))

    def _static_call(self, node: Node) -> ir.Expr:
        return self._called(node, ir.Member(self._scope(field(node, "scope")), text(field(node, "name")), line(node)))

    def _new(self, node: Node) -> ir.Expr:
        parts = plain_children(node)
        made = self._scope(parts[0]) if parts else ir.Constant(None, line(node))
        return ir.Call(made, self.arguments(child(node, "arguments")), line(node), makes=True)

    def _array(self, node: Node) -> ir.Expr:
        """A list, or a map as soon as one element has a key."""
        elements = [one for one in node.named_children if one.type == "array_element_initializer"]
        held = [plain_children(one) for one in elements]
        if not any(has(one, "=>") for one in elements):
            return ir.Sequence(tuple(self.argument(parts[0]) for parts in held if parts), line(node))
        entries = []
        for position, parts in enumerate(held):
            if parts and parts[0].type == "variadic_unpacking":
                entries.append(ir.Entry(None, self.expr(parts[0].named_children[0])))
            elif parts:
                key = self.expr(parts[0]) if len(parts) > 1 else ir.Constant(str(position), line(elements[position]))
                entries.append(ir.Entry(key, self.expr(parts[1] if len(parts) > 1 else parts[0])))
        return ir.Object(tuple(entries), line(node))

    def _conditional(self, node: Node) -> ir.Expr:
        test, yes, no = (node.child_by_field_name(name) for name in ("condition", "body", "alternative"))
        if yes is None:
            return ir.Logic("or", self.expr(test), self.expr(no), line(node))
        return ir.Choose(self.expr(test), self.expr(yes), self.expr(no), line(node))

    def _unary(self, node: Node) -> ir.Expr:
        parts, sign = plain_children(node), node.children[0].type
        operand = self.expr(parts[-1]) if parts else ir.Constant(None, line(node))
        return ir.Not(operand, line(node)) if sign == "!" else signed(sign, operand, line(node))

    def _cast(self, node: Node) -> ir.Expr:
        value = self.part(node, "value")
        native = CASTS.get(text(field(node, "type")).strip("() ").lower())
        return called(native, value, at=line(node)) if native else value

    def _assignment(self, node: Node) -> ir.Expr:
        left, value = field(node, "left"), self.part(node, "right")
        if left.type == "subscript_expression" and len(plain_children(left)) == 1:
            return ir.Call(self.expr(left), (ir.Argument(value),), line(node))
        return ir.Bind(self.target(left), value, line(node))

    def _printed(self, node: Node) -> ir.Expr:
        return called("print_r", *map(self.expr, plain_children(node)), at=line(node))

    def _included(self, node: Node) -> ir.Expr:
        return called("require", self.inner(node), at=line(node))

    def _match(self, node: Node) -> ir.Expr:
        """`match` is a chain of choices; without a default it fails."""
        subject = self.part(node, "condition")
        result = called("\0unmatched", at=line(node))
        for arm in reversed(plain_children(field(node, "body"))):
            value = self.part(arm, "return_expression")
            if arm.type == "match_default_expression":
                result = value
                continue
            for condition in reversed(plain_children(field(arm, "conditional_expressions"))):
                test = ir.Compare("==", subject, self.expr(condition), line(arm))
                result = ir.Choose(test, value, result, line(arm))
        return result

    def _lambda(self, node: Node) -> ir.Expr:
        return ir.Lambda(self.function(node), line(node))

    expressions: ClassVar[Expressions] = {
        **Lowering.expressions,
        "variable_name": _variable,
        **rows("name qualified_name", _word),
        "relative_scope": _scope,
        "boolean": lambda _self, node: ir.Constant(text(node).lower() == "true", line(node)),
        **rows("encapsed_string heredoc_body", Lowering.filled_text),
        "nowdoc": lambda _self, node: ir.Constant("", line(node)),
        "subscript_expression": _subscript,
        **rows("member_access_expression nullsafe_member_access_expression", _member),
        **rows("class_constant_access_expression scoped_property_access_expression", _class_constant),
        "function_call_expression": _call,
        **rows("member_call_expression nullsafe_member_call_expression", _method_call),
        "scoped_call_expression": _static_call,
        "object_creation_expression": _new,
        "array_creation_expression": _array,
        "conditional_expression": _conditional,
        "unary_op_expression": _unary,
        "cast_expression": _cast,
        **rows("assignment_expression reference_assignment_expression", _assignment),
        **rows("error_suppression_expression by_ref", Lowering.inner),
        "clone_expression": lambda self, node: called("clone", *map(self.expr, plain_children(node)), at=line(node)),
        "print_intrinsic": _printed,
        **rows("require_expression require_once_expression include_expression include_once_expression", _included),
        "match_expression": _match,
        "throw_expression": lambda self, node: ir.Many((self.inner(node), called("\0thrown", at=line(node))), line(node)),
        **rows("anonymous_function anonymous_function_creation_expression arrow_function", _lambda),
    }


def _global_name(node: Node) -> ir.Name | None:
    """`$GLOBALS['name']`: the variable of that name outside all functions."""
    owner, key = node.named_children[0], node.named_children[-1]
    if text(owner) != "$GLOBALS" or key.type not in {"string", "encapsed_string"}:
        return None
    name = text(key)[1:-1]
    return ir.Name(f"${name}", line(node), "global") if name.isidentifier() and name != "fcLogger" else None
