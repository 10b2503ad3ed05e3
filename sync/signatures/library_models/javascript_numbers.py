"""JavaScript: conversions to numbers, and what asks whether one came out; texts made by a format."""

from __future__ import annotations

from sync.signatures.interpreter.classes import hint
from sync.signatures.interpreter.observations import USED
from sync.signatures.interpreter.path_condition import missing, there
from sync.signatures.interpreter.state import NativeCall, State, rows
from sync.signatures.interpreter.truth import EITHER, boolean, negate
from sync.signatures.interpreter.union import map_union
from sync.signatures.interpreter.values import NOT_A_NUMBER, NULL, Arguments, Const, Derived, Field, Opaque, Value, derived
from sync.signatures.library_models import shared
from sync.specs.models import TypeName


def _number(name: TypeName) -> NativeCall:
    return lambda state, arguments: shared.convert(state, shared.first(arguments), name, NOT_A_NUMBER)


def _parsed_date(state: State, arguments: Arguments) -> Value:
    """`Date.parse`: a number out of a text."""
    value = shared.first(arguments)
    hint(state, value, "string", USED)
    return map_union(value, _moment)


def _moment(value: Value) -> Value:
    if isinstance(value, Field | Derived):
        return derived(value, "integer")
    return NOT_A_NUMBER if value == NULL else Opaque("integer")


def _is_nan(_state: State, arguments: Arguments) -> Value:
    """`isNaN`: what is missing is not a number, and what is not a number is as good as missing."""
    return map_union(shared.first(arguments), _fails)


def _fails(value: Value) -> Value:
    if isinstance(value, Field | Derived):
        return boolean(missing(value.key), there(value.key))
    if value in {NOT_A_NUMBER, NULL}:
        return Const(value=True)
    return Const(value=False) if isinstance(value, Const) and isinstance(value.value, int | float) else EITHER


def _is_number(state: State, arguments: Arguments) -> Value:
    return negate(state, _is_nan(state, arguments))


NUMBER_NATIVES: dict[str, NativeCall] = {
    **rows("Number Number.parseFloat parseFloat _.toNumber lodash.toNumber", _number("number")),
    **rows("parseInt Number.parseInt BigInt _.toInteger _.parseInt lodash.toInteger", _number("integer")),
    "Date.parse": _parsed_date,
    **rows("isNaN Number.isNaN", _is_nan),
    **rows("isFinite Number.isFinite Number.isInteger", _is_number),
    **rows("util.format util.inspect", shared.whole_text),
}
