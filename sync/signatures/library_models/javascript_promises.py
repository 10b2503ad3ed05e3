"""JavaScript: promises, followed as the values they bring."""

from __future__ import annotations

from sync.signatures.interpreter.loops import elements
from sync.signatures.interpreter.path_condition import Fact, assume
from sync.signatures.interpreter.path_condition import shared as common
from sync.signatures.interpreter.state import NativeCall, State
from sync.signatures.interpreter.union import union_of
from sync.signatures.interpreter.unknown_calls import maybe_called
from sync.signatures.interpreter.values import (
    NULL,
    OPAQUE,
    Alternative,
    Arguments,
    FunctionValue,
    Item,
    Items,
    ListValue,
    Native,
    Record,
    Value,
)
from sync.signatures.library_models import shared
from sync.signatures.library_models.shared import first

REFUSED = Fact("\0refused", there=True)  # set once a promise was refused: on a path that knows it, it can bring nothing else


def _promise(state: State, arguments: Arguments) -> Value:
    """`new Promise((resolve, reject) => …)`: what is resolved on any path, under what that path knows."""
    executor = first(arguments)
    if not isinstance(executor, FunctionValue):
        return OPAQUE
    found: list[Alternative] = []
    before = state.path_condition

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


def _reject(state: State, _arguments: Arguments) -> Value:
    state.throw("Error")
    return OPAQUE


def _settled(state: State, arguments: Arguments) -> Value:
    """`Promise.allSettled(list)`: each with its value, or with the reason why it has none."""
    held = elements(state, first(arguments), arguments.line)
    made = (Item(Record({"value": item.value, "status": OPAQUE, "reason": OPAQUE}), item.when, item.unless) for item in held.items)
    return ListValue.of(Items(tuple(made), held.loose))


def _later(state: State, arguments: Arguments) -> Value:
    """`setTimeout(fn)`: it will be called."""
    maybe_called(state, first(arguments), arguments.line)
    return OPAQUE


PROMISE_NATIVES: dict[str, NativeCall] = {
    "Promise": _promise,
    "Promise.resolve": shared.same,
    "Promise.reject": _reject,
    "Promise.all": shared.same,
    "Promise.allSettled": _settled,
    "setTimeout": _later,
    "setImmediate": _later,
    "process.nextTick": _later,
    "util.promisify": shared.same,
}
