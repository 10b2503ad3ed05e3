"""Warm state, which a running function keeps from one event to the next: variables of modules, caches, connections made once.

The first event finds them as the modules left them, a later one as some earlier event did. What an earlier event brought in is
nobody's input any more: it is unknown then.
"""

from __future__ import annotations

from collections.abc import Iterator

from sync.signatures.interpreter.heap import BIRTH
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN
from sync.signatures.interpreter.places import holds_event, on_event
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.union import alternatives, union_of
from sync.signatures.interpreter.values import (
    OPAQUE,
    Alternative,
    ClassValue,
    Derived,
    Field,
    FunctionValue,
    Item,
    Items,
    ListValue,
    Record,
    Scope,
    Slots,
    Value,
)

DEEPEST_OBJECT = 3


def carry_over(state: State, mark: int) -> bool:
    """Make what was written since the mark what a later event finds; whether any of it lasts."""
    written = {(id(slots), key): slots for slots, key, _ in state.heap.trail[mark:] if key != BIRTH}
    lasting = set(map(id, _lasting(state)))
    touched = [(slots, key) for (place, key), slots in written.items() if place in lasting]
    for slots, key in touched:
        if key in slots:
            state.heap.set(slots, key, _later(state, slots[key]))
    return bool(touched)


def _later(state: State, now: Value) -> Value:
    if isinstance(now, Items):
        items = (Item(_forgotten(state, item.value, 0), unless=NOTHING_KNOWN) for item in now.items)
        return Items(tuple(items), loose=True)
    return union_of(Alternative(_forgotten(state, one.value, 0), NOTHING_KNOWN) for one in alternatives(now))


def _forgotten(state: State, value: Value, depth: int) -> Value:
    """The same without the event it came with; an object stays, since it may get the next event."""
    if isinstance(value, Record) and not on_event(value) and depth < DEEPEST_OBJECT:
        for key, held in list(value.slots.items()):
            kept = union_of(Alternative(_forgotten(state, one.value, depth + 1), NOTHING_KNOWN) for one in alternatives(held))
            if kept != held:
                state.heap.set(value.slots, key, kept)
        return value
    return OPAQUE if isinstance(value, Field | Derived) or holds_event(value) else value


def _lasting(state: State) -> Iterator[Slots]:
    """The cells that outlive an event: of modules, of what their variables hold, and of what their functions close over."""
    seen: set[int] = set()
    todo: list[Slots] = [module.scope.slots for module in state.modules.values()]
    todo.extend(record.slots for record in state.exports.values())
    while todo:
        slots = todo.pop()
        if id(slots) in seen:
            continue
        seen.add(id(slots))
        state.spend()
        yield slots
        for held in list(slots.values()):
            for one in alternatives(held):
                todo.extend(slots for slots in _inside(one.value) if id(slots) not in seen)


def _inside(value: Value) -> Iterator[Slots]:
    match value:
        case Record():
            yield value.slots
            for layer in value.beneath:
                yield from _inside(layer)
        case ListValue() | ClassValue():
            yield value.slots
        case FunctionValue():
            yield value.slots
            yield from _around(value.scope)
        case Items():
            for item in value.items:
                yield from _inside(item.value)
        case _:
            return


def _around(scope: Scope | None) -> Iterator[Slots]:
    while scope is not None:
        yield scope.slots
        scope = scope.parent
