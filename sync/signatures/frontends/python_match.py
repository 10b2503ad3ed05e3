"""Python: `match`, lowered to tests and bindings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.python import expr
from sync.signatures.frontends.tree import field, line, text

Block = Callable[[Node | None], tuple[ir.Stmt, ...]]
SUBJECT = "\0subject"
BUILT_IN = frozenset(("str", "int", "float", "bool", "dict", "list", "bytes", "tuple"))  # their one pattern is for the whole value
PAIR = 2  # a class pattern: the class, and one pattern


def lower_match(node: Node, block: Block) -> Iterator[ir.Stmt]:
    """The subject once, then its cases in order."""
    yield ir.Evaluate(ir.Bind(ir.Name(SUBJECT, line(node), declares="here"), expr(field(node, "subject")), line(node)), line(node))
    body = field(node, "body")
    cases = [_case(clause, block) for clause in body.children_by_field_name("alternative")]
    yield ir.Switch(tuple(cases), line(node))


def _case(node: Node, block: Block) -> ir.Case:
    subject = ir.Name(SUBJECT, line(node))
    patterns = [child for child in node.named_children if child.type == "case_pattern"]
    tests = [one for pattern in patterns if (one := _test(pattern, subject)) is not None]
    guard = node.child_by_field_name("guard")
    if guard is not None:
        tests.append(expr(guard.named_children[0]))
    return ir.Case(_all(tests, line(node)), block(field(node, "consequence")))


def _all(tests: list[ir.Expr], at: int) -> ir.Expr | None:
    result = tests[0] if tests else None
    for test in tests[1:]:
        result = ir.Logic("and", result, test, at) if result is not None else test
    return result


def _test(node: Node, subject: ir.Expr) -> ir.Expr | None:
    """What must hold for a pattern to match, names bound on the way; None: it always does."""
    inner = node.named_children[0] if node.type == "case_pattern" and node.named_children else node
    match inner.type:
        case "case_pattern":
            return None if text(inner) == "_" or not inner.named_children else _test(inner, subject)
        case "dotted_name":
            return _capture(inner, subject)
        case "dict_pattern":
            return _mapping(inner, subject)
        case "union_pattern":
            return _either(inner, subject)
        case "as_pattern":
            parts = inner.named_children
            bound = ir.Bind(ir.Name(text(parts[-1]), line(inner)), subject, line(inner))
            tests = [test for test in (_test(parts[0], subject),) if test is not None]
            return _all([*tests, ir.Many((bound, ir.Constant(value=True, line=line(inner))), line(inner))], line(inner))
        case "class_pattern" if text(inner.named_children[0]) in BUILT_IN and len(inner.named_children) <= PAIR:
            return _built_in(inner, subject)
        case "list_pattern" | "tuple_pattern" | "class_pattern" | "splat_pattern":
            return ir.Strange((subject,), line(inner), inner.type)
        case _:
            return ir.Compare("==", subject, expr(inner), line(inner))


def _built_in(node: Node, subject: ir.Expr) -> ir.Expr | None:
    """`str(name)`: a value of that type, and what it holds."""
    at = line(node)
    kind = ir.Argument(ir.Name(text(node.named_children[0]), at))
    test = ir.Call(ir.Name("isinstance", at), (ir.Argument(subject), kind), at)
    inner = _test(node.named_children[1], subject) if len(node.named_children) == PAIR else None
    return _all([test, *([] if inner is None else [inner])], at)


def _capture(node: Node, subject: ir.Expr) -> ir.Expr | None:
    name = text(node)
    if "." in name:
        return ir.Compare("==", subject, expr(node), line(node))
    if name == "_":
        return None
    bound = ir.Bind(ir.Name(name, line(node)), subject, line(node))
    return ir.Many((bound, ir.Constant(value=True, line=line(node))), line(node))


def _mapping(node: Node, subject: ir.Expr) -> ir.Expr | None:
    """`{'k': pattern, **rest}`: each key is there and its value matches."""
    tests: list[ir.Expr] = []
    keys, values = node.children_by_field_name("key"), node.children_by_field_name("value")
    for key, value in zip(keys, values, strict=False):
        tests.append(ir.Compare("in", expr(key), subject, line(key)))
        inner = _test(value, ir.Index(subject, expr(key), line(key)))
        if inner is not None:
            tests.append(inner)
    rest = next((child for child in node.named_children if child.type == "splat_pattern"), None)
    if rest is not None and rest.named_children:
        bound = ir.Bind(ir.Name(text(rest.named_children[0]), line(rest)), subject, line(rest))
        tests.append(ir.Many((bound, ir.Constant(value=True, line=line(rest))), line(rest)))
    return _all(tests, line(node))


def _either(node: Node, subject: ir.Expr) -> ir.Expr | None:
    result: ir.Expr | None = None
    for child in node.named_children:
        test = _test(child, subject)
        if test is None:
            return None
        result = test if result is None else ir.Logic("or", result, test, line(node))
    return result
