"""What was seen while following the event: reads, type hints, defaults, escapes, answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pydantic import JsonValue

from sync.core.signature.inferred import Escape, EscapeReason, ResultPath
from sync.core.signature.model import Evidence, EvidenceKind
from sync.signatures.interpreter.path_condition import PathCondition
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
