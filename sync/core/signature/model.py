"""A signature in one form, whoever states it: the spec (declared), the code (implemented), or the lock (recorded).

Everything may be unknown, and what is unknown is never taken for absent: inputs and a result that are None are not stated, a
contract that is not `closed` may have further inputs, a result that is not `complete` may have further fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from sync.core.signature.inferred import Inferred, InferredInput, ResultPath
from sync.specs.models import SeenField, SeenInput, SeenSignature, Signature, TypeName

Shape = Literal["text", "object", "either"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """One input: what may be passed for it. `place` is where the code reads it (file:line), empty where no code says so.

    Two that differ in position or place alone say the same and are equal.
    """

    name: str
    required: bool
    default: JsonValue = None
    type: TypeName | None = None
    enum: tuple[JsonValue, ...] | None = None
    pattern: str | None = None
    form: str | None = None
    position: int = field(default=0, compare=False)  # counted from 0 in the order it was written
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One field of an answer; `nullable` None: not stated."""

    name: str
    type: TypeName | None = None
    nullable: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a function answers; `place` is the first return of that kind in the code."""

    shape: Shape
    fields: Mapping[str, Answered]
    complete: bool
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What callers must pass, may pass, and may read."""

    inputs: Mapping[str, Accepted] | None
    closed: bool
    result: Outcome | None


def declared(signature: Signature) -> Contract:
    """What a spec declares. It means what it says: there are no inputs and no fields besides those it names."""
    inputs = None
    if signature.inputs is not None:
        inputs = {
            name: Accepted(
                name=name, required=one.required, default=one.default, type=one.type,
                enum=one.enum, pattern=one.pattern, form=one.format, position=position,
            )
            for position, (name, one) in enumerate(signature.inputs.items())
        }  # fmt: skip
    return Contract(inputs=inputs, closed=True, result=_declared_result(signature.result))


def implemented(inferred: Inferred) -> Contract:
    """What the code shows."""
    inputs = {
        one.name: Accepted(
            name=one.name, required=one.required, default=one.default, type=one.type, position=position, place=_place(one)
        )
        for position, one in enumerate(sorted(inferred.inputs, key=lambda one: (one.evidence[:1], one.name)))
    }
    return Contract(inputs=inputs, closed=inferred.closed, result=_implemented_result(inferred.results))


def recorded(seen: SeenSignature) -> Contract:
    """What the code showed at the last good sync."""
    inputs = {
        name: Accepted(name=name, required=one.required, default=one.default, type=one.type, position=one.position)
        for name, one in seen.inputs.items()
    }
    result: Outcome | None = None
    if seen.result == "text":
        result = Outcome(shape="text", fields={}, complete=not seen.incomplete)
    elif seen.result is not None:
        fields = {name: Answered(name=name, type=one.type, nullable=one.nullable) for name, one in seen.result.items()}
        result = Outcome(shape="object", fields=fields, complete=not seen.incomplete)
    return Contract(inputs=inputs, closed=not seen.open, result=result)


def to_record(contract: Contract) -> SeenSignature:
    """The same contract in the lock's words. Answers that are sometimes a text and sometimes not are not recorded."""
    inputs = {
        name: SeenInput(type=one.type, required=one.required, default=one.default, position=one.position)
        for name, one in sorted((contract.inputs or {}).items())
    }
    result: Literal["text"] | dict[str, SeenField] | None = None
    if contract.result is not None and contract.result.shape == "text":
        result = "text"
    elif contract.result is not None and contract.result.shape == "object":
        fields = sorted(contract.result.fields.items())
        result = {name: SeenField(type=one.type, nullable=bool(one.nullable)) for name, one in fields}
    incomplete = contract.result is not None and not contract.result.complete
    return SeenSignature(inputs=inputs, result=result, open=not contract.closed, incomplete=incomplete)


def _declared_result(result: Literal["text"] | Mapping[str, TypeName] | None) -> Outcome | None:
    if result is None:
        return None
    if isinstance(result, str):
        return Outcome(shape="text", fields={}, complete=True)
    # Every field of an answer can be read as a text, so `string` promises no more than that it is there.
    fields = {name: Answered(name=name, type=None if kind == "string" else kind) for name, kind in result.items()}
    return Outcome(shape="object", fields=fields, complete=True)


def _implemented_result(paths: Iterable[ResultPath]) -> Outcome | None:
    """All ways out as one: a field that some answer lacks may be null for whoever reads it."""
    paths = tuple(paths)
    objects = [path for path in paths if path.kind == "object"]
    texts = [path for path in paths if path.kind == "text"]
    if not objects and not texts:
        return None
    whole = all(path.kind == "object" for path in paths)
    names = sorted({one.name for path in objects for one in path.fields})
    first = min(path.evidence for path in objects or texts)
    return Outcome(
        shape="text" if not objects else "either" if texts else "object",
        fields={name: _merged(name, objects, sometimes=not whole) for name in names},
        complete=not any(path.kind == "unknown" or path.more for path in paths),
        place=f"{first.file}:{first.line}",
    )


def _merged(name: str, paths: Iterable[ResultPath], *, sometimes: bool) -> Answered:
    found = [next((one for one in path.fields if one.name == name), None) for path in paths]
    kinds = {one.type for one in found if one is not None}
    nullable = sometimes or any(one is None or one.nullable for one in found)
    return Answered(name=name, type=kinds.pop() if len(kinds) == 1 else None, nullable=nullable)


def _place(one: InferredInput) -> str:
    return f"{one.evidence[0].file}:{one.evidence[0].line}" if one.evidence else ""
