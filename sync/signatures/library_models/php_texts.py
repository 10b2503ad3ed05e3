"""PHP: its functions of texts, patterns and filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sync.signatures.interpreter.models import hint
from sync.signatures.interpreter.observations import CONVERTED, USED
from sync.signatures.interpreter.path_condition import missing, there
from sync.signatures.interpreter.reading import holds_event
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
from sync.signatures.interpreter.writing import list_of
from sync.signatures.library_models import shared
from sync.signatures.library_models.shared import first
from sync.specs.models import TypeName

EMPTY = (NULL, Const(""))
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


def _filtered(state: State, arguments: Arguments) -> Value:
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


TEXT_NATIVES: dict[str, NativeCall] = {
    **rows(
        "nl2br htmlspecialchars md5 sha1 urlencode rawurlencode urldecode strip_tags addslashes str_pad strrev"
        " mb_convert_encoding base64_encode base64_decode html_entity_decode",
        _textual("string"),
    ),
    **rows("trim ltrim rtrim strtolower strtoupper mb_strtolower mb_strtoupper ucfirst lcfirst ucwords", _trimmed),
    **rows("preg_replace str_replace str_ireplace", _textual("string", 2)),
    "filter_var": _filtered,
    **rows("strlen mb_strlen", shared.of(_length, 0)),
    **rows("strpos str_starts_with str_contains ctype_digit strtotime", _textual("boolean")),
    "explode": _exploded,
    **rows("substr mb_substr", _substring),
    "preg_match": shared.pattern(1, apart=True),
    **rows("implode join sprintf print_r var_export", shared.whole_text),
}
