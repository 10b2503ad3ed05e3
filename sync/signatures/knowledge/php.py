"""PHP: its own functions, as far as an event may pass through them."""

from __future__ import annotations

from sync.signatures.follow.choices import alternatives, choose
from sync.signatures.follow.classes import is_enumeration
from sync.signatures.follow.facts import there
from sync.signatures.follow.ledger import DEFAULTED, TESTED
from sync.signatures.follow.loops import elements
from sync.signatures.follow.magic import attempted
from sync.signatures.follow.members import subscript
from sync.signatures.follow.models import hint
from sync.signatures.follow.modules import load_module
from sync.signatures.follow.reading import element
from sync.signatures.follow.run import Run
from sync.signatures.follow.scopes import outermost
from sync.signatures.follow.truth import EITHER, boolean, compare
from sync.signatures.follow.values import (
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
from sync.signatures.fronts.php_operators import APPEND, OWN_CLASS
from sync.signatures.knowledge import shared
from sync.signatures.knowledge.dialect import Dialect, NativeCall, names, rows
from sync.signatures.knowledge.php_arrays import ARRAY_LIST_METHODS, ARRAY_NATIVES, ARRAY_RECORD_METHODS
from sync.signatures.knowledge.php_texts import TEXT_NATIVES
from sync.specs.models import TypeName


def _number(name: TypeName) -> NativeCall:
    return lambda run, arguments: shared.convert(run, shared.first(arguments), name, Const(0, implied=True))


def _is(name: TypeName | None, weight: int = TESTED) -> NativeCall:
    """`is_string` and the like: nothing that is missing passes."""

    def native(run: Run, arguments: Arguments) -> Value:
        found = []
        for value, facts in alternatives(shared.first(arguments)):
            if isinstance(value, Field | Derived):
                hint(run, value, name, weight)
                found.append(Alternative(boolean(there(value.key), frozenset()), facts))
            else:
                found.append(Alternative(Const(value=False) if value == NULL else EITHER, facts))
        return choose(found)

    return native


def _is_null(run: Run, arguments: Arguments) -> Value:
    return compare(run, "==", shared.first(arguments), NULL)


def _environment(run: Run, arguments: Arguments) -> Value:
    name = shared.first(arguments)
    known = isinstance(name, Const) and str(name.value) in run.environment
    return of_variable(run.environment[str(name.value)]) if known and isinstance(name, Const) else TEXT


def _folder(run: Run, arguments: Arguments) -> Value:
    """`dirname(__FILE__)`: the folder of the file, which paths are looked for in anyway."""
    del run
    return Const("") if shared.first(arguments) == Const("") else TEXT


def _case(run: Run, owner: Value, arguments: Arguments) -> Value:
    """`Level::from($value)`: the case of that value."""
    return run.call(owner, arguments) if isinstance(owner, ClassValue) and is_enumeration(owner) else OPAQUE


def _try_case(run: Run, owner: Value, arguments: Arguments) -> Value:
    """`Level::tryFrom($value)`: null where there is no such case."""
    return attempted(run, "ValueError", lambda: _case(run, owner, arguments), NULL)


def _define(run: Run, arguments: Arguments) -> Value:
    name = shared.first(arguments)
    if isinstance(name, Const):
        run.store.set(outermost(run.scope).slots, str(name.value), shared.first(arguments, 1))
    return Const(value=True)


def _require(run: Run, arguments: Arguments) -> Value:
    """Another file of the package: what it defines is defined here too."""
    name = shared.first(arguments)
    file = run.sources.locate(str(name.value), run.frame.file) if isinstance(name, Const) else None
    module = load_module(run, file) if file is not None else None
    if module is None:
        return OPAQUE
    return run.exports[module.name].slots.get("returned", OPAQUE)


def _called(run: Run, arguments: Arguments) -> Value:
    """`call_user_func($function, …)`; a function may be named by its text."""
    function, rest = shared.first(arguments), arguments.plain[1:]
    if isinstance(function, ListValue):
        owner, name = element(function, Const(0)), element(function, Const(1))
        function = subscript(run, owner, name, arguments.line)
    if isinstance(function, Const):
        function = outermost(run.scope).slots.get(str(function.value), OPAQUE)
    return run.call(function, Arguments(plain=rest, named={}, keywords=[], line=arguments.line))


def _called_with(run: Run, arguments: Arguments) -> Value:
    """`call_user_func_array($function, $arguments)`."""
    items = elements(run, shared.first(arguments, 1), arguments.line).items
    arguments.plain = [shared.first(arguments), *(item.value for item in items)]
    return _called(run, arguments)


def _own_class(run: Run, arguments: Arguments) -> Value:
    del arguments
    value = run.frame.value
    return value.owner if value is not None and value.owner is not None else OPAQUE


def _thrown(run: Run, arguments: Arguments) -> Value:
    del arguments
    run.throw("Exception")
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
    "stdClass": lambda run, arguments: Record(),  # noqa: ARG005 - a row of the table
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
    **rows("method_exists function_exists is_callable", lambda run, arguments: EITHER),  # noqa: ARG005 - a row of the table
    **rows("eval create_function get_defined_vars assert", shared.reflected),
    **rows("exit die", shared.ends),
    **rows("\0unmatched \0thrown", _thrown),
    OWN_CLASS: _own_class,
    "super": shared.parent,
}


def _module_slots(file: str, record: Record) -> dict[str, Value]:
    del file, record
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
