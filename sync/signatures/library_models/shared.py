"""Effects that functions of several languages have in common; each language names its own."""

from __future__ import annotations

import json
from collections.abc import Callable

from sync.signatures.interpreter.classes import hint, parent_of
from sync.signatures.interpreter.lineage import shown
from sync.signatures.interpreter.loops import elements, keys_of
from sync.signatures.interpreter.observations import CONVERTED
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN, PathCondition, both, there
from sync.signatures.interpreter.places import copied, holds_event, is_there, list_of, on_event, parsed
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.truth import EITHER, boolean, items_of, truth
from sync.signatures.interpreter.union import alternatives, cells, map_union, union_of
from sync.signatures.interpreter.unknown_calls import unknown_call
from sync.signatures.interpreter.values import (
    EVENT,
    NULL,
    OPAQUE,
    RAW_TEXT,
    TEXT,
    Alternative,
    Arguments,
    Bound,
    Const,
    Derived,
    External,
    Field,
    Item,
    Items,
    KeysOf,
    ListValue,
    Opaque,
    Raw,
    Record,
    SomeKey,
    Value,
    derived,
    same_text,
)
from sync.specs.models import TypeName

LONGEST_TEXT = 4096  # letters of JSON that stand in the code as a text
EMPTY_TEXTS = tuple(map(Const, ("", "{}", "null")))


def first(arguments: Arguments, position: int = 0) -> Value:
    """An argument, or null."""
    return arguments.plain[position] if position < len(arguments.plain) else NULL


def parse(state: State, arguments: Arguments) -> Value:
    """Text of JSON in, its content out; an empty object that stands in for an empty event says nothing else than the event."""
    every = alternatives(state.solid(first(arguments)))
    if any(isinstance(one.value, Raw) for one in every):
        every = tuple(one for one in every if one.value not in EMPTY_TEXTS)
    return union_of(Alternative(_parsed(state, one.value), one.facts) for one in every)


def _parsed(state: State, value: Value) -> Value:
    match value:
        case Raw():
            return parsed()
        case Record() | ListValue():
            return value
        case Const(value=str(content)) if not content.startswith("\0") and len(content) <= LONGEST_TEXT:
            return from_json(content)
        case Field():
            hint(state, value, "string", CONVERTED)
            return derived(value)
        case Derived():
            return derived(value)
        case _:
            return OPAQUE


def from_json(content: str) -> Value:
    """What a text that stands in the code holds; nobody knows when it is not JSON."""
    try:
        return known(json.loads(content))
    except (ValueError, RecursionError):
        return OPAQUE


def known(content: object) -> Value:
    """Plain data as a value."""
    match content:
        case dict():
            return Record({str(key): known(one) for key, one in content.items()})
        case list():
            return ListValue.of(Items(tuple(Item(known(one)) for one in content)))
        case str() | int() | float() | None:
            return Const(content)
        case _:
            return OPAQUE


def dump(state: State, arguments: Arguments) -> Value:
    """An object as JSON: followed as the object itself, so that what is answered keeps its fields."""
    bare = not state.dialect.attributes
    return map_union(first(arguments), lambda one: _dumped(one, bare=bare))


def _dumped(value: Value, *, bare: bool) -> Value:
    """What is not known before is not known as JSON either: it may be an object or a text. The bare event becomes its text."""
    match value:
        case Record(slots=slots, beneath=beneath, of=None) if bare and not slots and beneath == (EVENT,):
            return RAW_TEXT
        case Record() | ListValue() | Raw() | Const(value=None) | Opaque(type=None | "object") | External():
            return value
        case Bound():
            return OPAQUE
        case _:
            return TEXT


def text(state: State, arguments: Arguments) -> Value:
    """A text of anything."""
    value = shown(state, first(arguments), arguments.line)
    return map_union(value, _text)


def _text(value: Value) -> Value:
    if isinstance(value, Field | Derived):
        return same_text(value)
    if isinstance(value, Const):
        return Const(str(value.value)) if value.value is not None else TEXT
    return RAW_TEXT if holds_event(value) else TEXT


def convert(state: State, value: Value, name: TypeName, nothing: Value = OPAQUE) -> Value:
    """A conversion to a number; constants are converted too, as far as they are plain. `nothing` is what becomes of null."""
    hint(state, value, name, CONVERTED)
    return map_union(value, lambda one: _converted(one, name, nothing))


def _converted(value: Value, name: TypeName, nothing: Value) -> Value:
    if isinstance(value, Field | Derived):
        return derived(value, name)
    if value == NULL:
        return nothing
    if isinstance(value, Const) and isinstance(value.value, int | float):
        return value
    if isinstance(value, Const) and isinstance(value.value, str) and value.value.isdecimal():
        return Const(int(value.value))
    return Opaque(name)


def every(state: State, items: Items) -> Value:
    """Whether all elements are true."""
    yes: PathCondition | None = frozenset()
    no: list[PathCondition] = []
    for item in items.items:
        one_yes, one_no = truth(state, item.value)
        if one_no is not None:
            no.append(one_no)
        yes = both(yes, one_yes) if yes is not None and one_yes is not None else None
    if items.loose:
        no.append(frozenset())
    return boolean(yes, frozenset.intersection(*no) if no else None)


def some(state: State, items: Items) -> Value:
    """Whether any element is true."""
    no: PathCondition | None = frozenset()
    yes: list[PathCondition] = []
    for item in items.items:
        one_yes, one_no = truth(state, item.value)
        if one_yes is not None:
            yes.append(one_yes | item.when)
        absent = _either(one_no, item.unless)
        no = both(no, absent) if no is not None and absent is not None else None
    if items.loose:
        yes.append(frozenset())
    return boolean(frozenset.intersection(*yes) if yes else None, no)


def _either(one: PathCondition | None, other: PathCondition | None) -> PathCondition | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def mapped(state: State, function: Value, source: Value, line: int) -> Value:
    """Each element through a function."""
    items = elements(state, source, line)
    result = [
        Item(_tried(state, function, place, item.value, line), item.when, item.unless) for place, item in enumerate(items.items)
    ]
    if items.loose:
        _tried(state, function, None, OPAQUE, line)
    return ListValue.of(Items(tuple(result), items.loose))


def _tried(state: State, function: Value, place: int | None, value: Value, line: int) -> Value:
    """A function called with an element; where the language has it, with its place too."""
    at = (OPAQUE if place is None else Const(place),) if state.dialect.block_scopes else ()
    return state.call_plain(function, value, *at, line=line)


def kept(state: State, function: Value, source: Value, line: int) -> Value:
    """The elements for which a function is true; null as function keeps the true ones."""
    items = elements(state, source, line)
    result = []
    for place, item in enumerate(items.items):
        tested = item.value if function == NULL else _tried(state, function, place, item.value, line)
        yes, no = truth(state, tested)
        if yes is None:
            continue
        unless = item.unless if no is None else no if item.unless is None else no & item.unless
        result.append(Item(item.value, item.when | yes, unless))
    if items.loose and function != NULL:
        _tried(state, function, None, OPAQUE, line)
    return ListValue.of(Items(tuple(result), items.loose))


def reduced(state: State, function: Value, items: Items, start: Value | None, line: int) -> Value:
    """The elements folded into one value; without a start, the first of them is it."""
    turns = list(items.items)
    result = start if start is not None else (turns.pop(0).value if turns else OPAQUE)
    if isinstance(result, Const):
        result = Const(result.value, implied=True)  # where a fold begins is no value for any of the elements
    for item in turns:
        result = _folded(state, function, result, item, line)
    if items.loose:
        result = _folded(state, function, result, Item(OPAQUE, unless=NOTHING_KNOWN), line)
    return result


def _folded(state: State, function: Value, before: Value, item: Item, line: int) -> Value:
    """One turn; an element that may be missing leaves what was before."""

    def turn() -> Value:
        return state.call_plain(function, before, item.value, line=line)

    return turn() if item.unless is None else state.fork([(item.when, turn), (item.unless, lambda: before)])


def reflected(state: State, arguments: Arguments) -> Value:
    """Code that can see anything."""
    if state.following:
        state.escape("reflection", arguments.line, arguments.path)
    return unknown_call(state, arguments.every(), arguments.path, arguments.line, "reflection")


def ends(state: State, _arguments: Arguments) -> Value:
    """The process ends."""
    state.throw("SystemExit")
    return OPAQUE


def thrown(state: State, kind: str) -> Value:
    """An exception, where a value was asked for."""
    state.throw(kind)
    return OPAQUE


def keys(state: State, value: Value, line: int) -> Value:
    """The keys of an object: known for a literal, asked for in the case of the event."""
    if isinstance(value, Record):
        if on_event(value):
            return KeysOf(value)
        return ListValue.of(keys_of(state, value, line))
    return OPAQUE


def values_of(record: Record) -> ListValue:
    """The values of an object whose keys are known."""
    return ListValue.of(Items(tuple(cell.held(cell.value) for cell in cells(record)), bool(record.beneath)))


def pairs_of(record: Record) -> ListValue:
    """Keys of an object that are known, each with its value."""
    pairs = (cell.held(list_of(Const(cell.key), cell.value)) for cell in cells(record))
    return ListValue.of(Items(tuple(pairs), bool(record.beneath)))


def has_key(state: State, owner: Value, name: Value, line: int) -> Value:
    """Whether an object has a key; an event asked for one that nobody knows is open."""
    if isinstance(name, SomeKey):
        return Const(value=True)
    if isinstance(owner, Record | Raw) and isinstance(name, Const):
        return is_there(state, owner, str(name.value), line)
    if holds_event(owner):
        state.escape("computed-key", line, "a key that is not a constant")
    return EITHER


def pairs_of_event(state: State, record: Record, line: int) -> Value:
    """Keys of the event with their values, whichever they are."""
    every = keys_of(state, record, line).items
    pairs = [Item(ListValue.of(Items((Item(item.value), Item(OPAQUE)))), item.when, item.unless) for item in every]
    return ListValue.of(Items(tuple(pairs)))


def listed(value: Value) -> list[Value]:
    """The elements of a list; anything else is one element."""
    return [item.value for item in items_of(value).items] if isinstance(value, ListValue) else [value]


def same(_state: State, arguments: Arguments) -> Value:
    """What gives its first argument back, as far as an event may pass through it."""
    return first(arguments)


def copy(_state: State, arguments: Arguments) -> Value:
    """A copy of the first argument."""
    return copied(first(arguments))


def parent(state: State, _arguments: Arguments) -> Value:
    """`super`."""
    return parent_of(state)


def boolean_of(state: State, arguments: Arguments) -> Value:
    """Whether the first argument counts as true."""
    return boolean(*truth(state, first(arguments)))


def whole_text(_state: State, arguments: Arguments) -> Value:
    """A text made of all arguments."""
    return RAW_TEXT if any(map(holds_event, arguments.every())) else TEXT


def pattern(position: int, *, apart: bool = False) -> Callable[[State, Arguments], Value]:
    """A pattern for the text at that position: nothing that is missing or empty matches. `apart`: it may give parts of the text."""

    def matched(state: State, arguments: Arguments) -> Value:
        source = first(arguments, position)
        if apart and len(arguments.plain) > 2 * position and holds_event(source):  # PHP wants a third argument for the parts
            state.escape("passed-on", arguments.line, "a pattern that takes it apart")
        return map_union(source, _matches)

    return matched


def _matches(value: Value) -> Value:
    if isinstance(value, Field | Derived):
        return boolean(there(value.key), frozenset())
    return Const(value=False) if value in {NULL, Const("")} else EITHER
