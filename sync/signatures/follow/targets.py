"""Assigning: names, attributes, keys, and the patterns that take a value apart."""

from __future__ import annotations

from sync.signatures import form
from sync.signatures.follow.choices import alternatives, choose
from sync.signatures.follow.loops import elements
from sync.signatures.follow.models import annotated
from sync.signatures.follow.outside import told
from sync.signatures.follow.reading import ANY, constant_keys, element, holds_event, instead, look_up, soft
from sync.signatures.follow.run import Run
from sync.signatures.follow.scopes import set_name
from sync.signatures.follow.truth import items_of
from sync.signatures.follow.values import (
    GONE,
    NULL,
    OPAQUE,
    Alternative,
    Choice,
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
    Value,
)
from sync.signatures.follow.writing import copied_array, list_of, merge_into, write


def assign(run: Run, target: form.Target, value: Value, line: int, annotation: form.Expr | None = None) -> None:
    """Put a value into a target."""
    if isinstance(target, form.Name):
        kept = copied_array(value) if run.dialect.copied_on_assignment else value
        set_name(run, target.id, annotated(run, kept, annotation), target.declares)
    elif isinstance(target, form.Defaulted):
        assign(run, target.target, defaulted(run, value, target.default), line)
    else:
        _assign_place(run, target, value, line)


def _assign_place(run: Run, target: form.Target, value: Value, line: int) -> None:
    match target:
        case form.Member():
            told(run, target.owner, target.name, (value,))
            write(run, run.eval(target.owner), target.name, value, line)
        case form.Index():
            _assign_index(run, target, value, line)
        case form.ObjectPattern():
            _take_object(run, target, value)
        case form.SequencePattern():
            _take_sequence(run, target, value)
        case _ if holds_event(value):
            run.escape("syntax", line, "assigned to something unknown")
        case _:
            pass


def defaulted(run: Run, value: Value, default: form.Expr) -> Value:
    """The value, or the default where it is null."""
    every = alternatives(value)
    nothing = [one for one in every if one.value == NULL]
    if not nothing:
        return value
    some = [one for one in every if one.value != NULL]
    known = frozenset.intersection(*(one.facts for one in nothing))
    there = frozenset.intersection(*(one.facts for one in some)) if some else None
    return run.fork([(there, lambda: choose(some)), (known, lambda: run.eval(default))])


def _assign_index(run: Run, target: form.Index, value: Value, line: int) -> None:
    owner, key = run.eval(target.owner), run.eval(target.key)
    if isinstance(owner, ListValue) and items_of(owner) == Items() and isinstance(key, Const) and isinstance(key.value, str):
        run.assign(_place(target.owner), Record({key.value: value}), line)  # an empty array that becomes a map
        return
    if run.dialect.copied_on_assignment and isinstance(owner, Choice) and isinstance(key, Const) and isinstance(key.value, str):
        made = choose(Alternative(_with_key(one.value, key.value, value), one.facts) for one in owner.alternatives)
        run.assign(_place(target.owner), made, line)
    elif isinstance(owner, ListValue):
        run.store.set(owner.slots, "items", list_of(value, loose=True).slots["items"])
    else:
        _write_key(run, owner, key, value, line)


def _write_key(run: Run, owner: Value, key: Value, value: Value, line: int) -> None:
    """One key of an object, known or not."""
    keys = constant_keys(key)
    if keys is not None and len(keys) == 1 and isinstance(keys[0].value, Const):
        write(run, owner, str(keys[0].value.value), value, line)
        return
    if holds_event(value):
        run.escape("stored", line, "kept under a computed key")
    for one in alternatives(owner):
        if isinstance(one.value, Record) and isinstance(key, SomeKey) and isinstance(value, Opaque | Derived | Choice):
            merge_into(run, one.value, key.record)  # copied key by key
        elif isinstance(one.value, Record):
            # Whatever key it was: any own key may now hold something else, and any missing key may be there.
            run.store.set(one.value.slots, ANY, OPAQUE)


def _with_key(owner: Value, key: str, value: Value) -> Value:
    """An array with one more key; an empty one becomes a map."""
    match owner:
        case ListValue() if items_of(owner) == Items():
            return Record({key: value})
        case Record(of=None):
            return Record({**owner.slots, key: value}, owner.beneath)
        case _:
            return owner


def _place(node: form.Expr) -> form.Target:
    return node if isinstance(node, form.Name | form.Member | form.Index) else form.Strange((), node.line, "a place")


def _take_object(run: Run, pattern: form.ObjectPattern, value: Value) -> None:
    """`{a, b = 1, ...rest} = value`."""
    value = run.solid(value)
    taken: list[str] = []
    for key_node, target in pattern.entries:
        keys = constant_keys(run.eval(key_node))
        if keys is None:
            if holds_event(value):
                run.escape("computed-key", pattern.line, "a computed key in a pattern")
            assign(run, target, OPAQUE, pattern.line)
            continue
        key = str(keys[0].value.value) if isinstance(keys[0].value, Const) else ""
        taken.append(key)
        assign(run, target, taken_key(run, value, key, _line(key_node)), pattern.line)
    if pattern.rest is not None:
        assign(run, pattern.rest, Record(dict.fromkeys(taken, GONE), (value,)), pattern.line)


def _line(node: form.Expr) -> int:
    return node.line


def taken_key(run: Run, value: Value, key: str, line: int) -> Value:
    """One key taken out of a value by a pattern."""
    parts = []
    for one, facts in alternatives(value):
        if isinstance(one, Record | Raw):
            parts.append(Alternative(soft(run, look_up(run, one, key, "destructuring", line)), facts))
        elif isinstance(one, External):
            parts.append(Alternative(External(f"{one.path}.{key}"), facts))
        elif isinstance(one, Field | Derived):
            if isinstance(one, Field):
                run.ledger.hint(one.key, "object", 2)
            parts.append(Alternative(Derived(one.key, inner=True), facts))
        elif isinstance(one, ModuleValue | FunctionValue):
            slots = one.scope.slots if isinstance(one, ModuleValue) else one.slots
            parts.append(Alternative(instead(slots.get(key, OPAQUE), NULL), facts))
        else:
            parts.append(Alternative(OPAQUE, facts))
    return parts[0].value if len(parts) == 1 else choose(parts)


def _take_sequence(run: Run, pattern: form.SequencePattern, value: Value) -> None:
    """`a, b, *rest = value`."""
    value = run.solid(value)
    sources = [(_listed(run, one.value, pattern.line), one.facts) for one in alternatives(value)]
    for position, target in enumerate(pattern.items):
        if target is not None:
            taken = choose(Alternative(element(source, Const(position)), facts) for source, facts in sources)
            assign(run, target, taken, pattern.line)
    if pattern.rest is not None:
        behind = [(items_of(source), facts) for source, facts in sources]
        left = (
            Alternative(ListValue({"items": Items(one.items[len(pattern.items) :], one.loose)}), facts) for one, facts in behind
        )
        assign(run, pattern.rest, choose(left), pattern.line)


def _listed(run: Run, value: Value, line: int) -> ListValue:
    return value if isinstance(value, ListValue) else ListValue({"items": elements(run, value, line)})
