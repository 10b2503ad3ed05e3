"""JavaScript: statements and modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.javascript import EXPRESSIONS, expr, target
from sync.signatures.frontends.javascript_patterns import lower_parameters
from sync.signatures.frontends.literals import script_string as string_value
from sync.signatures.frontends.tree import broken_line, field, line, parser, plain_children, text

LEXICAL = frozenset(("lexical_declaration", "class_declaration", "function_declaration"))
HOISTED = frozenset(("function_declaration", "generator_function_declaration"))


def lower_javascript(file: str, source: bytes) -> ir.Module:
    """A module of JavaScript; a JSON file offers its content."""
    source = source.removeprefix(b"\xef\xbb\xbf")
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        source = source.decode("utf-16", "replace").encode()
    if file.endswith(".json"):
        source = b"module.exports = " + source
    root = parser("javascript").parse(source).root_node
    return ir.Module(file, block(root), broken_line(root))


def block(node: Node) -> tuple[ir.Stmt, ...]:
    """Lower the statements of a block; its functions come first."""
    children = node.named_children
    first = [child for child in children if child.type in HOISTED]
    return tuple(_statements([*first, *(child for child in children if child.type not in HOISTED)]))


def _statements(nodes: Iterable[Node]) -> Iterator[ir.Stmt]:
    for node in nodes:
        lower = STATEMENTS.get(node.type)
        if lower is not None:
            yield from lower(node)
        elif node.type not in {"comment", "empty_statement", "hash_bang_line", "debugger_statement"}:
            yield ir.Evaluate(expr(node), line(node))


def _body(node: Node | None) -> tuple[ir.Stmt, ...]:
    """A single statement or a block, with a scope of its own where it declares something."""
    return tuple(_statements([node])) if node is not None else ()


def _inner_block(node: Node) -> Iterator[ir.Stmt]:
    if any(child.type in LEXICAL for child in node.named_children):
        yield ir.Block(block(node), line(node))
    else:
        yield from block(node)


def _expression(node: Node) -> Iterator[ir.Stmt]:
    for child in plain_children(node):
        if child.type != "string":
            yield ir.Evaluate(expr(child), line(child))


def _declaration(node: Node) -> Iterator[ir.Stmt]:
    declares: ir.Declares = "function" if node.type == "variable_declaration" else "here"
    for child in node.named_children:
        if child.type == "variable_declarator":
            value = expr(child.child_by_field_name("value"))
            yield ir.Evaluate(ir.Bind(target(field(child, "name"), declares), value, line(child)), line(child))


def _function_of(node: Node) -> ir.Function:
    """Lower a function; its body waits until it is entered."""
    body = field(node, "body")
    name = node.child_by_field_name("name")

    def lower() -> tuple[tuple[ir.Parameter, ...], tuple[ir.Stmt, ...]]:
        listed = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
        inner = block(body) if body.type == "statement_block" else (ir.Return(expr(body), line(body)),)
        return lower_parameters(listed, expr), inner

    waits = bool(node.children) and any(child.type == "async" for child in node.children[:2])
    written = text(name) if name is not None and name.type != "computed_property_name" else "anonymous"
    return ir.Function(written, line(node), lower, waits=waits, arrow=node.type == "arrow_function")


def _function(node: Node) -> Iterator[ir.Stmt]:
    yield ir.Define(_function_of(node), line(node))


def _class_of(node: Node) -> ir.Class:
    """Lower a class: methods, static ones, getters, fields."""
    heritage = next((child for child in node.named_children if child.type == "class_heritage"), None)
    parents = tuple(expr(child) for child in plain_children(heritage)) if heritage is not None else ()
    body: list[ir.Stmt] = []
    for child in plain_children(field(node, "body")):
        if child.type == "method_definition" and not any(one.type == "set" for one in child.children):
            getter = any(one.type == "get" for one in child.children)
            body.append(ir.Define(_function_of(child), line(child), "getter" if getter else "plain"))
        elif child.type == "field_definition":
            value = child.child_by_field_name("value")
            name = ir.Name(text(field(child, "property")), line(child), declares="here")
            body.append(ir.Evaluate(ir.Bind(name, expr(value), line(child)), line(child)))
    return ir.Class(text(node.child_by_field_name("name")), line(node), parents, tuple(body))


def _class(node: Node) -> Iterator[ir.Stmt]:
    yield ir.DefineClass(_class_of(node), line(node))


def _return(node: Node) -> Iterator[ir.Stmt]:
    inner = plain_children(node)
    yield ir.Return(expr(inner[0]) if inner else None, line(node))


def _throw(node: Node) -> Iterator[ir.Stmt]:
    inner = plain_children(node)
    yield ir.Raise(expr(inner[0]) if inner else None, line(node))


def _if(node: Node) -> Iterator[ir.Stmt]:
    after = node.child_by_field_name("alternative")
    otherwise = _body(plain_children(after)[0]) if after is not None and plain_children(after) else ()
    yield ir.If(expr(field(node, "condition")), _body(node.child_by_field_name("consequence")), otherwise, line(node))


def _for_in(node: Node) -> Iterator[ir.Stmt]:
    kind = node.child_by_field_name("kind")
    word = text(kind) if kind is not None else ""
    declares: ir.Declares = "" if not word else "function" if word == "var" else "here"
    bound = target(field(node, "left"), declares)
    over_keys = text(field(node, "operator")) == "in"
    loop = ir.Each(bound, expr(field(node, "right")), _body(node.child_by_field_name("body")), (), line(node), over_keys)
    yield ir.Block((loop,), line(node))


def _for(node: Node) -> Iterator[ir.Stmt]:
    """`for (…; …; …)`: over the positions of a list it is a loop over the list's elements in disguise."""
    start = node.child_by_field_name("initializer")
    test, step = node.child_by_field_name("condition"), node.child_by_field_name("increment")
    condition = ir.Constant(value=True, line=line(node)) if test is None or test.type == "empty_statement" else expr(test)
    body = _body(node.child_by_field_name("body"))
    counted = _counted(start, test)
    loop: ir.Stmt = ir.While(condition, body, line(node), expr(step) if step is not None else None)
    if counted is not None:
        loop = ir.Each(ir.Name(counted[0], line(node), declares="here"), counted[1], body, (), line(node), keys=True)
    yield ir.Block((*(_body(start) if start is not None else ()), loop), line(node))


def _counted(start: Node | None, test: Node | None) -> tuple[str, ir.Expr] | None:
    """The counter and the list of `for (let i = 0; i < list.length; i++)`."""
    condition = test.named_children[0] if test is not None and test.type == "expression_statement" else test
    if start is None or condition is None or condition.type != "binary_expression":
        return None
    left, right = field(condition, "left"), field(condition, "right")
    if text(field(condition, "operator")) != "<" or left.type != "identifier" or right.type != "member_expression":
        return None
    if text(field(right, "property")) != "length":
        return None
    return text(left), expr(field(right, "object"))


def _while(node: Node) -> Iterator[ir.Stmt]:
    yield ir.While(expr(field(node, "condition")), _body(node.child_by_field_name("body")), line(node))


def _do(node: Node) -> Iterator[ir.Stmt]:
    body = _body(node.child_by_field_name("body"))
    yield ir.Breakable((*body, ir.While(expr(field(node, "condition")), body, line(node))), line(node))


def _try(node: Node) -> Iterator[ir.Stmt]:
    handlers: tuple[ir.Handler, ...] = ()
    caught = node.child_by_field_name("handler")
    if caught is not None:
        bound = caught.child_by_field_name("parameter")
        handlers = (ir.Handler((), target(bound, "here") if bound is not None else None, block(field(caught, "body"))),)
    last = node.child_by_field_name("finalizer")
    final = block(field(last, "body")) if last is not None else ()
    yield ir.Try(block(field(node, "body")), handlers, (), final, line(node))


def _switch(node: Node) -> Iterator[ir.Stmt]:
    """Cases become tests; a case without `break` runs on into the next."""
    subject = ir.Name("\0subject", line(node), declares="here")
    yield ir.Evaluate(ir.Bind(subject, expr(field(node, "value")), line(node)), line(node))
    clauses = [child for child in field(node, "body").named_children if child.type in {"switch_case", "switch_default"}]
    bodies = [tuple(_statements(clause.children_by_field_name("body"))) for clause in clauses]
    cases: list[ir.Case] = []
    default: ir.Case | None = None
    tests: list[ir.Expr] = []
    for position, clause in enumerate(clauses):
        if clause.type == "switch_default":
            default = ir.Case(None, _run_on(bodies[position:]))
            continue
        tests.append(ir.Compare("==", subject, expr(field(clause, "value")), line(clause)))
        if bodies[position] or position == len(clauses) - 1:
            cases.append(ir.Case(_any(tests), _run_on(bodies[position:])))
            tests = []
    cases.extend([default] if default is not None else [])
    inner = ir.Switch(tuple(cases), line(node))
    yield ir.Breakable((inner,), line(node))


def _run_on(bodies: list[tuple[ir.Stmt, ...]]) -> tuple[ir.Stmt, ...]:
    found: list[ir.Stmt] = []
    for body in bodies:
        found.extend(body)
        if body and isinstance(body[-1], ir.Leave | ir.Return | ir.Raise):
            break
    return tuple(found)


def _any(tests: list[ir.Expr]) -> ir.Expr:
    result = tests[0]
    for test in tests[1:]:
        result = ir.Logic("or", result, test, result.line)
    return result


def _leave(node: Node) -> Iterator[ir.Stmt]:
    yield ir.Leave("break" if node.type == "break_statement" else "continue", line(node))


def _labelled(node: Node) -> Iterator[ir.Stmt]:
    yield from _statements(node.named_children[1:])


def _import(node: Node) -> Iterator[ir.Stmt]:
    source = string_value(field(node, "source")) if node.child_by_field_name("source") is not None else ""
    clause = next((child for child in node.named_children if child.type == "import_clause"), None)
    names: list[tuple[str, str]] = []
    for child in clause.named_children if clause is not None else ():
        if child.type == "identifier":
            names.append(("default", text(child)))
        elif child.type == "namespace_import":
            names.append(("*", text(child.named_children[0])))
        else:
            names.extend(_specifier(one) for one in plain_children(child))
    yield ir.Import(source, tuple(names), line(node))


def _specifier(node: Node) -> tuple[str, str]:
    name = text(field(node, "name"))
    alias = node.child_by_field_name("alias")
    return name, text(alias) if alias is not None else name


def _export(node: Node) -> Iterator[ir.Stmt]:
    source, declared, value = (node.child_by_field_name(name) for name in ("source", "declaration", "value"))
    if source is not None:
        yield from _passed_on(node, string_value(source))
    elif declared is not None:
        yield from _exported(node, declared)
    elif value is not None:
        yield ir.Export("default", expr(value), line(node))
    else:
        clause = next((child for child in node.named_children if child.type == "export_clause"), None)
        for one in plain_children(clause) if clause is not None else ():
            name, alias = _specifier(one)
            yield ir.Export(alias, ir.Name(name, line(one)), line(one))


def _exported(node: Node, declared: Node) -> Iterator[ir.Stmt]:
    yield from _statements([declared])
    default = any(child.type == "default" for child in node.children)
    if declared.type in {"lexical_declaration", "variable_declaration"}:
        names = [text(field(child, "name")) for child in declared.named_children if child.type == "variable_declarator"]
    else:
        names = [text(field(declared, "name"))]
    for name in names:
        yield ir.Export("default" if default else name, ir.Name(name, line(node)), line(node))


def _passed_on(node: Node, source: str) -> Iterator[ir.Stmt]:
    """`export … from './other'`."""
    clause = next((child for child in node.named_children if child.type == "export_clause"), None)
    space = next((child for child in node.named_children if child.type == "namespace_export"), None)
    held = f"\0from {line(node)}"
    if clause is None:
        yield ir.Import(source, (("*", held),), line(node))
        name = text(space.named_children[0]) if space is not None else "*"
        yield ir.Export(name, ir.Name(held, line(node)), line(node))
        return
    for one in plain_children(clause):
        name, alias = _specifier(one)
        yield ir.Import(source, ((name, f"{held} {name}"),), line(node))
        yield ir.Export(alias, ir.Name(f"{held} {name}", line(node)), line(node))


STATEMENTS: Mapping[str, Callable[[Node], Iterator[ir.Stmt]]] = {
    "statement_block": _inner_block,
    "expression_statement": _expression,
    "lexical_declaration": _declaration,
    "variable_declaration": _declaration,
    "function_declaration": _function,
    "generator_function_declaration": _function,
    "class_declaration": _class,
    "return_statement": _return,
    "throw_statement": _throw,
    "if_statement": _if,
    "for_in_statement": _for_in,
    "for_statement": _for,
    "while_statement": _while,
    "do_statement": _do,
    "try_statement": _try,
    "switch_statement": _switch,
    "break_statement": _leave,
    "continue_statement": _leave,
    "labeled_statement": _labelled,
    "import_statement": _import,
    "export_statement": _export,
}
EXPRESSIONS |= dict.fromkeys(
    ("arrow_function", "function_expression", "function", "generator_function"),
    lambda node: ir.Lambda(_function_of(node), line(node), named=node.child_by_field_name("name") is not None),
)
EXPRESSIONS["method_definition"] = lambda node: ir.Lambda(_function_of(node), line(node))
EXPRESSIONS["class"] = lambda node: ir.ClassOf(_class_of(node), line(node))
