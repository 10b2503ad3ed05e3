"""What a test tells: the facts under which a value counts as true, and as false; comparisons as such values."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import ge, gt, le, lt

from sync.signatures.interpreter.lineage import own_method
from sync.signatures.interpreter.observations import TESTED, USED
from sync.signatures.interpreter.path_condition import (
    NOTHING_KNOWN,
    Fact,
    PathCondition,
    both,
    kept,
    missing,
    part,
    shared,
    shared_if_any,
    there,
)
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.union import alternatives, cells, map_union, union_of
from sync.signatures.interpreter.values import (
    ABSENT,
    NOT_A_NUMBER,
    NULL,
    Alternative,
    Bound,
    Const,
    Derived,
    Event,
    External,
    Field,
    Items,
    KeysOf,
    ListValue,
    Opaque,
    Raw,
    Record,
    UnionValue,
    Value,
)
from sync.specs.models import TypeName

TRUE, FALSE = Const(value=True), Const(value=False)
EITHER = Opaque("boolean")
Sides = tuple[PathCondition | None, PathCondition | None]


def truth(state: State, value: Value) -> Sides:
    """The facts when it is true and when it is false; None for a side that cannot be."""
    yes: list[PathCondition] = []
    no: list[PathCondition] = []
    for one, facts in alternatives(value):
        when, unless = _sides(state, one)
        for side, found in ((yes, when), (no, unless)):
            together = None if found is None else _on_top(facts, found)
            if together is not None:
                side.append(together)
    return shared_if_any(yes), shared_if_any(no)


def _on_top(facts: PathCondition, further: PathCondition) -> PathCondition | None:
    """An empty value counts as missing, also where its key is there."""
    if any(not fact.there for fact in further):
        if any(kept(fact.key) <= facts for fact in further):
            return None
        facts = frozenset(fact for fact in facts if Fact(fact.key, there=False) not in further)
    return both(facts, further)


def _sides(state: State, value: Value) -> Sides:
    match value:
        case Const():
            return (NOTHING_KNOWN, None) if value.value and value != NOT_A_NUMBER else (None, NOTHING_KNOWN)
        case Field():
            return there(value.key), missing(value.key)
        case Derived():
            return there(value.key), _without(value)
        case ListValue():
            return (NOTHING_KNOWN, None) if state.dialect.empty_is_true else filled(items_of(value))
        case Record():
            return _record_sides(state, value)
        case Opaque(type="object") | Opaque(true=True):
            return NOTHING_KNOWN, None
        case Opaque() | External() | Bound() | Raw() | Event() | KeysOf():
            return NOTHING_KNOWN, NOTHING_KNOWN
        case _:
            return NOTHING_KNOWN, None


def _without(value: Derived) -> PathCondition:
    """What is known where something computed from a key's value is false; of a part of it, only that the part is not there."""
    if value.type == "boolean":
        return NOTHING_KNOWN
    return missing(part(value.key) if value.inner else value.key)


def filled(items: Items) -> Sides:
    """The facts when a list has elements and when it has none."""
    if any(item.unless is None for item in items.items):
        return NOTHING_KNOWN, None
    empty = frozenset(fact for item in items.items for fact in (item.unless or ()))
    full = shared(item.when for item in items.items)
    if items.loose:
        return NOTHING_KNOWN, empty
    return (full if items.items else None), empty


def items_of(value: ListValue) -> Items:
    """What a list holds now."""
    held = value.slots.get("items")
    return held if isinstance(held, Items) else Items((), loose=True)


def _record_sides(state: State, value: Record) -> Sides:
    if value.of is None and any(isinstance(layer, Event | Raw) for layer in value.beneath):
        return NOTHING_KNOWN, NOTHING_KNOWN  # what was parsed may have been null
    own = own_method(state, value, "__bool__", "__nonzero__", "__len__")
    if own is not ABSENT:
        return truth(state, state.call_plain(own, line=0))
    if state.dialect.empty_is_true or value.of is not None:
        return NOTHING_KNOWN, None
    if any(key.startswith("\0") for key in value.slots):
        return NOTHING_KNOWN, NOTHING_KNOWN
    return filled(Items(tuple(cell.named() for cell in cells(value)), loose=bool(value.beneath)))


def boolean(yes: PathCondition | None, no: PathCondition | None) -> Value:
    """A truth value that is true under some facts and false under others."""
    sides = [Alternative(value, facts) for value, facts in ((TRUE, yes), (FALSE, no)) if facts is not None]
    return sides[0].value if len(sides) == 1 else UnionValue(tuple(sides))


def negate(state: State, value: Value) -> Value:
    """`not value`."""
    yes, no = truth(state, value)
    return boolean(no, yes)


def compare(state: State, word: str, left: Value, right: Value) -> Value:
    """`left word right`, alternative by alternative."""
    if word in {"!=", "not in"}:
        return negate(state, compare(state, "==", left, right))
    test = _equal if word == "==" else partial(_ordered, word=word)
    pairs = ((one, other, both(one.facts, other.facts)) for one in alternatives(left) for other in alternatives(right))
    found = [
        (value, _on_top(known, further))
        for one, other, known in pairs
        if known is not None
        for value, further in alternatives(test(state, left=one.value, right=other.value))
    ]
    # An uncertain outcome may be either.
    yes = shared_if_any(known for value, known in found if value != FALSE and known is not None)
    return boolean(yes, shared_if_any(known for value, known in found if value != TRUE and known is not None))


def _equal(state: State, left: Value, right: Value) -> Value:
    if isinstance(left, Const) and isinstance(right, Const):
        if any(str(one.value).startswith("\0") for one in (left, right)):
            return EITHER
        return TRUE if left.value == right.value else FALSE
    if isinstance(right, Field | Derived) and not isinstance(left, Field | Derived):
        left, right = right, left
    if isinstance(left, Field | Derived):
        return _field_equals(state, left, right)
    if NULL in (left, right):
        other = right if left == NULL else left
        return EITHER if _may_be_null(other) else FALSE
    return EITHER


def _may_be_null(value: Value) -> bool:
    match value:
        case External():
            return value.path.startswith("$") or "." in value.path
        case Opaque():
            return value.type is None and not value.true
        case _:
            return isinstance(value, Bound)


def _field_equals(state: State, left: Field | Derived, right: Value) -> Value:
    if isinstance(left, Derived) and left.named:
        return _type_test(state, left.key, right)
    if not isinstance(right, Const):
        return EITHER
    if right.value is None and isinstance(left, Derived) and left.inner:
        return boolean(missing(part(left.key)), there(left.key))
    if isinstance(left, Derived) and left.size and isinstance(right.value, int):
        return boolean(_none(left), there(left.key)) if right.value == 0 else boolean(there(left.key), NOTHING_KNOWN)
    if right.value is None or right.value == "" or right.value in NOTHING_WORDS:
        sides = boolean(missing(left.key), there(left.key))
        return sides if isinstance(left, Field) or left.type in {"string", None} else EITHER
    if isinstance(left, Field) or left.same:
        state.observations.hint(left.key, constant_type(right.value), USED)
    return boolean(there(left.key), NOTHING_KNOWN)


# Texts that say that there is no value: what a variable without one becomes when it is put into a text.
NOTHING_WORDS = frozenset(("null", "undefined", "None", "NULL", "nil"))
NAMED_TYPES: dict[str, TypeName] = {"string": "string", "number": "number", "boolean": "boolean", "object": "object"}


def _type_test(state: State, key: str, right: Value) -> Value:
    """`typeof event.k === 'string'`."""
    word = right.value if isinstance(right, Const) else None
    if word == "undefined":
        return boolean(missing(key), there(key))
    if isinstance(word, str) and word in NAMED_TYPES:
        state.observations.hint(key, NAMED_TYPES[word], TESTED)
        return boolean(there(key), NOTHING_KNOWN)
    return EITHER


def constant_type(value: object) -> TypeName:
    """The type of a constant."""
    names: dict[type, TypeName] = {bool: "boolean", int: "integer", float: "number"}
    return names.get(type(value), "string")


_ORDER: dict[str, Callable[[float, float], bool]] = {"<": lt, ">": gt, "<=": le, ">=": ge}


def _ordered(state: State, *, word: str, left: Value, right: Value) -> Value:
    """An order comparison: with a number it shows a number; constant numbers are compared."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Field) and isinstance(other, Const) and other.value is not None:
            text = isinstance(other.value, str)
            state.observations.hint(one.key, "string" if text else "number", USED)
    if isinstance(left, Derived) and left.size and isinstance(right, Const) and isinstance(right.value, int | float):
        return _sized(left, order=_ORDER[word], limit=right.value)
    first, second = (one.value if isinstance(one, Const) else None for one in (left, right))
    order = _ORDER.get(word)
    if order and isinstance(first, int | float) and isinstance(second, int | float):
        return TRUE if order(first, second) else FALSE
    return EITHER


def _none(size: Derived) -> PathCondition:
    """What a size of nothing tells; that of a part tells nothing of the whole."""
    return NOTHING_KNOWN if size.inner else missing(size.key)


def _sized(size: Derived, *, order: Callable[[float, float], bool], limit: float) -> Value:
    """`len(value) < limit`: what nothing, whose size is 0, would answer tells whether the value must be there."""
    nothing, some = order(0, limit), there(size.key)
    without = NOTHING_KNOWN if nothing == order(1, limit) else _none(size)  # one letter may be no other case than none
    return boolean(without, some) if nothing else boolean(some, without)


def size(value: Value) -> Value:
    """How many elements or letters."""
    return map_union(value, _size)


def _size(value: Value) -> Value:
    if isinstance(value, ListValue):
        items = items_of(value)
        if not items.loose and all(item.unless is None for item in items.items):
            return Const(len(items.items))
        return union_of(
            Alternative(Const(count), facts) for count, facts in zip((1, 0), filled(items), strict=True) if facts is not None
        )
    if isinstance(value, Const) and isinstance(value.value, str) and not value.value.startswith("\0"):
        return Const(len(value.value))
    if isinstance(value, Field | Derived):
        return Derived(value.key, "integer", inner=isinstance(value, Derived) and value.inner, size=True)
    return Opaque("integer")
