"""Python 2.7 and 3: expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.literals import filled, number_value
from sync.signatures.frontends.literals import python_string as string_value
from sync.signatures.frontends.tree import field, line, text


def expr(node: Node | None) -> ir.Expr:
    """Lower an expression; syntax nobody knows keeps its operands."""
    if node is None:
        return ir.Constant(None, 0)
    lower = EXPRESSIONS.get(node.type)
    if lower is not None:
        return lower(node)
    return ir.Strange(tuple(expr(child) for child in node.named_children), line(node), node.type)


def target(node: Node, *, declares: ir.Declares = "") -> ir.Target:
    """Lower what is assigned to."""
    if node.type == "identifier":
        return ir.Name(text(node), line(node), declares)
    if node.type in {"pattern_list", "tuple_pattern", "list_pattern", "expression_list", "tuple", "list"}:
        items = [child for child in node.named_children if child.type not in {"list_splat_pattern", "list_splat", "comment"}]
        rest = next((child for child in node.named_children if child.type in {"list_splat_pattern", "list_splat"}), None)
        bound = target(rest.named_children[0], declares=declares) if rest is not None and rest.named_children else None
        return ir.SequencePattern(tuple(target(child, declares=declares) for child in items), bound, line(node))
    lowered = expr(node)
    return lowered if isinstance(lowered, ir.Name | ir.Member | ir.Index) else ir.Strange((), line(node), node.type)


def _name(node: Node) -> ir.Expr:
    return ir.Name(text(node), line(node))


def _constant(value: ir.Scalar) -> Callable[[Node], ir.Expr]:
    return lambda node: ir.Constant(value, line(node))


def _number(node: Node) -> ir.Expr:
    return ir.Constant(number_value(text(node)), line(node))


def _string(node: Node) -> ir.Expr:
    """A text; one with `{…}` in it is joined from its parts."""
    made = filled(node, lambda place: expr(place.child_by_field_name("expression")))
    return ir.Constant(string_value(node), line(node)) if made is None else made


def _strings(node: Node) -> ir.Expr:
    parts = tuple(expr(child) for child in node.named_children if child.type == "string")
    return ir.Operation("text", parts, line(node))


def _attribute(node: Node) -> ir.Expr:
    return ir.Member(expr(field(node, "object")), text(field(node, "attribute")), line(node))


def _subscript(node: Node) -> ir.Expr:
    keys = node.children_by_field_name("subscript")
    owner = expr(field(node, "value"))
    if len(keys) == 1 and keys[0].type == "slice":
        return ir.Operation("slice", (owner,), line(node))
    if len(keys) == 1:
        return ir.Index(owner, expr(keys[0]), line(node))
    items = tuple(ir.Argument(expr(key)) for key in keys)
    return ir.Index(owner, ir.Sequence(items, line(node)), line(node))


def arguments(node: Node) -> tuple[ir.Argument, ...]:
    """Lower an argument list, or a lone generator."""
    if node.type == "generator_expression":
        return (ir.Argument(expr(node)),)
    return tuple(_argument(child) for child in node.named_children if child.type != "comment")


def _argument(node: Node) -> ir.Argument:
    match node.type:
        case "keyword_argument":
            return ir.Argument(expr(field(node, "value")), name=text(field(node, "name")))
        case "list_splat":
            return ir.Argument(expr(node.named_children[0]), spread="*")
        case "dictionary_splat":
            return ir.Argument(expr(node.named_children[0]), spread="**")
        case _:
            return ir.Argument(expr(node))


def _call(node: Node) -> ir.Expr:
    return ir.Call(expr(field(node, "function")), arguments(field(node, "arguments")), line(node))


def _items(node: Node) -> ir.Expr:
    return ir.Sequence(tuple(_argument(child) for child in node.named_children if child.type != "comment"), line(node))


def _dictionary(node: Node) -> ir.Expr:
    entries = []
    for child in node.named_children:
        if child.type == "pair":
            entries.append(ir.Entry(expr(field(child, "key")), expr(field(child, "value"))))
        elif child.type == "dictionary_splat":
            entries.append(ir.Entry(None, expr(child.named_children[0])))
    return ir.Object(tuple(entries), line(node))


def _parenthesised(node: Node) -> ir.Expr:
    inner = [child for child in node.named_children if child.type != "comment"]
    return expr(inner[0]) if inner else ir.Constant(None, line(node))


def _conditional(node: Node) -> ir.Expr:
    yes, test, no = [child for child in node.named_children if child.type != "comment"][:3]
    return ir.Choose(expr(test), expr(yes), expr(no), line(node))


def _logic(node: Node) -> ir.Expr:
    word = "and" if field(node, "operator").type == "and" else "or"
    return ir.Logic("and" if word == "and" else "or", expr(field(node, "left")), expr(field(node, "right")), line(node))


def _not(node: Node) -> ir.Expr:
    return ir.Not(expr(field(node, "argument")), line(node))


_COMPARISONS = {"is": "==", "is not": "!=", "<>": "!="}


def _comparison(node: Node) -> ir.Expr:
    """`a < b < c` is `a < b and b < c`."""
    operands = [expr(child) for child in node.named_children if child.type != "comment"]
    words = [_COMPARISONS.get(child.type, child.type) for child in node.children if not child.is_named]
    steps: list[ir.Expr] = [
        ir.Compare(word, left, right, line(node)) for word, left, right in zip(words, operands, operands[1:], strict=False)
    ]
    result = steps[0] if steps else ir.Constant(None, line(node))
    for step in steps[1:]:
        result = ir.Logic("and", result, step, line(node))
    return result


def _binary(node: Node) -> ir.Expr:
    return ir.Operation(field(node, "operator").type, (expr(field(node, "left")), expr(field(node, "right"))), line(node))


def _unary(node: Node) -> ir.Expr:
    operand = expr(field(node, "argument"))
    sign = field(node, "operator").type
    if sign == "-" and isinstance(operand, ir.Constant) and isinstance(operand.value, int | float):
        return ir.Constant(-operand.value, line(node))
    return ir.Operation("plus" if sign == "+" else sign, (operand,), line(node))


def _comprehension(node: Node) -> ir.Expr:
    body = field(node, "body")
    clauses: list[ir.Clause] = []
    for child in node.named_children:
        if child.type == "for_in_clause":
            source = child.children_by_field_name("right")
            clauses.append(ir.Clause(target(field(child, "left"), declares="here"), expr(source[0] if source else None), ()))
        elif child.type == "if_clause" and clauses:
            last = clauses[-1]
            clauses[-1] = ir.Clause(last.target, last.source, (*last.conditions, expr(child.named_children[0])))
    if body.type == "pair":
        return ir.Comprehension(expr(field(body, "value")), expr(field(body, "key")), tuple(clauses), line(node))
    return ir.Comprehension(expr(body), None, tuple(clauses), line(node))


def _lambda(node: Node) -> ir.Expr:
    listed, body = node.child_by_field_name("parameters"), field(node, "body")

    def lower() -> tuple[tuple[ir.Parameter, ...], tuple[ir.Stmt, ...]]:
        return parameters(listed), (ir.Return(expr(body), line(body)),)

    return ir.Lambda(ir.Function("lambda", line(node), lower), line(node))


def parameters(node: Node | None) -> tuple[ir.Parameter, ...]:
    """Lower a parameter list; behind `*` parameters take names only."""
    found: list[ir.Parameter] = []
    named = False
    for child in node.named_children if node is not None else ():
        if child.type in {"keyword_separator", "list_splat_pattern"}:
            named = True
        lowered = _parameter(child, named=named)
        if lowered is not None:
            found.append(lowered)
    return tuple(found)


def _parameter(node: Node, *, named: bool) -> ir.Parameter | None:
    takes: ir.Takes = "named" if named else "one"
    match node.type:
        case "identifier" | "tuple_pattern":
            return ir.Parameter(target(node, declares="here"), takes=takes)
        case "default_parameter" | "typed_default_parameter":
            bound = target(field(node, "name"), declares="here")
            return ir.Parameter(bound, expr(field(node, "value")), takes, annotation(node.child_by_field_name("type")))
        case "typed_parameter":
            inner = _parameter(node.named_children[0], named=named)
            return None if inner is None else ir.Parameter(inner.target, None, inner.takes, annotation(field(node, "type")))
        case "list_splat_pattern":
            return ir.Parameter(target(node.named_children[0], declares="here"), takes="rest") if node.named_children else None
        case "dictionary_splat_pattern":
            return ir.Parameter(target(node.named_children[0], declares="here"), takes="keywords")
        case _:
            return None


def annotation(node: Node | None) -> ir.Expr | None:
    """Lower a type annotation to the expression it is."""
    if node is None:
        return None
    inner = node.named_children[0] if node.type == "type" and node.named_children else node
    if inner.type == "generic_type":
        outer, held = inner.named_children[0], inner.named_children[-1]
        kept = annotation(held.named_children[0]) if held.named_children else None
        return ir.Index(expr(outer), kept or ir.Constant(None, line(node)), line(node))
    if inner.type == "union_type":
        return ir.Operation("|", tuple(annotation(child) or expr(child) for child in inner.named_children), line(node))
    if inner.type == "member_type":
        return ir.Name(text(inner).split(".")[-1], line(inner))
    return annotation(inner) if inner.type == "type" else expr(inner)


def _walrus(node: Node) -> ir.Expr:
    return ir.Bind(target(field(node, "name")), expr(field(node, "value")), line(node))


def assignment(node: Node) -> ir.Expr:
    """Lower an assignment; `a: int` alone states a type and sets nothing."""
    value = node.child_by_field_name("right")
    lowered = expr(value) if value is not None else ir.Operation("unset", (), line(node))
    return ir.Bind(target(field(node, "left")), lowered, line(node), annotation=annotation(node.child_by_field_name("type")))


def _augmented(node: Node) -> ir.Expr:
    word = text(field(node, "operator")).removesuffix("=")
    return ir.Bind(target(field(node, "left")), expr(field(node, "right")), line(node), word)


def _await(node: Node) -> ir.Expr:
    return ir.Give(expr(node.named_children[0]), line(node))


def _yield(node: Node) -> ir.Expr:
    inner = [child for child in node.named_children if child.type != "comment"]
    spread = any(child.type == "from" for child in node.children)
    return ir.Yield(expr(inner[0]) if inner else ir.Constant(None, line(node)), line(node), spread)


EXPRESSIONS: Mapping[str, Callable[[Node], ir.Expr]] = {
    "identifier": _name,
    "keyword_identifier": _name,
    "ellipsis": lambda node: ir.Name("...", line(node)),
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
    "type": lambda node: annotation(node) or ir.Constant(None, line(node)),
}
