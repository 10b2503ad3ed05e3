"""The sources of a signature, each in the one form: what a spec declares, what code implements, what the lock recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from sync.core.signature.inferred import Inferred, ResultPath
from sync.core.signature.model import Parameter, Result, ResultField, Signature
from sync.specs.models import RecordedField, RecordedParameter, RecordedSignature, SignatureSpec, TypeName


def declared(signature: SignatureSpec) -> Signature:
    """What a spec declares. It means what it says: there are no inputs and no fields besides those it names."""
    inputs = None
    if signature.inputs is not None:
        inputs = {
            name: Parameter(
                name=name, required=one.required, default=one.default, type=one.type,
                enum=one.enum, pattern=one.pattern, format=one.format,
            )
            for name, one in signature.inputs.items()
        }  # fmt: skip
    return Signature(inputs=inputs, closed=True, result=_declared_result(signature.result))


def implemented(inferred: Inferred) -> Signature:
    """What the code shows, in the order of the lines that show it first."""
    inputs = {one.name: one for one in sorted(inferred.inputs, key=lambda one: (one.evidence[:1], one.name))}
    return Signature(inputs=inputs, closed=inferred.closed, result=_implemented_result(inferred.results))


def recorded(seen: RecordedSignature) -> Signature:
    """What the code showed at the last good sync."""
    inputs = {
        name: Parameter(name=name, required=one.required, default=one.default, type=one.type)
        for name, one in sorted(seen.inputs.items(), key=lambda item: item[1].position)
    }
    result: Result | None = None
    if seen.result == "text":
        result = Result(shape="text", fields={}, complete=not seen.incomplete)
    elif seen.result is not None:
        fields = {name: ResultField(name=name, type=one.type, nullable=one.nullable) for name, one in seen.result.items()}
        result = Result(shape="object", fields=fields, complete=not seen.incomplete)
    return Signature(inputs=inputs, closed=not seen.open, result=result)


def to_record(signature: Signature) -> RecordedSignature:
    """The same signature in the lock's words. Answers that are sometimes a text and sometimes not are not recorded."""
    inputs = {
        name: RecordedParameter(type=one.type, required=one.required, default=one.default, position=position)
        for position, (name, one) in enumerate((signature.inputs or {}).items())
    }
    result: Literal["text"] | dict[str, RecordedField] | None = None
    if signature.result is not None and signature.result.shape == "text":
        result = "text"
    elif signature.result is not None and signature.result.shape == "object":
        fields = sorted(signature.result.fields.items())
        result = {name: RecordedField(type=one.type, nullable=bool(one.nullable)) for name, one in fields}
    incomplete = signature.result is not None and not signature.result.complete
    return RecordedSignature(inputs=dict(sorted(inputs.items())), result=result, open=not signature.closed, incomplete=incomplete)


def _declared_result(result: Literal["text"] | Mapping[str, TypeName] | None) -> Result | None:
    if result is None:
        return None
    if isinstance(result, str):
        return Result(shape="text", fields={}, complete=True)
    # Every field of an answer can be read as a text, so `string` promises no more than that it is there.
    fields = {name: ResultField(name=name, type=None if kind == "string" else kind) for name, kind in result.items()}
    return Result(shape="object", fields=fields, complete=True)


def _implemented_result(paths: Iterable[ResultPath]) -> Result | None:
    """All results as one: a field that some answer lacks may be null for its readers."""
    paths = tuple(paths)
    objects = [path for path in paths if path.kind == "object"]
    texts = [path for path in paths if path.kind == "text"]
    if not objects and not texts:
        return None
    if len(paths) == 1 and not texts:
        return _only_object(paths[0])
    whole = all(path.kind == "object" for path in paths)
    names = sorted({one.name for path in objects for one in path.fields})
    first = min(path.evidence for path in objects or texts)
    return Result(
        shape="text" if not objects else "either" if texts else "object",
        fields={name: _merged(name, objects, sometimes=not whole) for name in names},
        complete=not any(path.kind == "unknown" or path.more for path in paths),
        place=first.place,
    )


def _only_object(path: ResultPath) -> Result:
    """What most functions have: one way to answer, which needs no merging."""
    fields = {one.name: one for one in reversed(path.fields)}  # of two with one name the first counts
    told = {name: ResultField(name=name, type=one.type, nullable=bool(one.nullable)) for name, one in sorted(fields.items())}
    return Result(shape="object", fields=told, complete=not path.more, place=path.evidence.place)


def _merged(name: str, paths: Iterable[ResultPath], *, sometimes: bool) -> ResultField:
    found = [next((one for one in path.fields if one.name == name), None) for path in paths]
    kinds = {one.type for one in found if one is not None}
    nullable = sometimes or any(one is None or one.nullable for one in found)
    return ResultField(name=name, type=kinds.pop() if len(kinds) == 1 else None, nullable=nullable)
