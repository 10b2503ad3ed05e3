"""JavaScript and Node.js: their own functions, as far as an event may pass through them."""

from __future__ import annotations

from sync.signatures.interpreter.classes import hint
from sync.signatures.interpreter.dialect import Dialect, names
from sync.signatures.interpreter.expressions import GIVEN
from sync.signatures.interpreter.loops import MOST_TURNS, elements
from sync.signatures.interpreter.modules import exports_of
from sync.signatures.interpreter.observations import TESTED, USED
from sync.signatures.interpreter.path_condition import Fact, assume, missing, there
from sync.signatures.interpreter.path_condition import shared as common
from sync.signatures.interpreter.places import append, list_of, on_event
from sync.signatures.interpreter.state import NativeCall, State, rows
from sync.signatures.interpreter.truth import EITHER, FALSE, TRUE, boolean, compare, items_of, negate, truth
from sync.signatures.interpreter.union import map_union, union_of
from sync.signatures.interpreter.unknown_calls import maybe_called, unknown_call
from sync.signatures.interpreter.values import (
    NOT_A_NUMBER,
    NULL,
    OPAQUE,
    Alternative,
    Arguments,
    Const,
    Derived,
    External,
    Field,
    FunctionValue,
    Item,
    Items,
    KeysOf,
    ListValue,
    Native,
    Opaque,
    Record,
    Value,
    Wrapped,
    derived,
)
from sync.signatures.ir import REGEX
from sync.signatures.library_models import javascript_methods, shared
from sync.signatures.library_models.javascript_objects import OBJECT_NATIVES
from sync.signatures.library_models.shared import first, of

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


def _is_array(state: State, arguments: Arguments) -> Value:
    def tested(value: Value) -> Value:
        if isinstance(value, Field):
            state.observations.hint(value.key, "array", TESTED)
            return boolean(there(value.key), frozenset())
        return Const(isinstance(value, ListValue)) if isinstance(value, ListValue | Const) else EITHER

    return map_union(first(arguments), tested)


def _asserted(state: State, arguments: Arguments) -> Value:
    """`assert(value)`: nothing goes on without it."""
    yes, no = truth(state, first(arguments))
    return state.fork([(yes, lambda: NULL), (no, lambda: shared.thrown(state, "AssertionError"))])


def _array_from(state: State, arguments: Arguments) -> Value:
    value = first(arguments)
    if isinstance(value, KeysOf) or value == NULL:
        return value if isinstance(value, KeysOf) else list_of()
    length = value.slots.get("length") if isinstance(value, Record) and not on_event(value) else None
    listed = ListValue.of(elements(state, value, arguments.line) if length is None else _as_many(length))
    return shared.mapped(state, arguments.plain[1], listed, arguments.line) if len(arguments.plain) > 1 else listed


def _as_many(length: Value) -> Items:
    """`{length: 7}`: so many elements that are nothing; any number of them where it is not known."""
    count = length.value if isinstance(length, Const) else None
    if isinstance(count, int) and 0 <= count <= MOST_TURNS:
        return Items((Item(NULL),) * count)
    return Items((Item(NULL),), loose=True)


def _parsed_date(state: State, value: Value, _line: int) -> Value:
    """`Date.parse`: a number out of a text."""
    hint(state, value, "string", USED)
    return map_union(value, _moment)


def _moment(value: Value) -> Value:
    if isinstance(value, Field | Derived):
        return derived(value, "integer")
    return NOT_A_NUMBER if value == NULL else Opaque("integer")


def _is_nan(value: Value) -> Value:
    """`isNaN`: what is missing is not a number, and what is not a number is as good as missing."""
    if isinstance(value, Field | Derived):
        return boolean(missing(value.key), there(value.key))
    if value in {NOT_A_NUMBER, NULL}:
        return TRUE
    return FALSE if isinstance(value, Const) and isinstance(value.value, int | float) else EITHER


def _require(state: State, arguments: Arguments) -> Value:
    name = first(arguments)
    if not isinstance(name, Const):
        return OPAQUE
    module = shared.included(state, name)
    return External(str(name.value).removeprefix("node:")) if module is None else exports_of(state, module)


def _middleware(value: Value) -> Value:
    """Middy passes the event on as it is; what is put in between is looked at where it is added."""
    return Wrapped(value, "") if isinstance(value, FunctionValue) else OPAQUE


def _awaiter(state: State, arguments: Arguments) -> Value:
    """What TypeScript makes of an async function: its fourth argument is the body."""
    given = Arguments(plain=[], named={}, keywords=[], line=arguments.line, this=first(arguments))
    result = state.call(first(arguments, 3), given)
    return NULL if isinstance(result, ListValue) and GIVEN in result.slots else result


def _generator(state: State, arguments: Arguments) -> Value:
    """The state machine TypeScript makes for ES5: its jumps are not followed."""
    if state.following:
        state.escape("syntax", arguments.line, "a state machine made by a compiler")
    return unknown_call(state, arguments.every(), "__generator", arguments.line)


NATIVES: dict[str, NativeCall] = {
    **OBJECT_NATIVES,
    **javascript_methods.MAP_NATIVES,
    "Promise": _promise,
    **rows("Promise.resolve Promise.all util.promisify", shared.same),
    "Promise.reject": lambda state, _arguments: shared.thrown(state, "Error"),
    "Promise.allSettled": of(_settled, 0),
    **rows("setTimeout setImmediate process.nextTick", of(_later, 0)),
    **rows("events events.EventEmitter events.default EventEmitter", _emitter),
    "JSON.parse": shared.parse,
    "JSON.stringify": shared.dump,
    "String": shared.text,
    "Boolean": shared.boolean_of,
    **rows("Object.freeze Object.seal Object", shared.same),
    **rows("assert assert.ok assert.default assert.strict", _asserted),
    "Array.isArray": _is_array,
    **rows("Buffer.from Buffer TextDecoder.decode", shared.each(shared.text_of)),  # a text or its bytes
    f"{REGEX}.test": shared.pattern(0),
    f"{REGEX}.exec": shared.pattern(0, apart=True),
    **rows("Number Number.parseFloat parseFloat _.toNumber lodash.toNumber", shared.number("number", NOT_A_NUMBER)),
    **rows("parseInt Number.parseInt BigInt _.toInteger _.parseInt lodash.toInteger", shared.number("integer", NOT_A_NUMBER)),
    "Date.parse": of(_parsed_date, 0),
    **rows("isNaN Number.isNaN", shared.each(_is_nan)),
    **rows(
        "isFinite Number.isFinite Number.isInteger",
        lambda state, arguments: negate(state, map_union(first(arguments), _is_nan)),
    ),
    **rows("util.format util.inspect", shared.whole_text),
    "RegExp": lambda _state, _arguments: External(REGEX),
    **rows("Array.from Set Array.of", _array_from),
    "require": _require,
    **rows("middy middy.default @middy/core @middy/core.default", lambda _state, arguments: _middleware(first(arguments))),
    **rows("__awaiter tslib.__awaiter", _awaiter),
    **rows("__generator tslib.__generator", _generator),
    **rows("eval Function vm.runInThisContext vm.runInNewContext", shared.reflected),
    "process.exit": shared.ends,
    "super": shared.parent,
}


def _module_slots(file: str, record: Record) -> dict[str, Value]:
    return {
        "exports": record,
        "module": Record({"exports": record}),
        "require": Native("require", _require),
        "__filename": Const(file),
        "__dirname": Const("."),
    }


JAVASCRIPT = Dialect(
    name="javascript",
    strict_keys=False,
    attributes=False,
    empty_is_true=True,
    block_scopes=True,
    null_reads=False,
    copied_on_assignment=False,
    calls_by_name=False,
    natives=NATIVES,
    record_methods=javascript_methods.RECORD_METHODS,
    list_methods=javascript_methods.LIST_METHODS,
    text_methods=javascript_methods.TEXT_METHODS,
    object_methods=javascript_methods.OBJECT_METHODS,
    sequence_methods=javascript_methods.SEQUENCE_METHODS,
    either_methods=names("slice includes indexOf lastIndexOf concat at toFixed toLocaleString"),
    raw_methods=javascript_methods.RAW_METHODS,
    quiet=names(
        "console logger log context.logger winston pino log4js Error TypeError RangeError SyntaxError Buffer.isBuffer "
        "isNaN Number.isNaN Symbol assert.fail"
    ),
    module_slots=_module_slots,
    environment="process.env",
    text_results=names("trim toLowerCase toUpperCase substring padStart toFixed toISOString"),
    replaced=names("__awaiter __assign __rest __generator __extends __decorate __classPrivateFieldGet __classPrivateFieldSet"),
)
