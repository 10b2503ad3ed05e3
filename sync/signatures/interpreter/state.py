"""The state of one inference and what every part of the interpreter does with it: forking, meeting, failing, spending."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, Protocol

from sync.core.redaction import Variable
from sync.core.signature.inferred import EscapeReason
from sync.core.signature.model import EvidenceKind
from sync.signatures import ir
from sync.signatures.interpreter.dialect import Dialect
from sync.signatures.interpreter.heap import Heap, Path
from sync.signatures.interpreter.observations import AnswerWay, Observations, defaults_of
from sync.signatures.interpreter.path_condition import ANSWERED, NOTHING_KNOWN, PathCondition, assume, shared
from sync.signatures.interpreter.union import alternatives, union_of
from sync.signatures.interpreter.values import (
    NULL,
    OPAQUE,
    Alternative,
    Arguments,
    FunctionValue,
    ListValue,
    ModuleValue,
    Record,
    Scope,
    UnionValue,
    Value,
)

DEEPEST_CALL = 40
ANYTHING = ("BaseException", "")  # what a handler catches that names no types
Thunk = Callable[[], Value]


class BudgetSpentError(Exception):
    """The work allowed for one inference is used up."""


class Sources(Protocol):
    """The modules of the package, lowered."""

    def module(self, file: str) -> ir.Module | None:
        """The module of that file, or None when it is not in the package or cannot be parsed."""
        ...

    def locate(self, name: str, importer: str) -> str | None:
        """The file that an import in that file means, or None when it is outside the package."""
        ...

    def defining(self, name: str) -> str | None:
        """The file of a class that is found by its name alone, or None."""
        ...


@dataclass(slots=True)
class Loop:
    """Ways out of the loop being followed; one that takes no turns is left by `break` only."""

    mark: int  # where the loop began
    turn: int  # where this turn began
    turns: bool = True
    breaks: list[Path] = field(default_factory=list)
    continues: list[Path] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """One call being followed."""

    function: object
    file: str
    scope: Scope
    mark: int
    this: Value | None = None
    value: FunctionValue | None = None
    exits: list[Path] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    answers: bool = False  # it is the handler's: its returns are answers
    handling: int = 0  # how many exception handlers we stand in
    yielded: ListValue | None = None  # what a generator has given so far
    given: tuple[Value, ...] = ()  # the arguments by position
    line: int = 0  # the statement being followed


class Doubt(NamedTuple):
    """Code that seemed out of reach: where it stands, the keys it would read, and whether more may lie behind it."""

    file: str
    line: int
    keys: frozenset[str]
    more: bool
    times: int = 1

    def joined(self, other: Doubt) -> Doubt:
        """The same place, doubted again."""
        return Doubt(self.file, self.line, self.keys | other.keys, self.more or other.more, self.times + 1)


@dataclass(slots=True)
class Guard:
    """A `try` being followed: what it catches, and the ways into its handlers."""

    types: frozenset[str]
    mark: int
    paths: list[Path] = field(default_factory=list)


@dataclass(slots=True)
class State:
    """One inference under way."""

    dialect: Dialect
    sources: Sources
    environment: Mapping[str, Variable]
    evaluators: Mapping[type, Callable[[State, ir.Expr], Value]]
    executors: Mapping[type, Callable[[State, ir.Stmt], object]]
    caller: Callable[[State, Value, Arguments], Value]
    answered: Callable[[State, Value, int, AnswerWay], None]  # keeps an answer of the handler
    elsewhere: Callable[[State, str], Value]  # a name that no scope has
    assigner: Callable[[State, ir.Target, Value, int], None]
    doubter: Callable[[State, tuple[ir.Stmt, ...], int], None]  # looks behind a statement that lets nothing through
    budget: int  # work left
    heap: Heap = field(default_factory=Heap)
    observations: Observations = field(default_factory=Observations)
    path_condition: PathCondition = NOTHING_KNOWN
    over: Record = field(default_factory=Record)  # what was written into the event as it was delivered
    live: bool = True
    following: bool = False  # whether the handler was entered: before that there is no event
    doubting: bool = False  # whether code is followed that seems never to be reached
    frames: list[Frame] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    reached: set[int] = field(default_factory=set)  # the branches and functions that were entered, by their identity
    doubts: dict[int, Doubt] = field(default_factory=dict)  # those that seemed out of reach when they were met
    handed: set[int] = field(default_factory=set)  # the functions given to the language's own
    closures: dict[int, FunctionValue] = field(default_factory=dict)  # the functions made while the event was followed
    modules: dict[str, ModuleValue] = field(default_factory=dict)
    exports: dict[str, Record] = field(default_factory=dict)

    @property
    def frame(self) -> Frame:
        """The innermost call."""
        return self.frames[-1]

    @property
    def scope(self) -> Scope:
        """The innermost scope."""
        return self.frames[-1].scope

    def spend(self, steps: int = 1) -> None:
        """Count work."""
        self.budget -= steps
        if self.budget < 0:
            raise BudgetSpentError

    def eval(self, node: ir.Expr) -> Value:
        """The value of an expression."""
        self.spend()
        return self.evaluators[type(node)](self, node)

    def execute(self, statements: tuple[ir.Stmt, ...]) -> None:
        """Follow statements until control leaves; where it seems to leave without a word, what stands behind is doubted."""
        frame = self.frames[-1]
        for place, statement in enumerate(statements):
            if not self.live:
                return
            self.spend()
            frame.line, exits = statement.line, len(frame.exits)
            self.executors[type(statement)](self, statement)
            if self.following and not self.doubting:
                if self._ended(statement, exits):
                    self.reached.add(-id(statement))
                else:
                    self.doubter(self, statements, place)

    def _ended(self, statement: ir.Stmt, exits: int) -> bool:
        """Whether a statement came to its own end; a function that had so many exits has one more by a return."""
        return self.live or (isinstance(statement, ir.Return) and len(self.frame.exits) > exits)

    def call(self, callee: Value, arguments: Arguments) -> Value:
        """Call a value."""
        self.spend()
        return self.caller(self, callee, arguments)

    def assign(self, target: ir.Target, value: Value, line: int) -> None:
        """Put a value into a target."""
        self.assigner(self, target, value, line)

    def call_plain(self, callee: Value, *values: Value, line: int) -> Value:
        """Call a value with positional arguments."""
        return self.call(callee, Arguments(plain=list(values), line=line))

    def set(self, slots: dict[str, Value], key: str, value: Value) -> None:
        """Write one cell."""
        self.heap.set(slots, key, value)

    def capture(self, mark: int, value: Value = NULL) -> Path:
        """The present path, as seen from the mark."""
        return Path(value, self.path_condition, self.heap.changes(mark))

    def fork(self, arms: Iterable[tuple[PathCondition | None, Thunk]]) -> Value:
        """Follow each arm from here under what it assumes (None: it cannot happen), and let them meet."""
        if not self.live:
            return OPAQUE
        possible = [(facts, body) for facts, body in arms if facts is not None]
        known, mark = self.path_condition, self.heap.mark()
        if len(possible) == 1:
            self.path_condition = assume(known, possible[0][0])
            return possible[0][1]()
        paths = []
        for facts, body in possible:
            self.path_condition, self.live = assume(known, facts), True
            value = body()
            if self.live:
                paths.append(self.capture(mark, value))
            self.heap.rollback(mark)
        return self.meet(paths)

    def each_of(self, value: Value, body: Callable[[Value], Value]) -> Value:
        """Go on with each thing a value may be, on a path of its own."""
        if not isinstance(value, UnionValue):
            return body(value)
        return self.fork([(one.facts, partial(body, one.value)) for one in value.alternatives])

    def meet(self, paths: list[Path]) -> Value:
        """Go on from where all those paths come together; without any, control does not get here."""
        self.live = bool(paths)
        if not paths:
            return OPAQUE
        # After the callback was called, a path decides nothing any more.
        open_paths = [path for path in paths if ANSWERED not in path.facts] or paths
        self.path_condition = common = shared(path.facts for path in open_paths)
        self.heap.join(paths)
        value = union_of(Alternative(path.value, path.facts - common) for path in paths)
        self.note_defaults(value)
        for path in paths if len(paths) > 1 else ():
            for slots, key, _ in path.changes.values():
                self.note_defaults(slots.get(key, OPAQUE))
        return value

    def note_defaults(self, value: Value) -> None:
        """A union of a key's value and a constant when that key is missing shows the key's default."""
        if len(alternatives(value)) > 1:
            for key, default in defaults_of(value):
                self.observations.default(key, default)

    def throw(self, kind: str, value: Value = NULL) -> None:
        """An exception of that kind ends this path."""
        self.may_throw(kind, NOTHING_KNOWN, value)
        self.live = False

    def may_throw(self, kind: str, facts: PathCondition, value: Value = NULL) -> None:
        """An exception of that kind happens when those facts hold; `value` is what it carries of the event."""
        for guard in reversed(self.guards):
            if self.dialect.catches(guard.types, kind) or (value != NULL and guard.types.issuperset(ANYTHING)):
                changes = self.heap.changes(guard.mark)
                guard.paths.append(Path(value, assume(self.path_condition, facts), changes))
                return

    def fails(self, kind: str) -> Value:
        """What fails for certain as far as is seen. Nobody deploys that: more is behind it than is known here.

        So the signature is open, and the way goes on with something unknown.
        """
        if not self.following:
            self.throw(kind)
            return OPAQUE
        self.may_throw(kind, NOTHING_KNOWN)
        self.escape("unreached", self.frame.line, f"seems to end here by {kind}")
        return OPAQUE

    def solid(self, value: Value, kind: str = "TypeError") -> Value:
        """The value where it is not null: null here is an exception, so this path knows that it is not."""
        if value == NULL:
            return self.fails(kind)
        if not isinstance(value, UnionValue):
            return value
        return self.only(value, lambda one: one != NULL, kind)

    def only(self, value: Value, accept: Callable[[Value], bool], kind: str) -> Value:
        """The alternatives accepted; the others end in an exception."""
        every = alternatives(value)
        good = [one for one in every if accept(one.value)]
        if len(good) == len(every):
            return value
        known = shared(one.facts for one in every if not accept(one.value))
        if not good and all(fact.there for fact in known):
            return self.fails(kind)
        self.may_throw(kind, known)
        if not good:
            self.live = False
            return OPAQUE
        self.path_condition = assume(self.path_condition, shared(one.facts for one in good))
        return union_of(good)

    def read(self, key: str, kind: EvidenceKind, line: int) -> None:
        """Note that the event's key is read here."""
        self.observations.read(key, kind, self.frame.file, line)

    def escape(self, reason: EscapeReason, line: int, detail: str = "") -> None:
        """Note that the event leaves the analysis here."""
        self.observations.escape(reason, self.frame.file, line, detail[:120])


NativeCall = Callable[[State, Arguments], Value]
RecordMethod = Callable[[State, Record, Arguments], Value]
ListMethod = Callable[[State, ListValue, Arguments], Value]


def rows(paths: str, native: NativeCall) -> dict[str, NativeCall]:
    """One function under several names, written with spaces between them."""
    return dict.fromkeys(paths.split(), native)
