"""PHP: statements, functions, classes and modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends import php
from sync.signatures.frontends.php import EXPRESSIONS, target
from sync.signatures.frontends.php_declarations import annotation, comes_first, enum_case, properties
from sync.signatures.frontends.php_operators import bare
from sync.signatures.frontends.tree import broken_line, field, line, parser, plain_children, text

SUBJECT = "\0subject"
SILENT = frozenset(
    ("comment", "php_tag", "text", "text_interpolation", "empty_statement", "namespace_use_declaration", "declare_statement")
)


def lower_php(file: str, source: bytes) -> ir.Module:
    """A module of PHP."""
    root = parser("php").parse(source.removeprefix(b"\xef\xbb\xbf")).root_node
    return ir.Module(file, _block(root), broken_line(root))


def expr(node: Node | None) -> ir.Expr:
    """Lower an expression, functions, `match` and `throw` included."""
    return php.expr(node)


def _block(node: Node | None) -> tuple[ir.Stmt, ...]:
    """Functions and classes come first: they are known before the statements around them run."""
    children = node.named_children if node is not None else []
    names = {text(field(child, "name")) for child in children if child.type == "class_declaration"}
    first = [child for child in children if comes_first(child, names)]
    return tuple(_statements([*first, *(child for child in children if child not in first)]))


def _statements(nodes: Iterable[Node]) -> Iterator[ir.Stmt]:
    for node in nodes:
        lower = STATEMENTS.get(node.type)
        if lower is not None:
            yield from lower(node)
        elif node.type not in SILENT:
            yield ir.Evaluate(expr(node), line(node))


def _body(node: Node | None) -> tuple[ir.Stmt, ...]:
    return tuple(_statements([node])) if node is not None else ()


def _inner_block(node: Node) -> Iterator[ir.Stmt]:
    yield from _block(node)


def _expression(node: Node) -> Iterator[ir.Stmt]:
    for child in plain_children(node):
        if child.type == "throw_expression":
            yield from _throw(child)
        else:
            yield ir.Evaluate(expr(child), line(child))


def _throw(node: Node) -> Iterator[ir.Stmt]:
    inner = plain_children(node)
    yield ir.Raise(expr(inner[0]) if inner else None, line(node))


def _return(node: Node) -> Iterator[ir.Stmt]:
    inner = plain_children(node)
    yield ir.Return(expr(inner[0]) if inner else None, line(node))


def _if(node: Node) -> Iterator[ir.Stmt]:
    otherwise = _otherwise(node.children_by_field_name("alternative"))
    yield ir.If(expr(field(node, "condition")), _body(node.child_by_field_name("body")), otherwise, line(node))


def _otherwise(nodes: list[Node]) -> tuple[ir.Stmt, ...]:
    if not nodes:
        return ()
    first = nodes[0]
    body = _body(first.child_by_field_name("body"))
    if first.type == "else_clause":
        return body
    return (ir.If(expr(field(first, "condition")), body, _otherwise(nodes[1:]), line(first)),)


def _foreach(node: Node) -> Iterator[ir.Stmt]:
    parts = [child for child in plain_children(node) if child != node.child_by_field_name("body")]
    source, bound = expr(parts[0]), parts[1]
    body = _body(node.child_by_field_name("body"))
    if bound.type == "pair":
        key, value = plain_children(bound)[:2]
        pair = ir.SequencePattern((target(key), target(value)), None, line(bound))
        walked = ir.Call(ir.Name("\0pairs", line(node)), (ir.Argument(source),), line(node))
        yield ir.Each(pair, walked, body, (), line(node))
    else:
        inner = bound.named_children[0] if bound.type == "by_ref" else bound
        walked = ir.Call(ir.Name("\0values", line(node)), (ir.Argument(source),), line(node))
        yield ir.Each(target(inner), walked, body, (), line(node))


def _for(node: Node) -> Iterator[ir.Stmt]:
    for start in node.children_by_field_name("initialize"):
        yield ir.Evaluate(expr(start), line(start))
    test, step = node.child_by_field_name("condition"), node.child_by_field_name("update")
    condition = expr(test) if test is not None else ir.Constant(value=True, line=line(node))
    yield ir.While(condition, _body(node.child_by_field_name("body")), line(node), expr(step) if step is not None else None)


def _while(node: Node) -> Iterator[ir.Stmt]:
    yield ir.While(expr(field(node, "condition")), _body(node.child_by_field_name("body")), line(node))


def _do(node: Node) -> Iterator[ir.Stmt]:
    body = _body(node.child_by_field_name("body"))
    yield ir.Breakable((*body, ir.While(expr(field(node, "condition")), body, line(node))), line(node))


def _try(node: Node) -> Iterator[ir.Stmt]:
    handlers = tuple(_handler(child) for child in node.named_children if child.type == "catch_clause")
    last = next((child for child in node.named_children if child.type == "finally_clause"), None)
    final = _body(last.child_by_field_name("body")) if last is not None else ()
    yield ir.Try(_block(field(node, "body")), handlers, (), final, line(node))


def _handler(node: Node) -> ir.Handler:
    types = tuple(bare(child) for child in plain_children(field(node, "type")))
    bound = node.child_by_field_name("name")
    return ir.Handler(types, target(bound) if bound is not None else None, _block(field(node, "body")))


def _switch(node: Node) -> Iterator[ir.Stmt]:
    """Cases become tests; a case without `break` runs on into the next."""
    subject = ir.Name(SUBJECT, line(node))
    yield ir.Evaluate(ir.Bind(subject, expr(field(node, "condition")), line(node)), line(node))
    clauses = [child for child in field(node, "body").named_children if child.type in {"case_statement", "default_statement"}]
    bodies = [tuple(_statements(_case_body(clause))) for clause in clauses]
    cases, default, tests = [], None, list[ir.Expr]()
    for position, clause in enumerate(clauses):
        whole = tuple(statement for body in bodies[position:] for statement in body)
        if clause.type == "default_statement":
            default = ir.Case(None, whole)
            continue
        tests.append(ir.Compare("==", subject, expr(field(clause, "value")), line(clause)))
        if bodies[position] or position == len(clauses) - 1:
            cases.append(ir.Case(_any(tests), whole))
            tests = []
    cases.extend([default] if default is not None else [])
    yield ir.Breakable((ir.Switch(tuple(cases), line(node)),), line(node))


def _case_body(clause: Node) -> list[Node]:
    value = clause.child_by_field_name("value")
    return [child for child in plain_children(clause) if child != value]


def _any(tests: list[ir.Expr]) -> ir.Expr:
    result = tests[0]
    for test in tests[1:]:
        result = ir.Logic("or", result, test, result.line)
    return result


def _leave(node: Node) -> Iterator[ir.Stmt]:
    yield ir.Leave("break" if node.type == "break_statement" else "continue", line(node))


def _unset(node: Node) -> Iterator[ir.Stmt]:
    for child in plain_children(node):
        yield ir.Evaluate(ir.Remove(expr(child), line(child)), line(child))


def _echo(node: Node) -> Iterator[ir.Stmt]:
    given = tuple(ir.Argument(expr(child)) for child in plain_children(node))
    yield ir.Evaluate(ir.Call(ir.Name("print_r", line(node)), given, line(node)), line(node))


def _exit(node: Node) -> Iterator[ir.Stmt]:
    yield ir.Evaluate(ir.Call(ir.Name("exit", line(node)), (), line(node)), line(node))


def _constants(node: Node) -> Iterator[ir.Stmt]:
    for child in node.named_children:
        if child.type == "const_element":
            name, value = plain_children(child)[:2]
            bound = ir.Name(text(name), line(child), "here")
            yield ir.Evaluate(ir.Bind(bound, expr(value), line(child)), line(child))


def function(node: Node) -> ir.Function:
    """Lower a function; its body waits until it is entered."""
    body, name = field(node, "body"), node.child_by_field_name("name")
    promoted = [c for c in plain_children(field(node, "parameters")) if c.type == "property_promotion_parameter"]

    def lower() -> tuple[tuple[ir.Parameter, ...], tuple[ir.Stmt, ...]]:
        kept = tuple(_promoted(child) for child in promoted)
        inner = _block(body) if body.type == "compound_statement" else (ir.Return(expr(body), line(body)),)
        return _parameters(node.child_by_field_name("parameters")), (*kept, *inner)

    outer = frozenset(_outer_names(body)) if b"global" in (body.text or b"") else frozenset()
    return ir.Function(text(name) if name is not None else "anonymous", line(node), lower, outer=outer, arrow=name is None)


def _outer_names(body: Node) -> Iterator[str]:
    for child in body.named_children:
        if child.type == "global_declaration":
            yield from (text(one) for one in child.named_children)


def _promoted(node: Node) -> ir.Stmt:
    name = field(node, "name")
    owner = ir.Member(ir.Name("this", line(node)), text(name).lstrip("$"), line(node))
    return ir.Evaluate(ir.Bind(owner, ir.Name(text(name), line(node)), line(node)), line(node))


def _parameters(node: Node | None) -> tuple[ir.Parameter, ...]:
    found = []
    for child in plain_children(node) if node is not None else ():
        bound = ir.Name(text(field(child, "name")), line(child), "here")
        default = child.child_by_field_name("default_value")
        rest = child.type == "variadic_parameter"
        stated = annotation(child.child_by_field_name("type"))
        found.append(ir.Parameter(bound, expr(default) if default is not None else None, "rest" if rest else "one", stated))
    return tuple(found)


def _function(node: Node) -> Iterator[ir.Stmt]:
    yield ir.Define(function(node), line(node))


def _class(node: Node) -> Iterator[ir.Stmt]:
    yield ir.DefineClass(class_of(node), line(node))


def class_of(node: Node) -> ir.Class:
    """Lower a class: methods, constants, properties with their first values."""
    clause = next((child for child in node.named_children if child.type == "base_clause"), None)
    used = [
        name for child in field(node, "body").named_children if child.type == "use_declaration" for name in child.named_children
    ]
    parents = tuple(expr(child) for child in [*used, *(plain_children(clause) if clause is not None else [])])
    body: list[ir.Stmt] = []
    for child in plain_children(field(node, "body")):
        if child.type == "method_declaration" and child.child_by_field_name("body") is not None:
            body.append(ir.Define(function(child), line(child)))
        elif child.type == "const_declaration":
            body.extend(_constants(child))
        elif child.type == "property_declaration":
            body.extend(properties(child))
        elif child.type == "enum_case":
            body.append(enum_case(child))
    if node.type == "enum_declaration":
        parents = (*parents, ir.Name("Enum", line(node)))
    return ir.Class(text(field(node, "name")), line(node), parents, tuple(body))


STATEMENTS: Mapping[str, Callable[[Node], Iterator[ir.Stmt]]] = {
    "compound_statement": _inner_block,
    "colon_block": _inner_block,
    "expression_statement": _expression,
    "throw_expression": _throw,
    "return_statement": _return,
    "if_statement": _if,
    "foreach_statement": _foreach,
    "for_statement": _for,
    "while_statement": _while,
    "do_statement": _do,
    "try_statement": _try,
    "switch_statement": _switch,
    "break_statement": _leave,
    "continue_statement": _leave,
    "unset_statement": _unset,
    "echo_statement": _echo,
    "exit_statement": _exit,
    "const_declaration": _constants,
    "function_definition": _function,
    "class_declaration": _class,
    "enum_declaration": _class,
    "trait_declaration": _class,
    "interface_declaration": lambda _node: iter(()),  # nothing to follow
    "namespace_definition": lambda node: iter(_body(node.child_by_field_name("body"))),
    "global_declaration": lambda _node: iter(()),  # known from the function's outer names
    "function_static_declaration": lambda _node: iter(()),  # a first value that later calls change
}
EXPRESSIONS |= dict.fromkeys(
    ("anonymous_function", "anonymous_function_creation_expression", "arrow_function"),
    lambda node: ir.Lambda(function(node), line(node)),
)
