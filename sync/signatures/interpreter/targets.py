"""Assigning: names, attributes, keys, and the patterns that take a value apart."""

from __future__ import annotations

from sync.signatures import ir
from sync.signatures.interpreter.classes import annotated
from sync.signatures.interpreter.loops import elements
from sync.signatures.interpreter.observations import USED
from sync.signatures.interpreter.path_condition import shared, shared_if_any
from sync.signatures.interpreter.places import (
    ANY,
    constant_keys,
    copied_array,
    element,
    holds_event,
    instead,
    list_of,
    look_up,
    merge_into,
    set_name,
    soft,
    write,
)
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.truth import items_of
from sync.signatures.interpreter.union import alternatives, map_union, union_of
from sync.signatures.interpreter.unknown_calls import told
from sync.signatures.interpreter.values import (
    GONE,
    NULL,
    OPAQUE,
    Alternative,
    Const,
    Derived,
    External,
    Field,
    FunctionValue,
    Items,
    ListValue,
    ModuleValue,
    Opaque,
    Raw,
    Record,
    SomeKey,
    UnionValue,
    Value,
)


def assign(state: State, target: ir.Target, value: Value, line: int, annotation: ir.Expr | None = None) -> None:
    """Put a value into a target."""
    match target:
        case ir.Name():
            kept = copied_array(value) if state.dialect.copied_on_assignment else value
            set_name(state, target.id, annotated(state, kept, annotation), target.declares)
        case ir.Defaulted():
            assign(state, target.target, defaulted(state, value, target.default), line)
        case ir.Member():
            told(state, target.owner, target.name, (value,))
            write(state, state.eval(target.owner), target.name, value, line)
        case ir.Index():
            _assign_index(state, target, value, line)
        case ir.ObjectPattern():
            _take_object(state, target, value)
        case ir.SequencePattern():
            _take_sequence(state, target, value)
        case _ if holds_event(value):
            state.escape("syntax", line, "assigned to something unknown")
        case _:
            pass


def defaulted(state: State, value: Value, default: ir.Expr) -> Value:
    """The value, or the default where it is null."""
    every = alternatives(value)
    nothing = [one for one in every if one.value == NULL]
    if not nothing:
        return value
    some = [one for one in every if one.value != NULL]
    known, there = shared(one.facts for one in nothing), shared_if_any(one.facts for one in some)
    return state.fork([(there, lambda: union_of(some)), (known, lambda: state.eval(default))])


def _assign_index(state: State, target: ir.Index, value: Value, line: int) -> None:
    owner, key = state.eval(target.owner), state.eval(target.key)
    name = key.value if isinstance(key, Const) and isinstance(key.value, str) else None
    if isinstance(owner, ListValue) and items_of(owner) == Items() and name is not None:
        state.assign(_place(target.owner), Record({name: value}), line)  # an empty array that becomes a map
        return
    if state.dialect.copied_on_assignment and isinstance(owner, UnionValue) and name is not None:
        state.assign(_place(target.owner), map_union(owner, lambda one: _with_key(one, name, value)), line)
    elif isinstance(owner, ListValue):
        state.heap.set(owner.slots, "items", list_of(value, loose=True).slots["items"])
    else:
        _write_key(state, owner, key, value, line)


def _write_key(state: State, owner: Value, key: Value, value: Value, line: int) -> None:
    """One key of an object, known or not."""
    keys = constant_keys(key)
    if keys is not None and len(keys) == 1 and isinstance(keys[0].value, Const):
        write(state, owner, str(keys[0].value.value), value, line)
        return
    if holds_event(value):
        state.escape("stored", line, "kept under a computed key")
    for one in alternatives(owner):
        if isinstance(one.value, Record) and isinstance(key, SomeKey) and isinstance(value, Opaque | Derived | UnionValue):
            merge_into(state, one.value, key.record)  # copied key by key
        elif isinstance(one.value, Record):
            # Whatever key it was: any own key may now hold something else, and any missing key may be there.
            state.heap.set(one.value.slots, ANY, OPAQUE)


def _with_key(owner: Value, key: str, value: Value) -> Value:
    """An array with one more key; an empty one becomes a map."""
    match owner:
        case ListValue() if items_of(owner) == Items():
            return Record({key: value})
        case Record(of=None):
            return Record({**owner.slots, key: value}, owner.beneath)
        case _:
            return owner


def _place(node: ir.Expr) -> ir.Target:
    return node if isinstance(node, ir.Name | ir.Member | ir.Index) else ir.Strange((), node.line, "a place")


def _take_object(state: State, pattern: ir.ObjectPattern, value: Value) -> None:
    """`{a, b = 1, ...rest} = value`."""
    value = state.solid(value)
    taken: list[str] = []
    for key_node, target in pattern.entries:
        keys = constant_keys(state.eval(key_node))
        if keys is None:
            if holds_event(value):
                state.escape("computed-key", pattern.line, "a computed key in a pattern")
            assign(state, target, OPAQUE, pattern.line)
            continue
        key = str(keys[0].value.value) if isinstance(keys[0].value, Const) else ""
        taken.append(key)
        assign(state, target, taken_key(state, value, key, key_node.line), pattern.line)
    if pattern.rest is not None:
        assign(state, pattern.rest, Record(dict.fromkeys(taken, GONE), (value,)), pattern.line)


def taken_key(state: State, value: Value, key: str, line: int) -> Value:
    """One key taken out of a value by a pattern."""
    if isinstance(value, UnionValue):
        return map_union(value, lambda one: taken_key(state, one, key, line))
    match value:
        case Record() | Raw():
            return soft(state, look_up(state, value, key, "destructuring", line))
        case External():
            return External(f"{value.path}.{key}")
        case Field() | Derived():
            if isinstance(value, Field):
                state.observations.hint(value.key, "object", USED)
            return Derived(value.key, inner=True)
        case ModuleValue() | FunctionValue():
            slots = value.scope.slots if isinstance(value, ModuleValue) else value.slots
            return instead(slots.get(key, OPAQUE), NULL)
        case _:
            return OPAQUE


def _take_sequence(state: State, pattern: ir.SequencePattern, value: Value) -> None:
    """`a, b, *rest = value`."""
    value = state.solid(value)
    sources = [(_listed(state, one.value, pattern.line), one.facts) for one in alternatives(value)]
    for position, target in enumerate(pattern.items):
        if target is not None:
            taken = union_of(Alternative(element(source, Const(position)), facts) for source, facts in sources)
            assign(state, target, taken, pattern.line)
    if pattern.rest is not None:
        behind = [(items_of(source), facts) for source, facts in sources]
        left = (Alternative(ListValue.of(Items(one.items[len(pattern.items) :], one.loose)), facts) for one, facts in behind)
        assign(state, pattern.rest, union_of(left), pattern.line)


def _listed(state: State, value: Value, line: int) -> ListValue:
    return value if isinstance(value, ListValue) else ListValue.of(elements(state, value, line))
