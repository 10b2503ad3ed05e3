"""The code beside the specs held against what they declare, without any cloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sync.app.code_sources import local_signature
from sync.core.assessment import assess
from sync.core.normalise import wanted_from
from sync.core.plan.model import Finding
from sync.core.rules import code, signature
from sync.core.worlds import Configuration, Found, FoundFunction, FoundSignature
from sync.errors import InputError
from sync.specs.models import Function, Registry

_OPEN = frozenset({"SG020", "SG021"})  # that something cannot be told is no mistake of a registry


def code_findings(registry: Registry) -> tuple[Finding, ...]:
    """Where the code that a spec names contradicts its signature, or lacks its handler; by uid."""
    shown = tuple(_shown(registry))
    places = {item.address for item in shown}
    functions = tuple(
        FoundFunction(address=function.address, function_id=None, configuration=Configuration(), checksum=None, modified="")
        for function in registry.functions
        if function.address in places
    )
    found = Found(functions=functions, registrations=(), flows=(), gaps=(), signatures=shown)
    joined = assess(wanted_from(registry), None, found)
    told = [*signature.judge(joined), *code.judge(joined)]
    mistakes = (replace(item, origin=None) for item in told if item.code not in _OPEN)  # there is no other time to compare with
    return tuple(sorted(mistakes, key=lambda item: (item.uid or "", item.code)))


def _shown(registry: Registry) -> Iterator[FoundSignature]:
    for function in registry.functions:
        if function.spec.code is not None and (made := _read(function, function.spec.code)) is not None:
            yield made


def _read(function: Function, place: str) -> FoundSignature | None:
    """What its code shows; None for code in which there is no source that can be read."""
    spec = function.spec
    try:
        path = str(Path(function.where.file).parent / place)
        outcome = local_signature(path, spec.handler, spec.runtime, spec.environment or {})
    except InputError:
        return None
    return FoundSignature(address=function.address, signature=outcome.signature) if outcome is not None else None
