"""JavaScript: conversions to numbers, and what asks whether one came out; texts made by a format."""

from __future__ import annotations

from sync.signatures.follow.choices import alternatives, choose
from sync.signatures.follow.facts import missing, there
from sync.signatures.follow.ledger import USED
from sync.signatures.follow.models import hint
from sync.signatures.follow.run import Run
from sync.signatures.follow.truth import EITHER, boolean, negate
from sync.signatures.follow.values import (
    NOT_A_NUMBER,
    NULL,
    Alternative,
    Arguments,
    Const,
    Derived,
    Field,
    Opaque,
    Value,
    derived,
)
from sync.signatures.knowledge import shared
from sync.signatures.knowledge.dialect import NativeCall, rows
from sync.specs.models import TypeName


def _number(name: TypeName) -> NativeCall:
    return lambda run, arguments: shared.convert(run, shared.first(arguments), name, NOT_A_NUMBER)


def _parsed_date(run: Run, arguments: Arguments) -> Value:
    """`Date.parse`: a number out of a text."""
    value = shared.first(arguments)
    hint(run, value, "string", USED)
    return choose(Alternative(_moment(one.value), one.facts) for one in alternatives(value))


def _moment(value: Value) -> Value:
    if isinstance(value, Field | Derived):
        return derived(value, "integer")
    return NOT_A_NUMBER if value == NULL else Opaque("integer")


def _is_nan(run: Run, arguments: Arguments) -> Value:
    """`isNaN`: what is missing is not a number, and what is not a number is as good as missing."""
    del run
    return choose(Alternative(_fails(one.value), one.facts) for one in alternatives(shared.first(arguments)))


def _fails(value: Value) -> Value:
    if isinstance(value, Field | Derived):
        return boolean(missing(value.key), there(value.key))
    if value in {NOT_A_NUMBER, NULL}:
        return Const(value=True)
    return Const(value=False) if isinstance(value, Const) and isinstance(value.value, int | float) else EITHER


def _is_number(run: Run, arguments: Arguments) -> Value:
    return negate(run, _is_nan(run, arguments))


NUMBER_NATIVES: dict[str, NativeCall] = {
    **rows("Number Number.parseFloat parseFloat _.toNumber lodash.toNumber", _number("number")),
    **rows("parseInt Number.parseInt BigInt _.toInteger _.parseInt lodash.toInteger", _number("integer")),
    "Date.parse": _parsed_date,
    **rows("isNaN Number.isNaN", _is_nan),
    **rows("isFinite Number.isFinite Number.isInteger", _is_number),
    **rows("util.format util.inspect", shared.whole_text),
}
