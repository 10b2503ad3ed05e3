"""How a function will be called once a plan is carried out: its code is read the way its callers will meet it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from registry.models import Lock, RecordedFunction
from sync.core.model import FoundFunction, Wanted, WantedFunction


def as_called(wanted: Wanted, recorded: Lock | None, found: Iterable[FoundFunction]) -> Iterator[FoundFunction]:
    """The functions that callers reach or specs describe, each with the handler and runtime its code is to be read by.

    Where the registry moved on and the cloud did not, that is what the registry wants, because apply will set it. Otherwise it
    is what is there now: somebody changed it, and callers meet that.
    """
    asked = {item.address: item for item in wanted.functions if item.registrations or item.signature}
    entries = recorded.functions if recorded is not None else {}
    for function in found:
        if (spec := asked.get(function.address)) is not None and spec.generation == function.generation:
            yield _as_wanted(spec, function, entries.get(spec.uid))


def _as_wanted(spec: WantedFunction, function: FoundFunction, entry: RecordedFunction | None) -> FoundFunction:
    if entry is None:
        return function
    now, then = function.configuration, entry
    handler = spec.configuration.handler if now.handler == then.handler else None
    runtime = spec.configuration.runtime if now.runtime == then.runtime else None
    return replace(function, configuration=replace(now, handler=handler or now.handler, runtime=runtime or now.runtime))
