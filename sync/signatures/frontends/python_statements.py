"""Python 2.7 and 3: statements and modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.python import arguments, expr, parameters, target
from sync.signatures.frontends.python_match import lower_match
from sync.signatures.frontends.python_text import undecodable_line, utf8
from sync.signatures.frontends.tree import broken_line, field, line, parser, plain_children, text


def lower_python(file: str, source: bytes) -> ir.Module:
    """A module of Python. Text in another encoding than it names is broken code: Python itself refuses it."""
    content = utf8(source)
    root = parser("python").parse(content).root_node
    return ir.Module(file, _block(root), broken_line(root) or undecodable_line(content))


def _block(node: Node | None) -> tuple[ir.Stmt, ...]:
    return tuple(_statements(node.named_children if node is not None else ()))


def _statements(nodes: Iterable[Node]) -> Iterator[ir.Stmt]:
    for node in nodes:
        lower = STATEMENTS.get(node.type)
        if lower is not None:
            yield from lower(node)
        elif node.type not in {"comment", "pass_statement", "global_statement", "nonlocal_statement"}:
            yield ir.Evaluate(expr(node), line(node))


def _expression(node: Node) -> Iterator[ir.Stmt]:
    for child in node.named_children:
        if child.type == "assignment" and child.child_by_field_name("right") is not None:
            yield from _assignments(child)
        elif child.type not in {"comment", "string"}:
            yield ir.Evaluate(expr(child), line(child))


def _assignments(node: Node) -> Iterator[ir.Stmt]:
    """`a = b = value`: the last first, each from the one before."""
    right = field(node, "right")
    if right.type != "assignment":
        yield ir.Evaluate(expr(node), line(node))
        return
    yield from _assignments(right)
    inner = target(field(right, "left"))
    value = inner if isinstance(inner, ir.Name | ir.Member | ir.Index) else ir.Constant(None, line(node))
    yield ir.Evaluate(ir.Bind(target(field(node, "left")), value, line(node)), line(node))


def _return(node: Node) -> Iterator[ir.Stmt]:
    inner = [child for child in node.named_children if child.type != "comment"]
    yield ir.Return(expr(inner[0]) if inner else None, line(node))


def _raise(node: Node) -> Iterator[ir.Stmt]:
    inner = [child for child in node.named_children if child.type != "comment"]
    if inner and inner[0].type == "expression_list":
        inner = inner[0].named_children
    yield ir.Raise(expr(inner[0]) if inner else None, line(node))


def _if(node: Node) -> Iterator[ir.Stmt]:
    alternatives = node.children_by_field_name("alternative")
    yield ir.If(expr(field(node, "condition")), _block(field(node, "consequence")), _otherwise(alternatives), line(node))


def _otherwise(nodes: list[Node]) -> tuple[ir.Stmt, ...]:
    if not nodes:
        return ()
    first = nodes[0]
    if first.type == "else_clause":
        return _block(field(first, "body"))
    test, body = expr(field(first, "condition")), _block(field(first, "consequence"))
    return (ir.If(test, body, _otherwise(nodes[1:]), line(first)),)


def _for(node: Node) -> Iterator[ir.Stmt]:
    after = node.child_by_field_name("alternative")
    otherwise = _block(field(after, "body")) if after is not None else ()
    yield ir.Each(target(field(node, "left")), expr(field(node, "right")), _block(field(node, "body")), otherwise, line(node))


def _while(node: Node) -> Iterator[ir.Stmt]:
    yield ir.While(expr(field(node, "condition")), _block(field(node, "body")), line(node))


def _try(node: Node) -> Iterator[ir.Stmt]:
    handlers: list[ir.Handler] = []
    otherwise: tuple[ir.Stmt, ...] = ()
    final: tuple[ir.Stmt, ...] = ()
    for child in node.named_children:
        if child.type in {"except_clause", "except_group_clause"}:
            handlers.append(_handler(child))
        elif child.type == "else_clause":
            otherwise = _block(field(child, "body"))
        elif child.type == "finally_clause":
            final = _block(child.named_children[-1])
    yield ir.Try(_block(field(node, "body")), tuple(handlers), otherwise, final, line(node))


def _handler(node: Node) -> ir.Handler:
    values = node.children_by_field_name("value")
    alias = node.child_by_field_name("alias") or (values[1] if len(values) > 1 else None)
    caught = values[0] if values else None
    if caught is not None and caught.type == "as_pattern":
        bound = caught.child_by_field_name("alias")
        alias = bound.named_children[0] if bound is not None else None
        caught = caught.named_children[0]
    names = _type_names(caught) if caught is not None else ()
    body = next((child for child in reversed(node.named_children) if child.type == "block"), None)
    return ir.Handler(names, target(alias) if alias is not None else None, _block(body))


def _type_names(node: Node) -> tuple[str, ...]:
    many = node.named_children if node.type in {"tuple", "parenthesized_expression", "expression_list"} else [node]
    return tuple(text(one).split(".")[-1] for one in many)


def _with(node: Node) -> Iterator[ir.Stmt]:
    """The body after what is entered; `suppress` is a `try` whose handler does nothing."""
    values = [item.child_by_field_name("value") for item in node.named_children[0].named_children]
    yield from _inside([value for value in values if value is not None], node)


def _inside(values: list[Node], node: Node) -> Iterator[ir.Stmt]:
    if not values:
        yield from _block(field(node, "body"))
        return
    value = values[0]
    quiet = _suppressed(value)
    if quiet:
        yield ir.Try(tuple(_inside(values[1:], node)), (ir.Handler(quiet, None, ()),), (), (), line(node))
        return
    yield ir.Evaluate(_bound(value) if value.type == "as_pattern" else _entered(value), line(value))
    yield from _inside(values[1:], node)


def _bound(node: Node) -> ir.Expr:
    alias, entered = node.child_by_field_name("alias"), _entered(node.named_children[0])
    named = alias is not None and alias.named_children
    return ir.Bind(target(alias.named_children[0]), entered, line(node)) if alias is not None and named else entered


def _entered(node: Node) -> ir.Expr:
    return ir.Call(ir.Name("\0entered", line(node)), (ir.Argument(expr(node)),), line(node))


def _suppressed(node: Node) -> tuple[str, ...]:
    """The exceptions that `suppress(…)` swallows; none for anything else."""
    if node.type != "call" or text(field(node, "function")).split(".")[-1] != "suppress":
        return ()
    return tuple(name for child in plain_children(field(node, "arguments")) for name in _type_names(child))


def _assert(node: Node) -> Iterator[ir.Stmt]:
    inner = [child for child in node.named_children if child.type != "comment"]
    failure = ir.Raise(ir.Name("AssertionError", line(node)), line(node))
    yield ir.If(ir.Not(expr(inner[0]), line(node)), (failure,), (), line(node))


def _delete(node: Node) -> Iterator[ir.Stmt]:
    for child in node.named_children:
        many = child.named_children if child.type in {"expression_list", "tuple"} else [child]
        for one in many:
            yield ir.Evaluate(ir.Remove(expr(one), line(one)), line(one))


def function(node: Node, decorators: tuple[ir.Expr, ...] = ()) -> ir.Function:
    """Lower a function; its body waits until it is entered."""
    body = field(node, "body")

    def lower() -> tuple[tuple[ir.Parameter, ...], tuple[ir.Stmt, ...]]:
        return parameters(node.child_by_field_name("parameters")), _block(body)

    outer = frozenset(_outer_names(body)) if b"global" in (body.text or b"") or b"nonlocal" in (body.text or b"") else frozenset()
    waits = bool(node.children) and node.children[0].type == "async"
    return ir.Function(text(field(node, "name")), line(node), lower, decorators, outer, waits)


def _outer_names(node: Node) -> Iterator[str]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.type in {"global_statement", "nonlocal_statement"}:
            yield from (text(child) for child in one.named_children)
        elif one.type not in {"function_definition", "class_definition"}:
            waiting.extend(one.named_children)


def _function(node: Node) -> Iterator[ir.Stmt]:
    yield ir.Define(function(node), line(node))


def _class(node: Node, decorators: tuple[ir.Expr, ...] = ()) -> ir.Class:
    listed = node.child_by_field_name("superclasses")
    given = arguments(listed) if listed is not None else ()
    parents = tuple(one.value for one in given if not one.name and not one.spread)
    options = tuple(one for one in given if one.name)
    return ir.Class(text(field(node, "name")), line(node), parents, _block(field(node, "body")), decorators, options)


def _class_statement(node: Node) -> Iterator[ir.Stmt]:
    yield ir.DefineClass(_class(node), line(node))


def _decorated(node: Node) -> Iterator[ir.Stmt]:
    decorators = tuple(expr(child.named_children[0]) for child in node.named_children if child.type == "decorator")
    inner = field(node, "definition")
    if inner.type == "class_definition":
        yield ir.DefineClass(_class(inner, decorators), line(inner))
    else:
        yield ir.Define(function(inner, decorators), line(inner))


def _import(node: Node) -> Iterator[ir.Stmt]:
    for child in node.children_by_field_name("name"):
        if child.type == "aliased_import":
            source, local = text(field(child, "name")), text(field(child, "alias"))
        else:
            source = local = text(child).split(".")[0]
        yield ir.Import(source, (("*", local),), line(node))


def _import_from(node: Node) -> Iterator[ir.Stmt]:
    source = text(field(node, "module_name")).replace(" ", "")
    names: list[tuple[str, str]] = []
    for child in node.children_by_field_name("name"):
        if child.type == "aliased_import":
            names.append((text(field(child, "name")), text(field(child, "alias"))))
        else:
            names.append((text(child), text(child)))
    if any(child.type == "wildcard_import" for child in node.named_children):
        names.append(("**", "**"))
    if source != "__future__":
        yield ir.Import(source, tuple(names), line(node))


def _print(node: Node) -> Iterator[ir.Stmt]:
    name = "exec" if node.type == "exec_statement" else "print"
    given = tuple(ir.Argument(expr(child)) for child in node.named_children if child.type != "chevron")
    yield ir.Evaluate(ir.Call(ir.Name(name if name == "print" else "eval", line(node)), given, line(node)), line(node))


def _break(node: Node) -> Iterator[ir.Stmt]:
    yield ir.Leave("break" if node.type == "break_statement" else "continue", line(node))


def _match(node: Node) -> Iterator[ir.Stmt]:
    yield from lower_match(node, _block)


STATEMENTS: Mapping[str, Callable[[Node], Iterator[ir.Stmt]]] = {
    "expression_statement": _expression,
    "return_statement": _return,
    "raise_statement": _raise,
    "if_statement": _if,
    "for_statement": _for,
    "while_statement": _while,
    "try_statement": _try,
    "with_statement": _with,
    "assert_statement": _assert,
    "delete_statement": _delete,
    "function_definition": _function,
    "class_definition": _class_statement,
    "decorated_definition": _decorated,
    "import_statement": _import,
    "import_from_statement": _import_from,
    "future_import_statement": lambda _node: iter(()),  # nothing to follow
    "print_statement": _print,
    "exec_statement": _print,
    "break_statement": _break,
    "continue_statement": _break,
    "match_statement": _match,
}
