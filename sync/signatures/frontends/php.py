"""PHP: expressions and assignment targets. Variables keep their `$`, so that they never meet functions of the same name."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.literals import filled, number_value, php_string
from sync.signatures.frontends.php_operators import CASTS, CONSTANTS, WORDS, all_set, bare, global_name, joined
from sync.signatures.frontends.tree import counted, field, line, plain_children, text


def expr(node: Node | None) -> ir.Expr:
    """Lower an expression; syntax nobody knows keeps its operands."""
    if node is None:
        return ir.Constant(None, 0)
    lower = EXPRESSIONS.get(node.type)
    if lower is not None:
        return lower(node)
    return ir.Strange(tuple(expr(child) for child in node.named_children), line(node), node.type)


def target(node: Node) -> ir.Target:
    """Lower what is assigned to."""
    if node.type in {"list_literal", "array_creation_expression"}:
        return _list_target(node)
    lowered = expr(node)
    return lowered if isinstance(lowered, ir.Name | ir.Member | ir.Index) else ir.Strange((), line(node), node.type)


def _list_target(node: Node) -> ir.Target:
    """`[$a, $b]` takes by position, `['a' => $a]` by key."""
    if any(child.type == "=>" for child in node.children):
        parts = plain_children(node)
        pairs = zip(parts[::2], parts[1::2], strict=False)
        return ir.ObjectPattern(tuple((expr(key), target(value)) for key, value in pairs), None, line(node))
    inner = [child.named_children[0] if child.type == "array_element_initializer" else child for child in plain_children(node)]
    return ir.SequencePattern(tuple(target(child) for child in inner), None, line(node))


def _variable(node: Node) -> ir.Expr:
    written = text(node)
    return ir.Name("this" if written == "$this" else written, line(node))


def _name(node: Node) -> ir.Expr:
    name = bare(node)
    return ir.Constant(CONSTANTS[name.lower()], line(node)) if name.lower() in CONSTANTS else ir.Name(name, line(node))


def _encapsed(node: Node) -> ir.Expr:
    made = filled(node, expr)
    return ir.Constant(php_string(node), line(node)) if made is None else made


def _subscript(node: Node) -> ir.Expr:
    parts = plain_children(node)
    if len(parts) == 1:
        return ir.Member(expr(parts[0]), ir.APPEND, line(node))
    return global_name(node) or ir.Index(expr(parts[0]), expr(parts[1]), line(node))


def _member(node: Node) -> ir.Expr:
    name = field(node, "name")
    if name.type != "name":
        return ir.Index(expr(field(node, "object")), expr(name), line(node))
    return ir.Member(expr(field(node, "object")), text(name), line(node), node.type.startswith("nullsafe"))


def _scope(node: Node) -> ir.Expr:
    """What stands before `::`."""
    match text(node):
        case "self" | "static":
            return ir.Call(ir.Name(ir.OWN_CLASS, line(node)), (), line(node))
        case "parent":
            return ir.Call(ir.Name("super", line(node)), (), line(node))
        case _:
            return expr(node)


def _class_constant(node: Node) -> ir.Expr:
    owner, name = plain_children(node)[:2]
    # `Order::class` is a name that `new` takes as the class itself
    return _scope(owner) if text(name) == "class" else ir.Member(_scope(owner), text(name), line(node))


def arguments(node: Node | None) -> tuple[ir.Argument, ...]:
    """Lower an argument list."""
    return tuple(_argument(child) for child in plain_children(node)) if node is not None else ()


def _argument(node: Node) -> ir.Argument:
    if node.type == "variadic_unpacking":
        return ir.Argument(expr(node.named_children[0]), spread="*")
    inner = plain_children(node)
    if node.type == "argument" and inner:
        name = node.child_by_field_name("name")
        last = inner[-1]
        if last.type == "variadic_unpacking":
            return ir.Argument(expr(last.named_children[0]), spread="*")
        return ir.Argument(expr(last), name=f"${text(name)}" if name is not None else "")
    return ir.Argument(expr(node))


def _call(node: Node) -> ir.Expr:
    callee = field(node, "function")
    given = arguments(node.child_by_field_name("arguments"))
    name = bare(callee).lower() if callee.type in {"name", "qualified_name"} else ""
    if name == "isset":
        return all_set(given, line(node))
    if name == "empty" and given:
        return ir.Not(given[0].value, line(node))
    return ir.Call(expr(callee), given, line(node))


def _method_call(node: Node) -> ir.Expr:
    name = field(node, "name")
    optional = node.type.startswith("nullsafe")
    owner = expr(field(node, "object"))
    callee: ir.Expr = ir.Member(owner, text(name), line(node), optional, called=True)
    if name.type != "name":
        callee = ir.Index(owner, expr(name), line(node))
    return ir.Call(callee, arguments(node.child_by_field_name("arguments")), line(node))


def _static_call(node: Node) -> ir.Expr:
    callee = ir.Member(_scope(field(node, "scope")), text(field(node, "name")), line(node))
    return ir.Call(callee, arguments(node.child_by_field_name("arguments")), line(node))


def _new(node: Node) -> ir.Expr:
    parts = plain_children(node)
    made = _scope(parts[0]) if parts else ir.Constant(None, line(node))
    given = next((part for part in parts if part.type == "arguments"), None)
    return ir.Call(made, arguments(given), line(node), makes=True)


def _array(node: Node) -> ir.Expr:
    """A list, or a map as soon as one element has a key."""
    elements = [child for child in plain_children(node) if child.type == "array_element_initializer"]
    if not any(child.type == "=>" for element in elements for child in element.children):
        items = [plain_children(element)[0] for element in elements if plain_children(element)]
        return ir.Sequence(tuple(_argument(item) for item in items), line(node))
    entries = []
    for position, element in enumerate(elements):
        parts = plain_children(element)
        if parts and parts[0].type == "variadic_unpacking":
            entries.append(ir.Entry(None, expr(parts[0].named_children[0])))
        elif len(parts) > 1:
            entries.append(ir.Entry(expr(parts[0]), expr(parts[1])))
        elif parts:
            entries.append(ir.Entry(ir.Constant(str(position), line(element)), expr(parts[0])))
    return ir.Object(tuple(entries), line(node))


def _conditional(node: Node) -> ir.Expr:
    test, yes, no = (node.child_by_field_name(name) for name in ("condition", "body", "alternative"))
    if yes is None:
        return ir.Logic("or", expr(test), expr(no), line(node))
    return ir.Choose(expr(test), expr(yes), expr(no), line(node))


def _binary(node: Node) -> ir.Expr:
    """Chains of `.` may be thousands long: they are lowered without recursion on the left."""
    chain = [node]
    while field(chain[-1], "left").type == "binary_expression":
        chain.append(field(chain[-1], "left"))
    result = expr(field(chain[-1], "left"))
    for one in reversed(chain):
        result = joined(text(field(one, "operator")), result, expr(field(one, "right")), line(one))
    return result


def _unary(node: Node) -> ir.Expr:
    operand = expr(plain_children(node)[-1]) if plain_children(node) else ir.Constant(None, line(node))
    sign = node.children[0].type
    if sign == "!":
        return ir.Not(operand, line(node))
    if sign == "-" and isinstance(operand, ir.Constant) and isinstance(operand.value, int | float):
        return ir.Constant(-operand.value, line(node))
    return ir.Operation(sign, (operand,), line(node))


def _cast(node: Node) -> ir.Expr:
    value = expr(field(node, "value"))
    native = CASTS.get(text(field(node, "type")).strip("() ").lower())
    return ir.Call(ir.Name(native, line(node)), (ir.Argument(value),), line(node)) if native else value


def _assignment(node: Node) -> ir.Expr:
    left, value = field(node, "left"), expr(field(node, "right"))
    if left.type == "subscript_expression" and len(plain_children(left)) == 1:
        return ir.Call(expr(left), (ir.Argument(value),), line(node))
    return ir.Bind(target(left), value, line(node))


def _augmented(node: Node) -> ir.Expr:
    word = text(field(node, "operator")).removesuffix("=")
    named: str = WORDS.get(word) or ("text" if word == "." else word)
    return ir.Bind(target(field(node, "left")), expr(field(node, "right")), line(node), named)


def _update(node: Node) -> ir.Expr:
    return counted(node, target(field(node, "argument")))


def _inner(node: Node) -> ir.Expr:
    inner = plain_children(node)
    return expr(inner[0]) if inner else ir.Constant(None, line(node))


def _included(node: Node) -> ir.Expr:
    return ir.Call(ir.Name("require", line(node)), (ir.Argument(_inner(node)),), line(node))


def _called(name: str) -> Callable[[Node], ir.Expr]:
    return lambda node: ir.Call(ir.Name(name, line(node)), tuple(ir.Argument(expr(c)) for c in plain_children(node)), line(node))


def _match(node: Node) -> ir.Expr:
    """`match` is a chain of choices; without a default it fails."""
    subject = expr(field(node, "condition"))
    result: ir.Expr = ir.Call(ir.Name("\0unmatched", line(node)), (), line(node))
    for arm in reversed(plain_children(field(node, "body"))):
        value = expr(field(arm, "return_expression"))
        if arm.type == "match_default_expression":
            result = value
            continue
        for condition in reversed(plain_children(field(arm, "conditional_expressions"))):
            test = ir.Compare("==", subject, expr(condition), line(arm))
            result = ir.Choose(test, value, result, line(arm))
    return result


def _thrown(node: Node) -> ir.Expr:
    return ir.Many((_inner(node), ir.Call(ir.Name("\0thrown", line(node)), (), line(node))), line(node))


# Functions hold statements: `php_statements` adds them.
EXPRESSIONS: dict[str, Callable[[Node], ir.Expr]] = {
    "variable_name": _variable,
    "name": _name,
    "qualified_name": _name,
    "relative_scope": _scope,
    "null": lambda node: ir.Constant(None, line(node)),
    "boolean": lambda node: ir.Constant(text(node).lower() == "true", line(node)),
    "integer": lambda node: ir.Constant(number_value(text(node)), line(node)),
    "float": lambda node: ir.Constant(number_value(text(node)), line(node)),
    "string": lambda node: ir.Constant(php_string(node), line(node)),
    "encapsed_string": _encapsed,
    "heredoc": lambda node: ir.Operation(
        "text", tuple(expr(c) for c in node.named_children if c.type == "heredoc_body"), line(node)
    ),
    "heredoc_body": _encapsed,
    "nowdoc": lambda node: ir.Constant("", line(node)),
    "subscript_expression": _subscript,
    "member_access_expression": _member,
    "nullsafe_member_access_expression": _member,
    "class_constant_access_expression": _class_constant,
    "scoped_property_access_expression": _class_constant,
    "function_call_expression": _call,
    "member_call_expression": _method_call,
    "nullsafe_member_call_expression": _method_call,
    "scoped_call_expression": _static_call,
    "object_creation_expression": _new,
    "array_creation_expression": _array,
    "conditional_expression": _conditional,
    "binary_expression": _binary,
    "unary_op_expression": _unary,
    "cast_expression": _cast,
    "assignment_expression": _assignment,
    "augmented_assignment_expression": _augmented,
    "update_expression": _update,
    "parenthesized_expression": _inner,
    "error_suppression_expression": _inner,
    "clone_expression": _called("clone"),
    "print_intrinsic": _called("print_r"),
    "require_expression": _included,
    "require_once_expression": _included,
    "include_expression": _included,
    "include_once_expression": _included,
    "by_ref": _inner,
    "match_expression": _match,
    "throw_expression": _thrown,
    "reference_assignment_expression": _assignment,
}
