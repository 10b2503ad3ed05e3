"""Values to YAML text in the style of specs: nested values over several lines, everything else on one line.

Every text is written so that every YAML reader, of 1.1 or 1.2, reads it as that text (see `sync.specs.yaml.scalars`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pydantic import JsonValue

from sync.specs.ids import REGION_NAMES, Generation, Region
from sync.specs.models import CenterSpec, FunctionSpec, ParameterSpec, SignatureSpec
from sync.specs.yaml.scalars import AmbiguousError, plain

STEP = 2  # columns that one level of nesting takes
_NESTED = frozenset({"signature", "inputs", "registrations"})
# Letters of any script, digits, and marks that mean nothing to YAML inside brackets or outside; no space at an end.
_PLAIN = re.compile(r"[^\W\d](?:[\w ./()（），。、-]*[\w./()（），。、-])?")
_INPUT_FIELDS = {name: field.default for name, field in ParameterSpec.model_fields.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedFunction:
    """A function to write: its uid, its spec, and `remarks` that stand as comments where its signature is or would be."""

    uid: str
    spec: FunctionSpec
    remarks: tuple[str, ...] = ()


def inline(value: JsonValue) -> str:
    """A value on one line. Numbers that YAML cannot hold exactly are written as they are, and refused when read."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _decimal(value)
        case str():
            return _text(value)
        case list():
            return "[" + ", ".join(map(inline, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{_text(key)}: {inline(item)}" for key, item in value.items()) + "}"


def lines(name: str, value: JsonValue, *, column: int, step: int = STEP) -> list[str]:
    """`name: value` beginning in that column (from 0): a signature, inputs or registrations over several lines."""
    margin = " " * column
    if name in _NESTED and isinstance(value, dict) and value:
        below = (line for key, item in value.items() for line in lines(key, item, column=column + step, step=step))
        return [f"{margin}{_text(name)}:", *below]
    return [f"{margin}{_text(name)}: {inline(value)}"]


def signature_value(signature: SignatureSpec) -> dict[str, JsonValue]:
    """A signature as a spec states it, without the parts that it leaves open."""
    value: dict[str, JsonValue] = {}
    if signature.inputs is not None:
        value["inputs"] = {name: input_value(declared) for name, declared in signature.inputs.items()}
    if signature.result is not None:
        value["result"] = signature.result if isinstance(signature.result, str) else dict(signature.result)
    return value


def input_value(declared: ParameterSpec) -> dict[str, JsonValue]:
    """An input as a spec states it, without fields that equal their default."""
    stated: dict[str, JsonValue] = {}
    for name, default in _INPUT_FIELDS.items():
        said = getattr(declared, name)
        if said is not None and said is not default:
            stated[name] = list(said) if isinstance(said, tuple) else said
    return stated


def centers_document(centers: Mapping[str, CenterSpec]) -> str:
    """A document that names centers, one on a line."""
    return _joined(["centers:", *(f"  {_text(name)}: {inline(_stated(spec))}" for name, spec in centers.items())])


def service_document(service: str, region: Region, generation: Generation, functions: Iterable[ComposedFunction]) -> str:
    """A document that holds functions of one service."""
    console_name = REGION_NAMES.get(region)
    where = f"region: {_text(region)}" + (f"  # {console_name}" if console_name else "")
    head = [f"service: {_text(service)}", where, f'generation: "{generation}"', "functions:"]
    return _joined([*head, *(line for function in functions for line in _function(function))])


def _function(function: ComposedFunction) -> list[str]:
    written = [f"  {_text(function.uid)}:"]
    stated = _stated(function.spec)
    registrations = stated.pop("registrations", None)
    signature = function.spec.signature
    stated.pop("signature", None)
    for name, value in stated.items():
        written += lines(name, value, column=4)
    written += [f"    # {_shown(remark)}" for remark in function.remarks]
    if signature is not None:
        written += lines("signature", signature_value(signature), column=4)
    if registrations:
        written += lines("registrations", registrations, column=4)
    return written


def _stated(spec: FunctionSpec | CenterSpec) -> dict[str, JsonValue]:
    value: dict[str, JsonValue] = spec.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return value


def _text(text: str) -> str:
    """A text without quotes where every reader agrees on it, else in the double quotes of JSON, which YAML shares."""
    if _PLAIN.fullmatch(text):
        try:
            if plain(text) == text:
                return text
        except AmbiguousError:
            pass
    return _shown(json.dumps(text, ensure_ascii=False))


def _shown(text: str) -> str:
    """The text on one line, with nothing invisible in it."""
    return "".join(character if character.isprintable() else _escaped(character) for character in text)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  the end of the basic plane


def _decimal(value: float) -> str:
    """All digits: an exponent is read as a text by some."""
    try:
        digits = f"{Decimal(repr(value)):f}"
    except ArithmeticError:
        return repr(value)
    return digits if "." in digits or not digits.lstrip("-").isdigit() else f"{digits}.0"


def _joined(parts: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in parts)
