"""Edits of registry files as text: only the intended part changes, every other byte stays. See docs/adr/0011.

Each edited text is read again before it is returned: unless it says exactly what was intended, and nothing else has changed,
`EditError` is raised.
"""

from __future__ import annotations

import json

import yaml
from pydantic import JsonValue

from sync.specs.models import ParameterSpec, SignatureSpec
from sync.specs.yaml.emit import STEP, signature_value
from sync.specs.yaml.loader import Reader
from sync.specs.yaml.nodes import Document
from sync.specs.yaml.patch import Splice, SpliceError, same
from sync.specs.yaml.syntax import mark_at

MARK = "\ufeff"  # the byte order mark
BY_HAND = "write it by hand, without anchors and aliases around it"
_BEFORE_SIGNATURE = ("name", "description", "runtime", "handler", "memory", "timeout", "environment", "code")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Values = dict[str, JsonValue]


class EditError(ValueError):
    """A text that cannot be edited safely. `line` counts from 1; `hint` says what to do instead.

    `file` is empty where there is only one that can be meant.
    """

    def __init__(self, line: int, message: str, hint: str, file: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.message = message
        self.hint = hint
        self.file = file


def with_signature(text: str, uid: str, signature: SignatureSpec) -> str:
    """The text of a registry file with that signature in the spec of that uid; the same text when it already has it.

    Comments, order and spelling stay wherever a key stays. A signature that was not there yet stands before the registrations.
    Byte order mark, line ends and further documents stay. Raises `EditError`, also for a text that is no valid YAML.
    """
    body = text.removeprefix(MARK)
    before = read(body)
    index = next((document.index for document in before if uid in functions_of(document)), None)
    if index is None:
        raise EditError(1, f"there is no function {uid} in this file", "name a uid of this file")
    old = functions_of(before[index])[uid]
    if not isinstance(old, dict):
        raise EditError(before[index].entries[uid].line, f"{uid} is not a mapping", "write name: and what else belongs to it")
    new = {**old, "signature": _as_written(signature_value(signature), old.get("signature"))}
    edited = _spliced(body, index, uid, old, new)
    expected = [document.value for document in before]
    functions_of(before[index])[uid] = new
    hold(edited, expected, before[index].entries[uid].line)
    return text[: len(text) - len(body)] + edited


def with_document(text: str, document: str) -> str:
    """The text of a registry file with one more document behind it. Raises `EditError` where that is not possible."""
    body = text.removeprefix(MARK)
    before, more = read(body), read(document)
    newline = "\r\n" if "\r\n" in body else "\n"
    joint = newline if body and not body.endswith("\n") else ""
    separator = f"---{newline}" if body.strip() else ""
    edited = body + joint + separator + document.replace("\n", newline)
    hold(edited, [item.value for item in (*before, *more)], 1 + body.count("\n"))
    return text[: len(text) - len(body)] + edited


def read(text: str) -> list[Document]:
    """The documents of a text without byte order mark. Raises `EditError` for its first flaw."""
    reader = Reader(text).run()
    if reader.flaws:
        first = min(reader.flaws)
        raise EditError(first.mark.line, first.message, first.hint)
    return reader.documents


def functions_of(document: Document) -> Values:
    """The functions of a document by uid, to be changed in place; none where it holds none."""
    functions = document.value.get("functions") if isinstance(document.value, dict) else None
    return functions if isinstance(functions, dict) else {}


def _spliced(text: str, index: int, uid: str, old: Values, new: Values) -> str:
    root = nodes_of(text)[index]
    _, functions = below(text, root, "functions")
    key, function = below(text, functions, uid)
    step = STEP
    if isinstance(function, yaml.MappingNode) and not function.flow_style:
        step = max(function.value[0][0].start_mark.column - key.start_mark.column, 1)
    splice = Splice(text, step)
    try:
        splice.merge(function, old, new, after=_BEFORE_SIGNATURE)
        return splice.text()
    except SpliceError as error:
        raise EditError(mark_at(text, error.index).line, f"the signature of {uid}: {error.message}", BY_HAND) from error


def nodes_of(text: str) -> list[yaml.Node]:
    """The root of each document, with its places in the text."""
    return list(yaml.compose_all(text, Loader=_Loader))


def below(text: str, node: yaml.Node, name: str) -> tuple[yaml.Node, yaml.Node]:
    """A key of a mapping and its value, with their places."""
    found = next(((key, value) for key, value in node.value if key.value == name), None)
    if found is None or found[1].start_mark.index < found[0].end_mark.index:
        line = mark_at(text, (found[0] if found else node).start_mark.index).line
        raise EditError(line, f"{name} comes from elsewhere: an alias or a merge key", BY_HAND)
    return found


def _as_written(wanted: Values, existing: JsonValue) -> Values:
    """The wanted signature, keeping what the existing one states redundantly, such as `required: false`."""
    if not isinstance(existing, dict):
        return wanted
    merged = _with_idle(wanted, existing, SignatureSpec)
    inputs, known = wanted.get("inputs"), existing.get("inputs")
    if isinstance(inputs, dict) and isinstance(known, dict):
        merged["inputs"] = {name: _input_as_written(declared, known, name) for name, declared in inputs.items()}
    return merged


def _input_as_written(declared: JsonValue, known: Values, name: str) -> JsonValue:
    existing = known.get(name)
    if not isinstance(declared, dict) or name not in known:
        return declared
    if isinstance(existing, dict):
        return _with_idle(declared, existing, ParameterSpec)
    return declared or existing  # `phone:` with nothing behind it means {}


def _with_idle(wanted: Values, existing: Values, model: type[ParameterSpec | SignatureSpec]) -> Values:
    """The mapping with the fields that the existing one states although they equal their default."""
    defaults = {name: field.default for name, field in model.model_fields.items()}
    idle = {name: value for name, value in existing.items() if name in defaults and same(value, defaults[name])}
    return {**idle, **wanted}


def hold(text: str, expected: list[JsonValue], line: int) -> None:
    """Read the edited text again: it must say what was intended and nothing else, or `EditError` is raised."""
    reader = Reader(text).run()
    said = json.dumps([document.value for document in reader.documents], sort_keys=True)
    if reader.flaws or said != json.dumps(expected, sort_keys=True):
        raise EditError(line, "this cannot be edited without changing something else", BY_HAND)
