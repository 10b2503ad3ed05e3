"""JavaScript: statements and modules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.javascript import JavaScriptExpressions
from sync.signatures.frontends.literals import script_string
from sync.signatures.frontends.lowering import Lowering, Runs, Statements, assigned, rows
from sync.signatures.frontends.tree import broken_line, child, field, has, line, parser, plain_children, text

LEXICAL = ("lexical_declaration", "class_declaration", "function_declaration")
HOISTED = ("function_declaration", "generator_function_declaration")


def lower_javascript(file: str, source: bytes) -> ir.Module:
    """A module of JavaScript; a JSON file offers its content."""
    source = source.removeprefix(b"\xef\xbb\xbf")
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        source = source.decode("utf-16", "replace").encode()
    if file.endswith(".json"):
        source = b"module.exports = " + source
    root = parser("javascript").parse(source).root_node
    return ir.Module(file, JavaScript().block(root), broken_line(root))


class JavaScript(JavaScriptExpressions):
    """The whole language."""

    silent = frozenset(("comment", "empty_statement", "hash_bang_line", "debugger_statement"))
    subject: ClassVar[ir.Declares] = "here"

    def block(self, node: Node) -> tuple[ir.Stmt, ...]:
        """Lower the statements of a block; its functions come first."""
        return tuple(self.several(sorted(node.named_children, key=lambda one: one.type not in HOISTED)))

    def _inner_block(self, node: Node) -> tuple[ir.Stmt, ...]:
        """A block inside a function has a scope of its own where it declares something."""
        inner = self.block(node)
        return (ir.Block(inner, line(node)),) if child(node, *LEXICAL) is not None else inner

    def _declaration(self, node: Node) -> Iterator[ir.Stmt]:
        declares: ir.Declares = "function" if node.type == "variable_declaration" else "here"
        for one in node.named_children:
            if one.type == "variable_declarator":
                value = self.expr(one.child_by_field_name("value"))
                yield assigned(self.target(field(one, "name"), declares), value, line(one))

    def function(self, node: Node) -> ir.Function:
        """Lower a function; its body waits until it is entered."""
        name = node.child_by_field_name("name")
        written = text(name) if name is not None and name.type != "computed_property_name" else "anonymous"
        waits = any(one.type == "async" for one in node.children[:2])
        return ir.Function(written, line(node), self.lazily(node), waits=waits, arrow=node.type == "arrow_function")

    def class_of(self, node: Node) -> ir.Class:
        """Lower a class: methods, static ones, getters, fields."""
        heritage = child(node, "class_heritage")
        parents = tuple(map(self.expr, plain_children(heritage))) if heritage is not None else ()
        body: list[ir.Stmt] = []
        for one in field(node, "body").named_children:
            if one.type == "method_definition" and not has(one, "set"):
                body.append(ir.Define(self.function(one), line(one), "getter" if has(one, "get") else "plain"))
            elif one.type == "field_definition":
                name = ir.Name(text(field(one, "property")), line(one), "here")
                body.append(assigned(name, self.expr(one.child_by_field_name("value")), line(one)))
        return ir.Class(text(node.child_by_field_name("name")), line(node), parents, tuple(body))

    def _if(self, node: Node) -> ir.Stmt:
        """`if`; its `else` may hold another one."""
        after = node.child_by_field_name("alternative")
        otherwise = tuple(self.several(plain_children(after)[:1])) if after is not None else ()
        return ir.If(self.part(node, "condition"), self.body(node, "consequence"), otherwise, line(node))

    def _for_in(self, node: Node) -> ir.Stmt:
        word = text(node.child_by_field_name("kind"))
        declares: ir.Declares = "" if not word else "function" if word == "var" else "here"
        bound, keys = self.target(field(node, "left"), declares), text(field(node, "operator")) == "in"
        loop = ir.Each(bound, self.part(node, "right"), self.body(node), (), line(node), keys)
        return ir.Block((loop,), line(node))

    def _for(self, node: Node) -> ir.Stmt:
        """`for (…; …; …)`: over the positions of a list it is a loop over the list's elements in disguise."""
        test, step = node.child_by_field_name("condition"), node.child_by_field_name("increment")
        endless = test is None or test.type == "empty_statement"
        condition = ir.Constant(value=True, line=line(node)) if endless else self.expr(test)
        start, body = self.body(node, "initializer"), self.body(node)
        counted = self._counted(test) if node.child_by_field_name("initializer") is not None else None
        loop: ir.Stmt = ir.While(condition, body, line(node), self.expr(step) if step is not None else None)
        if counted is not None:
            loop = ir.Each(ir.Name(counted[0], line(node), "here"), counted[1], body, (), line(node), keys=True)
        return ir.Block((*start, loop), line(node))

    def _counted(self, test: Node | None) -> tuple[str, ir.Expr] | None:
        """The counter and the list of `i < list.length`."""
        condition = test.named_children[0] if test is not None and test.type == "expression_statement" else test
        if condition is None or condition.type != "binary_expression" or text(field(condition, "operator")) != "<":
            return None
        left, right = field(condition, "left"), field(condition, "right")
        length = right.type == "member_expression" and text(field(right, "property")) == "length"
        return (text(left), self.part(right, "object")) if length and left.type == "identifier" else None

    def _try(self, node: Node) -> ir.Stmt:
        handlers: tuple[ir.Handler, ...] = ()
        caught, last = node.child_by_field_name("handler"), node.child_by_field_name("finalizer")
        if caught is not None:
            bound = caught.child_by_field_name("parameter")
            place = self.target(bound, "here") if bound is not None else None
            handlers = (ir.Handler((), place, self.block(field(caught, "body"))),)
        final = self.block(field(last, "body")) if last is not None else ()
        return ir.Try(self.block(field(node, "body")), handlers, (), final, line(node))

    def _import(self, node: Node) -> ir.Stmt:
        source, clause = node.child_by_field_name("source"), child(node, "import_clause")
        names: list[tuple[str, str]] = []
        for one in clause.named_children if clause is not None else ():
            if one.type == "identifier":
                names.append(("default", text(one)))
            elif one.type == "namespace_import":
                names.append(("*", text(one.named_children[0])))
            else:
                names.extend(map(_specifier, plain_children(one)))
        return ir.Import(script_string(source) if source is not None else "", tuple(names), line(node))

    def _export(self, node: Node) -> Iterator[ir.Stmt]:
        source, declared, value = (node.child_by_field_name(name) for name in ("source", "declaration", "value"))
        if source is not None:
            yield from _passed_on(node, script_string(source))
        elif declared is not None:
            yield from self._exported(node, declared)
        elif value is not None:
            yield ir.Export("default", self.expr(value), line(node))
        else:
            for one in _exports(node):
                name, alias = _specifier(one)
                yield ir.Export(alias, ir.Name(name, line(one)), line(one))

    def _exported(self, node: Node, declared: Node) -> Iterator[ir.Stmt]:
        yield from self.several((declared,))
        several = declared.type in {"lexical_declaration", "variable_declaration"}
        for one in declared.named_children if several else (declared,):
            if one.type == "variable_declarator" or not several:
                name = text(field(one, "name"))
                yield ir.Export("default" if has(node, "default") else name, ir.Name(name, line(node)), line(node))

    statements: ClassVar[Statements] = {
        **Lowering.statements,
        "if_statement": _if,
        "for_in_statement": _for_in,
        "for_statement": _for,
        "try_statement": _try,
        "import_statement": _import,
    }
    runs: ClassVar[Runs] = {
        **Lowering.runs,
        "statement_block": _inner_block,
        "expression_statement": lambda self, node: self.several(one for one in node.named_children if one.type != "string"),
        **rows("lexical_declaration variable_declaration", _declaration),
        "labeled_statement": lambda self, node: self.several(node.named_children[1:]),
        "export_statement": _export,
    }


def _specifier(node: Node) -> tuple[str, str]:
    name = field(node, "name")
    return text(name), text(node.child_by_field_name("alias") or name)


def _exports(node: Node) -> list[Node]:
    clause = child(node, "export_clause")
    return plain_children(clause) if clause is not None else []


def _passed_on(node: Node, source: str) -> Iterator[ir.Stmt]:
    """`export … from './other'`."""
    held, at = f"\0from {line(node)}", line(node)
    if child(node, "export_clause") is None:
        space = child(node, "namespace_export")
        name = text(space.named_children[0]) if space is not None else "*"
        yield ir.Import(source, (("*", held),), at)
        yield ir.Export(name, ir.Name(held, at), at)
    for one in _exports(node):
        name, alias = _specifier(one)
        yield ir.Import(source, ((name, f"{held} {name}"),), at)
        yield ir.Export(alias, ir.Name(f"{held} {name}", at), at)
