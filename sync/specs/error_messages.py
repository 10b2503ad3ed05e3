"""What pydantic found wrong with a spec, in the user's terms: the mistake and its correction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pydantic import BaseModel, JsonValue, ValidationError

from sync.specs.models import Check, Failover, FunctionSpec, ParameterSpec, RegistrationSpec, ServiceDocument, SignatureSpec
from sync.specs.wording import did_you_mean, listed, shortened, shown
from sync.specs.yaml.nodes import Fault, Path

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_KINDS = {
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "a mapping (name: value)",
    "model_type": "a mapping (name: value)",
    "tuple_type": "a list (- item)",
}
_LONGEST_PART = 60  # of a path
_LIMITS = {"greater_than_equal": ("ge", "at least"), "less_than_equal": ("le", "at most")}


def faults_of(error: ValidationError, value: JsonValue, model: type[BaseModel], below: Path = ()) -> Iterator[Fault]:
    """Every mistake in `value`, which stands at the path `below` and should have been a `model`; each place once."""
    for details in error.errors(include_url=False):
        path, branch = _path(details["loc"], value, is_missing=details["type"] == "missing")
        if branch != "other":
            yield _fault(details, path, model, below, is_union=branch == "word")


def _path(location: Iterable[str | int], value: JsonValue, *, is_missing: bool) -> tuple[Path, str]:
    """The part of pydantic's location that is in the data; it also names the branches of a union, which are not.

    The one union is a result: a word or a mapping. For a mapping, only its mistakes as a mapping are reported.
    """
    path: list[str | int] = []
    branch = ""
    for part in location:
        if isinstance(value, dict) and isinstance(part, str) and (part in value or is_missing):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            is_mapping, is_word_branch = isinstance(value, dict), str(part).startswith("literal")
            branch = "other" if is_mapping is is_word_branch else "mapping" if is_mapping else "word"
            continue
        path.append(part)
    return tuple(path), branch


def _fault(details: ErrorDetails, path: Path, model: type[BaseModel], below: Path, *, is_union: bool) -> Fault:
    kind, found, context = details["type"], details["input"], details.get("ctx", {})
    label = _label(path)
    if kind == "extra_forbidden":
        return unknown_key(below + path, _model_at(model, path[:-1]).model_fields)
    if kind == "missing":
        return _missing(path, _model_at(model, path[:-1]), below)
    if kind == "literal_error" and not is_union:
        return _not_one_of(below + path, label, found, re.findall(r"'([^']*)'", str(context["expected"])))
    if kind in _LIMITS:
        limit, words = _LIMITS[kind]
        return Fault(path=below + path, message=f"{label}{shown(found)} is out of range", hint=f"{words} {context[limit]}")
    if kind == "string_too_short":
        return Fault(path=below + path, message=f"{label}the text is empty", hint="write at least one character")
    wanted = "`text`, or the fields of the answer with their types" if is_union else _KINDS.get(kind, details["msg"])
    is_text_meant = kind == "string_type" and isinstance(found, int | float)
    if path[:1] == ("environment",):  # its values may be secrets, and are never shown
        return Fault(path=below + path, message=f"{label}must be {wanted}", hint="put it in quotes" if is_text_meant else "")
    hint = "write result: text, or result: {field: type}" if is_union else _hint(kind, found)
    message = f"{label}must be {wanted}, not {shown(found)}"
    return Fault(path=below + path, message=message, hint=hint, at_key=found is None, unquoted=is_text_meant)


def _missing(path: Path, model: type[BaseModel], below: Path) -> Fault:
    key = path[-1]
    about = model.model_fields[str(key)].description or ""
    return Fault(
        path=below + path[:-1],
        message=f"{_label(path[:-1])}`{key}` is missing",
        hint=f"write {key}: ...  {about}".rstrip(),
        at_key=True,
    )


def _not_one_of(path: Path, label: str, found: object, choices: list[str]) -> Fault:
    meant = str(found) in choices and not isinstance(found, str)
    hint = f"{did_you_mean(str(found), choices)} one of {', '.join(choices)}".strip()
    if meant:
        return Fault(path=path, message=f"{label}must be a text, not {shown(found)}", unquoted=True)
    return Fault(path=path, message=f"{label}{shown(found)} is not a known value", hint=hint)


def _hint(kind: str, found: object) -> str:
    if kind == "int_type" and isinstance(found, str) and (digits := re.match(r"[0-9]+", found)):
        return f"write the number alone, without quotes or unit: {digits[0]}"
    if kind == "bool_type" and isinstance(found, str):
        return "without quotes"
    if kind == "tuple_type" and found is not None and not isinstance(found, dict):
        return f"write [{shown(found)}]"
    return ""


def unknown_key(path: Path, known: Iterable[str]) -> Fault:
    """A key that is unknown at its place, with the nearest known one."""
    key, known = str(path[-1]), sorted(known)
    if key in ServiceDocument.model_fields and key not in known:
        hint = f"`{key}` belongs at the top of the document, beside `functions:`"
    else:
        hint = did_you_mean(key, known) or f"known keys: {listed(known)}"
    return Fault(path=path, message=f"unknown key {shown(key)}", hint=hint, at_key=True)


def _label(path: Path) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{shortened(part, _LONGEST_PART)}" for part in path).removeprefix(
        "."
    )
    return f"{text}: " if text else ""


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel]:
    """Which model reads the mapping at a path of a function; elsewhere there is only one."""
    if model is not FunctionSpec:
        return model
    match path:
        case ("signature",):
            return SignatureSpec
        case ("signature", "inputs", _):
            return ParameterSpec
        case ("registrations", _):
            return RegistrationSpec
        case ("registrations", _, "failover"):
            return Failover
        case ("checks", int()):
            return Check
        case _:
            return FunctionSpec
