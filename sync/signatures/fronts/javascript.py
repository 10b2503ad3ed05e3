"""JavaScript: expressions and patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tree_sitter import Node

from sync.signatures import form, steps
from sync.signatures.fronts.javascript_patterns import lower_key, lower_parameters, lower_target
from sync.signatures.fronts.literals import number_value
from sync.signatures.fronts.literals import script_string as string_value
from sync.signatures.fronts.texts import filled
from sync.signatures.fronts.tree import counted, field, line, plain_children, text

REGEX = "\0regex"  # the name under which a regular expression is an outside object


def expr(node: Node | None) -> form.Expr:
    """Lower an expression; syntax nobody knows keeps its operands."""
    if node is None:
        return form.Constant(None, 0)
    lower = EXPRESSIONS.get(node.type)
    if lower is not None:
        return lower(node)
    return form.Strange(tuple(expr(child) for child in node.named_children), line(node), node.type)


def target(node: Node, declares: form.Declares = "") -> form.Target:
    """Lower what is assigned to: a place or a pattern."""
    return lower_target(node, declares, expr)


def key(node: Node) -> form.Expr:
    """The key of a property: its name, or what is computed."""
    return lower_key(node, expr)


def _name(node: Node) -> form.Expr:
    return form.Name(text(node), line(node))


def _number(node: Node) -> form.Expr:
    return form.Constant(number_value(text(node)), line(node))


def _template(node: Node) -> form.Expr:
    made = filled(node, _inner)
    return form.Constant(string_value(node), line(node)) if made is None else made


def _inner(node: Node) -> form.Expr:
    inner = plain_children(node)
    return expr(inner[0]) if inner else form.Constant(None, line(node))


def _is_optional(node: Node) -> bool:
    return any(child.type == "optional_chain" for child in node.children)


def _member(node: Node) -> form.Expr:
    return form.Member(expr(field(node, "object")), text(field(node, "property")), line(node), _is_optional(node))


def _subscript(node: Node) -> form.Expr:
    return form.Index(expr(field(node, "object")), expr(field(node, "index")), line(node), _is_optional(node))


def arguments(node: Node | None) -> tuple[form.Argument, ...]:
    """Lower an argument list."""
    return tuple(_argument(child) for child in plain_children(node)) if node is not None else ()


def _argument(node: Node) -> form.Argument:
    if node.type == "spread_element":
        return form.Argument(expr(node.named_children[0]), spread="*")
    return form.Argument(expr(node))


def _call(node: Node) -> form.Expr:
    callee, given = field(node, "function"), node.child_by_field_name("arguments")
    if given is not None and given.type == "template_string":
        parts = tuple(expr(child.named_children[0]) for child in given.named_children if child.type == "template_substitution")
        return form.Call(expr(callee), tuple(form.Argument(part) for part in (form.Constant("", line(given)), *parts)), line(node))
    lowered = form.Member(expr(callee), "constructor", line(node)) if callee.type == "super" else expr(callee)
    return form.Call(lowered, arguments(given), line(node), _is_optional(node))


def _new(node: Node) -> form.Expr:
    return form.Call(expr(field(node, "constructor")), arguments(node.child_by_field_name("arguments")), line(node), makes=True)


def _array(node: Node) -> form.Expr:
    return form.Sequence(tuple(_argument(child) for child in plain_children(node)), line(node))


def _object(node: Node) -> form.Expr:
    entries: list[form.Entry] = []
    for child in plain_children(node):
        entries.extend(_entry(child))
    return form.Object(tuple(entries), line(node))


def _entry(node: Node) -> Iterable[form.Entry]:
    match node.type:
        case "pair":
            yield form.Entry(key(field(node, "key")), expr(field(node, "value")))
        case "shorthand_property_identifier":
            yield form.Entry(form.Constant(text(node), line(node)), form.Name(text(node), line(node)))
        case "spread_element":
            yield form.Entry(None, expr(node.named_children[0]))
        case "method_definition":
            getter = any(child.type == "get" for child in node.children)
            if not any(child.type == "set" for child in node.children):
                yield form.Entry(key(field(node, "name")), form.Lambda(function(node), line(node)), getter)
        case _:
            pass


def _parenthesised(node: Node) -> form.Expr:
    inner = plain_children(node)
    return expr(inner[0]) if inner else form.Constant(None, line(node))


def _sequence(node: Node) -> form.Expr:
    return form.Many(tuple(expr(child) for child in plain_children(node)), line(node))


def _ternary(node: Node) -> form.Expr:
    return form.Choose(
        expr(field(node, "condition")), expr(field(node, "consequence")), expr(field(node, "alternative")), line(node)
    )


_COMPARISONS = {"===": "==", "==": "==", "!==": "!=", "!=": "!="}
_WORDS: Mapping[str, form.LogicWord] = {"&&": "and", "||": "or", "??": "??"}


def _binary(node: Node) -> form.Expr:
    """Chains such as `a + b + c + …` may be thousands long: they are lowered without recursion on the left."""
    chain = [node]
    while chain[-1].child_by_field_name("left") is not None and field(chain[-1], "left").type == "binary_expression":
        chain.append(field(chain[-1], "left"))
    result = expr(field(chain[-1], "left"))
    for one in reversed(chain):
        result = _joined(field(one, "operator").type, result, expr(field(one, "right")), line(one))
    return result


def _joined(word: str, left: form.Expr, right: form.Expr, at: int) -> form.Expr:
    logic = _WORDS.get(word)
    if logic is not None:
        return form.Logic(logic, left, right, at)
    if word in _COMPARISONS or word in {"<", ">", "<=", ">=", "in", "instanceof"}:
        return form.Compare(_COMPARISONS.get(word, word), left, right, at)
    return form.Operation(word, (left, right), at)


def _unary(node: Node) -> form.Expr:
    operand = expr(field(node, "argument"))
    match field(node, "operator").type:
        case "!":
            return form.Not(operand, line(node))
        case "typeof":
            return form.TypeOf(operand, line(node))
        case "delete":
            return form.Remove(operand, line(node))
        case "void":
            return form.Many((operand, form.Constant(None, line(node))), line(node))
        case "-" if isinstance(operand, form.Constant) and isinstance(operand.value, int | float):
            return form.Constant(-operand.value, line(node))
        case sign:
            return form.Operation("plus" if sign == "+" else sign, (operand,), line(node))


def _assignment(node: Node) -> form.Expr:
    return form.Bind(target(field(node, "left")), expr(field(node, "right")), line(node))


def _augmented(node: Node) -> form.Expr:
    word = text(field(node, "operator")).removesuffix("=")
    return form.Bind(target(field(node, "left")), expr(field(node, "right")), line(node), _WORDS.get(word) or word)


def _update(node: Node) -> form.Expr:
    return counted(node, target(field(node, "argument")))


def _wait(node: Node) -> form.Expr:
    return form.Give(_inner(node), line(node))


def _yield(node: Node) -> form.Expr:
    return form.Yield(_inner(node), line(node), spread=any(child.type == "*" for child in node.children))


def _regex(node: Node) -> form.Expr:
    return form.Name(REGEX, line(node))


def _super(node: Node) -> form.Expr:
    return form.Call(form.Name("super", line(node)), (), line(node))


def function(node: Node) -> steps.Function:
    """Lower a function; its body waits until it is entered."""
    body = field(node, "body")
    name = node.child_by_field_name("name")

    def lower() -> tuple[tuple[steps.Parameter, ...], tuple[steps.Stmt, ...]]:
        from sync.signatures.fronts.javascript_statements import block  # noqa: PLC0415 - functions hold statements, and these hold functions

        listed = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
        inner = block(body) if body.type == "statement_block" else (steps.Return(expr(body), line(body)),)
        return lower_parameters(listed, expr), inner

    waits = bool(node.children) and any(child.type == "async" for child in node.children[:2])
    written = text(name) if name is not None and name.type != "computed_property_name" else "anonymous"
    return steps.Function(written, line(node), lower, waits=waits, arrow=node.type == "arrow_function")


def _lambda(node: Node) -> form.Expr:
    return form.Lambda(function(node), line(node), named=node.child_by_field_name("name") is not None)


def class_of(node: Node) -> steps.Class:
    """Lower a class: methods, static ones, getters, fields."""
    heritage = next((child for child in node.named_children if child.type == "class_heritage"), None)
    parents = tuple(expr(child) for child in plain_children(heritage)) if heritage is not None else ()
    body: list[steps.Stmt] = []
    for child in plain_children(field(node, "body")):
        if child.type == "method_definition" and not any(one.type == "set" for one in child.children):
            getter = any(one.type == "get" for one in child.children)
            body.append(steps.Define(function(child), line(child), "getter" if getter else "plain"))
        elif child.type == "field_definition":
            value = child.child_by_field_name("value")
            name = form.Name(text(field(child, "property")), line(child), declares="here")
            body.append(steps.Evaluate(form.Bind(name, expr(value), line(child)), line(child)))
    return steps.Class(text(node.child_by_field_name("name")), line(node), parents, tuple(body))


def _class(node: Node) -> form.Expr:
    return form.ClassOf(class_of(node), line(node))


def _constant(value: form.Scalar) -> Callable[[Node], form.Expr]:
    return lambda node: form.Constant(value, line(node))


EXPRESSIONS: Mapping[str, Callable[[Node], form.Expr]] = {
    "identifier": _name,
    "this": _name,
    "super": _super,
    "undefined": _constant(None),
    "null": _constant(None),
    "true": _constant(True),  # noqa: FBT003 - the constant itself
    "false": _constant(False),  # noqa: FBT003 - the constant itself
    "number": _number,
    "string": lambda node: form.Constant(string_value(node), line(node)),
    "template_string": _template,
    "regex": _regex,
    "member_expression": _member,
    "subscript_expression": _subscript,
    "call_expression": _call,
    "new_expression": _new,
    "array": _array,
    "object": _object,
    "parenthesized_expression": _parenthesised,
    "sequence_expression": _sequence,
    "ternary_expression": _ternary,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "assignment_expression": _assignment,
    "augmented_assignment_expression": _augmented,
    "update_expression": _update,
    "await_expression": _wait,
    "yield_expression": _yield,
    "arrow_function": _lambda,
    "function_expression": _lambda,
    "function": _lambda,
    "generator_function": _lambda,
    "class": _class,
    "meta_property": lambda node: form.Operation("meta", (), line(node)),
    "import": lambda node: form.Name("require", line(node)),
}
