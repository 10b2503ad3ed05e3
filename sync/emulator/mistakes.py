"""What is wrong with a description, in words: where, and what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml
from pydantic import ValidationError

_WORDS = {"model_type": "must be fields with their values"}  # pydantic names our classes, which nobody can look up


class MistakeError(ValueError):
    """Something described cannot be; `field` is the part of the description that says so, empty for the whole."""

    def __init__(self, what: str, field: str = "") -> None:
        super().__init__(what)
        self.field = field


def mistakes(name: str, text: str, error: ValidationError) -> Iterator[str]:
    """One line for each: the description's name, the line in its text, the place, and what is wrong there."""
    root = _root(text)
    # The input is left out of the message: it may be a secret in the wrong place.
    for problem in error.errors(include_url=False, include_input=False):
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in problem["loc"]).lstrip(".")
        line = _line(root, problem["loc"]) if root is not None else 1
        yield f"{name}:{line}: {place or 'the file'}: {_WORDS.get(problem['type'], problem['msg'])}"


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
