"""PHP: its own functions, as far as an event may pass through them."""

from __future__ import annotations

from sync.signatures.interpreter.classes import is_enumeration
from sync.signatures.interpreter.dialect import Dialect, names
from sync.signatures.interpreter.loops import elements
from sync.signatures.interpreter.magic import attempted
from sync.signatures.interpreter.members import subscript
from sync.signatures.interpreter.models import hint
from sync.signatures.interpreter.observations import DEFAULTED, TESTED
from sync.signatures.interpreter.path_condition import there
from sync.signatures.interpreter.reading import element
from sync.signatures.interpreter.scopes import outermost
from sync.signatures.interpreter.state import NativeCall, State, rows
from sync.signatures.interpreter.truth import EITHER, FALSE, TRUE, boolean, compare
from sync.signatures.interpreter.union import map_union
from sync.signatures.interpreter.values import (
    NULL,
    OPAQUE,
    TEXT,
    Arguments,
    ClassValue,
    Const,
    Derived,
    Field,
    ListValue,
    Record,
    Value,
)
from sync.signatures.ir import APPEND, OWN_CLASS
from sync.signatures.library_models import shared
from sync.signatures.library_models.php_arrays import ARRAY_LIST_METHODS, ARRAY_NATIVES, ARRAY_RECORD_METHODS
from sync.signatures.library_models.php_texts import TEXT_NATIVES
from sync.signatures.library_models.shared import first
from sync.specs.models import TypeName

NOTHING = Const(0, implied=True)  # what conversions to numbers make of nothing


def _is(name: TypeName, weight: int = TESTED) -> NativeCall:
    """`is_string` and the like: nothing that is missing passes."""

    def tested(state: State, value: Value, _line: int) -> Value:
        hint(state, value, name, weight)
        return map_union(value, _passes)

    return shared.of(tested, 0)


def _passes(value: Value) -> Value:
    if isinstance(value, Field | Derived):
        return boolean(there(value.key), frozenset())
    return FALSE if value == NULL else EITHER


def _case(state: State, owner: Value, arguments: Arguments) -> Value:
    """`Level::from($value)`: the case of that value."""
    return state.call(owner, arguments) if isinstance(owner, ClassValue) and is_enumeration(owner) else OPAQUE


def _try_case(state: State, owner: Value, arguments: Arguments) -> Value:
    """`Level::tryFrom($value)`: null where there is no such case."""
    return attempted(state, "ValueError", lambda: _case(state, owner, arguments), NULL)


def _define(state: State, name: Value, value: Value, _line: int) -> Value:
    if isinstance(name, Const):
        state.heap.set(outermost(state.scope).slots, str(name.value), value)
    return TRUE


def _require(state: State, name: Value, _line: int) -> Value:
    """Another file of the package: what it defines is defined here too."""
    module = shared.included(state, name)
    return OPAQUE if module is None else state.exports[module.name].slots.get("returned", OPAQUE)


def _called(state: State, arguments: Arguments) -> Value:
    """`call_user_func($function, …)`; a function may be named by its text."""
    function, *rest = arguments.plain or [NULL]
    if isinstance(function, ListValue):
        owner, name = element(function, Const(0)), element(function, Const(1))
        function = subscript(state, owner, name, arguments.line)
    if isinstance(function, Const):
        function = outermost(state.scope).slots.get(str(function.value), OPAQUE)
    return state.call_plain(function, *rest, line=arguments.line)


def _called_with(state: State, arguments: Arguments) -> Value:
    """`call_user_func_array($function, $arguments)`."""
    items = elements(state, first(arguments, 1), arguments.line).items
    arguments.plain = [first(arguments), *(item.value for item in items)]
    return _called(state, arguments)


def _own_class(state: State, _arguments: Arguments) -> Value:
    value = state.frame.value
    return value.owner if value is not None and value.owner is not None else OPAQUE


NATIVES: dict[str, NativeCall] = {
    **ARRAY_NATIVES,
    **TEXT_NATIVES,
    "json_decode": shared.parse,
    "json_encode": shared.dump,
    "intval": shared.number("integer", NOTHING),
    **rows("floatval doubleval", shared.number("number", NOTHING)),
    "strval": shared.text,
    "boolval": shared.boolean_of,
    "stdClass": lambda _state, _arguments: Record(),
    "is_string": _is("string"),
    "is_array": _is("array", DEFAULTED),  # of an object too: reading a named key of it tells more
    **rows("is_int is_integer", _is("integer")),
    **rows("is_float is_numeric", _is("number")),
    "is_bool": _is("boolean"),
    "is_object": _is("object"),
    "is_null": lambda state, arguments: compare(state, "==", first(arguments), NULL),
    "getenv": lambda state, arguments: shared.variable(state, first(arguments), NULL),
    # `dirname(__FILE__)`: the folder of the file, which paths are looked for in anyway
    "dirname": lambda _state, arguments: Const("") if first(arguments) == Const("") else TEXT,
    "define": shared.of(_define, 0, 1),
    "require": shared.of(_require, 0),
    "call_user_func": _called,
    "call_user_func_array": _called_with,
    **rows("method_exists function_exists is_callable", lambda _state, _arguments: EITHER),
    **rows("eval create_function get_defined_vars assert", shared.reflected),
    **rows("exit die", shared.ends),
    **rows("\0unmatched \0thrown", lambda state, _arguments: shared.thrown(state, "Exception")),
    OWN_CLASS: _own_class,
    "super": shared.parent,
}
PHP = Dialect(
    name="php",
    strict_keys=False,
    attributes=False,
    empty_is_true=False,
    block_scopes=False,
    null_reads=True,
    copied_on_assignment=True,
    calls_by_name=True,
    natives=NATIVES,
    record_methods=ARRAY_RECORD_METHODS,
    list_methods=ARRAY_LIST_METHODS,
    text_methods={},
    object_methods=frozenset((APPEND,)),
    sequence_methods=frozenset(),
    either_methods=frozenset(),
    raw_methods=frozenset(),
    quiet=names(
        "var_dump error_log printf $GLOBALS Exception InvalidArgumentException RuntimeException gettype syslog $logger usleep"
    ),
    module_slots=lambda _file, _record: {},
    environment="$_ENV",
    class_functions={"from": _case, "tryFrom": _try_case},
    properties="$",
    catching_all=names("Exception Throwable Error"),
)
