"""PHP: its own functions, as far as an event may pass through them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sync.signatures.interpreter.classes import hint, is_enumeration
from sync.signatures.interpreter.dialect import Dialect, names
from sync.signatures.interpreter.lineage import attempted
from sync.signatures.interpreter.loops import elements, keys_of
from sync.signatures.interpreter.members import subscript
from sync.signatures.interpreter.observations import CONVERTED, DEFAULTED, TESTED, USED
from sync.signatures.interpreter.operators import contains, without
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN, missing, there
from sync.signatures.interpreter.places import ANY, append, element, holds_event, list_of, name_value, on_event, outermost
from sync.signatures.interpreter.state import NativeCall, State, rows
from sync.signatures.interpreter.truth import EITHER, FALSE, TRUE, boolean, compare, size
from sync.signatures.interpreter.union import alternatives, map_union, union_of
from sync.signatures.interpreter.values import (
    NULL,
    OPAQUE,
    RAW_TEXT,
    TEXT,
    Alternative,
    Arguments,
    ClassValue,
    Const,
    Derived,
    External,
    Field,
    KeysOf,
    ListValue,
    Opaque,
    Record,
    Value,
    derived,
    same_text,
)
from sync.signatures.ir import APPEND, OWN_CLASS
from sync.signatures.library_models import shared
from sync.signatures.library_models.shared import first, of
from sync.specs.models import TypeName

EMPTY = (NULL, Const(""))
NOTHING = Const(0, implied=True)  # what conversions to numbers make of nothing
FOLDED: Mapping[str, Callable[[str], str]] = {
    "trim": str.strip,
    "strtolower": str.lower,
    "strtoupper": str.upper,
    "ucfirst": lambda text: text[:1].upper() + text[1:],
    "lcfirst": lambda text: text[:1].lower() + text[1:],
}
FILTERS: dict[str, TypeName] = {
    "FILTER_VALIDATE_INT": "integer",
    "FILTER_VALIDATE_FLOAT": "number",
    "FILTER_VALIDATE_BOOLEAN": "boolean",
    "FILTER_VALIDATE_BOOL": "boolean",
    "FILTER_VALIDATE_EMAIL": "string",
    "FILTER_VALIDATE_REGEXP": "string",
}


def _in_array(state: State, listed: Value, wanted: Value, line: int) -> Value:
    if isinstance(listed, Record) and on_event(listed):
        keys_of(state, listed, line)
        return EITHER
    return contains(state, listed, wanted, line)


def _merge(state: State, arguments: Arguments) -> Value:
    """`array_merge($defaults, $event)`: the last wins; lists are joined."""
    if all(isinstance(value, ListValue) for value in arguments.plain):
        return shared.concatenated(state, *arguments.plain, line=arguments.line)
    return Record(beneath=tuple(value for value in arguments.plain if value != NULL))


def _keys(state: State, value: Value, line: int) -> Value:
    return shared.keys(state, value, line) if isinstance(value, Record) else ListValue.of(elements(state, value, line))


def _pairs(state: State, value: Value, line: int) -> Value:
    """`foreach ($array as $key => $value)`."""
    return shared.pairs(state, value, line) if isinstance(value, Record) else shared.numbered(elements(state, value, line))


def _values(state: State, value: Value, line: int) -> Value:
    """`foreach ($array as $value)`: the values, where other languages walk over keys."""
    if isinstance(value, Record) and not on_event(value):
        return shared.values_of(value)
    return ListValue.of(keys_of(state, value.record, line) if isinstance(value, KeysOf) else elements(state, value, line))


def _extract(state: State, value: Value, line: int) -> Value:
    """`extract($event)`: every key becomes a variable."""
    if holds_event(value):
        state.escape("enumerated", line, "extract")
    return OPAQUE


def _filtered(state: State, source: Value, function: Value, line: int) -> Value:
    if isinstance(source, Record) and on_event(source):
        keys_of(state, source, line)
        return OPAQUE
    return shared.kept(state, function, source, line)


def _pushed(state: State, owner: ListValue, value: Value, _line: int) -> Value:
    append(state, owner, value)
    return NULL


def _record_pushed(state: State, owner: Record, value: Value, _line: int) -> Value:
    state.heap.set(owner.slots, ANY, union_of(Alternative(one, NOTHING_KNOWN) for one in (value, OPAQUE)))
    return NULL


def _compact(state: State, arguments: Arguments) -> Value:
    """`compact('a', 'b')`: an array of those variables."""
    names = [value.value for value in arguments.plain if isinstance(value, Const) and isinstance(value.value, str)]
    if len(names) < len(arguments.plain):
        return shared.reflected(state, arguments)
    return Record({name: name_value(state, f"${name}") for name in names})


def _textual(kind: TypeName | None, position: int = 0) -> NativeCall:
    """A function of texts."""

    def native(state: State, arguments: Arguments) -> Value:
        value = first(arguments, position)
        hint(state, value, "string", USED)
        if any(map(holds_event, arguments.every())):
            return RAW_TEXT
        return map_union(value, lambda one: _computed(one, kind))

    return native


def _computed(value: Value, kind: TypeName | None) -> Value:
    if isinstance(value, Field | Derived):
        return derived(value, kind)
    return Const(0 if kind == "integer" else "") if value in EMPTY else Opaque(kind)


def _known(value: Value) -> str | None:
    """A text known in full."""
    known = isinstance(value, Const) and isinstance(value.value, str) and not value.value.startswith("\0")
    return str(value.value) if known and isinstance(value, Const) else None


def _substring(state: State, arguments: Arguments) -> Value:
    """`substr($text, $start, $length)`; of a text known in full, that part."""
    text, given = _known(first(arguments)), arguments.plain[1:]
    bounds = [one.value for one in given if isinstance(one, Const) and isinstance(one.value, int)]
    if text is None or not bounds or len(bounds) < len(given):
        return _textual("string")(state, arguments)
    rest = text[bounds[0] :]
    return Const(rest[: bounds[1]] if len(bounds) > 1 else rest)


def _trimmed(state: State, arguments: Arguments) -> Value:
    """`trim`, `strtolower`: the same text but for blanks and case."""
    text, fold = _known(first(arguments)), FOLDED.get(arguments.path)
    if fold is not None and text is not None:
        return Const(fold(text))
    fields = [one for one, _ in alternatives(first(arguments)) if isinstance(one, Field | Derived)]
    same: dict[Value, Value] = {derived(one, "string"): same_text(one) for one in fields}
    return map_union(_textual("string")(state, arguments), lambda one: same.get(one, one))


def _length(state: State, value: Value, _line: int) -> Value:
    """`strlen`: nothing has no letters."""
    hint(state, value, "string", USED)
    return map_union(value, lambda one: Const(0, implied=True) if one in EMPTY else size(one))


def _validated(state: State, arguments: Arguments) -> Value:
    """`filter_var($value, FILTER_VALIDATE_INT)`: false for what is missing, and for what does not pass."""
    value, wanted = first(arguments), first(arguments, 1)
    kind = FILTERS.get(wanted.path) if isinstance(wanted, External) else None
    if any(map(holds_event, arguments.every())):
        return RAW_TEXT
    if kind is None:
        return map_union(value, lambda one: _computed(one, None))
    hint(state, value, kind, CONVERTED)
    return union_of(side for one in alternatives(value) for side in _passing(one, kind))


def _passing(one: Alternative, kind: TypeName) -> Iterator[Alternative]:
    value, facts = one
    if isinstance(value, Field | Derived):
        yield Alternative(derived(value, kind), facts | there(value.key))
        yield Alternative(FALSE, frozenset(fact for fact in facts if fact.key != value.key) | missing(value.key))
    else:
        yield Alternative(FALSE if value in EMPTY else Opaque(kind), facts)


def _exploded(state: State, arguments: Arguments) -> Value:
    """`explode(',', $text)`: the parts of a text known in full."""
    separator, value = first(arguments), first(arguments, 1)
    if isinstance(separator, Const) and isinstance(value, Const) and separator.value and value != NULL:
        return list_of(*map(Const, str(value.value).split(str(separator.value))))
    return _textual(None, 1)(state, arguments)


def _is(name: TypeName, weight: int = TESTED) -> NativeCall:
    """`is_string` and the like: nothing that is missing passes."""

    def tested(state: State, value: Value, _line: int) -> Value:
        hint(state, value, name, weight)
        return map_union(value, _passes)

    return of(tested, 0)


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
    **rows("array_key_exists key_exists", of(contains, 1, 0)),
    "property_exists": of(contains, 0, 1),
    "in_array": of(_in_array, 1, 0),
    **rows("array_merge array_replace", _merge),
    "array_keys": of(_keys, 0),
    "array_values": of(_values, 0),
    "array_diff": of(without, 0, 1),  # `array_diff($wanted, array_keys($event))`: each name is left when its key is missing
    "array_map": of(shared.mapped, 0, 1),
    "array_filter": of(_filtered, 0, 1),
    "array_reduce": of(shared.reduced, 1, 0, 2),
    "array_intersect_key": shared.same,  # it keeps the values: it is followed as the whole
    **rows("ksort krsort asort arsort sort rsort uksort", lambda _state, _arguments: TRUE),  # in place: it shows nobody anything
    "extract": of(_extract, 0),
    **rows("count sizeof", lambda _state, arguments: size(first(arguments))),
    "compact": _compact,
    "\0pairs": of(_pairs, 0),
    "\0values": of(_values, 0),
    **rows(
        "nl2br htmlspecialchars md5 sha1 urlencode rawurlencode urldecode strip_tags addslashes str_pad strrev"
        " mb_convert_encoding base64_encode base64_decode html_entity_decode",
        _textual("string"),
    ),
    **rows("trim ltrim rtrim strtolower strtoupper mb_strtolower mb_strtoupper ucfirst lcfirst ucwords", _trimmed),
    **rows("preg_replace str_replace str_ireplace", _textual("string", 2)),
    "filter_var": _validated,
    **rows("strlen mb_strlen", of(_length, 0)),
    **rows("strpos str_starts_with str_contains ctype_digit strtotime", _textual("boolean")),
    "explode": _exploded,
    **rows("substr mb_substr", _substring),
    "preg_match": shared.pattern(1, apart=True),
    **rows("implode join sprintf print_r var_export", shared.whole_text),
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
    "define": of(_define, 0, 1),
    "require": of(_require, 0),
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
    record_methods={APPEND: shared.method(_record_pushed)},
    list_methods={APPEND: shared.method(_pushed)},
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
