"""Node.js: event emitters. Listeners are called where their event is emitted."""

from __future__ import annotations

from sync.signatures.interpreter.places import append, list_of
from sync.signatures.interpreter.state import NativeCall, State, rows
from sync.signatures.interpreter.truth import EITHER, compare, items_of, truth
from sync.signatures.interpreter.values import NULL, Arguments, ListValue, Native, Record, Value
from sync.signatures.library_models import shared

PAIR = 2


def _emitter(_state: State, _arguments: Arguments) -> Value:
    """`new EventEmitter()`."""
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
    parts = items_of(listener).items if isinstance(listener, ListValue) else ()
    if len(parts) < PAIR:
        return
    name, function = parts[0].value, parts[1].value
    yes, no = truth(state, compare(state, "==", name, shared.first(given)))
    rest = Arguments(plain=given.plain[1:], named={}, keywords=[], line=given.line, loose=given.loose)
    state.fork([(yes, lambda: state.call(function, rest)), (no, lambda: NULL)])


EVENT_NATIVES: dict[str, NativeCall] = rows("events events.EventEmitter events.default EventEmitter", _emitter)
