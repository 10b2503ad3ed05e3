"""Places that hold values: variables, keys of the event and of what lies on it, elements; read and written."""

from __future__ import annotations

from collections.abc import Iterator

from sync.core.signature.model import EvidenceKind
from sync.signatures import ir
from sync.signatures.interpreter.observations import USED
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN, missing, opposite, shared_if_any, there
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
    ClassValue,
    Const,
    Derived,
    Event,
    External,
    Field,
    FunctionValue,
    Getter,
    Item,
    Items,
    KeysOf,
    ListValue,
    ModuleValue,
    Raw,
    Record,
    Scope,
    UnionValue,
    Value,
)
from sync.specs.models import TypeName


def holder(scope: Scope | None, name: str) -> Scope | None:
    """The scope that has the variable, from the innermost outwards."""
    while scope is not None:
        if name in scope.slots:
            return scope
        scope = scope.parent
    return None


def name_value(state: State, name: str) -> Value:
    """What a name means here; one that nobody defined is the language's own or a global from outside."""
    if name == "this" and state.frame.this is not None and holder(state.scope, name) is None:
        return state.frame.this
    if name in state.dialect.replaced:
        return External(name)
    found = holder(state.scope, name)
    if found is None and name == "arguments" and state.dialect.block_scopes:
        name = "\0arguments"
        found = holder(state.scope, name)
    if found is None:
        return state.elsewhere(state, name)
    value = found.slots[name]
    if not isinstance(value, UnionValue):
        return value
    # A variable not set on one path would end that path here; null stood for a key that is known to be there by now.
    known = state.path_condition
    there = (one for one in value.alternatives if one.value is not ABSENT)
    return union_of(one for one in there if one.value != NULL or not any(opposite(fact) in known for fact in one.facts))


def set_name(state: State, name: str, value: Value, declares: ir.Declares) -> None:
    """Set a variable: a new one where it is declared, else where the language looks for it."""
    state.heap.set(_home(state, name, declares).slots, name, value)


def _home(state: State, name: str, declares: ir.Declares) -> Scope:
    scope = state.scope
    if declares == "here":
        return scope
    if declares == "global":
        return outermost(scope)
    if declares == "function":
        while scope.block and scope.parent is not None:
            scope = scope.parent
        return scope
    if state.dialect.block_scopes:
        return holder(scope, name) or outermost(scope)
    if name in scope.outer:
        return holder(scope.parent, name) or outermost(scope)
    return scope


def outermost(scope: Scope) -> Scope:
    """The scope of the module."""
    while scope.parent is not None:
        scope = scope.parent
    return scope


def declare(state: State, name: str, value: Value) -> None:
    """Make a variable in the innermost scope."""
    state.heap.set(state.scope.slots, name, value)


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
    yes = shared_if_any(one.facts for one in alternatives(found) if one.value is not ABSENT)
    return boolean(yes, shared_if_any(one.facts for one in alternatives(found) if one.value is ABSENT))


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
        return state.call(value.function, Arguments(plain=[], line=line, this=owner))
    return value


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


DEEPEST_ROW = 3


def any_of(state: State, table: Value) -> Value:
    """What some unknown key of an object holds; absent where the object has no such key.

    Rows of plain data are one row, a field that only some of them have being absent in the others: a table of a thousand shops
    is one shop. Rows that can be called stay apart.
    """
    if not isinstance(table, Record):
        return union_of([Alternative(OPAQUE, NOTHING_KNOWN), Alternative(ABSENT, NOTHING_KNOWN)])
    held = list(_held(table))
    state.spend(len(held))
    rows = [value for value in held if isinstance(value, Record) and _is_data(value, 0)]
    if len(rows) > 1:
        merged, names = set(map(id, rows)), dict.fromkeys(name for row in rows for name in row.slots)
        one = {name: union_of(Alternative(row.slots.get(name, ABSENT), NOTHING_KNOWN) for row in rows) for name in names}
        held = [*(value for value in held if id(value) not in merged), Record(one)]
    return union_of(Alternative(value, NOTHING_KNOWN) for value in (*held, ABSENT))


def hint_key(state: State, table: Value, key: Value) -> None:
    """A value that picks one of several named rows is a text, unless every name is a number."""
    if isinstance(key, Field) and isinstance(table, Record) and not all(name.isdecimal() for name in _names(table)):
        state.observations.hint(key.key, "string", USED)


def _names(table: Record) -> Iterator[str]:
    for layer in table.beneath:
        if isinstance(layer, Record):
            yield from _names(layer)
    yield from (name for name in table.slots if not name.startswith("\0"))


def _held(table: Record) -> Iterator[Value]:
    """Everything kept in an object, and whatever the layers beneath may hold besides."""
    for layer in (one.value for held in (*table.beneath, table.slots.get(UNDER, ABSENT)) for one in alternatives(held)):
        if isinstance(layer, Record):
            yield from _held(layer)
        elif layer is not ABSENT:
            yield OPAQUE
    if ANY in table.slots:
        yield from (one.value for one in alternatives(table.slots[ANY]))
    for key, held in table.slots.items():
        if not key.startswith("\0"):
            yield from (one.value for one in alternatives(held) if one.value is not ABSENT and one.value != GONE)


def _is_data(value: Value, depth: int) -> bool:
    """Whether it is made of constants, lists and objects only."""
    match value:
        case Const() | ListValue():
            return True
        case Record(beneath=(), of=None) if depth < DEEPEST_ROW and not any(key.startswith("\0") for key in value.slots):
            return all(_is_data(one.value, depth + 1) for held in value.slots.values() for one in alternatives(held))
        case _:
            return False


def write(state: State, owner: Value, key: str, value: Value, line: int) -> None:
    """`owner.key = value` or `owner[key] = value`."""
    many = alternatives(state.solid(owner, "AttributeError"))
    for one in many:
        place = state.over if isinstance(one.value, Raw) else one.value
        if isinstance(place, ModuleValue):
            state.heap.set(place.scope.slots, key, value)
        elif isinstance(place, Record | FunctionValue | ClassValue):
            before = place.slots.get(key, ABSENT)
            merged = value if len(many) == 1 else union_of((Alternative(value, one.facts), Alternative(before, frozenset())))
            state.heap.set(place.slots, key, merged)
        elif holds_event(value) and not isinstance(place, Const):
            state.escape("stored", line, f"kept in {key}")


def append(state: State, owner: ListValue, value: Value) -> None:
    """One more element at the end."""
    items = items_of(owner)
    state.heap.set(owner.slots, "items", Items((*items.items, Item(value)), items.loose))


def list_of(*values: Value, loose: bool = False) -> ListValue:
    """A fresh list."""
    return ListValue.of(Items(tuple(Item(value) for value in values), loose))


def merge_into(state: State, record: Record, source: Value) -> None:
    """Put all keys of a source into a record, over what it has."""
    before = Record(dict(record.slots), record.beneath)
    for key in list(record.slots):
        state.heap.set(record.slots, key, ABSENT)
    state.heap.set(record.slots, UNDER, Record(beneath=(before, source)))


def copied(value: Value) -> Value:
    """A shallow copy."""
    match value:
        case UnionValue():
            return map_union(value, copied)
        case Record():
            return Record(beneath=(value,), of=value.of) if on_event(value) else Record(dict(value.slots), value.beneath, value.of)
        case ListValue():
            return ListValue(dict(value.slots))
        case _:
            return value


def copied_array(value: Value) -> Value:
    """A copy of an array, where arrays are values; an instance stays the one it is."""
    if isinstance(value, UnionValue):
        return map_union(value, copied_array)
    return value if isinstance(value, Record) and value.of is not None else copied(value)
