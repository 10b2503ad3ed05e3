"""The value of each kind of expression."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sync.signatures import form, steps
from sync.signatures.follow.calls import arguments_of
from sync.signatures.follow.choices import alternatives, choose
from sync.signatures.follow.classes import make_class
from sync.signatures.follow.conditions import sides
from sync.signatures.follow.defaults import is_part
from sync.signatures.follow.doubts import part
from sync.signatures.follow.facts import NOTHING_KNOWN, Facts, kept
from sync.signatures.follow.facts import part as part_of
from sync.signatures.follow.kinds import type_name_of
from sync.signatures.follow.loops import comprehension, elements
from sync.signatures.follow.members import member, method, subscript
from sync.signatures.follow.operators import comparison, operation
from sync.signatures.follow.outside import told, unknown_call
from sync.signatures.follow.reading import holds_event, on_event, read_key
from sync.signatures.follow.refining import Refined, refine, refinements
from sync.signatures.follow.run import Run
from sync.signatures.follow.scopes import name_value, outermost
from sync.signatures.follow.targets import assign
from sync.signatures.follow.truth import boolean, compare, items_of, negate, truth
from sync.signatures.follow.values import (
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


def _literal(run: Run, node: form.Constant) -> Value:
    del run
    return NULL if node.value is None else Const(node.value)


def _name(run: Run, node: form.Name) -> Value:
    if node.declares == "global":
        return outermost(run.scope).slots.get(node.id, NULL)
    return name_value(run, node.id)


def _optional(owner: Value, then: Callable[[Value], Value]) -> Value:
    """`owner?.…`: null stays null, without harm."""
    parts = [Alternative(NULL if one.value == NULL else then(one.value), one.facts) for one in alternatives(owner)]
    return choose(parts)


def _member(run: Run, node: form.Member) -> Value:
    owner = run.eval(node.owner)
    take = method if node.called else member
    if node.optional:
        return _optional(owner, lambda one: take(run, one, node.name, node.line))
    return take(run, owner, node.name, node.line)


def _index(run: Run, node: form.Index) -> Value:
    owner, key = run.eval(node.owner), run.eval(node.key)
    if node.optional:
        return _optional(owner, lambda one: subscript(run, one, key, node.line))
    return subscript(run, owner, key, node.line)


def _call(run: Run, node: form.Call) -> Value:
    live, callee = run.live, run.eval(node.callee)
    if live and not run.live and isinstance(node.callee, form.Member) and node.callee.name == "catch" and run.dialect.block_scopes:
        run.live = True  # whatever it was that failed for certain, it is caught here
        callee, node = run.eval(node.arguments[0].value) if node.arguments else NULL, replace(node, arguments=())
    arguments = arguments_of(run, node)
    if isinstance(node.callee, form.Member) and arguments.plain:
        told(run, node.callee.owner, node.callee.name, arguments.plain)
    if not node.optional:
        return run.call(callee, arguments)
    return _optional(callee, lambda one: run.call(one, arguments))


def _sequence(run: Run, node: form.Sequence) -> Value:
    items: list[Item] = []
    loose = False
    for argument in node.items:
        value = run.eval(argument.value)
        if not argument.spread:
            items.append(Item(value))
            continue
        inner = elements(run, value, node.line)
        items.extend(inner.items)
        loose = loose or inner.loose
    made = ListValue({"items": Items(tuple(items), loose)})
    run.store.born(made.slots)
    return made


def _object(run: Run, node: form.Object) -> Value:
    record = Record()
    run.store.born(record.slots)
    for entry in node.entries:
        value = run.eval(entry.value)
        if entry.key is None:
            record = _spread_into(record, value)
            continue
        key = run.eval(entry.key)
        for one in alternatives(key):
            if isinstance(one.value, Const):
                record.slots[str(one.value.value)] = Getter(value) if entry.getter else value
            else:
                if holds_event(value):
                    run.escape("stored", node.line, "kept under a computed key")
                record.beneath = (*record.beneath, Opaque())
    return record


def _spread_into(record: Record, value: Value) -> Record:
    """What was written before lies beneath what is spread now."""
    layers = record.beneath if not record.slots else (record,)
    return Record(beneath=(*layers, *([] if value == NULL else [value])))


def _choose(run: Run, node: form.Choose) -> Value:
    yes, no = sides(run, node.test)
    refined = refinements(node.test)
    return part(
        run,
        (yes, node.yes, lambda: _refined(run, refined[0], node.yes)),
        (no, node.no, lambda: _refined(run, refined[1], node.no)),
    )


def _refined(run: Run, refined: Refined, node: form.Expr) -> Value:
    """The value of one side, where the test has shown something of the variables in it."""
    for name, shown in refined:
        refine(run, name, shown)
    return run.eval(node)


def _logic(run: Run, node: form.Logic) -> Value:
    left = run.eval(node.left)
    if node.word == "??":
        null = negate(run, compare(run, "!=", left, NULL))
        yes, no = truth(run, null)
        keep, go_on = no, yes
    else:
        yes, no = truth(run, left)
        keep, go_on = (yes, no) if node.word == "or" else (no, yes)
    stays = _kept(run, left, node.word)
    if node.word != "and" and _is_event(left) and _is_empty(node.right):
        return left  # an empty object in place of an empty event says nothing else
    if keep is not None:
        keep |= _taken(stays, node.word)
    return part(run, (keep, None, lambda: stays), (go_on, node.right, lambda: run.eval(node.right)))


def _is_event(value: Value) -> bool:
    return isinstance(value, Record) and not value.slots and value.of is None and on_event(value)


def _is_empty(node: form.Expr) -> bool:
    return (isinstance(node, form.Object) and not node.entries) or (isinstance(node, form.Sequence) and not node.items)


def _kept(run: Run, value: Value, word: str) -> Value:
    """The alternatives for which the left side is the answer."""
    stay = [one for one in alternatives(value) if _stays(run, one.value, word)]
    return choose(Alternative(_filled(run, one.value, word), one.facts | _taken(one.value, word)) for one in stay)


def _filled(run: Run, value: Value, word: str) -> Value:
    """A variable of the environment that was taken for its value has one."""
    variable = isinstance(value, External) and value.path.startswith(f"{run.dialect.environment}.")
    return Opaque("string", true=True) if variable and word == "or" else value


def _taken(value: Value, word: str) -> Facts:
    if word == "and" or not isinstance(value, Field | Derived):
        return NOTHING_KNOWN
    return kept(part_of(value.key)) if is_part(value) else kept(value.key)


def _stays(run: Run, value: Value, word: str) -> bool:
    if word == "??":
        return value != NULL
    yes, no = truth(run, value)
    return (yes if word == "or" else no) is not None


def _not(run: Run, node: form.Not) -> Value:
    yes, no = sides(run, node.value)
    return boolean(no, yes)


def _lambda(run: Run, node: form.Lambda) -> Value:
    made = closure(run, node.function)
    if node.named:
        made.scope = Scope({node.function.name: made}, made.scope, block=True)
    return made


def closure(run: Run, function: steps.Function) -> FunctionValue:
    """A function with what it closes over."""
    this = run.frame.this if function.arrow else None
    made = FunctionValue(function, run.scope, run.frame.file, this=this)
    if run.following and not run.doubting:
        run.closures[id(function)] = made
    return made


def _class(run: Run, node: form.ClassOf) -> Value:
    return make_class(run, node.definition)


LOGIC: Mapping[str, form.LogicWord] = {"or": "or", "and": "and", "??": "??"}


def _bind(run: Run, node: form.Bind) -> Value:
    if node.word in LOGIC:
        value = run.eval(form.Logic(LOGIC[node.word], _readable(node.target), node.value, node.line))
    elif node.word:
        value = run.eval(form.Operation(node.word, (_readable(node.target), node.value), node.line))
    else:
        value = run.eval(node.value)
    if not run.live:
        return value
    assign(run, node.target, value, node.line, node.annotation)
    return value


def _readable(target: form.Target) -> form.Expr:
    return target if isinstance(target, form.Name | form.Member | form.Index) else form.Constant(None, target.line)


def _give(run: Run, node: form.Give) -> Value:
    return run.eval(node.value)


GIVEN = "\0given"  # the cell that says: this list is what a generator gives


def _yield(run: Run, node: form.Yield) -> Value:
    """A generator is followed as the list of what it gives."""
    value, frame = run.eval(node.value), run.frame
    if frame.yielded is None:
        frame.yielded = ListValue({"items": Items(), GIVEN: NULL})
    more = elements(run, value, node.line) if node.spread else Items((Item(value),))
    held = items_of(frame.yielded)
    run.store.set(frame.yielded.slots, "items", Items((*held.items, *more.items), held.loose or more.loose))
    return value if run.dialect.block_scopes else OPAQUE  # a library may wait for it and send it back, as `co` does


def _remove(run: Run, node: form.Remove) -> Value:
    target = node.target
    if isinstance(target, form.Index | form.Member):
        owner = run.eval(target.owner)
        key = run.eval(target.key) if isinstance(target, form.Index) else Const(target.name)
        for one in alternatives(owner):
            if isinstance(one.value, Record) and isinstance(key, Const):
                if run.dialect.strict_keys:
                    read_key(run, one.value, str(key.value), "subscript", node.line)
                run.store.set(one.value.slots, str(key.value), GONE)
            elif isinstance(one.value, Raw) and isinstance(key, Const):
                run.store.set(run.over.slots, str(key.value), GONE)
            elif on_event(one.value):
                run.escape("computed-key", node.line, "a key that is not a constant is removed")
    return NULL


def _many(run: Run, node: form.Many) -> Value:
    value: Value = NULL
    for one in node.parts:
        if run.live:
            value = run.eval(one)
    return value


def _strange(run: Run, node: form.Strange) -> Value:
    values = [run.eval(part) for part in node.parts]
    return unknown_call(run, values, node.what, node.line, "syntax")


EVALUATORS: Mapping[type, Callable[[Run, Any], Value]] = {
    form.Constant: _literal,
    form.Name: _name,
    form.Member: _member,
    form.Index: _index,
    form.Call: _call,
    form.Sequence: _sequence,
    form.Object: _object,
    form.Choose: _choose,
    form.Logic: _logic,
    form.Not: _not,
    form.Compare: comparison,
    form.Operation: operation,
    form.TypeOf: type_name_of,
    form.Comprehension: comprehension,
    form.Lambda: _lambda,
    form.ClassOf: _class,
    form.Bind: _bind,
    form.Give: _give,
    form.Yield: _yield,
    form.Remove: _remove,
    form.Many: _many,
    form.Strange: _strange,
}
