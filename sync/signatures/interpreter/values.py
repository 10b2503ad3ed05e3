"""Abstract values: what a variable may hold, as far as it concerns the event.

Values without identity are compared by content; those with cells (records, lists, functions, classes) are the objects of the
analysed program: changes to their cells go through the heap.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from sync.core.redaction import Variable
from sync.signatures import ir
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN, PathCondition
from sync.specs.models import TypeName

Slots = dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Const:
    """A constant; None stands for null, None and undefined. `implied`: what a conversion makes of nothing, stated nowhere."""

    value: ir.Scalar
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something that has nothing to do with the event; its type where it is certain."""

    type: TypeName | None = None
    made_by: str = ""  # the outside function it came from
    true: bool = False  # whether a test showed that it is not empty


@dataclass(frozen=True, slots=True)
class External:
    """A module, function or object outside the package, by its dotted path: `json.loads`, `console`."""

    path: str


@dataclass(frozen=True, slots=True)
class Absent:
    """No value in this place: a key not in a record, a variable not set."""


@dataclass(frozen=True, slots=True)
class Raw:
    """The event as delivered: bytes, a Buffer, a text; `text` for any text of the whole event, which has no keys."""

    text: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """The parsed content of the event, as delivered; records lie on top of it."""


@dataclass(frozen=True, slots=True)
class Field:
    """The value of one key of the event."""

    key: str


@dataclass(frozen=True, slots=True)
class Derived:
    """Something computed from the value of one key; `type` of the result where it is certain."""

    key: str
    type: TypeName | None = None
    named: bool = False  # the name of its type: what `typeof` gives
    inner: bool = False  # a part of it, such as one of its own keys: what stands in for a part is not the key's default
    same: bool = False  # its own text, trimmed or in other letters: what it is converted to is the type of the whole
    size: bool = False  # how many letters or elements it has: none are as good as no value


@dataclass(frozen=True, slots=True)
class Bound:
    """A method taken from a value, not called yet."""

    owner: Value
    name: str


@dataclass(frozen=True, slots=True)
class Native:
    """A function of the analysis itself, such as the handler's callback."""

    name: str
    run: Callable[[Any, Arguments], Value]  # given the State, which holds values
    function: FunctionValue | None = None  # the one it wraps, such as a class method's


@dataclass(frozen=True, slots=True)
class KeysOf:
    """The keys of a record that lies on the event."""

    record: Record


@dataclass(frozen=True, slots=True)
class SomeKey:
    """One of the keys of a record that lies on the event, whichever: what walking over them gives."""

    record: Record


class Alternative(NamedTuple):
    """One value a place may hold, and what is known of the event when it does."""

    value: Value
    facts: PathCondition


@dataclass(frozen=True, slots=True)
class UnionValue:
    """One of several values; made by `choose` only."""

    alternatives: tuple[Alternative, ...]


class Item(NamedTuple):
    """One element of a list: it is there when `when` holds, and not when `unless` does."""

    value: Value
    when: PathCondition = NOTHING_KNOWN
    unless: PathCondition | None = None  # None: it is always there


@dataclass(frozen=True, slots=True)
class Items:
    """What a list holds; `loose` when there may be elements besides."""

    items: tuple[Item, ...] = ()
    loose: bool = False

    @classmethod
    def joined(cls, many: Iterable[Items]) -> Items:
        """All of them, one after the other."""
        every = list(many)
        return cls(tuple(item for one in every for item in one.items), any(one.loose for one in every))


@dataclass(slots=True, eq=False)
class Scope:
    """Variables; `parent` is the scope around it. `home` of a function is where it assigns."""

    slots: Slots = field(default_factory=dict)
    parent: Scope | None = None
    outer: frozenset[str] = frozenset()
    block: bool = False  # a block inside a function


@dataclass(slots=True, eq=False)
class Record:
    """A dict, an object, an instance: its own cells on top of what lies beneath, the last of `beneath` first.

    `whole` is the instance itself where this is only a view of it as one of a parent class.
    """

    slots: Slots = field(default_factory=dict)
    beneath: tuple[Value, ...] = ()
    of: ClassValue | FunctionValue | None = None
    whole: Record | None = None


@dataclass(slots=True, eq=False)
class ListValue:
    """A list, tuple, set or array; its one cell holds the items."""

    slots: Slots = field(default_factory=dict)

    @classmethod
    def of(cls, items: Items) -> ListValue:
        """A fresh one that holds these."""
        return cls({"items": items})


@dataclass(slots=True, eq=False)
class FunctionValue:
    """A function of the package with what it closes over; `this` when it was taken from an object."""

    function: ir.Function
    scope: Scope
    file: str
    slots: Slots = field(default_factory=dict)
    this: Value | None = None
    owner: ClassValue | None = None


@dataclass(slots=True, eq=False)
class ClassValue:
    """A class of the package; its cells hold methods and class attributes."""

    definition: ir.Class
    parents: tuple[Value, ...]
    scope: Scope
    file: str
    slots: Slots = field(default_factory=dict)
    line: list[ClassValue] = field(default_factory=list)  # it and its parents, once they were asked for


@dataclass(slots=True, eq=False)
class ModuleValue:
    """A module of the package, seen by its variables."""

    name: str
    scope: Scope


@dataclass(slots=True, eq=False)
class Getter:
    """A property that calls a function when it is read."""

    function: Value


@dataclass(slots=True, eq=False)
class Wrapped:
    """A function of the package inside a wrapper from outside; `before` runs first. `by` is '' for one that only passes on."""

    function: Value
    by: str
    before: tuple[Value, ...] = ()


Value: TypeAlias = (
    Const | Opaque | External | Absent | Raw | Event | Field | Derived | Bound | Native | KeysOf | SomeKey | UnionValue | Items
    | Record | ListValue | FunctionValue | ClassValue | ModuleValue | Getter | Wrapped
)  # fmt: skip

NULL = Const(None)
NOT_A_NUMBER = Const(math.nan, implied=True)  # what JavaScript's conversions make of nothing
ABSENT = Absent()
GONE = Const("\0deleted")  # a key that was taken out: what lies beneath does not show through
EVENT = Event()
RAW = Raw()
RAW_TEXT = Raw(text=True)
OPAQUE = Opaque()
TEXT = Opaque("string")


def of_variable(value: Variable) -> Value:
    """A variable of the function's environment; of one that looks secret no more than that it is a text, and not empty."""
    return Const(value) if isinstance(value, str) else Opaque("string", true=value != "0")


def derived(value: Field | Derived, kind: TypeName | None = None) -> Derived:
    """Computed from that value; what is computed from a part of a key's value is one too."""
    return Derived(value.key, kind, inner=isinstance(value, Derived) and value.inner)


def same_text(value: Field | Derived) -> Derived:
    """That value as a text, but for blanks and for upper and lower case."""
    whole = isinstance(value, Field) or value.same
    return Derived(value.key, "string", inner=isinstance(value, Derived) and value.inner, same=whole)


@dataclass(slots=True, kw_only=True)
class Arguments:
    """The arguments of one call, evaluated."""

    plain: list[Value]
    named: dict[str, Value] = field(default_factory=dict)
    keywords: list[Value] = field(default_factory=list)  # spread by **
    line: int
    loose: bool = False  # a list of unknown length was spread in
    this: Value | None = None
    path: str = ""
    makes: bool = False  # called by `new`

    def at(self, position: int, name: str = "") -> Value | None:
        """The argument at that position or of that name."""
        if name and name in self.named:
            return self.named[name]
        return self.plain[position] if position < len(self.plain) else None

    def every(self) -> Iterator[Value]:
        """All of them."""
        yield from self.plain
        yield from self.named.values()
        yield from self.keywords
