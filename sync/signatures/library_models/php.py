"""PHP: its own functions, as far as an event may pass through them."""

from __future__ import annotations

from sync.signatures.interpreter.classes import hint, is_enumeration
from sync.signatures.interpreter.dialect import Dialect, names
from sync.signatures.interpreter.lineage import attempted
from sync.signatures.interpreter.loops import elements
from sync.signatures.interpreter.members import subscript
from sync.signatures.interpreter.modules import load_module
from sync.signatures.interpreter.observations import DEFAULTED, TESTED
from sync.signatures.interpreter.path_condition import there
from sync.signatures.interpreter.places import element, outermost
from sync.signatures.interpreter.state import NativeCall, State, rows
from sync.signatures.interpreter.truth import EITHER, boolean, compare
from sync.signatures.interpreter.union import alternatives, union_of
from sync.signatures.interpreter.values import (
    NULL,
    OPAQUE,
    TEXT,
    Alternative,
    Arguments,
    ClassValue,
    Const,
    Derived,
    Field,
    ListValue,
    Record,
    Value,
    of_variable,
)
from sync.signatures.ir import APPEND, OWN_CLASS
from sync.signatures.library_models import shared
from sync.signatures.library_models.php_arrays import ARRAY_LIST_METHODS, ARRAY_NATIVES, ARRAY_RECORD_METHODS
from sync.signatures.library_models.php_texts import TEXT_NATIVES
from sync.specs.models import TypeName


def _number(name: TypeName) -> NativeCall:
    return lambda state, arguments: shared.convert(state, shared.first(arguments), name, Const(0, implied=True))


def _is(name: TypeName | None, weight: int = TESTED) -> NativeCall:
    """`is_string` and the like: nothing that is missing passes."""

    def native(state: State, arguments: Arguments) -> Value:
        found = []
        for value, facts in alternatives(shared.first(arguments)):
            if isinstance(value, Field | Derived):
                hint(state, value, name, weight)
                found.append(Alternative(boolean(there(value.key), frozenset()), facts))
            else:
                found.append(Alternative(Const(value=False) if value == NULL else EITHER, facts))
        return union_of(found)

    return native


def _is_null(state: State, arguments: Arguments) -> Value:
    return compare(state, "==", shared.first(arguments), NULL)


def _environment(state: State, arguments: Arguments) -> Value:
    name = shared.first(arguments)
    known = isinstance(name, Const) and str(name.value) in state.environment
    return of_variable(state.environment[str(name.value)]) if known and isinstance(name, Const) else TEXT


def _folder(_state: State, arguments: Arguments) -> Value:
    """`dirname(__FILE__)`: the folder of the file, which paths are looked for in anyway."""
    return Const("") if shared.first(arguments) == Const("") else TEXT


def _case(state: State, owner: Value, arguments: Arguments) -> Value:
    """`Level::from($value)`: the case of that value."""
    return state.call(owner, arguments) if isinstance(owner, ClassValue) and is_enumeration(owner) else OPAQUE


def _try_case(state: State, owner: Value, arguments: Arguments) -> Value:
    """`Level::tryFrom($value)`: null where there is no such case."""
    return attempted(state, "ValueError", lambda: _case(state, owner, arguments), NULL)


def _define(state: State, arguments: Arguments) -> Value:
    name = shared.first(arguments)
    if isinstance(name, Const):
        state.heap.set(outermost(state.scope).slots, str(name.value), shared.first(arguments, 1))
    return Const(value=True)


def _require(state: State, arguments: Arguments) -> Value:
    """Another file of the package: what it defines is defined here too."""
    name = shared.first(arguments)
    file = state.sources.locate(str(name.value), state.frame.file) if isinstance(name, Const) else None
    module = load_module(state, file) if file is not None else None
    if module is None:
        return OPAQUE
    return state.exports[module.name].slots.get("returned", OPAQUE)


def _called(state: State, arguments: Arguments) -> Value:
    """`call_user_func($function, …)`; a function may be named by its text."""
    function, rest = shared.first(arguments), arguments.plain[1:]
    if isinstance(function, ListValue):
        owner, name = element(function, Const(0)), element(function, Const(1))
        function = subscript(state, owner, name, arguments.line)
    if isinstance(function, Const):
        function = outermost(state.scope).slots.get(str(function.value), OPAQUE)
    return state.call(function, Arguments(plain=rest, named={}, keywords=[], line=arguments.line))


def _called_with(state: State, arguments: Arguments) -> Value:
    """`call_user_func_array($function, $arguments)`."""
    items = elements(state, shared.first(arguments, 1), arguments.line).items
    arguments.plain = [shared.first(arguments), *(item.value for item in items)]
    return _called(state, arguments)


def _own_class(state: State, _arguments: Arguments) -> Value:
    value = state.frame.value
    return value.owner if value is not None and value.owner is not None else OPAQUE


def _thrown(state: State, _arguments: Arguments) -> Value:
    state.throw("Exception")
    return OPAQUE


NATIVES: dict[str, NativeCall] = {
    **ARRAY_NATIVES,
    **rows("json_decode", shared.parse),
    **rows("json_encode", shared.dump),
    **rows("intval", _number("integer")),
    **rows("floatval doubleval", _number("number")),
    **rows("strval", shared.text),
    **rows("boolval", shared.boolean_of),
    **TEXT_NATIVES,
    "stdClass": lambda _state, _arguments: Record(),
    **rows("is_string", _is("string")),
    **rows("is_array", _is("array", DEFAULTED)),  # of an object too: reading a named key of it tells more
    **rows("is_int is_integer", _is("integer")),
    **rows("is_float is_numeric", _is("number")),
    **rows("is_bool", _is("boolean")),
    **rows("is_object", _is("object")),
    **rows("is_null", _is_null),
    **rows("getenv", _environment),
    "dirname": _folder,
    **rows("define", _define),
    **rows("require", _require),
    **rows("call_user_func", _called),
    "call_user_func_array": _called_with,
    **rows("method_exists function_exists is_callable", lambda _state, _arguments: EITHER),
    **rows("eval create_function get_defined_vars assert", shared.reflected),
    **rows("exit die", shared.ends),
    **rows("\0unmatched \0thrown", _thrown),
    OWN_CLASS: _own_class,
    "super": shared.parent,
}


def _module_slots(_file: str, _record: Record) -> dict[str, Value]:
    return {}


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
    module_slots=_module_slots,
    environment="$_ENV",
    class_functions={"from": _case, "tryFrom": _try_case},
    properties="$",
    catching_all=frozenset({"Exception", "Throwable", "Error"}),
)
