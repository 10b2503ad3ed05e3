"""The neutral form: statements, functions, classes, modules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sync.signatures import form

Takes = Literal["one", "named", "rest", "keywords"]


@dataclass(frozen=True, slots=True)
class Evaluate:
    """An expression for its effects."""

    value: form.Expr
    line: int


@dataclass(frozen=True, slots=True)
class Return:
    """Leaves the function with a value."""

    value: form.Expr | None
    line: int


@dataclass(frozen=True, slots=True)
class Raise:
    """Leaves by an exception."""

    value: form.Expr | None
    line: int


@dataclass(frozen=True, slots=True)
class If:
    """A branch."""

    test: form.Expr
    body: tuple[Stmt, ...]
    otherwise: tuple[Stmt, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Each:
    """A loop over a source; `keys` when it goes over the keys of an object (`for … in` of JavaScript)."""

    target: form.Target
    source: form.Expr
    body: tuple[Stmt, ...]
    otherwise: tuple[Stmt, ...]
    line: int
    keys: bool = False


@dataclass(frozen=True, slots=True)
class While:
    """A loop with a test; `step` runs after each turn."""

    test: form.Expr
    body: tuple[Stmt, ...]
    line: int
    step: form.Expr | None = None


@dataclass(frozen=True, slots=True)
class Handler:
    """One `except` or `catch`; no types catch everything."""

    types: tuple[str, ...]
    target: form.Target | None
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

    test: form.Expr | None
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
    value: form.Expr
    line: int


Stmt: TypeAlias = (
    Evaluate | Return | Raise | If | Each | While | Try | Switch | Breakable | Block | Define | DefineClass | Leave | Import
    | Export
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function; `takes` is how many arguments it swallows."""

    target: form.Target
    default: form.Expr | None = None
    takes: Takes = "one"
    annotation: form.Expr | None = None


@dataclass(slots=True, eq=False)
class Function:
    """A function; `lower` makes its parameters and body on first use."""

    name: str
    line: int
    lower: Callable[[], tuple[tuple[Parameter, ...], tuple[Stmt, ...]]]
    decorators: tuple[form.Expr, ...] = ()
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
    parents: tuple[form.Expr, ...]
    body: tuple[Stmt, ...]
    decorators: tuple[form.Expr, ...] = ()
    options: tuple[form.Argument, ...] = ()  # arguments by name, such as `metaclass`


@dataclass(frozen=True, slots=True)
class Module:
    """One source file."""

    file: str
    body: tuple[Stmt, ...]
    broken: int = 0  # the line of the first syntax error; 0 for none
