"""PHP: expressions and assignment targets. Variables keep their `$`, so that they never meet functions of the same name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tree_sitter import Node

from sync.signatures import form
from sync.signatures.fronts.literals import number_value, php_string
from sync.signatures.fronts.php_operators import APPEND, CASTS, CONSTANTS, OWN_CLASS, WORDS, all_set, bare, global_name, joined
from sync.signatures.fronts.texts import filled
from sync.signatures.fronts.tree import counted, field, line, plain_children, text


def expr(node: Node | None) -> form.Expr:
    """Lower an expression; syntax nobody knows keeps its operands."""
    if node is None:
        return form.Constant(None, 0)
    lower = EXPRESSIONS.get(node.type)
    if lower is not None:
        return lower(node)
    return form.Strange(tuple(expr(child) for child in node.named_children), line(node), node.type)


def target(node: Node) -> form.Target:
    """Lower what is assigned to."""
    if node.type in {"list_literal", "array_creation_expression"}:
        return _list_target(node)
    lowered = expr(node)
    return lowered if isinstance(lowered, form.Name | form.Member | form.Index) else form.Strange((), line(node), node.type)


def _list_target(node: Node) -> form.Target:
    """`[$a, $b]` takes by position, `['a' => $a]` by key."""
    if any(child.type == "=>" for child in node.children):
        parts = plain_children(node)
        pairs = zip(parts[::2], parts[1::2], strict=False)
        return form.ObjectPattern(tuple((expr(key), target(value)) for key, value in pairs), None, line(node))
    inner = [child.named_children[0] if child.type == "array_element_initializer" else child for child in plain_children(node)]
    return form.SequencePattern(tuple(target(child) for child in inner), None, line(node))


def _variable(node: Node) -> form.Expr:
    written = text(node)
    return form.Name("this" if written == "$this" else written, line(node))


def _name(node: Node) -> form.Expr:
    name = bare(node)
    return form.Constant(CONSTANTS[name.lower()], line(node)) if name.lower() in CONSTANTS else form.Name(name, line(node))


def _encapsed(node: Node) -> form.Expr:
    made = filled(node, expr)
    return form.Constant(php_string(node), line(node)) if made is None else made


def _subscript(node: Node) -> form.Expr:
    parts = plain_children(node)
    if len(parts) == 1:
        return form.Member(expr(parts[0]), APPEND, line(node))
    return global_name(node) or form.Index(expr(parts[0]), expr(parts[1]), line(node))


def _member(node: Node) -> form.Expr:
    name = field(node, "name")
    if name.type != "name":
        return form.Index(expr(field(node, "object")), expr(name), line(node))
    return form.Member(expr(field(node, "object")), text(name), line(node), node.type.startswith("nullsafe"))


def _scope(node: Node) -> form.Expr:
    """What stands before `::`."""
    match text(node):
        case "self" | "static":
            return form.Call(form.Name(OWN_CLASS, line(node)), (), line(node))
        case "parent":
            return form.Call(form.Name("super", line(node)), (), line(node))
        case _:
            return expr(node)


def _class_constant(node: Node) -> form.Expr:
    owner, name = plain_children(node)[:2]
    # `Order::class` is a name that `new` takes as the class itself
    return _scope(owner) if text(name) == "class" else form.Member(_scope(owner), text(name), line(node))


def arguments(node: Node | None) -> tuple[form.Argument, ...]:
    """Lower an argument list."""
    return tuple(_argument(child) for child in plain_children(node)) if node is not None else ()


def _argument(node: Node) -> form.Argument:
    if node.type == "variadic_unpacking":
        return form.Argument(expr(node.named_children[0]), spread="*")
    inner = plain_children(node)
    if node.type == "argument" and inner:
        name = node.child_by_field_name("name")
        last = inner[-1]
        if last.type == "variadic_unpacking":
            return form.Argument(expr(last.named_children[0]), spread="*")
        return form.Argument(expr(last), name=f"${text(name)}" if name is not None else "")
    return form.Argument(expr(node))


def _call(node: Node) -> form.Expr:
    callee = field(node, "function")
    given = arguments(node.child_by_field_name("arguments"))
    name = bare(callee).lower() if callee.type in {"name", "qualified_name"} else ""
    if name == "isset":
        return all_set(given, line(node))
    if name == "empty" and given:
        return form.Not(given[0].value, line(node))
    return form.Call(expr(callee), given, line(node))


def _method_call(node: Node) -> form.Expr:
    name = field(node, "name")
    optional = node.type.startswith("nullsafe")
    owner = expr(field(node, "object"))
    callee: form.Expr = form.Member(owner, text(name), line(node), optional, called=True)
    if name.type != "name":
        callee = form.Index(owner, expr(name), line(node))
    return form.Call(callee, arguments(node.child_by_field_name("arguments")), line(node))


def _static_call(node: Node) -> form.Expr:
    callee = form.Member(_scope(field(node, "scope")), text(field(node, "name")), line(node))
    return form.Call(callee, arguments(node.child_by_field_name("arguments")), line(node))


def _new(node: Node) -> form.Expr:
    parts = plain_children(node)
    made = _scope(parts[0]) if parts else form.Constant(None, line(node))
    given = next((part for part in parts if part.type == "arguments"), None)
    return form.Call(made, arguments(given), line(node), makes=True)


def _array(node: Node) -> form.Expr:
    """A list, or a map as soon as one element has a key."""
    elements = [child for child in plain_children(node) if child.type == "array_element_initializer"]
    if not any(child.type == "=>" for element in elements for child in element.children):
        items = [plain_children(element)[0] for element in elements if plain_children(element)]
        return form.Sequence(tuple(_argument(item) for item in items), line(node))
    entries = []
    for position, element in enumerate(elements):
        parts = plain_children(element)
        if parts and parts[0].type == "variadic_unpacking":
            entries.append(form.Entry(None, expr(parts[0].named_children[0])))
        elif len(parts) > 1:
            entries.append(form.Entry(expr(parts[0]), expr(parts[1])))
        elif parts:
            entries.append(form.Entry(form.Constant(str(position), line(element)), expr(parts[0])))
    return form.Object(tuple(entries), line(node))


def _conditional(node: Node) -> form.Expr:
    test, yes, no = (node.child_by_field_name(name) for name in ("condition", "body", "alternative"))
    if yes is None:
        return form.Logic("or", expr(test), expr(no), line(node))
    return form.Choose(expr(test), expr(yes), expr(no), line(node))


def _binary(node: Node) -> form.Expr:
    """Chains of `.` may be thousands long: they are lowered without recursion on the left."""
    chain = [node]
    while field(chain[-1], "left").type == "binary_expression":
        chain.append(field(chain[-1], "left"))
    result = expr(field(chain[-1], "left"))
    for one in reversed(chain):
        result = joined(text(field(one, "operator")), result, expr(field(one, "right")), line(one))
    return result


def _unary(node: Node) -> form.Expr:
    operand = expr(plain_children(node)[-1]) if plain_children(node) else form.Constant(None, line(node))
    sign = node.children[0].type
    if sign == "!":
        return form.Not(operand, line(node))
    if sign == "-" and isinstance(operand, form.Constant) and isinstance(operand.value, int | float):
        return form.Constant(-operand.value, line(node))
    return form.Operation(sign, (operand,), line(node))


def _cast(node: Node) -> form.Expr:
    value = expr(field(node, "value"))
    native = CASTS.get(text(field(node, "type")).strip("() ").lower())
    return form.Call(form.Name(native, line(node)), (form.Argument(value),), line(node)) if native else value


def _assignment(node: Node) -> form.Expr:
    left, value = field(node, "left"), expr(field(node, "right"))
    if left.type == "subscript_expression" and len(plain_children(left)) == 1:
        return form.Call(expr(left), (form.Argument(value),), line(node))
    return form.Bind(target(left), value, line(node))


def _augmented(node: Node) -> form.Expr:
    word = text(field(node, "operator")).removesuffix("=")
    named: str = WORDS.get(word) or ("text" if word == "." else word)
    return form.Bind(target(field(node, "left")), expr(field(node, "right")), line(node), named)


def _update(node: Node) -> form.Expr:
    return counted(node, target(field(node, "argument")))


def _inner(node: Node) -> form.Expr:
    inner = plain_children(node)
    return expr(inner[0]) if inner else form.Constant(None, line(node))


def _included(node: Node) -> form.Expr:
    return form.Call(form.Name("require", line(node)), (form.Argument(_inner(node)),), line(node))


def _called(name: str) -> Callable[[Node], form.Expr]:
    return lambda node: form.Call(
        form.Name(name, line(node)), tuple(form.Argument(expr(c)) for c in plain_children(node)), line(node)
    )


def _lambda(node: Node) -> form.Expr:
    from sync.signatures.fronts.php_statements import function  # noqa: PLC0415 - functions hold statements, and these hold functions

    return form.Lambda(function(node), line(node))


def _match(node: Node) -> form.Expr:
    """`match` is a chain of choices; without a default it fails."""
    subject = expr(field(node, "condition"))
    result: form.Expr = form.Call(form.Name("\0unmatched", line(node)), (), line(node))
    for arm in reversed(plain_children(field(node, "body"))):
        value = expr(field(arm, "return_expression"))
        if arm.type == "match_default_expression":
            result = value
            continue
        for condition in reversed(plain_children(field(arm, "conditional_expressions"))):
            test = form.Compare("==", subject, expr(condition), line(arm))
            result = form.Choose(test, value, result, line(arm))
    return result


def _thrown(node: Node) -> form.Expr:
    return form.Many((_inner(node), form.Call(form.Name("\0thrown", line(node)), (), line(node))), line(node))


EXPRESSIONS: Mapping[str, Callable[[Node], form.Expr]] = {
    "variable_name": _variable,
    "name": _name,
    "qualified_name": _name,
    "relative_scope": _scope,
    "null": lambda node: form.Constant(None, line(node)),
    "boolean": lambda node: form.Constant(text(node).lower() == "true", line(node)),
    "integer": lambda node: form.Constant(number_value(text(node)), line(node)),
    "float": lambda node: form.Constant(number_value(text(node)), line(node)),
    "string": lambda node: form.Constant(php_string(node), line(node)),
    "encapsed_string": _encapsed,
    "heredoc": lambda node: form.Operation(
        "text", tuple(expr(c) for c in node.named_children if c.type == "heredoc_body"), line(node)
    ),
    "heredoc_body": _encapsed,
    "nowdoc": lambda node: form.Constant("", line(node)),
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
    "anonymous_function": _lambda,
    "anonymous_function_creation_expression": _lambda,
    "arrow_function": _lambda,
    "match_expression": _match,
    "throw_expression": _thrown,
    "reference_assignment_expression": _assignment,
}
