"""What differs between two contracts: facts, each with a kind of the catalogue; whom it hurts is judged elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from sync.core.matching.similarity import Named, renamed
from sync.core.signature.model import Parameter, Result, ResultField, Signature
from sync.core.signature.value_types import digits_only, is_within, matches, parses

Kind = Literal[
    "input-required-added",
    "input-optional-added",
    "input-removed",
    "input-renamed",
    "input-became-required",
    "input-became-optional",
    "input-type-narrowed",
    "input-type-widened",
    "input-default-changed",
    "result-field-removed",
    "result-field-added",
    "result-field-renamed",
    "result-field-became-nullable",
    "result-field-became-certain",
    "result-field-type-changed",
    "result-text-became-object",
    "result-object-became-text",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing in which the newer signature is not the older one. `name` is the older name where a thing was renamed."""

    kind: Kind
    name: str
    before: JsonValue = None
    after: JsonValue = None
    place: str = ""  # file:line of the newer signature

    @property
    def key(self) -> tuple[Kind, str]:
        """What makes two differences the same one, seen from two sides."""
        return self.kind, self.name


def compare(older: Signature, newer: Signature) -> tuple[Difference, ...]:
    """Every difference that is certain; nothing is said of what either side leaves open."""
    found: list[Difference] = []
    if older.inputs is not None and newer.inputs is not None:
        found += _inputs(older.inputs, newer.inputs, may_have_had=not older.closed, may_have=not newer.closed)
    if older.result is not None and newer.result is not None:
        found += _results(older.result, newer.result)
    return tuple(found)


def _inputs(
    older: Mapping[str, Parameter], newer: Mapping[str, Parameter], *, may_have_had: bool, may_have: bool
) -> Iterator[Difference]:
    gone = {} if may_have else {name: one for name, one in older.items() if name not in newer}
    come = {} if may_have_had else {name: one for name, one in newer.items() if name not in older}
    pairs = renamed(_named_inputs(older, gone), _named_inputs(newer, come))
    for old, new in sorted(pairs.items()):
        yield Difference(kind="input-renamed", name=old, before=old, after=new, place=newer[new].place)
        yield from _same_input(older[old], newer[new])
    for name in sorted(gone.keys() - pairs.keys()):
        yield Difference(kind="input-removed", name=name)
    for name in sorted(come.keys() - set(pairs.values())):
        kind: Kind = "input-required-added" if come[name].required else "input-optional-added"
        yield Difference(kind=kind, name=name, place=come[name].place)
    for name in sorted(older.keys() & newer.keys()):
        yield from _same_input(older[name], newer[name])


def _same_input(old: Parameter, new: Parameter) -> Iterator[Difference]:
    if old.required != new.required:
        kind: Kind = "input-became-required" if new.required else "input-became-optional"
        yield Difference(kind=kind, name=new.name, place=new.place)
    narrower = _narrows(old, new)
    if narrower or _widens(old, new):
        kind = "input-type-narrowed" if narrower else "input-type-widened"
        yield Difference(kind=kind, name=new.name, before=_shown(old), after=_shown(new), place=new.place)
    moot = old.required or new.required or None in (old.default, new.default)  # what is always passed needs no default
    if not moot and not _alike(old.default, new.default):
        yield Difference(kind="input-default-changed", name=new.name, before=old.default, after=new.default, place=new.place)


def _narrows(old: Parameter, new: Parameter) -> bool:
    """Whether something that could be passed before no longer can. What a side does not state, it does not forbid."""
    if old.enum is not None:
        return not all(_takes(new, value) for value in old.enum)
    if new.enum is not None:
        return old.type is not None
    if new.pattern is not None and new.pattern != old.pattern and old.pattern is not None:
        return True
    if old.type is None or new.type is None or is_within(old.type, new.type):
        return False
    return not (is_within("integer", new.type) and old.pattern is not None and digits_only(old.pattern))


def _widens(old: Parameter, new: Parameter) -> bool:
    """Whether more may be passed than before. That code shows no list of values does not mean that it takes any."""
    if old.enum is not None and new.enum is not None:
        return not all(_takes(old, value) for value in new.enum)
    return old.type is not None and new.type is not None and old.type != new.type and is_within(old.type, new.type)


def _takes(one: Parameter, value: JsonValue) -> bool:
    """Whether a value that can be listed may be passed."""
    if one.enum is not None and not any(_alike(value, allowed) for allowed in one.enum):
        return False
    if one.pattern is not None and isinstance(value, str) and not matches(value, one.pattern):
        return False
    return one.type is None or parses(value, one.type)


def _alike(one: JsonValue, other: JsonValue) -> bool:
    """Equal as a flow passes them: 5 and "5" are the same text."""
    return one == other or (not isinstance(one, bool) and not isinstance(other, bool) and str(one) == str(other))


def _shown(one: Parameter) -> JsonValue:
    return list(one.enum) if one.enum is not None else one.pattern or one.type


def _results(older: Result, newer: Result) -> Iterator[Difference]:
    if older.shape == "text" and newer.shape != "text":
        yield Difference(kind="result-text-became-object", name="", place=newer.place)
    if older.shape == "object" and newer.shape == "text" and newer.complete:
        yield Difference(kind="result-object-became-text", name="", place=newer.place)
    if "text" in (older.shape, newer.shape):
        return
    gone = {name: one for name, one in older.fields.items() if name not in newer.fields} if newer.complete else {}
    come = {name: one for name, one in newer.fields.items() if name not in older.fields} if older.complete else {}
    pairs = renamed(_named_fields(older, gone), _named_fields(newer, come))
    for old, new in sorted(pairs.items()):
        yield Difference(kind="result-field-renamed", name=old, before=old, after=new, place=newer.place)
    for name in sorted(gone.keys() - pairs.keys()):
        yield Difference(kind="result-field-removed", name=name, place=newer.place)
    for name in sorted(come.keys() - set(pairs.values())):
        yield Difference(kind="result-field-added", name=name, place=newer.place)
    for name in sorted(older.fields.keys() & newer.fields.keys()):
        yield from _same_field(older.fields[name], newer.fields[name], newer.place)


def _same_field(old: ResultField, new: ResultField, place: str) -> Iterator[Difference]:
    if None not in (old.nullable, new.nullable) and old.nullable != new.nullable:
        kind: Kind = "result-field-became-nullable" if new.nullable else "result-field-became-certain"
        yield Difference(kind=kind, name=new.name, place=place)
    if None not in (old.type, new.type) and old.type != new.type:
        yield Difference(kind="result-field-type-changed", name=new.name, before=old.type, after=new.type, place=place)


def _named_inputs(inputs: Mapping[str, Parameter], some: Mapping[str, Parameter]) -> Iterator[Named]:
    for position, one in enumerate(inputs.values()):
        if one.name in some:
            yield Named(name=one.name, position=position, use=[one.required, one.default, one.type])


def _named_fields(outcome: Result, some: Mapping[str, ResultField]) -> Iterator[Named]:
    for position, name in enumerate(outcome.fields):
        if name in some:
            yield Named(name=name, position=position, use=some[name].type)
