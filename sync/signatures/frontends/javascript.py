"""JavaScript: expressions and patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.javascript_patterns import lower_key, lower_target
from sync.signatures.frontends.literals import filled, number_value
from sync.signatures.frontends.literals import script_string as string_value
from sync.signatures.frontends.tree import counted, field, line, plain_children, text


def expr(node: Node | None) -> ir.Expr:
    """Lower an expression; syntax nobody knows keeps its operands."""
    if node is None:
        return ir.Constant(None, 0)
    lower = EXPRESSIONS.get(node.type)
    if lower is not None:
        return lower(node)
    return ir.Strange(tuple(expr(child) for child in node.named_children), line(node), node.type)


def target(node: Node, declares: ir.Declares = "") -> ir.Target:
    """Lower what is assigned to: a place or a pattern."""
    return lower_target(node, declares, expr)


def key(node: Node) -> ir.Expr:
    """The key of a property: its name, or what is computed."""
    return lower_key(node, expr)


def _name(node: Node) -> ir.Expr:
    return ir.Name(text(node), line(node))


def _number(node: Node) -> ir.Expr:
    return ir.Constant(number_value(text(node)), line(node))


def _template(node: Node) -> ir.Expr:
    made = filled(node, _inner)
    return ir.Constant(string_value(node), line(node)) if made is None else made


def _inner(node: Node) -> ir.Expr:
    inner = plain_children(node)
    return expr(inner[0]) if inner else ir.Constant(None, line(node))


def _is_optional(node: Node) -> bool:
    return any(child.type == "optional_chain" for child in node.children)


def _member(node: Node) -> ir.Expr:
    return ir.Member(expr(field(node, "object")), text(field(node, "property")), line(node), _is_optional(node))


def _subscript(node: Node) -> ir.Expr:
    return ir.Index(expr(field(node, "object")), expr(field(node, "index")), line(node), _is_optional(node))


def arguments(node: Node | None) -> tuple[ir.Argument, ...]:
    """Lower an argument list."""
    return tuple(_argument(child) for child in plain_children(node)) if node is not None else ()


def _argument(node: Node) -> ir.Argument:
    if node.type == "spread_element":
        return ir.Argument(expr(node.named_children[0]), spread="*")
    return ir.Argument(expr(node))


def _call(node: Node) -> ir.Expr:
    callee, given = field(node, "function"), node.child_by_field_name("arguments")
    if given is not None and given.type == "template_string":
        parts = tuple(expr(child.named_children[0]) for child in given.named_children if child.type == "template_substitution")
        return ir.Call(expr(callee), tuple(ir.Argument(part) for part in (ir.Constant("", line(given)), *parts)), line(node))
    lowered = ir.Member(expr(callee), "constructor", line(node)) if callee.type == "super" else expr(callee)
    return ir.Call(lowered, arguments(given), line(node), _is_optional(node))


def _new(node: Node) -> ir.Expr:
    return ir.Call(expr(field(node, "constructor")), arguments(node.child_by_field_name("arguments")), line(node), makes=True)


def _array(node: Node) -> ir.Expr:
    return ir.Sequence(tuple(_argument(child) for child in plain_children(node)), line(node))


def _object(node: Node) -> ir.Expr:
    entries: list[ir.Entry] = []
    for child in plain_children(node):
        entries.extend(_entry(child))
    return ir.Object(tuple(entries), line(node))


def _entry(node: Node) -> Iterable[ir.Entry]:
    match node.type:
        case "pair":
            yield ir.Entry(key(field(node, "key")), expr(field(node, "value")))
        case "shorthand_property_identifier":
            yield ir.Entry(ir.Constant(text(node), line(node)), ir.Name(text(node), line(node)))
        case "spread_element":
            yield ir.Entry(None, expr(node.named_children[0]))
        case "method_definition":
            getter = any(child.type == "get" for child in node.children)
            if not any(child.type == "set" for child in node.children):
                yield ir.Entry(key(field(node, "name")), expr(node), getter)
        case _:
            pass


def _sequence(node: Node) -> ir.Expr:
    return ir.Many(tuple(expr(child) for child in plain_children(node)), line(node))


def _ternary(node: Node) -> ir.Expr:
    return ir.Choose(expr(field(node, "condition")), expr(field(node, "consequence")), expr(field(node, "alternative")), line(node))


_COMPARISONS = {"===": "==", "==": "==", "!==": "!=", "!=": "!="}
_WORDS: Mapping[str, ir.LogicWord] = {"&&": "and", "||": "or", "??": "??"}


def _binary(node: Node) -> ir.Expr:
    """Chains such as `a + b + c + …` may be thousands long: they are lowered without recursion on the left."""
    chain = [node]
    while chain[-1].child_by_field_name("left") is not None and field(chain[-1], "left").type == "binary_expression":
        chain.append(field(chain[-1], "left"))
    result = expr(field(chain[-1], "left"))
    for one in reversed(chain):
        result = _joined(field(one, "operator").type, result, expr(field(one, "right")), line(one))
    return result


def _joined(word: str, left: ir.Expr, right: ir.Expr, at: int) -> ir.Expr:
    logic = _WORDS.get(word)
    if logic is not None:
        return ir.Logic(logic, left, right, at)
    if word in _COMPARISONS or word in {"<", ">", "<=", ">=", "in", "instanceof"}:
        return ir.Compare(_COMPARISONS.get(word, word), left, right, at)
    return ir.Operation(word, (left, right), at)


def _unary(node: Node) -> ir.Expr:
    operand = expr(field(node, "argument"))
    match field(node, "operator").type:
        case "!":
            return ir.Not(operand, line(node))
        case "typeof":
            return ir.TypeOf(operand, line(node))
        case "delete":
            return ir.Remove(operand, line(node))
        case "void":
            return ir.Many((operand, ir.Constant(None, line(node))), line(node))
        case "-" if isinstance(operand, ir.Constant) and isinstance(operand.value, int | float):
            return ir.Constant(-operand.value, line(node))
        case sign:
            return ir.Operation("plus" if sign == "+" else sign, (operand,), line(node))


def _assignment(node: Node) -> ir.Expr:
    return ir.Bind(target(field(node, "left")), expr(field(node, "right")), line(node))


def _augmented(node: Node) -> ir.Expr:
    word = text(field(node, "operator")).removesuffix("=")
    return ir.Bind(target(field(node, "left")), expr(field(node, "right")), line(node), _WORDS.get(word) or word)


def _update(node: Node) -> ir.Expr:
    return counted(node, target(field(node, "argument")))


def _wait(node: Node) -> ir.Expr:
    return ir.Give(_inner(node), line(node))


def _yield(node: Node) -> ir.Expr:
    return ir.Yield(_inner(node), line(node), spread=any(child.type == "*" for child in node.children))


def _regex(node: Node) -> ir.Expr:
    return ir.Name(ir.REGEX, line(node))


def _super(node: Node) -> ir.Expr:
    return ir.Call(ir.Name("super", line(node)), (), line(node))


def _constant(value: ir.Scalar) -> Callable[[Node], ir.Expr]:
    return lambda node: ir.Constant(value, line(node))


# Functions and classes hold statements: `javascript_statements` adds them.
EXPRESSIONS: dict[str, Callable[[Node], ir.Expr]] = {
    "identifier": _name,
    "this": _name,
    "super": _super,
    "undefined": _constant(None),
    "null": _constant(None),
    "true": _constant(True),  # noqa: FBT003 - the constant itself
    "false": _constant(False),  # noqa: FBT003 - the constant itself
    "number": _number,
    "string": lambda node: ir.Constant(string_value(node), line(node)),
    "template_string": _template,
    "regex": _regex,
    "member_expression": _member,
    "subscript_expression": _subscript,
    "call_expression": _call,
    "new_expression": _new,
    "array": _array,
    "object": _object,
    "parenthesized_expression": _inner,
    "sequence_expression": _sequence,
    "ternary_expression": _ternary,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "assignment_expression": _assignment,
    "augmented_assignment_expression": _augmented,
    "update_expression": _update,
    "await_expression": _wait,
    "yield_expression": _yield,
    "meta_property": lambda node: ir.Operation("meta", (), line(node)),
    "import": lambda node: ir.Name("require", line(node)),
}
