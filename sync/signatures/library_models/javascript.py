"""JavaScript and Node.js: their own functions, as far as an event may pass through them."""

from __future__ import annotations

from sync.signatures.interpreter.dialect import Dialect, names
from sync.signatures.interpreter.expressions import GIVEN
from sync.signatures.interpreter.loops import MOST_TURNS, elements
from sync.signatures.interpreter.modules import exports_of, load_module
from sync.signatures.interpreter.observations import TESTED
from sync.signatures.interpreter.path_condition import there
from sync.signatures.interpreter.places import holds_event, list_of, on_event
from sync.signatures.interpreter.state import NativeCall, State, rows
from sync.signatures.interpreter.truth import EITHER, boolean, truth
from sync.signatures.interpreter.union import map_union
from sync.signatures.interpreter.unknown_calls import unknown_call
from sync.signatures.interpreter.values import (
    NULL,
    OPAQUE,
    RAW_TEXT,
    TEXT,
    Arguments,
    Const,
    External,
    Field,
    FunctionValue,
    Item,
    Items,
    KeysOf,
    ListValue,
    Native,
    Record,
    Value,
    Wrapped,
)
from sync.signatures.ir import REGEX
from sync.signatures.library_models import shared
from sync.signatures.library_models.javascript_events import EVENT_NATIVES
from sync.signatures.library_models.javascript_maps import MAP_NATIVES
from sync.signatures.library_models.javascript_methods import (
    LIST_METHODS,
    OBJECT_METHODS,
    RAW_METHODS,
    RECORD_METHODS,
    SEQUENCE_METHODS,
    TEXT_METHODS,
)
from sync.signatures.library_models.javascript_numbers import NUMBER_NATIVES
from sync.signatures.library_models.javascript_objects import OBJECT_NATIVES
from sync.signatures.library_models.javascript_promises import PROMISE_NATIVES


def _is_array(state: State, arguments: Arguments) -> Value:
    def tested(value: Value) -> Value:
        if isinstance(value, Field):
            state.observations.hint(value.key, "array", TESTED)
            return boolean(there(value.key), frozenset())
        return Const(isinstance(value, ListValue)) if isinstance(value, ListValue | Const) else EITHER

    return map_union(shared.first(arguments), tested)


def _buffer(_state: State, arguments: Arguments) -> Value:
    """A text or its bytes: of the event, also when it was made of its parts."""
    return map_union(shared.first(arguments), lambda one: RAW_TEXT if holds_event(one) else TEXT)


def _asserted(state: State, arguments: Arguments) -> Value:
    """`assert(value)`: nothing goes on without it."""
    yes, no = truth(state, shared.first(arguments))
    return state.fork([(yes, lambda: NULL), (no, lambda: shared.thrown(state, "AssertionError"))])


def _array_from(state: State, arguments: Arguments) -> Value:
    value = shared.first(arguments)
    if isinstance(value, KeysOf) or value == NULL:
        return value if isinstance(value, KeysOf) else list_of()
    length = value.slots.get("length") if isinstance(value, Record) and not on_event(value) else None
    listed = elements(state, value, arguments.line) if length is None else _as_many(length)
    if len(arguments.plain) > 1:
        return shared.mapped(state, arguments.plain[1], ListValue.of(listed), arguments.line)
    return ListValue.of(listed)


def _as_many(length: Value) -> Items:
    """`{length: 7}`: so many elements that are nothing; any number of them where it is not known."""
    known = isinstance(length, Const) and isinstance(length.value, int) and 0 <= length.value <= MOST_TURNS
    return (
        Items((Item(NULL),) * int(length.value or 0)) if known and isinstance(length, Const) else Items((Item(NULL),), loose=True)
    )


def _require(state: State, arguments: Arguments) -> Value:
    name = shared.first(arguments)
    if not isinstance(name, Const):
        return OPAQUE
    file = state.sources.locate(str(name.value), state.frame.file)
    module = load_module(state, file) if file is not None else None
    return External(str(name.value).removeprefix("node:")) if module is None else exports_of(state, module)


def _middleware(_state: State, arguments: Arguments) -> Value:
    """Middy passes the event on as it is; what is put in between is looked at where it is added."""
    function = shared.first(arguments)
    return Wrapped(function, "") if isinstance(function, FunctionValue) else OPAQUE


def _awaiter(state: State, arguments: Arguments) -> Value:
    """What TypeScript makes of an async function: its fourth argument is the body."""
    body = shared.first(arguments, 3)
    given = Arguments(plain=[], named={}, keywords=[], line=arguments.line, this=shared.first(arguments))
    result = state.call(body, given)
    return NULL if isinstance(result, ListValue) and GIVEN in result.slots else result


def _generator(state: State, arguments: Arguments) -> Value:
    """The state machine TypeScript makes for ES5: its jumps are not followed."""
    if state.following:
        state.escape("syntax", arguments.line, "a state machine made by a compiler")
    return unknown_call(state, arguments.every(), "__generator", arguments.line)


def _regex(_state: State, _arguments: Arguments) -> Value:
    return External(REGEX)


NATIVES: dict[str, NativeCall] = {
    **PROMISE_NATIVES,
    **OBJECT_NATIVES,
    **rows("JSON.parse", shared.parse),
    **rows("JSON.stringify", shared.dump),
    **rows("String", shared.text),
    **rows("Boolean", shared.boolean_of),
    **rows("Object.freeze Object.seal Object", shared.same),
    **rows("assert assert.ok assert.default assert.strict", _asserted),
    **rows("Array.isArray", _is_array),
    **rows("Buffer.from Buffer TextDecoder.decode", _buffer),
    f"{REGEX}.test": shared.pattern(0),
    f"{REGEX}.exec": shared.pattern(0, apart=True),
    **EVENT_NATIVES,
    **MAP_NATIVES,
    **NUMBER_NATIVES,
    **rows("RegExp", _regex),
    **rows("Array.from Set Array.of", _array_from),
    **rows("require", _require),
    **rows("middy middy.default @middy/core @middy/core.default", _middleware),
    **rows("__awaiter tslib.__awaiter", _awaiter),
    **rows("__generator tslib.__generator", _generator),
    **rows("eval Function vm.runInThisContext vm.runInNewContext", shared.reflected),
    **rows("process.exit", shared.ends),
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
    record_methods=RECORD_METHODS,
    list_methods=LIST_METHODS,
    text_methods=TEXT_METHODS,
    object_methods=OBJECT_METHODS,
    sequence_methods=SEQUENCE_METHODS,
    either_methods=frozenset(("slice", "includes", "indexOf", "lastIndexOf", "concat", "at", "toFixed", "toLocaleString")),
    raw_methods=RAW_METHODS,
    quiet=names(
        "console logger log context.logger winston pino log4js Error TypeError RangeError SyntaxError Buffer.isBuffer "
        "isNaN Number.isNaN Symbol assert.fail"
    ),
    module_slots=_module_slots,
    environment="process.env",
    text_results=frozenset(("trim", "toLowerCase", "toUpperCase", "substring", "padStart", "toFixed", "toISOString")),
    replaced=names("__awaiter __assign __rest __generator __extends __decorate __classPrivateFieldGet __classPrivateFieldSet"),
)
