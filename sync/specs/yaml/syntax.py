"""What libyaml reports about a text that it cannot read, in helpful words."""

from __future__ import annotations

import re

import yaml

from sync.specs.yaml.nodes import Flaw, Mark

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_HINTS = {
    "mapping values are not allowed in this context": 'put a text that contains ": " in quotes; or correct the indentation here',
    "did not find expected key": "correct the indentation of this line, or a quote or bracket above it",
    "could not find expected ':'": "write key: value; or put a text that runs over several lines in quotes",
    "did not find expected '-' indicator": "begin every item of this list with - in the same column",
    "did not find expected ',' or '}'": "close the bracket { or put a comma between its fields",
    "did not find expected ',' or ']'": "close the bracket [ or put a comma between its items",
    "found unexpected end of stream": "close the quote",
    "found unexpected document indicator": "close the quote above the line ---",
    "found unknown escape character": r"write \\ for a backslash, or use single quotes",
    "found duplicate anchor": "give every anchor its own name",
}
_HINTS_BY_CHARACTER = {
    "\t": "indent with spaces, not with tabs",
    "@": "put the text in quotes: it begins with @",
    "`": "put the text in quotes: it begins with `",
    "%": "put the text in quotes: it begins with %",
}


def flaw_of(error: yaml.YAMLError, text: str) -> Flaw:
    """The place and the meaning of a syntax error."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return _unreadable(text)
    problem = error.problem or "cannot be read"
    line, column = error.problem_mark.line + 1, error.problem_mark.column + 1
    message = f"not valid YAML: {problem}"
    if error.context and error.context_mark is not None and error.context_mark.line < error.problem_mark.line:
        message += f", {error.context} that begins on line {error.context_mark.line + 1}"
    character = text[error.problem_mark.index : error.problem_mark.index + 1]
    hint = _HINTS_BY_CHARACTER.get(character) if "cannot start any token" in problem else _HINTS.get(problem)
    return Flaw(Mark(line, column), message, hint or "check quotes, brackets and indentation here and on the line above")


def _unreadable(text: str) -> Flaw:
    """The YAML reader refuses a character and does not say on which line."""
    found = _NOT_TEXT.search(text)
    if found is None:
        return Flaw(Mark(1, 1), "not valid YAML", "check the file with an editor that knows YAML")
    return Flaw(
        mark_at(text, found.start()),
        f"the character U+{ord(found[0]):04X} is not allowed in YAML",
        "remove it, or write it as an escape in double quotes",
    )


def mark_at(text: str, index: int) -> Mark:
    """The line and column of an index into a text."""
    return Mark(text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))
