"""Node.js: event emitters. Listeners are called where their event is emitted."""

from __future__ import annotations

from sync.signatures.follow.run import Run
from sync.signatures.follow.truth import EITHER, compare, items_of, truth
from sync.signatures.follow.values import NULL, Arguments, ListValue, Native, Record, Value
from sync.signatures.follow.writing import append, list_of
from sync.signatures.knowledge import shared
from sync.signatures.knowledge.dialect import NativeCall, rows

PAIR = 2


def _emitter(run: Run, arguments: Arguments) -> Value:
    """`new EventEmitter()`."""
    del run, arguments
    listeners, record = list_of(), Record()

    def listen(inner: Run, given: Arguments) -> Value:
        append(inner, listeners, list_of(*given.plain[:PAIR]))
        return record

    def emit(inner: Run, given: Arguments) -> Value:
        for item in items_of(listeners).items:
            _tell(inner, item.value, given)
        return EITHER

    record.slots |= dict.fromkeys(("on", "once", "addListener"), Native("on", listen)) | {"emit": Native("emit", emit)}
    return record


def _tell(run: Run, listener: Value, given: Arguments) -> None:
    """Call one listener, if its event may be the one emitted."""
    parts = items_of(listener).items if isinstance(listener, ListValue) else ()
    if len(parts) < PAIR:
        return
    name, function = parts[0].value, parts[1].value
    yes, no = truth(run, compare(run, "==", name, shared.first(given)))
    rest = Arguments(plain=given.plain[1:], named={}, keywords=[], line=given.line, loose=given.loose)
    run.fork([(yes, lambda: run.call(function, rest)), (no, lambda: NULL)])


EVENT_NATIVES: dict[str, NativeCall] = rows("events events.EventEmitter events.default EventEmitter", _emitter)
