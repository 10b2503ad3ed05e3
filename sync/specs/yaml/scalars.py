"""The value of an unquoted YAML text: the same in YAML 1.1 and 1.2, or it is refused.

`on`, `0571`, `1:30`, `2024-01-01`, `+8613800000000` and `1e3` are read differently by different readers.
Such a text must be written in quotes, or as the value that is meant.
"""

from __future__ import annotations

import re

from pydantic import JsonValue

_WORDS: dict[str, JsonValue] = {
    **dict.fromkeys(["", "~", "null", "Null", "NULL"]),
    **dict.fromkeys(["true", "True", "TRUE"], True),
    **dict.fromkeys(["false", "False", "FALSE"], False),
}
_LONGEST_NUMBER = 40  # more digits than any quantity has, and far from the interpreter's own limit
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+", re.ASCII)
_SWITCHES = {
    **dict.fromkeys(["yes", "Yes", "YES", "on", "On", "ON"], "true"),
    **dict.fromkeys(["no", "No", "NO", "off", "Off", "OFF"], "false"),
}
# The number and date forms of yaml.org/type (YAML 1.1) and of the core schema (YAML 1.2, chapter 10.3), taken together.
_DISPUTED = re.compile(
    r"""  [-+]?0b[01_]+
        | [-+]?0o[0-7]+
        | [-+]?0x[0-9a-fA-F_]+
        | [-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?
        | [-+]?\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?
        | [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?
        | [-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)
        | [0-9]{4}-[0-9]{2}-[0-9]{2}
        | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?
          (?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?
    """,
    re.ASCII | re.VERBOSE,
)
_NUMERIC_STARTS = frozenset("-+.0123456789")


class AmbiguousError(ValueError):
    """A text that YAML readers disagree about; `hint` says how to write what is meant."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def plain(text: str) -> JsonValue:
    """The value of an unquoted text: null, a boolean, a number, or the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    if text in _SWITCHES:
        meant = _SWITCHES[text]
        raise AmbiguousError(
            f"{text!r} is read as text by some YAML readers and as {meant} by others", f"write {quoted(text)} or {meant}"
        )
    return _numeric(text) if text[0] in _NUMERIC_STARTS else text


def _numeric(text: str) -> JsonValue:
    """A number, or a text that only begins like one."""
    if len(text) <= _LONGEST_NUMBER:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return float(text)
    if _DISPUTED.fullmatch(text):
        shown = text if len(text) <= _LONGEST_NUMBER else f"{text[:_LONGEST_NUMBER]}..."
        raise AmbiguousError(
            f"{shown!r} is read differently by different YAML readers (text, number or date)",
            f"if it is a text, write it in quotes: {quoted(shown)}; if it is a number, write its plain decimal digits",
        )
    return text


def quoted(text: str) -> str:
    """A text in the double quotes of YAML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
