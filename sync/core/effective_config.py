"""Which code to read, and with which handler and runtime: as callers meet it now, and as they will after apply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from sync.core.normalise import recorded_target
from sync.core.worlds import Found, FoundFunction, Wanted, WantedFunction
from sync.specs.ids import Address
from sync.specs.models import Lock

Watch = Literal["managed", "targets", "center"]
STATED = "IVRSYNC_SIGNATURE"  # a variable of the function that states its signature


def as_called(wanted: Wanted, recorded: Lock | None, found: Found, watch: Watch) -> Iterator[FoundFunction]:
    """The functions whose code is needed now: those that specs describe, and those that the registry's registrations reach.

    A registration is the registry's when a spec or the lock names its id, or when it points where a function of theirs is or was.
    With `watch` center those that any registration of the centers reaches.
    """
    described = {item.address for item in wanted.functions if item.registrations or item.signature}
    ids, places = _ids(wanted, recorded), _places(wanted, recorded)
    reached = {
        item.target for item in found.registrations if watch == "center" or (item.center, item.id) in ids or item.target in places
    }
    needed = described | reached
    return (function for function in found.functions if function.address in needed)


def as_wanted(wanted: Wanted, found: Found) -> Iterator[FoundFunction]:
    """The functions whose handler or runtime apply will change, as they will be then."""
    functions = {function.address: function for function in found.functions}
    for spec in wanted.functions:
        function = functions.get(spec.address)
        if function is not None:
            changed = _configured(spec, function)
            if changed is not function and changed != function:
                yield changed


def _configured(spec: WantedFunction, function: FoundFunction) -> FoundFunction:
    now, asked = function.configuration, spec.configuration
    environment = now.environment
    if (stated := (asked.environment or {}).get(STATED)) is not None:
        environment = {**(now.environment or {}), STATED: stated}
    handler, runtime = asked.handler or now.handler, asked.runtime or now.runtime
    if environment is now.environment and (handler, runtime) == (now.handler, now.runtime):
        return function
    return replace(function, configuration=replace(now, handler=handler, runtime=runtime, environment=environment))


def _ids(wanted: Wanted, recorded: Lock | None) -> set[tuple[str, str]]:
    """The registrations that a spec or the lock names."""
    named = {(item.center, item.adopt) for function in wanted.functions for item in function.registrations if item.adopt}
    entries = recorded.functions.values() if recorded is not None else ()
    return {*named, *((center, item.id) for entry in entries for center, item in entry.registrations.items())}


def _places(wanted: Wanted, recorded: Lock | None) -> set[Address]:
    """Where the functions of the registry are, were, or were recorded."""
    entries = recorded.functions.values() if recorded is not None else ()
    former = (address for function in wanted.functions for item in function.registrations for address in item.formerly)
    return {*(function.address for function in wanted.functions), *former, *map(recorded_target, entries)}
