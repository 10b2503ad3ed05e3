"""The value of each kind of expression."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sync.signatures import ir
from sync.signatures.interpreter.calls import arguments_of
from sync.signatures.interpreter.classes import make_class, type_name
from sync.signatures.interpreter.conditions import branch, part, sides
from sync.signatures.interpreter.loops import comprehension, elements
from sync.signatures.interpreter.members import member, method, subscript
from sync.signatures.interpreter.observations import is_part
from sync.signatures.interpreter.operators import comparison, operation
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN, PathCondition, kept
from sync.signatures.interpreter.path_condition import part as part_of
from sync.signatures.interpreter.places import holds_event, name_value, on_event, outermost, read_key
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.targets import assign
from sync.signatures.interpreter.truth import boolean, compare, items_of, truth
from sync.signatures.interpreter.union import alternatives, map_union, union_of
from sync.signatures.interpreter.unknown_calls import told, unknown_call
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
    Getter,
    Item,
    Items,
    ListValue,
    Opaque,
    Raw,
    Record,
    Scope,
    Value,
)


def _name(state: State, node: ir.Name) -> Value:
    if node.declares == "global":
        return outermost(state.scope).slots.get(node.id, NULL)
    return name_value(state, node.id)


def _taken_from(owner: Value, node: ir.Member | ir.Index | ir.Call, take: Callable[[Value], Value]) -> Value:
    """What is taken from a value; of `owner?.…`, null stays null, without harm."""
    return map_union(owner, lambda one: NULL if one == NULL else take(one)) if node.optional else take(owner)


def _member(state: State, node: ir.Member) -> Value:
    take = method if node.called else member
    return _taken_from(state.eval(node.owner), node, lambda one: take(state, one, node.name, node.line))


def _index(state: State, node: ir.Index) -> Value:
    owner, key = state.eval(node.owner), state.eval(node.key)
    return _taken_from(owner, node, lambda one: subscript(state, one, key, node.line))


def _call(state: State, node: ir.Call) -> Value:
    live, callee = state.live, state.eval(node.callee)
    name = node.callee.name if isinstance(node.callee, ir.Member) else ""
    if live and not state.live and name == "catch" and state.dialect.block_scopes:
        state.live = True  # whatever it was that failed for certain, it is caught here
        callee, node = state.eval(node.arguments[0].value) if node.arguments else NULL, replace(node, arguments=())
    arguments = arguments_of(state, node)
    if isinstance(node.callee, ir.Member) and arguments.plain:
        told(state, node.callee.owner, node.callee.name, arguments.plain)
    return _taken_from(callee, node, lambda one: state.call(one, arguments))


def _sequence(state: State, node: ir.Sequence) -> Value:
    parts: list[Items] = []
    for argument in node.items:
        value = state.eval(argument.value)
        parts.append(elements(state, value, node.line) if argument.spread else Items((Item(value),)))
    made = ListValue.of(Items.joined(parts))
    state.heap.born(made.slots)
    return made


def _object(state: State, node: ir.Object) -> Value:
    record = Record()
    state.heap.born(record.slots)
    for entry in node.entries:
        value = state.eval(entry.value)
        if entry.key is None:
            layers = (record,) if record.slots else record.beneath  # what was written before lies beneath what is spread now
            record = Record(beneath=(*layers, *([] if value == NULL else [value])))
            continue
        key = state.eval(entry.key)
        for one in alternatives(key):
            if isinstance(one.value, Const):
                record.slots[str(one.value.value)] = Getter(value) if entry.getter else value
            else:
                if holds_event(value):
                    state.escape("stored", node.line, "kept under a computed key")
                record.beneath = (*record.beneath, Opaque())
    return record


def _choose(state: State, node: ir.Choose) -> Value:
    return branch(state, node.test, (node.yes, lambda: state.eval(node.yes)), (node.no, lambda: state.eval(node.no)))


def _logic(state: State, node: ir.Logic) -> Value:
    left = state.eval(node.left)
    yes, no = truth(state, compare(state, "!=", left, NULL) if node.word == "??" else left)
    keep, go_on = (no, yes) if node.word == "and" else (yes, no)
    stays = _kept(state, left, node.word)
    if node.word != "and" and _is_event(left) and _is_empty(node.right):
        return left  # an empty object in place of an empty event says nothing else
    if keep is not None:
        keep |= _taken(stays, node.word)
    return part(state, (keep, None, lambda: stays), (go_on, node.right, lambda: state.eval(node.right)))


def _is_event(value: Value) -> bool:
    return isinstance(value, Record) and not value.slots and value.of is None and on_event(value)


def _is_empty(node: ir.Expr) -> bool:
    return (isinstance(node, ir.Object) and not node.entries) or (isinstance(node, ir.Sequence) and not node.items)


def _kept(state: State, value: Value, word: str) -> Value:
    """The alternatives for which the left side is the answer."""
    stay = [one for one in alternatives(value) if _stays(state, one.value, word)]
    return union_of(Alternative(_filled(state, one.value, word), one.facts | _taken(one.value, word)) for one in stay)


def _filled(state: State, value: Value, word: str) -> Value:
    """A variable of the environment that was taken for its value has one."""
    variable = isinstance(value, External) and value.path.startswith(f"{state.dialect.environment}.")
    return Opaque("string", true=True) if variable and word == "or" else value


def _taken(value: Value, word: str) -> PathCondition:
    if word == "and" or not isinstance(value, Field | Derived):
        return NOTHING_KNOWN
    return kept(part_of(value.key)) if is_part(value) else kept(value.key)


def _stays(state: State, value: Value, word: str) -> bool:
    if word == "??":
        return value != NULL
    yes, no = truth(state, value)
    return (yes if word == "or" else no) is not None


def _lambda(state: State, node: ir.Lambda) -> Value:
    made = closure(state, node.function)
    if node.named:
        made.scope = Scope({node.function.name: made}, made.scope, block=True)
    return made


def closure(state: State, function: ir.Function) -> FunctionValue:
    """A function with what it closes over."""
    this = state.frame.this if function.arrow else None
    made = FunctionValue(function, state.scope, state.frame.file, this=this)
    if state.following and not state.doubting:
        state.closures[id(function)] = made
    return made


LOGIC: Mapping[str, ir.LogicWord] = {"or": "or", "and": "and", "??": "??"}


def _bind(state: State, node: ir.Bind) -> Value:
    if node.word in LOGIC:
        value = state.eval(ir.Logic(LOGIC[node.word], _readable(node.target), node.value, node.line))
    elif node.word:
        value = state.eval(ir.Operation(node.word, (_readable(node.target), node.value), node.line))
    else:
        value = state.eval(node.value)
    if not state.live:
        return value
    assign(state, node.target, value, node.line, node.annotation)
    return value


def _readable(target: ir.Target) -> ir.Expr:
    return target if isinstance(target, ir.Name | ir.Member | ir.Index) else ir.Constant(None, target.line)


GIVEN = "\0given"  # the cell that says: this list is what a generator gives


def _yield(state: State, node: ir.Yield) -> Value:
    """A generator is followed as the list of what it gives."""
    value, frame = state.eval(node.value), state.frame
    if frame.yielded is None:
        frame.yielded = ListValue({"items": Items(), GIVEN: NULL})
    more = elements(state, value, node.line) if node.spread else Items((Item(value),))
    held = items_of(frame.yielded)
    state.heap.set(frame.yielded.slots, "items", Items((*held.items, *more.items), held.loose or more.loose))
    return value if state.dialect.block_scopes else OPAQUE  # a library may wait for it and send it back, as `co` does


def _remove(state: State, node: ir.Remove) -> Value:
    target = node.target
    if isinstance(target, ir.Index | ir.Member):
        owner = state.eval(target.owner)
        key = state.eval(target.key) if isinstance(target, ir.Index) else Const(target.name)
        for one in alternatives(owner):
            if isinstance(one.value, Record) and isinstance(key, Const):
                if state.dialect.strict_keys:
                    read_key(state, one.value, str(key.value), "subscript", node.line)
                state.heap.set(one.value.slots, str(key.value), GONE)
            elif isinstance(one.value, Raw) and isinstance(key, Const):
                state.heap.set(state.over.slots, str(key.value), GONE)
            elif on_event(one.value):
                state.escape("computed-key", node.line, "a key that is not a constant is removed")
    return NULL


def _many(state: State, node: ir.Many) -> Value:
    value: Value = NULL
    for one in node.parts:
        if state.live:
            value = state.eval(one)
    return value


EVALUATORS: Mapping[type, Callable[[State, Any], Value]] = {
    ir.Constant: lambda _state, node: NULL if node.value is None else Const(node.value),
    ir.Name: _name,
    ir.Member: _member,
    ir.Index: _index,
    ir.Call: _call,
    ir.Sequence: _sequence,
    ir.Object: _object,
    ir.Choose: _choose,
    ir.Logic: _logic,
    ir.Not: lambda state, node: boolean(*reversed(sides(state, node.value))),
    ir.Compare: comparison,
    ir.Operation: operation,
    ir.TypeOf: lambda state, node: map_union(state.eval(node.value), type_name),
    ir.Comprehension: comprehension,
    ir.Lambda: _lambda,
    ir.ClassOf: lambda state, node: make_class(state, node.definition),
    ir.Bind: _bind,
    ir.Give: lambda state, node: state.eval(node.value),
    ir.Yield: _yield,
    ir.Remove: _remove,
    ir.Many: _many,
    ir.Strange: lambda state, node: unknown_call(state, map(state.eval, node.parts), node.what, node.line, "syntax"),
}
