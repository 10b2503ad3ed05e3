"""Effects that functions of several languages have in common; each language names its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from sync.signatures.interpreter.classes import hint, parent_of
from sync.signatures.interpreter.lineage import shown
from sync.signatures.interpreter.loops import elements, keys_of
from sync.signatures.interpreter.modules import load_module
from sync.signatures.interpreter.observations import CONVERTED
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN, PathCondition, both, there
from sync.signatures.interpreter.places import holds_event, is_there, list_of, on_event, parsed
from sync.signatures.interpreter.state import NativeCall, State
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
    ModuleValue,
    Opaque,
    Raw,
    Record,
    SomeKey,
    Value,
    derived,
    of_variable,
    same_text,
)
from sync.specs.models import TypeName

LONGEST_TEXT = 4096  # letters of JSON that stand in the code as a text
EMPTY_TEXTS = tuple(map(Const, ("", "{}", "null")))


def first(arguments: Arguments, position: int = 0) -> Value:
    """An argument, or null."""
    return arguments.plain[position] if position < len(arguments.plain) else NULL


def of(effect: Callable[..., Value], *places: int) -> NativeCall:
    """A function that is an effect of its arguments at those places: given the state, these, and the line."""
    return lambda state, given: effect(state, *(first(given, place) for place in places), given.line)


def method(effect: Callable[..., Value]) -> Callable[[State, Any, Arguments], Value]:
    """A method that is an effect of its owner and its first argument: given the state, these, and the line."""
    return lambda state, owner, given: effect(state, owner, first(given), given.line)


def each(change: Callable[[Value], Value]) -> NativeCall:
    """A function that changes its first argument, whatever that may be."""
    return lambda _state, given: map_union(first(given), change)


def itself(_state: State, owner: Value, _arguments: Arguments) -> Value:
    """A method that gives its owner back, as far as an event may pass through it."""
    return owner


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
    return map_union(shown(state, first(arguments), arguments.line), _text)


def _text(value: Value) -> Value:
    if isinstance(value, Field | Derived):
        return same_text(value)
    if isinstance(value, Const):
        return Const(str(value.value)) if value.value is not None else TEXT
    return text_of(value)


def text_of(*values: Value) -> Value:
    """A text made of all that: of the whole event, where somebody who is given it could read keys."""
    return RAW_TEXT if any(map(holds_event, values)) else TEXT


def number(name: TypeName, nothing: Value) -> NativeCall:
    """A conversion to a number."""
    return lambda state, given: convert(state, first(given), name, nothing)


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


def every(state: State, source: Value, line: int) -> Value:
    """Whether all elements are true."""
    items = elements(state, source, line)
    sides = [truth(state, item.value) for item in items.items]
    loose = [NOTHING_KNOWN] if items.loose else []
    return boolean(_all(yes for yes, _ in sides), _any((*(no for _, no in sides), *loose)))


def some(state: State, source: Value, line: int) -> Value:
    """Whether any element is true."""
    items = elements(state, source, line)
    sides = [(*truth(state, item.value), item) for item in items.items]
    loose = [NOTHING_KNOWN] if items.loose else []
    found = (None if yes is None else yes | item.when for yes, _, item in sides)
    return boolean(_any((*found, *loose)), _all(_any((no, item.unless)) for _, no, item in sides))


def _all(conditions: Iterable[PathCondition | None]) -> PathCondition | None:
    """What is known where all of them hold; None where that cannot be."""
    known: PathCondition | None = NOTHING_KNOWN
    for one in conditions:
        known = both(known, one) if known is not None and one is not None else None
    return known


def _any(conditions: Iterable[PathCondition | None]) -> PathCondition | None:
    """What is known where any of them holds; None where that cannot be."""
    possible = [one for one in conditions if one is not None]
    return frozenset.intersection(*possible) if possible else None


def mapped(state: State, function: Value, source: Value, line: int) -> Value:
    """Each element through a function."""
    items = elements(state, source, line)
    made = [Item(_tried(state, function, place, item.value, line), *item[1:]) for place, item in enumerate(items.items)]
    if items.loose:
        _tried(state, function, None, OPAQUE, line)
    return ListValue.of(Items(tuple(made), items.loose))


def _tried(state: State, function: Value, place: int | None, value: Value, line: int) -> Value:
    """A function called with an element; where the language has it, with its place too."""
    at = (OPAQUE if place is None else Const(place),) if state.dialect.block_scopes else ()
    return state.call_plain(function, value, *at, line=line)


def kept(state: State, function: Value, source: Value, line: int) -> Value:
    """The elements for which a function is true; null as function keeps the true ones."""
    items = elements(state, source, line)
    result = []
    for place, item in enumerate(items.items):
        yes, no = truth(state, item.value if function == NULL else _tried(state, function, place, item.value, line))
        if yes is not None:
            result.append(Item(item.value, item.when | yes, _any((no, item.unless))))
    if items.loose and function != NULL:
        _tried(state, function, None, OPAQUE, line)
    return ListValue.of(Items(tuple(result), items.loose))


def reduced(state: State, function: Value, source: Value, start: Value | None, line: int) -> Value:
    """The elements folded into one value; without a start, the first of them is it."""
    items = elements(state, source, line)
    turns = [*items.items, *([Item(OPAQUE, unless=NOTHING_KNOWN)] if items.loose else [])]
    result = start
    if result is None:
        result = turns.pop(0).value if items.items else OPAQUE
    if isinstance(result, Const):
        result = Const(result.value, implied=True)  # where a fold begins is no value for any of the elements
    for item in turns:
        turn = partial(state.call_plain, function, result, item.value, line=line)
        result = perhaps(state, item, turn, result)
    return result


def perhaps(state: State, item: Item, turn: Callable[[], Value], otherwise: Value) -> Value:
    """One turn; an element that may be missing leaves what was before."""
    return turn() if item.unless is None else state.fork([(item.when, turn), (item.unless, lambda: otherwise)])


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


def keys(state: State, record: Record, line: int) -> Value:
    """The keys of an object: known for a literal, asked for in the case of the event."""
    return KeysOf(record) if on_event(record) else ListValue.of(keys_of(state, record, line))


def values(state: State, record: Record, line: int) -> Value:
    """The values of an object: known for a literal; of the event, whatever there are."""
    if on_event(record):
        keys_of(state, record, line)
        return OPAQUE
    return values_of(record)


def values_of(record: Record) -> ListValue:
    """The values of an object whose keys are known."""
    return ListValue.of(Items(tuple(cell.held(cell.value) for cell in cells(record)), bool(record.beneath)))


def pairs(state: State, record: Record, line: int) -> Value:
    """Keys of an object with their values; of the event, whichever they are."""
    if on_event(record):
        items = keys_of(state, record, line).items
        return ListValue.of(Items(tuple(Item(list_of(item.value, OPAQUE), *item[1:]) for item in items)))
    known = (cell.held(list_of(Const(cell.key), cell.value)) for cell in cells(record))
    return ListValue.of(Items(tuple(known), bool(record.beneath)))


def numbered(items: Items) -> Value:
    """Each element with its place before it."""
    pairs = (Item(list_of(Const(place), item.value), *item[1:]) for place, item in enumerate(items.items))
    return ListValue.of(Items(tuple(pairs), items.loose))


def concatenated(state: State, *lists: Value, line: int) -> Value:
    """The elements of all, one after the other."""
    return ListValue.of(Items.joined(elements(state, one, line) for one in lists))


def has_key(state: State, owner: Value, name: Value, line: int) -> Value:
    """Whether an object has a key; an event asked for one that nobody knows is open."""
    if isinstance(name, SomeKey):
        return Const(value=True)
    if isinstance(owner, Record | Raw) and isinstance(name, Const):
        return is_there(state, owner, str(name.value), line)
    if holds_event(owner):
        state.escape("computed-key", line, "a key that is not a constant")
    return EITHER


def included(state: State, name: Value) -> ModuleValue | None:
    """The module that a name stands for, loaded; None for one outside the package."""
    file = state.sources.locate(str(name.value), state.frame.file) if isinstance(name, Const) else None
    return load_module(state, file) if file is not None else None


def variable(state: State, name: Value, default: Value) -> Value:
    """A variable of the environment; where it is not set, the default, or else some text."""
    if isinstance(name, Const) and str(name.value) in state.environment:
        return of_variable(state.environment[str(name.value)])
    return default if default != NULL else TEXT


def listed(value: Value) -> list[Value]:
    """The elements of a list; anything else is one element."""
    return [item.value for item in items_of(value).items] if isinstance(value, ListValue) else [value]


def same(_state: State, arguments: Arguments) -> Value:
    """What gives its first argument back, as far as an event may pass through it."""
    return first(arguments)


def parent(state: State, _arguments: Arguments) -> Value:
    """`super`."""
    return parent_of(state)


def boolean_of(state: State, arguments: Arguments) -> Value:
    """Whether the first argument counts as true."""
    return boolean(*truth(state, first(arguments)))


def whole_text(_state: State, arguments: Arguments) -> Value:
    """A text made of all arguments."""
    return text_of(*arguments.every())


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
