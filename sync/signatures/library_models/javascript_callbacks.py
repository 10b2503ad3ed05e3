"""JavaScript: what is given functions and calls them: promises, followed as the values they bring, timers, event emitters."""

from __future__ import annotations

from sync.signatures.interpreter.loops import elements
from sync.signatures.interpreter.path_condition import Fact, assume
from sync.signatures.interpreter.path_condition import shared as common
from sync.signatures.interpreter.state import NativeCall, State, rows
from sync.signatures.interpreter.truth import EITHER, compare, items_of, truth
from sync.signatures.interpreter.union import union_of
from sync.signatures.interpreter.unknown_calls import maybe_called
from sync.signatures.interpreter.values import (
    NULL,
    OPAQUE,
    Alternative,
    Arguments,
    FunctionValue,
    Item,
    Items,
    ListValue,
    Native,
    Record,
    Value,
)
from sync.signatures.interpreter.writing import append, list_of
from sync.signatures.library_models import shared
from sync.signatures.library_models.shared import first

REFUSED = Fact("\0refused", there=True)  # set once a promise was refused: on a path that knows it, it can bring nothing else
PAIR = 2


def _promise(state: State, arguments: Arguments) -> Value:
    """`new Promise((resolve, reject) => …)`: what is resolved on any path, under what that path knows."""
    executor, before = first(arguments), state.path_condition
    if not isinstance(executor, FunctionValue):
        return OPAQUE
    found: list[Alternative] = []

    def resolve(inner: State, given: Arguments) -> Value:
        found.append(Alternative(first(given), inner.path_condition))
        return NULL

    def reject(inner: State, _given: Arguments) -> Value:
        inner.may_throw("Error", frozenset())
        inner.path_condition |= {REFUSED}
        return NULL

    state.call_plain(executor, Native("resolve", resolve), Native("reject", reject), line=arguments.line)
    refused = REFUSED in state.path_condition
    state.path_condition = assume(before, common(one.facts for one in found))
    if not found:
        return shared.thrown(state, "Error") if refused else OPAQUE
    known = state.path_condition
    return union_of(Alternative(value, facts - known) for value, facts in found)


def _settled(state: State, value: Value, line: int) -> Value:
    """`Promise.allSettled(list)`: each with its value, or with the reason why it has none."""
    held = elements(state, value, line)
    made = (Item(Record({"value": item.value, "status": OPAQUE, "reason": OPAQUE}), *item[1:]) for item in held.items)
    return ListValue.of(Items(tuple(made), held.loose))


def _later(state: State, value: Value, line: int) -> Value:
    """`setTimeout(fn)`: it will be called."""
    maybe_called(state, value, line)
    return OPAQUE


def _emitter(_state: State, _arguments: Arguments) -> Value:
    """`new EventEmitter()`: listeners are called where their event is emitted."""
    listeners, record = list_of(), Record()

    def listen(inner: State, given: Arguments) -> Value:
        append(inner, listeners, list_of(*given.plain[:PAIR]))
        return record

    def emit(inner: State, given: Arguments) -> Value:
        for item in items_of(listeners).items:
            _tell(inner, item.value, given)
        return EITHER

    record.slots |= dict.fromkeys(("on", "once", "addListener"), Native("on", listen)) | {"emit": Native("emit", emit)}
    return record


def _tell(state: State, listener: Value, given: Arguments) -> None:
    """Call one listener, if its event may be the one emitted."""
    parts = shared.listed(listener)
    if len(parts) == PAIR:
        yes, no = truth(state, compare(state, "==", parts[0], first(given)))
        rest = Arguments(plain=given.plain[1:], named={}, keywords=[], line=given.line, loose=given.loose)
        state.fork([(yes, lambda: state.call(parts[1], rest)), (no, lambda: NULL)])


CALLBACK_NATIVES: dict[str, NativeCall] = {
    "Promise": _promise,
    **rows("Promise.resolve Promise.all util.promisify", shared.same),
    "Promise.reject": lambda state, _arguments: shared.thrown(state, "Error"),
    "Promise.allSettled": shared.of(_settled, 0),
    **rows("setTimeout setImmediate process.nextTick", shared.of(_later, 0)),
    **rows("events events.EventEmitter events.default EventEmitter", _emitter),
}
