"""The intermediate representation every language is lowered to: a small tree of expressions and statements.

Nodes hold what the interpreter needs and a line (from 1); everything else of the syntax is gone. Bodies of functions are lowered
only when the interpreter enters them: in a bundle of several megabytes most never are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Scalar = str | int | float | bool | None
LogicWord = Literal["and", "or", "??"]
Declares = Literal["", "here", "function", "global"]  # in the innermost scope, in the function's, or in the outermost
Spread = Literal["", "*", "**"]
Takes = Literal["one", "named", "rest", "keywords"]
# Names that no program has, for what syntax does: make a regular expression, name its own class, append with `$list[] = value`.
REGEX, OWN_CLASS, APPEND = "\0regex", "\0self", "\0push"


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant; also `undefined`, which is None here."""

    value: Scalar
    line: int


@dataclass(frozen=True, slots=True)
class Name:
    """A variable. As a target, `declares` says that it makes a new one in the innermost scope."""

    id: str
    line: int
    declares: Declares = ""


@dataclass(frozen=True, slots=True)
class Member:
    """`owner.name`; `optional` is `?.`; `called` where it stands for a method, in languages that tell methods from properties."""

    owner: Expr
    name: str
    line: int
    optional: bool = False
    called: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """`owner[key]`."""

    owner: Expr
    key: Expr
    line: int
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: by position, by name, or spread."""

    value: Expr
    name: str = ""
    spread: Spread = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A call; `makes` is `new`."""

    callee: Expr
    arguments: tuple[Argument, ...]
    line: int
    optional: bool = False
    makes: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, tuple, set or array literal."""

    items: tuple[Argument, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an object literal; `key` None spreads the value into it."""

    key: Expr | None
    value: Expr
    getter: bool = False


@dataclass(frozen=True, slots=True)
class Object:
    """A dict or object literal."""

    entries: tuple[Entry, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Choose:
    """`test ? yes : no`."""

    test: Expr
    yes: Expr
    no: Expr
    line: int


@dataclass(frozen=True, slots=True)
class Logic:
    """`and`, `or`, and `??`: the value of one of both sides."""

    word: LogicWord
    left: Expr
    right: Expr
    line: int


@dataclass(frozen=True, slots=True)
class Not:
    """Logical negation."""

    value: Expr
    line: int


@dataclass(frozen=True, slots=True)
class Compare:
    """`==`, `!=` (also their strict and identity forms), `<`, `in`, `not in`, `instanceof`."""

    word: str
    left: Expr
    right: Expr
    line: int


@dataclass(frozen=True, slots=True)
class Operation:
    """Arithmetic, slices and texts built from parts: a new value made of others. `text` joins parts to a text."""

    word: str
    parts: tuple[Expr, ...]
    line: int


@dataclass(frozen=True, slots=True)
class TypeOf:
    """JavaScript's `typeof`."""

    value: Expr
    line: int


@dataclass(frozen=True, slots=True)
class Clause:
    """One `for … in … if …` of a comprehension."""

    target: Target
    source: Expr
    conditions: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Comprehension:
    """A list, set, generator or dict built by loops; `key` only for dicts."""

    element: Expr
    key: Expr | None
    clauses: tuple[Clause, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Lambda:
    """A function as a value; `named` where it finds itself under its name."""

    function: Function
    line: int
    named: bool = False


@dataclass(frozen=True, slots=True)
class ClassOf:
    """A class as a value."""

    definition: Class
    line: int


@dataclass(frozen=True, slots=True)
class Bind:
    """An assignment used as a value; `word` is the operator of an augmented one ('' for plain)."""

    target: Target
    value: Expr
    line: int
    word: str = ""
    annotation: Expr | None = None


@dataclass(frozen=True, slots=True)
class Give:
    """`await`, and `yield` of JavaScript: waits, and is its operand."""

    value: Expr
    line: int


@dataclass(frozen=True, slots=True)
class Yield:
    """One more element of what a generator gives; `spread` is `yield from`."""

    value: Expr
    line: int
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Remove:
    """`del x[k]`, `delete x.k`, `unset`."""

    target: Expr
    line: int


@dataclass(frozen=True, slots=True)
class Many:
    """Several expressions one after the other; the last one's value."""

    parts: tuple[Expr, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Strange:
    """Syntax the frontend does not know: its operands are handed to the unknown."""

    parts: tuple[Expr, ...]
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class ObjectPattern:
    """`{a, b: c = 1, ...rest}` as a target."""

    entries: tuple[tuple[Expr, Target], ...]
    rest: Target | None
    line: int


@dataclass(frozen=True, slots=True)
class SequencePattern:
    """`a, b, *rest` as a target."""

    items: tuple[Target | None, ...]
    rest: Target | None
    line: int


@dataclass(frozen=True, slots=True)
class Defaulted:
    """A target that takes `default` when it would get nothing."""

    target: Target
    default: Expr
    line: int


Target: TypeAlias = Name | Member | Index | ObjectPattern | SequencePattern | Defaulted | Strange
Expr: TypeAlias = (
    Constant | Name | Member | Index | Call | Sequence | Object | Choose | Logic | Not | Compare | Operation | TypeOf
    | Comprehension | Lambda | ClassOf | Bind | Give | Yield | Remove | Many | Strange
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evaluate:
    """An expression for its effects."""

    value: Expr
    line: int


@dataclass(frozen=True, slots=True)
class Return:
    """Leaves the function with a value."""

    value: Expr | None
    line: int


@dataclass(frozen=True, slots=True)
class Raise:
    """Leaves by an exception."""

    value: Expr | None
    line: int


@dataclass(frozen=True, slots=True)
class If:
    """A branch."""

    test: Expr
    body: tuple[Stmt, ...]
    otherwise: tuple[Stmt, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Each:
    """A loop over a source; `keys` when it goes over the keys of an object (`for … in` of JavaScript)."""

    target: Target
    source: Expr
    body: tuple[Stmt, ...]
    otherwise: tuple[Stmt, ...]
    line: int
    keys: bool = False


@dataclass(frozen=True, slots=True)
class While:
    """A loop with a test; `step` runs after each turn."""

    test: Expr
    body: tuple[Stmt, ...]
    line: int
    step: Expr | None = None


@dataclass(frozen=True, slots=True)
class Handler:
    """One `except` or `catch`; no types catch everything."""

    types: tuple[str, ...]
    target: Target | None
    body: tuple[Stmt, ...]


@dataclass(frozen=True, slots=True)
class Try:
    """Guarded statements."""

    body: tuple[Stmt, ...]
    handlers: tuple[Handler, ...]
    otherwise: tuple[Stmt, ...]
    final: tuple[Stmt, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Case:
    """One case: taken when `test` holds (None: always)."""

    test: Expr | None
    body: tuple[Stmt, ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """Cases tried in order; the first whose test holds is taken."""

    cases: tuple[Case, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Breakable:
    """Statements that `break` leaves, such as a `switch` of JavaScript; `continue` belongs to the loop around them."""

    body: tuple[Stmt, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """Statements with a scope of their own."""

    body: tuple[Stmt, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Define:
    """A named function; a getter runs when it is read."""

    function: Function
    line: int
    kind: Literal["plain", "getter"] = "plain"


@dataclass(frozen=True, slots=True)
class DefineClass:
    """A named class."""

    definition: Class
    line: int


@dataclass(frozen=True, slots=True)
class Leave:
    """`break` or `continue` of the innermost loop."""

    word: Literal["break", "continue"]
    line: int


@dataclass(frozen=True, slots=True)
class Import:
    """Binds names of another module: each name there ('*' the module itself, '**' all that is in it) with the one here."""

    source: str
    names: tuple[tuple[str, str], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Export:
    """Offers `value` (or the variable of that name) to other modules; '*' offers all of a module."""

    name: str
    value: Expr
    line: int


Stmt: TypeAlias = (
    Evaluate | Return | Raise | If | Each | While | Try | Switch | Breakable | Block | Define | DefineClass | Leave | Import
    | Export
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function; `takes` is how many arguments it swallows."""

    target: Target
    default: Expr | None = None
    takes: Takes = "one"
    annotation: Expr | None = None


@dataclass(slots=True, eq=False)
class Function:
    """A function; `lower` makes its parameters and body on first use."""

    name: str
    line: int
    lower: Callable[[], tuple[tuple[Parameter, ...], tuple[Stmt, ...]]]
    decorators: tuple[Expr, ...] = ()
    outer: frozenset[str] = frozenset()  # names that belong to a scope outside
    waits: bool = False  # async
    arrow: bool = False  # keeps `this` of where it stands
    lowered: tuple[tuple[Parameter, ...], tuple[Stmt, ...]] | None = field(default=None)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters, in order."""
        return self._whole()[0]

    @property
    def body(self) -> tuple[Stmt, ...]:
        """The statements."""
        return self._whole()[1]

    def _whole(self) -> tuple[tuple[Parameter, ...], tuple[Stmt, ...]]:
        if self.lowered is None:
            self.lowered = self.lower()
        return self.lowered


@dataclass(slots=True, eq=False)
class Class:
    """A class; `body` holds its methods as `Define` and its fields as `Evaluate(Bind)`."""

    name: str
    line: int
    parents: tuple[Expr, ...]
    body: tuple[Stmt, ...]
    decorators: tuple[Expr, ...] = ()
    options: tuple[Argument, ...] = ()  # arguments by name, such as `metaclass`


@dataclass(frozen=True, slots=True)
class Module:
    """One source file."""

    file: str
    body: tuple[Stmt, ...]
    broken: int = 0  # the line of the first syntax error; 0 for none
