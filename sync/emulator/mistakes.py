"""What is wrong with a description, in words: where, and what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml
from pydantic import ValidationError

_WORDS = {  # pydantic's own words are for programmers
    "model_type": "must be fields with their values",
    "missing": "is missing",
    "extra_forbidden": "there is no such field here",
    "tuple_type": "must be a list",
    "too_short": "must not be empty",
    "string_type": "must be a text",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
}


class MistakeError(ValueError):
    """Something described cannot be; `field` is the part of the description that says so, empty for the whole."""

    def __init__(self, what: str, field: str = "") -> None:
        super().__init__(what)
        self.field = field


def mistakes(name: str, text: str, error: ValidationError) -> Iterator[str]:
    """One line for each: the description's name, the line in its text, the place, and what is wrong there."""
    root = _root(text)
    # The input is left out of the message: it may be a secret in the wrong place.
    problems = error.errors(include_url=False, include_input=False)
    for problem in problems:
        depth = len(problem["loc"])
        if any(len(other["loc"]) > depth and other["loc"][:depth] == problem["loc"] for other in problems):
            continue  # pydantic also calls a list too short when what is in it is wrong
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in problem["loc"]).lstrip(".")
        line = _line(root, problem["loc"]) if root is not None else 1
        yield f"{name}:{line}: {place or 'the file'}: {_WORDS.get(problem['type'], problem['msg'])}"


def not_yaml(name: str, error: Exception) -> str:
    """Where it stops being YAML, and why; `name` says what was meant, such as `world.yaml: not YAML`."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return f"{name}: {str(error).partition(chr(10))[0]}"
    return f"{name}: line {mark.line + 1}, column {mark.column + 1}: {getattr(error, 'problem', error)}"


def _root(text: str) -> yaml.Node | None:
    try:
        root: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:  # JSON may hold what YAML may not, such as a tab
        return None
    return root


def _line(node: yaml.Node, location: Sequence[int | str]) -> int:
    line = node.start_mark.line + 1
    for part in location:
        found = _child(node, part)
        if found is None:
            break
        node = found
        line = node.start_mark.line + 1
    return line


def _child(node: yaml.Node, part: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    return None
