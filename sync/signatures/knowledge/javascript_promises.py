"""JavaScript: promises, followed as the values they bring."""

from __future__ import annotations

from sync.signatures.follow.choices import choose
from sync.signatures.follow.facts import Fact, assume
from sync.signatures.follow.facts import shared as common
from sync.signatures.follow.loops import elements
from sync.signatures.follow.outside import maybe_called
from sync.signatures.follow.run import Run
from sync.signatures.follow.values import (
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
from sync.signatures.knowledge import shared
from sync.signatures.knowledge.dialect import NativeCall
from sync.signatures.knowledge.shared import first

REFUSED = Fact("\0refused", there=True)  # set once a promise was refused: on a path that knows it, it can bring nothing else


def _promise(run: Run, arguments: Arguments) -> Value:
    """`new Promise((resolve, reject) => …)`: what is resolved on any path, under what that path knows."""
    executor = first(arguments)
    if not isinstance(executor, FunctionValue):
        return OPAQUE
    found: list[Alternative] = []
    before = run.facts

    def resolve(inner: Run, given: Arguments) -> Value:
        found.append(Alternative(first(given), inner.facts))
        return NULL

    def reject(inner: Run, given: Arguments) -> Value:
        del given
        inner.may_throw("Error", frozenset())
        inner.facts |= {REFUSED}
        return NULL

    run.call_plain(executor, Native("resolve", resolve), Native("reject", reject), line=arguments.line)
    refused = REFUSED in run.facts
    run.facts = assume(before, common(one.facts for one in found))
    if not found:
        return shared.thrown(run, "Error") if refused else OPAQUE
    known = run.facts
    return choose(Alternative(value, facts - known) for value, facts in found)


def _reject(run: Run, arguments: Arguments) -> Value:
    del arguments
    run.throw("Error")
    return OPAQUE


def _settled(run: Run, arguments: Arguments) -> Value:
    """`Promise.allSettled(list)`: each with its value, or with the reason why it has none."""
    held = elements(run, first(arguments), arguments.line)
    made = (Item(Record({"value": item.value, "status": OPAQUE, "reason": OPAQUE}), item.when, item.unless) for item in held.items)
    return ListValue({"items": Items(tuple(made), held.loose)})


def _later(run: Run, arguments: Arguments) -> Value:
    """`setTimeout(fn)`: it will be called."""
    maybe_called(run, first(arguments), arguments.line)
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
