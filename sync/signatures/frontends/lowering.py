"""What the frontends have in common: node types that mean the same in every grammar that has them, and what they become."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from typing import Any, ClassVar, TypeVar

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.literals import filled, number_value
from sync.signatures.frontends.tree import field, has, line, plain_children, text

Lowered = tuple[tuple[ir.Parameter, ...], tuple[ir.Stmt, ...]]  # the parameters and the body of a function
# What stands for Any is the frontend of the language.
Expressions = Mapping[str, Callable[[Any, Node], ir.Expr]]
Statements = Mapping[str, Callable[[Any, Node], ir.Stmt]]
Runs = Mapping[str, Callable[[Any, Node], Iterable[ir.Stmt]]]
Row = TypeVar("Row")
SPREADS: Mapping[str, ir.Spread] = {"list_splat": "*", "spread_element": "*", "variadic_unpacking": "*", "dictionary_splat": "**"}
WORDS: Mapping[str, ir.LogicWord] = {"&&": "and", "and": "and", "||": "or", "or": "or", "??": "??"}
COMPARISONS = {"===": "==", "!==": "!=", "<>": "!=", "is": "==", "is not": "!="}
COMPARING = frozenset(("==", "!=", "<", ">", "<=", ">=", "in", "instanceof"))
BLOCKS = frozenset(("block", "statement_block", "compound_statement"))
CASES = frozenset(("switch_case", "switch_default", "case_statement", "default_statement"))


def joined(word: str, left: ir.Expr, right: ir.Expr, at: int) -> ir.Expr:
    """Two operands and the operator between them."""
    logic, compared = WORDS.get(word.lower()), COMPARISONS.get(word, word)
    if logic is not None:
        return ir.Logic(logic, left, right, at)
    if compared in COMPARING:
        return ir.Compare(compared, left, right, at)
    return ir.Operation("text" if word == "." else word, (left, right), at)


def signed(sign: str, operand: ir.Expr, at: int) -> ir.Expr:
    """A number with a minus is a number; anything else is computed."""
    if sign == "-" and isinstance(operand, ir.Constant) and isinstance(operand.value, int | float):
        return ir.Constant(-operand.value, at)
    return ir.Operation(sign, (operand,), at)


def folded(word: ir.LogicWord, tests: list[ir.Expr], at: int) -> ir.Expr | None:
    """Tests joined by `and` or `or`; None for none."""
    return reduce(lambda left, right: ir.Logic(word, left, right, at), tests) if tests else None


def called(name: str, *given: ir.Expr, at: int) -> ir.Expr:
    """A call of a function by its name."""
    return ir.Call(ir.Name(name, at), tuple(map(ir.Argument, given)), at)


def assigned(target: ir.Target, value: ir.Expr, at: int) -> ir.Stmt:
    """An assignment as a statement."""
    return ir.Evaluate(ir.Bind(target, value, at), at)


def rows(types: str, lower: Row) -> dict[str, Row]:
    """One handler for several types of nodes, written with spaces between them."""
    return dict.fromkeys(types.split(), lower)


def constant(value: ir.Scalar) -> Callable[[Lowering, Node], ir.Expr]:
    """A row for a keyword that is a value."""
    return lambda _self, node: ir.Constant(value, line(node))


class Lowering(ABC):
    """A frontend: rows of a language on top of the common ones. It keeps nothing from one call to the next."""

    silent: ClassVar[frozenset[str]] = frozenset(("comment",))  # statements that say nothing
    subject: ClassVar[ir.Declares] = ""  # where the subject of a `switch` is kept

    def expr(self, node: Node | None) -> ir.Expr:
        """Lower an expression; syntax nobody knows keeps its operands."""
        if node is None:
            return ir.Constant(None, 0)
        lower = self.expressions.get(node.type)
        if lower is not None:
            return lower(self, node)
        return ir.Strange(tuple(map(self.expr, node.named_children)), line(node), node.type)

    def part(self, node: Node, name: str) -> ir.Expr:
        """A part that the grammar promises; lowered from here, so that deep code takes no deeper stack than by `expr`."""
        held = field(node, name)
        lower = self.expressions.get(held.type)
        return self.expr(held) if lower is None else lower(self, held)

    def first(self, node: Node) -> ir.Expr | None:
        """What stands first in a node that may be empty, such as `return`."""
        inner = plain_children(node)
        return self.expr(inner[0]) if inner else None

    def inner(self, node: Node) -> ir.Expr:
        """What stands first in a node, or null."""
        inner = plain_children(node)
        return self.expr(inner[0]) if inner else ir.Constant(None, line(node))

    def target(self, node: Node, declares: ir.Declares = "") -> ir.Target:  # noqa: ARG002 - for the languages that declare
        """Lower what is assigned to."""
        lowered = self.expr(node)
        return lowered if isinstance(lowered, ir.Name | ir.Member | ir.Index) else ir.Strange((), line(node), node.type)

    def left(self, node: Node) -> ir.Target:
        """The left side of an assignment."""
        return self.target(field(node, "left"))

    def arguments(self, node: Node | None) -> tuple[ir.Argument, ...]:
        """Lower an argument list."""
        return tuple(map(self.argument, plain_children(node))) if node is not None else ()

    def argument(self, node: Node) -> ir.Argument:
        """Lower one argument, or one element of a list."""
        spread = SPREADS.get(node.type)
        return ir.Argument(self.expr(node.named_children[0]), spread=spread) if spread else ir.Argument(self.expr(node))

    def name(self, node: Node) -> ir.Expr:
        """A variable."""
        return ir.Name(text(node), line(node))

    def plain_text(self, node: Node) -> ir.Expr:
        """A text without places to fill."""
        return ir.Constant(self.literal(node), line(node))

    def filled_text(self, node: Node) -> ir.Expr:
        """A text; one with places to fill is joined from its parts."""
        return filled(node, self.place) or self.plain_text(node)

    def place(self, node: Node) -> ir.Expr:
        """What is put into a place of a text."""
        return self.inner(node)

    def texts(self, node: Node) -> ir.Expr:
        """Several texts that make one."""
        parts = (one for one in node.named_children if one.type in {"string", "heredoc_body"})
        return ir.Operation("text", tuple(map(self.expr, parts)), line(node))

    def member(self, node: Node) -> ir.Expr:
        """`owner.name`."""
        name = node.child_by_field_name("attribute") or field(node, "property")
        return ir.Member(self.part(node, "object"), text(name), line(node), has(node, "optional_chain"))

    def items(self, node: Node) -> ir.Expr:
        """A list of any kind."""
        return ir.Sequence(self.arguments(node), line(node))

    def chain(self, node: Node) -> ir.Expr:
        """Chains such as `a + b + c + …` may be thousands long: they are lowered without recursion on the left."""
        parts = [node]
        while (left := parts[-1].child_by_field_name("left")) is not None and left.type == node.type:
            parts.append(left)
        result = self.part(parts[-1], "left")
        for one in reversed(parts):
            result = joined(text(field(one, "operator")), result, self.part(one, "right"), line(one))
        return result

    def augmented(self, node: Node) -> ir.Expr:
        """`a += b`."""
        written = text(field(node, "operator")).removesuffix("=")
        word: str = WORDS.get(written) or ("text" if written == "." else written)
        return ir.Bind(self.left(node), self.part(node, "right"), line(node), word)

    def counted(self, node: Node) -> ir.Expr:
        """`++i`; of `i++` the value is what `i` was before."""
        word, back = ("-", "+") if "--" in text(node) else ("+", "-")
        one = ir.Constant(1, line(node))
        bound = ir.Bind(self.target(field(node, "argument")), one, line(node), word)
        return bound if text(node)[:1] in "+-" else ir.Operation(back, (bound, one), line(node))

    def several(self, nodes: Iterable[Node]) -> Iterator[ir.Stmt]:
        """Lower statements."""
        for node in nodes:
            if node.type in self.statements:
                yield self.statements[node.type](self, node)
            elif node.type in self.runs:
                yield from self.runs[node.type](self, node)
            elif node.type not in self.silent:
                yield ir.Evaluate(self.expr(node), line(node))

    def block(self, node: Node) -> tuple[ir.Stmt, ...]:
        """Lower the statements of a block."""
        return tuple(self.several(node.named_children))

    def body(self, node: Node, name: str = "body") -> tuple[ir.Stmt, ...]:
        """A part that is a block or a single statement, if it is there."""
        held = node.child_by_field_name(name)
        return tuple(self.several((held,))) if held is not None else ()

    def branch(self, node: Node, others: list[Node] | None = None) -> ir.Stmt:
        """`if`, followed by `others`; each `elif` is an `if` inside the `else` of the one before."""
        others = node.children_by_field_name("alternative") if others is None else others
        otherwise: tuple[ir.Stmt, ...] = ()
        if others:
            otherwise = self.body(others[0]) if others[0].type == "else_clause" else (self.branch(others[0], others[1:]),)
        taken = self.body(node, "consequence") or self.body(node)
        return ir.If(self.part(node, "condition"), taken, otherwise, line(node))

    def endless(self, node: Node) -> ir.Stmt:
        """`while`."""
        return ir.While(self.part(node, "condition"), self.body(node), line(node))

    def switch(self, node: Node) -> Iterator[ir.Stmt]:
        """Cases become tests; a case without `break` runs on into the next."""
        subject = ir.Name("\0subject", line(node), self.subject)
        yield assigned(subject, self.expr(node.child_by_field_name("value") or field(node, "condition")), line(node))
        clauses = [clause for clause in field(node, "body").named_children if clause.type in CASES]
        bodies = [self._case_body(clause) for clause in clauses]
        cases, default, tests = list[ir.Case](), list[ir.Case](), list[ir.Expr]()
        for position, clause in enumerate(clauses):
            whole = tuple(_run_on(bodies[position:]))
            if "default" in clause.type:
                default = [ir.Case(None, whole)]
                continue
            tests.append(ir.Compare("==", subject, self.part(clause, "value"), line(clause)))
            if bodies[position] or position == len(clauses) - 1:
                cases.append(ir.Case(folded("or", tests, tests[0].line), whole))
                tests = []
        yield ir.Breakable((ir.Switch((*cases, *default), line(node)),), line(node))

    def _case_body(self, clause: Node) -> tuple[ir.Stmt, ...]:
        value = clause.child_by_field_name("value")
        return tuple(self.several(one for one in clause.named_children if one != value))

    def lazily(self, node: Node) -> Callable[[], Lowered]:
        """Parameters and body of a function, lowered when it is entered; an expression as body is what it returns."""

        def lower() -> Lowered:
            body, listed = field(node, "body"), node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
            inner = self.block(body) if body.type in BLOCKS else (ir.Return(self.expr(body), line(body)),)
            return self.parameters(listed) if listed is not None else (), inner

        return lower

    def define(self, node: Node) -> ir.Stmt:
        """A named function."""
        return ir.Define(self.function(node), line(node))

    def define_class(self, node: Node) -> ir.Stmt:
        """A named class."""
        return ir.DefineClass(self.class_of(node), line(node))

    @staticmethod
    @abstractmethod
    def literal(node: Node) -> str:
        """What a text without places to fill holds."""

    @abstractmethod
    def parameters(self, node: Node) -> tuple[ir.Parameter, ...]:
        """Lower a parameter list."""

    @abstractmethod
    def function(self, node: Node) -> ir.Function:
        """Lower a function."""

    @abstractmethod
    def class_of(self, node: Node) -> ir.Class:
        """Lower a class."""

    expressions: ClassVar[Expressions] = {
        "identifier": name,
        **rows("none null undefined", constant(None)),
        "true": constant(value=True),
        "false": constant(value=False),
        **rows("integer float number", lambda _self, node: ir.Constant(number_value(text(node)), line(node))),
        "string": plain_text,
        **rows("concatenated_string heredoc", texts),
        **rows("attribute member_expression", member),
        **rows("list tuple set expression_list array", items),
        "parenthesized_expression": inner,
        **rows("binary_expression binary_operator boolean_operator", chain),
        **rows("augmented_assignment augmented_assignment_expression", augmented),
        "update_expression": counted,
    }
    statements: ClassVar[Statements] = {
        "return_statement": lambda self, node: ir.Return(self.first(node), line(node)),
        **rows("throw_statement throw_expression", lambda self, node: ir.Raise(self.first(node), line(node))),
        "if_statement": branch,
        "while_statement": endless,
        # the body, and then a loop with it
        "do_statement": lambda self, node: ir.Breakable((*self.body(node), self.endless(node)), line(node)),
        "break_statement": lambda _self, node: ir.Leave("break", line(node)),
        "continue_statement": lambda _self, node: ir.Leave("continue", line(node)),
        **rows("function_definition function_declaration generator_function_declaration", define),
        **rows("class_definition class_declaration enum_declaration trait_declaration", define_class),
    }
    runs: ClassVar[Runs] = {"switch_statement": switch}


def _run_on(bodies: list[tuple[ir.Stmt, ...]]) -> Iterator[ir.Stmt]:
    for body in bodies:
        yield from body
        if body and isinstance(body[-1], ir.Leave | ir.Return | ir.Raise):
            return
