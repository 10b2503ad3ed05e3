"""Reading and writing places: keys of the event and of what lies on it, attributes, elements."""

from __future__ import annotations

from sync.core.signature.model import EvidenceKind
from sync.signatures.interpreter.observations import USED
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN, missing, there
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.truth import boolean, filled, items_of
from sync.signatures.interpreter.union import alternatives, map_union, union_of
from sync.signatures.interpreter.values import (
    ABSENT,
    EVENT,
    GONE,
    NULL,
    OPAQUE,
    Absent,
    Alternative,
    Arguments,
    Bound,
    Const,
    Derived,
    Event,
    Field,
    Getter,
    KeysOf,
    ListValue,
    Raw,
    Record,
    UnionValue,
    Value,
)
from sync.specs.models import TypeName

DEEPEST_LOOK = 12
UNDER = "\0under"  # the cell of a record for what was merged into it later: it lies under the own cells written since
FILLED = "\0filled"  # the cell that says: code outside the package had it, and may have put more into it
ANY = "\0any"  # the cell that says: something was written under a computed key


def parsed() -> Record:
    """A fresh object with the event's content."""
    return Record(beneath=(EVENT,))


def holds_event(value: Value, depth: int = 0) -> bool:
    """Whether somebody who is given this value can read the event's keys."""
    if depth > DEEPEST_LOOK:
        return True
    match value:
        case Raw() | Event() | KeysOf():
            return True
        case UnionValue():
            return any(holds_event(one.value, depth + 1) for one in value.alternatives)
        case Record():
            return any(holds_event(one, depth + 1) for one in (*value.beneath, *value.slots.values()))
        case ListValue():
            return any(holds_event(item.value, depth + 1) for item in items_of(value).items)
        case Bound():
            return holds_event(value.owner, depth + 1)
        case _:
            return False


def on_event(value: Value) -> bool:
    """Whether reading keys of this value may read the event's."""
    if isinstance(value, Record):
        return any(on_event(layer) for layer in (*value.beneath, value.slots.get(UNDER, ABSENT)))
    if isinstance(value, UnionValue):
        return any(on_event(one.value) for one in value.alternatives)
    return isinstance(value, Raw | Event)


def look_up(state: State, record: Value, key: str, kind: EvidenceKind, line: int) -> Value:
    """What a key holds; absent where it is not there. Layers are looked through from the top."""
    match record:
        case Raw() if state.over.slots:
            return look_up(state, state.over, key, kind, line)
        case Event() | Raw() if not is_text(record) or kind == "membership":
            state.read(key, kind, line)
            return UnionValue((Alternative(Field(key), there(key)), Alternative(ABSENT, missing(key))))
        case Record():
            return _look_through(state, record, key, kind, line)
        case Const() | Absent():
            return ABSENT
        case UnionValue():
            return map_union(record, lambda one: look_up(state, one, key, kind, line))
        case ListValue() if not items_of(record).loose:
            return ABSENT
        case _:  # an unknown mapping, or one inside the event
            held = Derived(record.key, inner=True) if isinstance(record, Field | Derived) else OPAQUE
            return UnionValue((Alternative(held, NOTHING_KNOWN), Alternative(ABSENT, NOTHING_KNOWN)))


def _look_through(state: State, record: Record, key: str, kind: EvidenceKind, line: int) -> Value:
    found = record.slots.get(key, ABSENT)
    if UNDER in record.slots:
        found = instead(found, look_up(state, record.slots[UNDER], key, kind, line))
    if ANY in record.slots:
        found = instead(found, OPAQUE)
    if FILLED in record.slots and not on_event(record):
        found = perhaps_filled(found)
    for layer in reversed(record.beneath):
        if not any(one.value is ABSENT for one in alternatives(found)):
            break
        found = instead(found, look_up(state, layer, key, kind, line))
    return _revealed(found)


def _revealed(found: Value) -> Value:
    """A key that was taken out is absent, whatever lies beneath."""
    if any(one.value == GONE for one in alternatives(found)):
        return map_union(found, lambda one: ABSENT if one == GONE else one)
    return found


def is_text(value: Value) -> bool:
    """Whether it is a text of the whole event, which has no keys."""
    return isinstance(value, Raw) and value.text


def perhaps_filled(found: Value) -> Value:
    """What code outside the package may have set by now: where there was nothing, or null, it may be anything."""
    unset = [one for one in alternatives(found) if one.value in {ABSENT, NULL} and all(fact.there for fact in one.facts)]
    return union_of((*alternatives(found), *(Alternative(OPAQUE, one.facts) for one in unset))) if unset else found


def instead(found: Value, default: Value) -> Value:
    """The value found, with a default where there was none."""
    if found is ABSENT:
        return default
    if not isinstance(found, UnionValue):
        return found
    return map_union(found, lambda one: default if isinstance(one, Absent) else one)


def soft(state: State, found: Value, default: Value = NULL) -> Value:
    """A read that does not mind a missing key."""
    value = instead(found, default)
    state.note_defaults(value)
    return value


def hard(state: State, found: Value, kind: str) -> Value:
    """A read that fails without its key: who gets past it had the key."""
    value = state.only(found, lambda one: one is not ABSENT, kind)
    state.note_defaults(value)
    return value


def is_there(state: State, record: Value, key: str, line: int) -> Value:
    """`key in record`."""
    found = look_up(state, record, key, "membership", line)
    yes = [one.facts for one in alternatives(found) if one.value is not ABSENT]
    no = [one.facts for one in alternatives(found) if one.value is ABSENT]
    return boolean(frozenset.intersection(*yes) if yes else None, frozenset.intersection(*no) if no else None)


def constant_keys(key: Value) -> list[Alternative] | None:
    """The constant texts a key may be, or None when it is not known."""
    every = list(alternatives(key))
    if all(isinstance(one.value, Const) and not str(one.value.value).startswith("\0") for one in every):
        return every
    return None


def read_key(state: State, owner: Value, key: str, kind: EvidenceKind, line: int) -> Value:
    """The key's value, in the way the language reads keys."""
    found = look_up(state, owner, key, kind, line)
    if state.dialect.strict_keys:
        return hard(state, found, "KeyError")
    return run_getter(state, soft(state, found), owner, line)


def run_getter(state: State, value: Value, owner: Value, line: int) -> Value:
    """Getters run when they are read."""
    if isinstance(value, Getter):
        return state.call(value.function, _no_arguments(line, owner))
    return value


def _no_arguments(line: int, this: Value) -> Arguments:
    return Arguments(plain=[], named={}, keywords=[], line=line, this=this)


def element(owner: ListValue, key: Value) -> Value:
    """An element of a list."""
    items = items_of(owner)
    if isinstance(key, Const) and isinstance(key.value, int) and not items.loose and all(i.unless is None for i in items.items):
        return items.items[key.value].value if -len(items.items) <= key.value < len(items.items) else NULL
    found = [Alternative(item.value, item.when) for item in items.items]
    nothing = filled(items)[1]
    if nothing is not None:
        found.append(Alternative(NULL, nothing))
    return union_of([*found, Alternative(OPAQUE, frozenset())] if items.loose else found)


def hint_use(state: State, owner: Value, name: TypeName, weight: int = USED) -> None:
    """Using a key's value in a way only one type allows shows its type."""
    if isinstance(owner, Field):
        state.observations.hint(owner.key, name, weight)
