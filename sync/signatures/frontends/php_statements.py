"""PHP: statements, functions, classes and modules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.lowering import Lowered, Lowering, Runs, Statements, assigned, called, rows
from sync.signatures.frontends.php import PhpExpressions, bare
from sync.signatures.frontends.tree import broken_line, child, field, line, parser, plain_children, text

SILENT = "comment php_tag text text_interpolation empty_statement namespace_use_declaration declare_statement"
ELSEWHERE = "interface_declaration global_declaration function_static_declaration"  # they do nothing where they stand


def lower_php(file: str, source: bytes) -> ir.Module:
    """A module of PHP."""
    root = parser("php").parse(source.removeprefix(b"\xef\xbb\xbf")).root_node
    return ir.Module(file, Php().block(root), broken_line(root))


class Php(PhpExpressions):
    """The whole language."""

    silent = frozenset((*SILENT.split(), *ELSEWHERE.split()))

    def block(self, node: Node) -> tuple[ir.Stmt, ...]:
        """Functions and classes come first: they are known before the statements around them run."""
        names = {text(field(one, "name")) for one in node.named_children if one.type == "class_declaration"}
        return tuple(self.several(sorted(node.named_children, key=lambda one: not _comes_first(one, names))))

    def _foreach(self, node: Node) -> ir.Stmt:
        source, bound = [one for one in plain_children(node) if one != node.child_by_field_name("body")][:2]
        parts, at = plain_children(bound)[:2], line(node)
        walked = called("\0pairs" if bound.type == "pair" else "\0values", self.expr(source), at=at)
        if bound.type == "pair":
            target: ir.Target = ir.SequencePattern(tuple(map(self.target, parts)), None, line(bound))
        else:
            target = self.target(bound.named_children[0] if bound.type == "by_ref" else bound)
        return ir.Each(target, walked, self.body(node), (), at)

    def _for(self, node: Node) -> Iterator[ir.Stmt]:
        for start in node.children_by_field_name("initialize"):
            yield ir.Evaluate(self.expr(start), line(start))
        test, step = node.child_by_field_name("condition"), node.child_by_field_name("update")
        condition = self.expr(test) if test is not None else ir.Constant(value=True, line=line(node))
        yield ir.While(condition, self.body(node), line(node), self.expr(step) if step is not None else None)

    def _try(self, node: Node) -> ir.Stmt:
        handlers = tuple(self._handler(one) for one in node.named_children if one.type == "catch_clause")
        last = child(node, "finally_clause")
        return ir.Try(self.body(node), handlers, (), self.body(last) if last is not None else (), line(node))

    def _handler(self, node: Node) -> ir.Handler:
        bound = node.child_by_field_name("name")
        types = tuple(map(bare, plain_children(field(node, "type"))))
        return ir.Handler(types, self.target(bound) if bound is not None else None, self.body(node))

    def _unset(self, node: Node) -> Iterator[ir.Stmt]:
        for one in plain_children(node):
            yield ir.Evaluate(ir.Remove(self.expr(one), line(one)), line(one))

    def _constants(self, node: Node) -> Iterator[ir.Stmt]:
        for one in node.named_children:
            if one.type == "const_element":
                name, value = plain_children(one)[:2]
                yield assigned(ir.Name(text(name), line(one), "here"), self.expr(value), line(one))

    def _properties(self, node: Node) -> Iterator[ir.Stmt]:
        """The properties of one declaration, with their first values."""
        for one in node.named_children:
            if one.type == "property_element":
                name = ir.Name(text(field(one, "name")), line(one), "here")
                yield assigned(name, self.expr(one.child_by_field_name("default_value")), line(one))

    def _enum_case(self, node: Node) -> ir.Stmt:
        """A case is followed as its value; one without a value as its name."""
        name, value = text(field(node, "name")), node.child_by_field_name("value")
        held = self.expr(value) if value is not None else ir.Constant(name, line(node))
        return assigned(ir.Name(name, line(node), "here"), held, line(node))

    def function(self, node: Node) -> ir.Function:
        """Lower a function; its body waits until it is entered."""
        body, name, lower = field(node, "body"), node.child_by_field_name("name"), self.lazily(node)

        def with_promoted() -> Lowered:
            parameters, inner = lower()
            listed = field(node, "parameters").named_children
            return parameters, (*(_promoted(one) for one in listed if one.type == "property_promotion_parameter"), *inner)

        outer = frozenset(_outer_names(body)) if b"global" in (body.text or b"") else frozenset()
        written = text(name) if name is not None else "anonymous"
        return ir.Function(written, line(node), with_promoted, outer=outer, arrow=name is None)

    def parameters(self, node: Node) -> tuple[ir.Parameter, ...]:
        """Lower a parameter list."""
        return tuple(map(self._parameter, plain_children(node)))

    def _parameter(self, node: Node) -> ir.Parameter:
        bound, default = ir.Name(text(field(node, "name")), line(node), "here"), node.child_by_field_name("default_value")
        takes: ir.Takes = "rest" if node.type == "variadic_parameter" else "one"
        stated = _annotation(node.child_by_field_name("type"))
        return ir.Parameter(bound, self.expr(default) if default is not None else None, takes, stated)

    def class_of(self, node: Node) -> ir.Class:
        """Lower a class: methods, constants, properties with their first values."""
        clause, members = child(node, "base_clause"), field(node, "body").named_children
        traits = [name for one in members if one.type == "use_declaration" for name in one.named_children]
        parents = [self.expr(one) for one in (*traits, *(plain_children(clause) if clause is not None else ()))]
        body: list[ir.Stmt] = []
        for one in members:
            if one.type in self.members and (one.type != "method_declaration" or one.child_by_field_name("body") is not None):
                body.extend(self.members[one.type](self, one))
        if node.type == "enum_declaration":
            parents.append(ir.Name("Enum", line(node)))
        return ir.Class(text(field(node, "name")), line(node), tuple(parents), tuple(body))

    statements: ClassVar[Statements] = {
        **Lowering.statements,
        "foreach_statement": _foreach,
        "try_statement": _try,
        "echo_statement": lambda self, node: ir.Evaluate(self._printed(node), line(node)),
        "exit_statement": lambda _self, node: ir.Evaluate(called("exit", at=line(node)), line(node)),
    }
    runs: ClassVar[Runs] = {
        **Lowering.runs,
        **rows("compound_statement colon_block", block),
        "expression_statement": lambda self, node: self.several(node.named_children),
        "for_statement": _for,
        "unset_statement": _unset,
        "const_declaration": _constants,
        "namespace_definition": Lowering.body,
    }
    members: ClassVar[Runs] = {
        "method_declaration": lambda self, node: (self.define(node),),
        "const_declaration": _constants,
        "property_declaration": _properties,
        "enum_case": lambda self, node: (self._enum_case(node),),
    }


def _comes_first(node: Node, names: set[str]) -> bool:
    """Functions are known from the start, and classes too unless their parent comes from another file."""
    if node.type in {"function_definition", "trait_declaration"}:
        return True
    clause = child(node, "base_clause")
    known = clause is None or all(bare(one) in names for one in plain_children(clause))
    return known and node.type in {"class_declaration", "enum_declaration"}


def _outer_names(body: Node) -> Iterator[str]:
    for one in body.named_children:
        if one.type == "global_declaration":
            yield from map(text, one.named_children)


def _promoted(node: Node) -> ir.Stmt:
    name = text(field(node, "name"))
    owner = ir.Member(ir.Name("this", line(node)), name.lstrip("$"), line(node))
    return assigned(owner, ir.Name(name, line(node)), line(node))


def _annotation(node: Node | None) -> ir.Expr | None:
    """The type of a parameter, through `?`; classes and unions state nothing here."""
    if node is not None and node.type == "optional_type":
        node = node.named_children[0]
    return ir.Name(text(node), line(node)) if node is not None and node.type == "primitive_type" else None
