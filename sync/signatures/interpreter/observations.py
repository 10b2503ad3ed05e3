"""What was seen while following the event: reads, type hints, defaults, escapes, answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pydantic import JsonValue

from sync.core.signature.inferred import Escape, EscapeReason, ResultPath
from sync.core.signature.model import Evidence, EvidenceKind
from sync.signatures.interpreter.path_condition import Fact, PathCondition
from sync.signatures.interpreter.union import alternatives
from sync.signatures.interpreter.values import NULL, Const, Derived, Field, Items, ListValue, Record, Value
from sync.specs.models import TypeName

# `end`: by falling off the end of the handler; `done` and `called`: the same behind its last call, and a callback without an error,
# which is how a handler ends well that has nothing to answer.
AnswerWay = Literal["return", "end", "callback", "done", "called"]
# How much a hint of a type weighs: a conversion says more than a comparison, a default least.
CONVERTED, TESTED, USED, DEFAULTED = 4, 3, 2, 1


class Answer(NamedTuple):
    """One way the handler ended: with what, knowing what; `rejecting` when it refused its event."""

    path: ResultPath
    facts: PathCondition
    rejecting: bool
    by: AnswerWay


@dataclass(slots=True)
class Seen:
    """What was seen of one key."""

    evidence: set[Evidence] = field(default_factory=set)
    types: dict[TypeName, int] = field(default_factory=dict)
    defaults: list[JsonValue] = field(default_factory=list)


@dataclass(slots=True)
class Observations:
    """Everything recorded in one inference."""

    keys: dict[str, Seen] = field(default_factory=dict)
    escapes: set[Escape] = field(default_factory=set)
    answers: list[Answer] = field(default_factory=list)
    called_back: bool = False  # the handler answers through its callback
    declared: dict[str, TypeName] = field(default_factory=dict)  # by a type the event is annotated with

    def read(self, key: str, kind: EvidenceKind, file: str, line: int) -> None:
        """A key was read there."""
        self.keys.setdefault(key, Seen()).evidence.add(Evidence(file=file, line=line, kind=kind))

    def hint(self, key: str, name: TypeName, weight: int) -> None:
        """The value of a key was used as that type."""
        seen = self.keys.get(key)
        if seen is not None:
            seen.types[name] = max(seen.types.get(name, 0), weight)

    def default(self, key: str, value: JsonValue) -> None:
        """A constant stands in when the key is not there."""
        seen = self.keys.get(key)
        if seen is not None and value not in seen.defaults:
            seen.defaults.append(value)

    def escape(self, reason: EscapeReason, file: str, line: int, detail: str) -> None:
        """The event left the analysis there."""
        self.escapes.add(Escape(reason=reason, file=file, line=line, detail=detail))


def type_of(seen: Seen) -> TypeName | None:
    """The type that the strongest hints agree on; an integer among numbers is a number."""
    if not seen.types:
        return None
    strongest = max(seen.types.values())
    names = {name for name, weight in seen.types.items() if weight == strongest}
    if names == {"integer", "number"}:
        return "number"
    return names.pop() if len(names) == 1 else None


DEEPEST_DEFAULT = 4


def defaults_of(value: Value) -> Iterator[tuple[str, JsonValue]]:
    """Which constants stand in for which missing keys: where one key stands in for another, only the last has the constant."""
    every = alternatives(value)
    keys = {one.value.key: one.facts for one in every if isinstance(one.value, Field | Derived) and not is_part(one.value)}
    for one in every:
        if one.value == NULL or not is_stated(one.value):
            continue
        missing = {fact.key for fact in one.facts if not fact.there}
        for key in sorted(keys.keys() & missing):
            plain = isinstance(one.value, Const) or any(other.value == Field(key) for other in every)
            if plain and not any(Fact(key, there=False) in facts for other, facts in keys.items() if other != key):
                yield key, as_json(one.value)


def is_part(value: Field | Derived) -> bool:
    """Whether it is a part of a key's value: what stands in for a part is not the key's default."""
    return isinstance(value, Derived) and (value.inner or value.size)


def is_stated(value: Value, depth: int = 0) -> bool:
    """Whether the code writes it down in full, as it does a default; an empty list or object is as good as none."""
    match value:
        case Const():
            return not value.implied and not str(value.value).startswith("\0")
        case ListValue():
            items = _elements(value)
            return bool(items) and depth < DEEPEST_DEFAULT and all(one is not None and is_stated(one, depth + 1) for one in items)
        case Record(beneath=(), of=None):
            cells = value.slots.items()
            plain = bool(cells) and depth < DEEPEST_DEFAULT
            return plain and all(not key.startswith("\0") and is_stated(held, depth + 1) for key, held in cells)
        case _:
            return False


def _elements(value: ListValue) -> list[Value | None]:
    """The elements of a list; None for one that may be missing, or may come besides."""
    held = value.slots.get("items")
    if not isinstance(held, Items):
        return [None]
    return [*(item.value if item.unless is None else None for item in held.items), *([None] if held.loose else [])]


def as_json(value: Value) -> JsonValue:
    """Something stated in full, as JSON."""
    match value:
        case Const():
            return value.value
        case ListValue():
            return [as_json(one) for one in _elements(value) if one is not None]
        case Record():
            return {key: as_json(held) for key, held in value.slots.items()}
        case _:
            return None
