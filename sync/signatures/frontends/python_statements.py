"""Python 2.7 and 3: statements and modules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.lowering import Lowering, Runs, Statements, assigned, called, rows
from sync.signatures.frontends.python_match import PythonPatterns
from sync.signatures.frontends.python_text import undecodable_line, utf8
from sync.signatures.frontends.tree import broken_line, child, field, line, parser, plain_children, text

SCOPES = frozenset(("function_definition", "class_definition"))
OUTER = frozenset(("global_statement", "nonlocal_statement"))


def lower_python(file: str, source: bytes) -> ir.Module:
    """A module of Python. Text in another encoding than it names is broken code: Python itself refuses it."""
    content = utf8(source)
    root = parser("python").parse(content).root_node
    return ir.Module(file, Python().block(root), broken_line(root) or undecodable_line(content))


class Python(PythonPatterns):
    """The whole language."""

    silent = frozenset(("comment", "pass_statement", "future_import_statement")) | OUTER

    def _expression(self, node: Node) -> Iterator[ir.Stmt]:
        for one in node.named_children:
            if one.type == "assignment" and one.child_by_field_name("right") is not None:
                yield from self._assignments(one)
            elif one.type not in {"comment", "string"}:
                yield ir.Evaluate(self.expr(one), line(one))

    def _assignments(self, node: Node) -> Iterator[ir.Stmt]:
        """`a = b = value`: the last first, each from the one before."""
        right = field(node, "right")
        if right.type != "assignment":
            yield ir.Evaluate(self.expr(node), line(node))
            return
        yield from self._assignments(right)
        inner = self.left(right)
        value = inner if isinstance(inner, ir.Name | ir.Member | ir.Index) else ir.Constant(None, line(node))
        yield assigned(self.left(node), value, line(node))

    def _raise(self, node: Node) -> ir.Stmt:
        """Python 2 gives the exception's arguments behind it."""
        listed = next(iter(plain_children(node)), None)
        return ir.Raise(self.first(listed if listed is not None and listed.type == "expression_list" else node), line(node))

    def _for(self, node: Node) -> ir.Stmt:
        after = node.child_by_field_name("alternative")
        otherwise = self.body(after) if after is not None else ()
        return ir.Each(self.left(node), self.part(node, "right"), self.body(node), otherwise, line(node))

    def _try(self, node: Node) -> ir.Stmt:
        clauses = {one.type: one for one in node.named_children}
        after, last = clauses.get("else_clause"), clauses.get("finally_clause")
        handlers = (self._handler(one) for one in node.named_children if one.type in {"except_clause", "except_group_clause"})
        otherwise = self.body(after) if after is not None else ()
        final = self.block(last.named_children[-1]) if last is not None else ()
        return ir.Try(self.body(node), tuple(handlers), otherwise, final, line(node))

    def _handler(self, node: Node) -> ir.Handler:
        values, body = node.children_by_field_name("value"), child(node, "block")
        alias = node.child_by_field_name("alias") or (values[1] if len(values) > 1 else None)
        caught = values[0] if values else None
        if caught is not None and caught.type == "as_pattern":
            bound = caught.child_by_field_name("alias")
            alias = bound.named_children[0] if bound is not None else None
            caught = caught.named_children[0]
        names = _type_names(caught) if caught is not None else ()
        target = self.target(alias) if alias is not None else None
        return ir.Handler(names, target, self.block(body) if body is not None else ())

    def _with(self, node: Node) -> Iterator[ir.Stmt]:
        """The body after what is entered; `suppress` is a `try` whose handler does nothing."""
        values = (item.child_by_field_name("value") for item in node.named_children[0].named_children)
        yield from self._inside([value for value in values if value is not None], node)

    def _inside(self, values: list[Node], node: Node) -> Iterator[ir.Stmt]:
        quiet = _suppressed(values[0]) if values else ()
        if not values:
            yield from self.body(node)
        elif quiet:
            yield ir.Try(tuple(self._inside(values[1:], node)), (ir.Handler(quiet, None, ()),), (), (), line(node))
        else:
            yield ir.Evaluate(self._entered(values[0]), line(values[0]))
            yield from self._inside(values[1:], node)

    def _entered(self, node: Node) -> ir.Expr:
        alias = node.child_by_field_name("alias") if node.type == "as_pattern" else None
        value = node.named_children[0] if node.type == "as_pattern" else node
        entered = called("\0entered", self.expr(value), at=line(value))
        bound = alias is not None and alias.named_children
        return ir.Bind(self.target(alias.named_children[0]), entered, line(node)) if alias is not None and bound else entered

    def _assert(self, node: Node) -> ir.Stmt:
        failure = ir.Raise(ir.Name("AssertionError", line(node)), line(node))
        return ir.If(ir.Not(self.inner(node), line(node)), (failure,), (), line(node))

    def _delete(self, node: Node) -> Iterator[ir.Stmt]:
        for listed in node.named_children:
            for one in listed.named_children if listed.type in {"expression_list", "tuple"} else (listed,):
                yield ir.Evaluate(ir.Remove(self.expr(one), line(one)), line(one))

    def function(self, node: Node, decorators: tuple[ir.Expr, ...] = ()) -> ir.Function:
        """Lower a function; its body waits until it is entered."""
        body = field(node, "body")
        written = body.text or b""
        outer = frozenset(_outer_names(body)) if b"global" in written or b"nonlocal" in written else frozenset()
        waits = bool(node.children) and node.children[0].type == "async"
        return ir.Function(text(field(node, "name")), line(node), self.lazily(node), decorators, outer, waits)

    def class_of(self, node: Node, decorators: tuple[ir.Expr, ...] = ()) -> ir.Class:
        """Lower a class."""
        given = self.arguments(node.child_by_field_name("superclasses"))
        parents = tuple(one.value for one in given if not one.name and not one.spread)
        options = tuple(one for one in given if one.name)
        return ir.Class(text(field(node, "name")), line(node), parents, self.body(node), decorators, options)

    def _decorated(self, node: Node) -> ir.Stmt:
        decorators = tuple(self.expr(one.named_children[0]) for one in node.named_children if one.type == "decorator")
        inner = field(node, "definition")
        if inner.type == "class_definition":
            return ir.DefineClass(self.class_of(inner, decorators), line(inner))
        return ir.Define(self.function(inner, decorators), line(inner))

    def _import(self, node: Node) -> Iterator[ir.Stmt]:
        for one in node.children_by_field_name("name"):
            source, local = _aliased(one)
            if one.type != "aliased_import":
                source = local = source.split(".")[0]
            yield ir.Import(source, (("*", local),), line(node))

    def _import_from(self, node: Node) -> Iterator[ir.Stmt]:
        source = text(field(node, "module_name")).replace(" ", "")
        names = [*map(_aliased, node.children_by_field_name("name"))]
        if child(node, "wildcard_import") is not None:
            names.append(("**", "**"))
        if source != "__future__":
            yield ir.Import(source, tuple(names), line(node))

    def _print(self, node: Node) -> ir.Stmt:
        given = (self.expr(one) for one in node.named_children if one.type != "chevron")
        return ir.Evaluate(called("eval" if node.type == "exec_statement" else "print", *given, at=line(node)), line(node))

    statements: ClassVar[Statements] = {
        **Lowering.statements,
        "raise_statement": _raise,
        "for_statement": _for,
        "try_statement": _try,
        "assert_statement": _assert,
        "decorated_definition": _decorated,
        **rows("print_statement exec_statement", _print),
    }
    runs: ClassVar[Runs] = {
        "block": Lowering.block,
        "expression_statement": _expression,
        "with_statement": _with,
        "delete_statement": _delete,
        "import_statement": _import,
        "import_from_statement": _import_from,
        "match_statement": PythonPatterns.match,
    }


def _type_names(node: Node) -> tuple[str, ...]:
    many = node.named_children if node.type in {"tuple", "parenthesized_expression", "expression_list"} else [node]
    return tuple(text(one).split(".")[-1] for one in many)


def _suppressed(node: Node) -> tuple[str, ...]:
    """The exceptions that `suppress(…)` swallows; none for anything else."""
    if node.type != "call" or text(field(node, "function")).split(".")[-1] != "suppress":
        return ()
    return tuple(name for one in plain_children(field(node, "arguments")) for name in _type_names(one))


def _outer_names(body: Node) -> Iterator[str]:
    waiting = [body]
    while waiting:
        one = waiting.pop()
        if one.type in OUTER:
            yield from map(text, one.named_children)
        elif one.type not in SCOPES:
            waiting.extend(one.named_children)


def _aliased(node: Node) -> tuple[str, str]:
    """A name there, and the one here."""
    aliased = node.type == "aliased_import"
    return text(field(node, "name") if aliased else node), text(field(node, "alias") if aliased else node)
