"""Whether a function module fits the function it calls: what it passes and reads, against what the function takes and answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from sync.core.flows.document import FunctionModule
from sync.core.sensitive import looks_secret
from sync.core.signature.model import Parameter, Signature
from sync.core.signature.value_types import has_form, matches, parses

Kind = Literal["input-not-passed", "input-passed-unread", "field-read-missing", "value-does-not-fit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """One way in which a module does not fit, named like its rule; `args` are the rule's."""

    kind: Kind
    args: dict[str, JsonValue]


def misfits(module: FunctionModule, believed: Signature) -> Iterator[Misfit]:
    """Every way in which the module does not fit. What either side leaves open shows nothing."""
    yield from _not_passed(module, believed)
    yield from _passed_unread(module, believed)
    yield from _read_missing(module, believed)
    yield from unfit_values(module, believed)


def is_broken(module: FunctionModule, believed: Signature) -> bool:
    """Whether calls of this module fail, or what it reads is never there."""
    return any(True for check in (_not_passed, _read_missing) for _ in check(module, believed))


def unfit_values(module: FunctionModule, believed: Signature) -> Iterator[Misfit]:
    """Literals only: what a variable holds is known during the call."""
    for one in module.passes or ():
        wanted = (believed.inputs or {}).get(one.name)
        if wanted is None or one.value is None:
            continue
        if (unmet := _unmet(wanted, one.value)) is not None:
            secret = looks_secret(one.name, str(one.value))
            shown = None if secret else one.value
            yield Misfit(kind="value-does-not-fit", args={"name": one.name, "value": shown, "secret": secret, "type": unmet})


def _not_passed(module: FunctionModule, believed: Signature) -> Iterator[Misfit]:
    if module.passes is None or believed.inputs is None:
        return
    # An empty text is what a function gets for an input that is not passed.
    passed = {one.name for one in module.passes if one.value != ""}
    names: list[JsonValue] = [name for name, one in sorted(believed.inputs.items()) if one.required and name not in passed]
    if names:
        yield Misfit(kind="input-not-passed", args={"names": names})


def _passed_unread(module: FunctionModule, believed: Signature) -> Iterator[Misfit]:
    if module.passes is None or believed.inputs is None or not believed.closed:
        return
    names: list[JsonValue] = [one.name for one in module.passes if one.name not in believed.inputs]
    if names:
        yield Misfit(kind="input-passed-unread", args={"names": names})


def _read_missing(module: FunctionModule, believed: Signature) -> Iterator[Misfit]:
    if not module.reads or believed.result is None or not believed.result.complete or believed.result.shape == "either":
        return
    names: list[JsonValue] = [name for name in module.reads if name not in believed.result.fields]
    if names:
        yield Misfit(kind="field-read-missing", args={"names": names})


def _unmet(wanted: Parameter, value: JsonValue) -> JsonValue:
    """What the value would have to be and is not; None when it fits."""
    text = str(value)
    if wanted.type is not None and not parses(value, wanted.type):
        return wanted.type
    if wanted.format is not None and not has_form(text, wanted.format):
        return wanted.format
    if wanted.pattern is not None and not matches(text, wanted.pattern):
        return wanted.pattern
    return list(wanted.enum) if wanted.enum is not None and text not in map(str, wanted.enum) else None
