"""What a spec should declare for what the code shows: one step of writing signatures into specs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from sync.core.matching.similarity import Named, renamed
from sync.core.signature.inferred import Inferred, ResultPath
from sync.core.signature.model import Parameter
from sync.specs.models import ParameterSpec, SignatureSpec, TypeName

Result = Literal["text"] | dict[str, TypeName] | None


def declared_from(inferred: Inferred, existing: SignatureSpec | None) -> SignatureSpec:
    """The signature to declare, given what the spec declares already.

    The code decides which inputs there are, whether they are required, their defaults and types. What code cannot show is kept
    from the spec: description, enum, pattern and format, and a type or a default where the code shows none; also under a new
    name, where an input seems renamed. Inputs stand in the order of the spec, new ones after them in the order of the lines that
    show them first. An open signature keeps declared inputs that were not seen, a closed one drops them. The result changes only
    when every answer is known and of one kind.
    """
    known = (existing.inputs if existing else None) or {}
    seen = {item.name: item for item in sorted(inferred.inputs, key=_appearance)}
    now = _names_now(known, seen, inferred)
    kept = {now[name]: _input(seen[now[name]], known[name]) if now[name] in seen else known[name] for name in known if name in now}
    added = {name: _input(item, ParameterSpec()) for name, item in seen.items() if name not in kept}
    return SignatureSpec(inputs={**kept, **added}, result=_result(inferred.results, existing.result if existing else None))


def _names_now(known: Mapping[str, ParameterSpec], seen: Mapping[str, Parameter], inferred: Inferred) -> Mapping[str, str]:
    """Of the declared inputs that stay, the names they have in the code."""
    if not inferred.closed:
        return {name: name for name in known}
    gone = (Named(name=name, position=at, use=one.required) for at, (name, one) in enumerate(known.items()) if name not in seen)
    come = (Named(name=name, position=at, use=one.required) for at, (name, one) in enumerate(seen.items()) if name not in known)
    return {name: name for name in known if name in seen} | {**renamed(gone, come)}


def _appearance(item: Parameter) -> tuple[bool, str, int, str]:
    """Where it is first seen; what is seen nowhere comes last."""
    first = min(item.evidence, default=None)
    return (first is None, first.file if first else "", first.line if first else 0, item.name)


def _input(seen: Parameter, known: ParameterSpec) -> ParameterSpec:
    """A required input has no default, whatever the spec said: the code never uses one."""
    default = known.default if seen.default is None and not seen.required else seen.default
    return known.model_copy(update={"required": seen.required, "default": default, "type": seen.type or known.type})


def _result(paths: Iterable[ResultPath], existing: Result) -> Result:
    """The kind of answer of all paths, or what was declared. Answering nothing (null) is how handlers fail: it does not count."""
    told = [path for path in paths if path.kind != "null"]
    kinds = {path.kind for path in told}
    if kinds == {"text"}:
        return "text"
    if kinds == {"object"}:
        return _fields(told, existing if isinstance(existing, dict) else {})
    return existing


def _fields(paths: Iterable[ResultPath], declared: Mapping[str, TypeName]) -> dict[str, TypeName]:
    """The fields of all paths together: declared ones first, then the others as they are first returned.

    A declared field that is not shown stays where an answer may have more fields than are shown.
    """
    paths = tuple(paths)
    shown: dict[str, set[TypeName | None]] = {}
    for path in paths:
        for field in path.fields:
            shown.setdefault(field.name, set()).add(field.type)
    may_have = {name for name in declared if any(path.more for path in paths)}
    order = [name for name in declared if name in shown or name in may_have] + [name for name in shown if name not in declared]
    return {name: _type(shown.get(name, set()), declared.get(name)) for name in order}


def _type(shown: set[TypeName | None], declared: TypeName | None) -> TypeName:
    """The type that every path shows, else the declared one, else `string`.

    A declared field must have a type. `string` is the weakest true word for one that is unknown or differs between paths: the
    call center keeps an answer as text and hands its fields to flow variables, so `string` promises nothing beyond being there.
    """
    match sorted(shown, key=str):
        case [str() as only]:
            return only
        case ["integer", "number"]:
            return "number"
        case _:
            return declared or "string"
