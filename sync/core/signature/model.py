"""A signature: what callers must pass, may pass, and may read, from any source (the spec, the code, or the lock).

Everything may be unknown, and what is unknown is never taken for absent: inputs and a result that are None are not stated, a
signature that is not `closed` may have further inputs, a result that is not `complete` may have further fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from sync.specs.models import TypeName

Shape = Literal["text", "object", "either"]
EvidenceKind = Literal[
    "subscript", "get", "membership", "pop", "setdefault", "attribute", "destructuring", "parameter", "model", "stated", "return"
]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Evidence:
    """A place in the package that shows something; lines count from 1."""

    file: str
    line: int
    kind: EvidenceKind

    @property
    def place(self) -> str:
        """As people write it: file:line."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One input: what may be passed for it. Of code, `required` means that every path to an accepted answer needs it.

    `default` None: none that is stated. `enum`, `pattern` and `format` are stated by specs alone, `evidence` by code alone. Two
    that differ in evidence alone are equal.
    """

    name: str
    required: bool
    default: JsonValue = None
    type: TypeName | None = None
    enum: tuple[JsonValue, ...] | None = None
    pattern: str | None = None
    format: str | None = None
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)

    @property
    def place(self) -> str:
        """Where the code reads it first (file:line), empty where no code says so."""
        return self.evidence[0].place if self.evidence else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultField:
    """One field of an answer; `nullable` None: not stated."""

    name: str
    type: TypeName | None = None
    nullable: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a function answers; `place` is the first return of that kind in the code."""

    shape: Shape
    fields: Mapping[str, ResultField]
    complete: bool
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What callers must pass, may pass, and may read. Inputs stand in the order in which they were written."""

    inputs: Mapping[str, Parameter] | None
    closed: bool
    result: Result | None
