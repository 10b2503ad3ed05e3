"""The value of each kind of expression."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sync.signatures import ir
from sync.signatures.interpreter.calls import arguments_of
from sync.signatures.interpreter.classes import make_class, type_name_of
from sync.signatures.interpreter.conditions import Refined, part, refine, refinements, sides
from sync.signatures.interpreter.loops import comprehension, elements
from sync.signatures.interpreter.members import member, method, subscript
from sync.signatures.interpreter.observations import is_part
from sync.signatures.interpreter.operators import comparison, operation
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN, PathCondition, kept
from sync.signatures.interpreter.path_condition import part as part_of
from sync.signatures.interpreter.places import holds_event, name_value, on_event, outermost, read_key
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.targets import assign
from sync.signatures.interpreter.truth import boolean, compare, items_of, negate, truth
from sync.signatures.interpreter.union import alternatives, union_of
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


def _literal(_state: State, node: ir.Constant) -> Value:
    return NULL if node.value is None else Const(node.value)


def _name(state: State, node: ir.Name) -> Value:
    if node.declares == "global":
        return outermost(state.scope).slots.get(node.id, NULL)
    return name_value(state, node.id)


def _optional(owner: Value, then: Callable[[Value], Value]) -> Value:
    """`owner?.…`: null stays null, without harm."""
    parts = [Alternative(NULL if one.value == NULL else then(one.value), one.facts) for one in alternatives(owner)]
    return union_of(parts)


def _member(state: State, node: ir.Member) -> Value:
    owner = state.eval(node.owner)
    take = method if node.called else member
    if node.optional:
        return _optional(owner, lambda one: take(state, one, node.name, node.line))
    return take(state, owner, node.name, node.line)


def _index(state: State, node: ir.Index) -> Value:
    owner, key = state.eval(node.owner), state.eval(node.key)
    if node.optional:
        return _optional(owner, lambda one: subscript(state, one, key, node.line))
    return subscript(state, owner, key, node.line)


def _call(state: State, node: ir.Call) -> Value:
    live, callee = state.live, state.eval(node.callee)
    if (
        live
        and not state.live
        and isinstance(node.callee, ir.Member)
        and node.callee.name == "catch"
        and state.dialect.block_scopes
    ):
        state.live = True  # whatever it was that failed for certain, it is caught here
        callee, node = state.eval(node.arguments[0].value) if node.arguments else NULL, replace(node, arguments=())
    arguments = arguments_of(state, node)
    if isinstance(node.callee, ir.Member) and arguments.plain:
        told(state, node.callee.owner, node.callee.name, arguments.plain)
    if not node.optional:
        return state.call(callee, arguments)
    return _optional(callee, lambda one: state.call(one, arguments))


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
            record = _spread_into(record, value)
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


def _spread_into(record: Record, value: Value) -> Record:
    """What was written before lies beneath what is spread now."""
    layers = record.beneath if not record.slots else (record,)
    return Record(beneath=(*layers, *([] if value == NULL else [value])))


def _choose(state: State, node: ir.Choose) -> Value:
    yes, no = sides(state, node.test)
    refined = refinements(node.test)
    return part(
        state,
        (yes, node.yes, lambda: _refined(state, refined[0], node.yes)),
        (no, node.no, lambda: _refined(state, refined[1], node.no)),
    )


def _refined(state: State, refined: Refined, node: ir.Expr) -> Value:
    """The value of one side, where the test has shown something of the variables in it."""
    for name, shown in refined:
        refine(state, name, shown)
    return state.eval(node)


def _logic(state: State, node: ir.Logic) -> Value:
    left = state.eval(node.left)
    if node.word == "??":
        null = negate(state, compare(state, "!=", left, NULL))
        yes, no = truth(state, null)
        keep, go_on = no, yes
    else:
        yes, no = truth(state, left)
        keep, go_on = (yes, no) if node.word == "or" else (no, yes)
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


def _not(state: State, node: ir.Not) -> Value:
    yes, no = sides(state, node.value)
    return boolean(no, yes)


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


def _class(state: State, node: ir.ClassOf) -> Value:
    return make_class(state, node.definition)


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


def _give(state: State, node: ir.Give) -> Value:
    return state.eval(node.value)


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


def _strange(state: State, node: ir.Strange) -> Value:
    values = [state.eval(part) for part in node.parts]
    return unknown_call(state, values, node.what, node.line, "syntax")


EVALUATORS: Mapping[type, Callable[[State, Any], Value]] = {
    ir.Constant: _literal,
    ir.Name: _name,
    ir.Member: _member,
    ir.Index: _index,
    ir.Call: _call,
    ir.Sequence: _sequence,
    ir.Object: _object,
    ir.Choose: _choose,
    ir.Logic: _logic,
    ir.Not: _not,
    ir.Compare: comparison,
    ir.Operation: operation,
    ir.TypeOf: type_name_of,
    ir.Comprehension: comprehension,
    ir.Lambda: _lambda,
    ir.ClassOf: _class,
    ir.Bind: _bind,
    ir.Give: _give,
    ir.Yield: _yield,
    ir.Remove: _remove,
    ir.Many: _many,
    ir.Strange: _strange,
}
