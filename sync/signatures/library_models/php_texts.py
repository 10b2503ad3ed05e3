"""PHP: its functions of texts, patterns and filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sync.signatures.interpreter.classes import hint
from sync.signatures.interpreter.observations import CONVERTED, USED
from sync.signatures.interpreter.path_condition import missing, there
from sync.signatures.interpreter.places import holds_event, list_of
from sync.signatures.interpreter.state import NativeCall, State, rows
from sync.signatures.interpreter.truth import FALSE, size
from sync.signatures.interpreter.union import alternatives, map_union, union_of
from sync.signatures.interpreter.values import (
    NULL,
    RAW_TEXT,
    Alternative,
    Arguments,
    Const,
    Derived,
    External,
    Field,
    Opaque,
    Value,
    derived,
    same_text,
)
from sync.signatures.library_models import shared
from sync.specs.models import TypeName


def _textual(kind: TypeName | None, position: int = 0) -> NativeCall:
    """A function of texts."""

    def native(state: State, arguments: Arguments) -> Value:
        value = shared.first(arguments, position)
        hint(state, value, "string", USED)
        if any(map(holds_event, arguments.every())):
            return RAW_TEXT
        return union_of(_computed(one, kind) for one in alternatives(value))

    return native


FOLDED: Mapping[str, Callable[[str], str]] = {
    "trim": str.strip,
    "strtolower": str.lower,
    "strtoupper": str.upper,
    "ucfirst": lambda text: text[:1].upper() + text[1:],
    "lcfirst": lambda text: text[:1].lower() + text[1:],
}


def _substring(state: State, arguments: Arguments) -> Value:
    """`substr($text, $start, $length)`; of a text known in full, that part."""
    value, *given = (one.value if isinstance(one, Const) else None for one in arguments.plain)
    bounds = [one for one in given if isinstance(one, int)]
    if isinstance(value, str) and bounds and len(bounds) == len(given) and not value.startswith("\0"):
        rest = value[bounds[0] :]
        return Const(rest[: bounds[1]] if len(bounds) > 1 else rest)
    return _textual("string")(state, arguments)


def _computed(one: Alternative, kind: TypeName | None) -> Alternative:
    value, facts = one
    if isinstance(value, Field | Derived):
        return Alternative(derived(value, kind), facts)
    if value == NULL or value == Const(""):
        return Alternative(Const(0 if kind == "integer" else ""), facts)
    return Alternative(Opaque(kind), facts)


def _trimmed(state: State, arguments: Arguments) -> Value:
    """`trim`, `strtolower`: the same text but for blanks and case."""
    given, fold = shared.first(arguments), FOLDED.get(arguments.path)
    if fold is not None and isinstance(given, Const) and isinstance(given.value, str) and not given.value.startswith("\0"):
        return Const(fold(given.value))
    found = _textual("string")(state, arguments)
    same: dict[Value, Value] = {}
    for one, _ in alternatives(shared.first(arguments)):
        if isinstance(one, Field | Derived):
            same[derived(one, "string")] = same_text(one)
    return map_union(found, lambda one: same.get(one, one))


def _length(state: State, arguments: Arguments) -> Value:
    """`strlen`: nothing has no letters."""
    value = shared.first(arguments)
    hint(state, value, "string", USED)
    nothing = Const(0, implied=True)
    return map_union(value, lambda one: nothing if one in {NULL, Const("")} else size(one))


FILTERS: dict[str, TypeName] = {
    "FILTER_VALIDATE_INT": "integer",
    "FILTER_VALIDATE_FLOAT": "number",
    "FILTER_VALIDATE_BOOLEAN": "boolean",
    "FILTER_VALIDATE_BOOL": "boolean",
    "FILTER_VALIDATE_EMAIL": "string",
    "FILTER_VALIDATE_REGEXP": "string",
}


def _filtered(state: State, arguments: Arguments) -> Value:
    """`filter_var($value, FILTER_VALIDATE_INT)`: false for what is missing, and for what does not pass."""
    value, wanted = shared.first(arguments), shared.first(arguments, 1)
    kind = FILTERS.get(wanted.path) if isinstance(wanted, External) else None
    if any(map(holds_event, arguments.every())):
        return RAW_TEXT
    if kind is None:
        return union_of(_computed(one, None) for one in alternatives(value))
    hint(state, value, kind, CONVERTED)
    return union_of(side for one in alternatives(value) for side in _passing(one, kind))


def _passing(one: Alternative, kind: TypeName) -> Iterator[Alternative]:
    value, facts = one
    if not isinstance(value, Field | Derived):
        yield Alternative(FALSE if value in {NULL, Const("")} else Opaque(kind), facts)
        return
    yield Alternative(derived(value, kind), facts | there(value.key))
    yield Alternative(FALSE, frozenset(fact for fact in facts if fact.key != value.key) | missing(value.key))


def _exploded(state: State, arguments: Arguments) -> Value:
    """`explode(',', $text)`: the parts of a text known in full."""
    separator, value = shared.first(arguments), shared.first(arguments, 1)
    if isinstance(separator, Const) and isinstance(value, Const) and separator.value and value != NULL:
        return list_of(*map(Const, str(value.value).split(str(separator.value))))
    return _textual(None, 1)(state, arguments)


TEXT_NATIVES: dict[str, NativeCall] = {
    **rows(
        "nl2br htmlspecialchars md5 sha1 urlencode rawurlencode urldecode strip_tags addslashes str_pad strrev"
        " mb_convert_encoding base64_encode base64_decode html_entity_decode",
        _textual("string"),
    ),
    **rows("trim ltrim rtrim strtolower strtoupper mb_strtolower mb_strtoupper ucfirst lcfirst ucwords", _trimmed),
    **rows("preg_replace str_replace str_ireplace", _textual("string", 2)),
    **rows("filter_var", _filtered),
    **rows("strlen mb_strlen", _length),
    **rows("strpos str_starts_with str_contains ctype_digit strtotime", _textual("boolean")),
    "explode": _exploded,
    **rows("substr mb_substr", _substring),
    "preg_match": shared.pattern(1, apart=True),
    **rows("implode join sprintf print_r var_export", shared.whole_text),
}
