"""Python 2.7 and 3: expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tree_sitter import Node

from sync.signatures import form, steps
from sync.signatures.fronts.literals import number_value
from sync.signatures.fronts.literals import python_string as string_value
from sync.signatures.fronts.texts import filled
from sync.signatures.fronts.tree import field, line, text


def expr(node: Node | None) -> form.Expr:
    """Lower an expression; syntax nobody knows keeps its operands."""
    if node is None:
        return form.Constant(None, 0)
    lower = EXPRESSIONS.get(node.type)
    if lower is not None:
        return lower(node)
    return form.Strange(tuple(expr(child) for child in node.named_children), line(node), node.type)


def target(node: Node, *, declares: form.Declares = "") -> form.Target:
    """Lower what is assigned to."""
    if node.type == "identifier":
        return form.Name(text(node), line(node), declares)
    if node.type in {"pattern_list", "tuple_pattern", "list_pattern", "expression_list", "tuple", "list"}:
        items = [child for child in node.named_children if child.type not in {"list_splat_pattern", "list_splat", "comment"}]
        rest = next((child for child in node.named_children if child.type in {"list_splat_pattern", "list_splat"}), None)
        bound = target(rest.named_children[0], declares=declares) if rest is not None and rest.named_children else None
        return form.SequencePattern(tuple(target(child, declares=declares) for child in items), bound, line(node))
    lowered = expr(node)
    return lowered if isinstance(lowered, form.Name | form.Member | form.Index) else form.Strange((), line(node), node.type)


def _name(node: Node) -> form.Expr:
    return form.Name(text(node), line(node))


def _constant(value: form.Scalar) -> Callable[[Node], form.Expr]:
    return lambda node: form.Constant(value, line(node))


def _number(node: Node) -> form.Expr:
    return form.Constant(number_value(text(node)), line(node))


def _string(node: Node) -> form.Expr:
    """A text; one with `{…}` in it is joined from its parts."""
    made = filled(node, lambda place: expr(place.child_by_field_name("expression")))
    return form.Constant(string_value(node), line(node)) if made is None else made


def _strings(node: Node) -> form.Expr:
    parts = tuple(expr(child) for child in node.named_children if child.type == "string")
    return form.Operation("text", parts, line(node))


def _attribute(node: Node) -> form.Expr:
    return form.Member(expr(field(node, "object")), text(field(node, "attribute")), line(node))


def _subscript(node: Node) -> form.Expr:
    keys = node.children_by_field_name("subscript")
    owner = expr(field(node, "value"))
    if len(keys) == 1 and keys[0].type == "slice":
        return form.Operation("slice", (owner,), line(node))
    if len(keys) == 1:
        return form.Index(owner, expr(keys[0]), line(node))
    items = tuple(form.Argument(expr(key)) for key in keys)
    return form.Index(owner, form.Sequence(items, line(node)), line(node))


def arguments(node: Node) -> tuple[form.Argument, ...]:
    """Lower an argument list, or a lone generator."""
    if node.type == "generator_expression":
        return (form.Argument(expr(node)),)
    return tuple(_argument(child) for child in node.named_children if child.type != "comment")


def _argument(node: Node) -> form.Argument:
    match node.type:
        case "keyword_argument":
            return form.Argument(expr(field(node, "value")), name=text(field(node, "name")))
        case "list_splat":
            return form.Argument(expr(node.named_children[0]), spread="*")
        case "dictionary_splat":
            return form.Argument(expr(node.named_children[0]), spread="**")
        case _:
            return form.Argument(expr(node))


def _call(node: Node) -> form.Expr:
    return form.Call(expr(field(node, "function")), arguments(field(node, "arguments")), line(node))


def _items(node: Node) -> form.Expr:
    return form.Sequence(tuple(_argument(child) for child in node.named_children if child.type != "comment"), line(node))


def _dictionary(node: Node) -> form.Expr:
    entries = []
    for child in node.named_children:
        if child.type == "pair":
            entries.append(form.Entry(expr(field(child, "key")), expr(field(child, "value"))))
        elif child.type == "dictionary_splat":
            entries.append(form.Entry(None, expr(child.named_children[0])))
    return form.Object(tuple(entries), line(node))


def _parenthesised(node: Node) -> form.Expr:
    inner = [child for child in node.named_children if child.type != "comment"]
    return expr(inner[0]) if inner else form.Constant(None, line(node))


def _conditional(node: Node) -> form.Expr:
    yes, test, no = [child for child in node.named_children if child.type != "comment"][:3]
    return form.Choose(expr(test), expr(yes), expr(no), line(node))


def _logic(node: Node) -> form.Expr:
    word = "and" if field(node, "operator").type == "and" else "or"
    return form.Logic("and" if word == "and" else "or", expr(field(node, "left")), expr(field(node, "right")), line(node))


def _not(node: Node) -> form.Expr:
    return form.Not(expr(field(node, "argument")), line(node))


_COMPARISONS = {"is": "==", "is not": "!=", "<>": "!="}


def _comparison(node: Node) -> form.Expr:
    """`a < b < c` is `a < b and b < c`."""
    operands = [expr(child) for child in node.named_children if child.type != "comment"]
    words = [_COMPARISONS.get(child.type, child.type) for child in node.children if not child.is_named]
    steps: list[form.Expr] = [
        form.Compare(word, left, right, line(node)) for word, left, right in zip(words, operands, operands[1:], strict=False)
    ]
    result = steps[0] if steps else form.Constant(None, line(node))
    for step in steps[1:]:
        result = form.Logic("and", result, step, line(node))
    return result


def _binary(node: Node) -> form.Expr:
    return form.Operation(field(node, "operator").type, (expr(field(node, "left")), expr(field(node, "right"))), line(node))


def _unary(node: Node) -> form.Expr:
    operand = expr(field(node, "argument"))
    sign = field(node, "operator").type
    if sign == "-" and isinstance(operand, form.Constant) and isinstance(operand.value, int | float):
        return form.Constant(-operand.value, line(node))
    return form.Operation("plus" if sign == "+" else sign, (operand,), line(node))


def _comprehension(node: Node) -> form.Expr:
    body = field(node, "body")
    clauses: list[form.Clause] = []
    for child in node.named_children:
        if child.type == "for_in_clause":
            source = child.children_by_field_name("right")
            clauses.append(form.Clause(target(field(child, "left"), declares="here"), expr(source[0] if source else None), ()))
        elif child.type == "if_clause" and clauses:
            last = clauses[-1]
            clauses[-1] = form.Clause(last.target, last.source, (*last.conditions, expr(child.named_children[0])))
    if body.type == "pair":
        return form.Comprehension(expr(field(body, "value")), expr(field(body, "key")), tuple(clauses), line(node))
    return form.Comprehension(expr(body), None, tuple(clauses), line(node))


def _lambda(node: Node) -> form.Expr:
    listed, body = node.child_by_field_name("parameters"), field(node, "body")

    def lower() -> tuple[tuple[steps.Parameter, ...], tuple[steps.Stmt, ...]]:
        return parameters(listed), (steps.Return(expr(body), line(body)),)

    return form.Lambda(steps.Function("lambda", line(node), lower), line(node))


def parameters(node: Node | None) -> tuple[steps.Parameter, ...]:
    """Lower a parameter list; behind `*` parameters take names only."""
    found: list[steps.Parameter] = []
    named = False
    for child in node.named_children if node is not None else ():
        if child.type in {"keyword_separator", "list_splat_pattern"}:
            named = True
        lowered = _parameter(child, named=named)
        if lowered is not None:
            found.append(lowered)
    return tuple(found)


def _parameter(node: Node, *, named: bool) -> steps.Parameter | None:
    takes: steps.Takes = "named" if named else "one"
    match node.type:
        case "identifier" | "tuple_pattern":
            return steps.Parameter(target(node, declares="here"), takes=takes)
        case "default_parameter" | "typed_default_parameter":
            bound = target(field(node, "name"), declares="here")
            return steps.Parameter(bound, expr(field(node, "value")), takes, annotation(node.child_by_field_name("type")))
        case "typed_parameter":
            inner = _parameter(node.named_children[0], named=named)
            return None if inner is None else steps.Parameter(inner.target, None, inner.takes, annotation(field(node, "type")))
        case "list_splat_pattern":
            return steps.Parameter(target(node.named_children[0], declares="here"), takes="rest") if node.named_children else None
        case "dictionary_splat_pattern":
            return steps.Parameter(target(node.named_children[0], declares="here"), takes="keywords")
        case _:
            return None


def annotation(node: Node | None) -> form.Expr | None:
    """Lower a type annotation to the expression it is."""
    if node is None:
        return None
    inner = node.named_children[0] if node.type == "type" and node.named_children else node
    if inner.type == "generic_type":
        outer, held = inner.named_children[0], inner.named_children[-1]
        kept = annotation(held.named_children[0]) if held.named_children else None
        return form.Index(expr(outer), kept or form.Constant(None, line(node)), line(node))
    if inner.type == "union_type":
        return form.Operation("|", tuple(annotation(child) or expr(child) for child in inner.named_children), line(node))
    if inner.type == "member_type":
        return form.Name(text(inner).split(".")[-1], line(inner))
    return annotation(inner) if inner.type == "type" else expr(inner)


def _walrus(node: Node) -> form.Expr:
    return form.Bind(target(field(node, "name")), expr(field(node, "value")), line(node))


def assignment(node: Node) -> form.Expr:
    """Lower an assignment; `a: int` alone states a type and sets nothing."""
    value = node.child_by_field_name("right")
    lowered = expr(value) if value is not None else form.Operation("unset", (), line(node))
    return form.Bind(target(field(node, "left")), lowered, line(node), annotation=annotation(node.child_by_field_name("type")))


def _augmented(node: Node) -> form.Expr:
    word = text(field(node, "operator")).removesuffix("=")
    return form.Bind(target(field(node, "left")), expr(field(node, "right")), line(node), word)


def _await(node: Node) -> form.Expr:
    return form.Give(expr(node.named_children[0]), line(node))


def _yield(node: Node) -> form.Expr:
    inner = [child for child in node.named_children if child.type != "comment"]
    spread = any(child.type == "from" for child in node.children)
    return form.Yield(expr(inner[0]) if inner else form.Constant(None, line(node)), line(node), spread)


EXPRESSIONS: Mapping[str, Callable[[Node], form.Expr]] = {
    "identifier": _name,
    "keyword_identifier": _name,
    "ellipsis": lambda node: form.Name("...", line(node)),
    "none": _constant(None),
    "true": _constant(True),  # noqa: FBT003 - the constant itself
    "false": _constant(False),  # noqa: FBT003 - the constant itself
    "integer": _number,
    "float": _number,
    "string": _string,
    "concatenated_string": _strings,
    "attribute": _attribute,
    "subscript": _subscript,
    "call": _call,
    "list": _items,
    "tuple": _items,
    "set": _items,
    "expression_list": _items,
    "dictionary": _dictionary,
    "parenthesized_expression": _parenthesised,
    "conditional_expression": _conditional,
    "boolean_operator": _logic,
    "not_operator": _not,
    "comparison_operator": _comparison,
    "binary_operator": _binary,
    "unary_operator": _unary,
    "list_comprehension": _comprehension,
    "set_comprehension": _comprehension,
    "generator_expression": _comprehension,
    "dictionary_comprehension": _comprehension,
    "lambda": _lambda,
    "named_expression": _walrus,
    "assignment": assignment,
    "augmented_assignment": _augmented,
    "await": _await,
    "yield": _yield,
    "type": lambda node: annotation(node) or form.Constant(None, line(node)),
}
