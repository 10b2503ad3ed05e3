"""Python: `match`, lowered to tests and bindings."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.lowering import assigned, called, folded
from sync.signatures.frontends.python import PythonExpressions
from sync.signatures.frontends.tree import child, field, line, text

SUBJECT = "\0subject"
BUILT_IN = frozenset(("str", "int", "float", "bool", "dict", "list", "bytes", "tuple"))  # their one pattern is for the whole value
PAIR = 2  # a class pattern: the class, and one pattern
Tests = Iterator[ir.Expr]  # what must hold for a pattern to match, names bound on the way; none: it always does


class PythonPatterns(PythonExpressions):
    """What stands behind `case`."""

    def match(self, node: Node) -> Iterator[ir.Stmt]:
        """The subject once, then its cases in order."""
        yield assigned(ir.Name(SUBJECT, line(node), "here"), self.part(node, "subject"), line(node))
        yield ir.Switch(tuple(map(self._case, field(node, "body").children_by_field_name("alternative"))), line(node))

    def _case(self, node: Node) -> ir.Case:
        subject, guard = ir.Name(SUBJECT, line(node)), node.child_by_field_name("guard")
        patterns = (one for one in node.named_children if one.type == "case_pattern")
        tests = [test for pattern in patterns if (test := self._whole(pattern, subject)) is not None]
        tests.extend([self.expr(guard.named_children[0])] if guard is not None else [])
        return ir.Case(folded("and", tests, line(node)), self.body(node, "consequence"))

    def _whole(self, node: Node, subject: ir.Expr) -> ir.Expr | None:
        """One test for a pattern, or none."""
        inner = _unwrapped(node)
        return folded("and", list(self._tests(inner, subject)), line(inner))

    def _tests(self, node: Node, subject: ir.Expr) -> Tests:
        at = line(node)
        match node.type:
            case "case_pattern":  # `_`
                pass
            case "dotted_name" if "." not in text(node):
                yield from _caught(text(node), subject, at)
            case "dict_pattern":
                yield from self._mapping(node, subject)
            case "union_pattern":
                either = [self._whole(one, subject) for one in node.named_children]
                tests = [test for test in either if test is not None]
                yield from filter(None, [folded("or", tests, at) if len(tests) == len(either) else None])
            case "as_pattern":
                yield from filter(None, [self._whole(node.named_children[0], subject)])
                yield from _caught(text(node.named_children[-1]), subject, at)
            case "class_pattern" if text(node.named_children[0]) in BUILT_IN and len(node.named_children) <= PAIR:
                yield called("isinstance", subject, ir.Name(text(node.named_children[0]), at), at=at)
                yield from filter(None, [self._whole(one, subject) for one in node.named_children[1:]])
            case "list_pattern" | "tuple_pattern" | "class_pattern" | "splat_pattern":
                yield ir.Strange((subject,), at, node.type)
            case _:
                yield ir.Compare("==", subject, self.expr(node), at)

    def _mapping(self, node: Node, subject: ir.Expr) -> Tests:
        """`{'k': pattern, **rest}`: each key is there and its value matches."""
        keys, values = node.children_by_field_name("key"), node.children_by_field_name("value")
        for key, value in zip(keys, values, strict=False):
            yield ir.Compare("in", self.expr(key), subject, line(key))
            yield from filter(None, [self._whole(value, ir.Index(subject, self.expr(key), line(key)))])
        rest = child(node, "splat_pattern")
        if rest is not None and rest.named_children:
            yield from _caught(text(rest.named_children[0]), subject, line(rest))


def _unwrapped(node: Node) -> Node:
    """The pattern inside `case_pattern`s; `_` stays one."""
    while node.type == "case_pattern" and node.named_children:
        node = node.named_children[0]
    return node


def _caught(name: str, subject: ir.Expr, at: int) -> Tests:
    """A name that is bound, and matches anything."""
    if name != "_":
        yield ir.Many((ir.Bind(ir.Name(name, at), subject, at), ir.Constant(value=True, line=at)), at)
