"""The fast reader of one value on one line: a word, a quoted text, or a flow collection of such. See `fast` for why."""

from __future__ import annotations

import re

from pydantic import JsonValue

from sync.specs.yaml.scalars import plain

_MOST_BRACKETS = 20  # well inside the other reader's limit, so that both agree on what is too deep
# An unquoted text of characters that mean nothing to YAML wherever in a text they stand; it begins with a letter or digit, or as
# a relative path does.
WORDS = r"((?:\.\.?/)*\w[\w./+=()~（），。、：；！？“” -]*)"
QUOTED = r"""(?:"([^"\\]*)"|'([^']*)')"""
_SCALAR = re.compile(rf"(?:{WORDS}|{QUOTED} *)(?:(?<= )#.*)?")
_PAIR = re.compile(rf" *(\w[\w.-]{{0,200}}): +(?:([{{\[])|(?:{WORDS}|{QUOTED} *)([,}}]))")
_ITEM = re.compile(rf" *(?:([{{\[])|(?:{WORDS}|{QUOTED} *)([,\]]))")
_AFTER = re.compile(r" *([,}\]])")
_TAIL = re.compile(r" *(?:(?<= )#.*)?")


class UnusualError(Exception):
    """The text is laid out in a way that only the full reader can read."""


def inline(text: str) -> JsonValue:
    """The value of a text that stands behind `key: ` on one line. Raises `UnusualError` or `AmbiguousError`."""
    bracket = text[0]
    if bracket not in "{[":
        found = _SCALAR.fullmatch(text)
        return scalar(*found.groups()) if found else _by_libyaml(text)
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        raise UnusualError
    try:
        value, end = _collection(text, 1, bracket)
        if _TAIL.fullmatch(text, end):
            return value
    except UnusualError:
        pass
    return _by_libyaml(text)


def scalar(words: str | None, double: str | None, single: str | None) -> JsonValue:
    """The value of what `WORDS` and `QUOTED` matched."""
    if words is not None:
        return plain(words.rstrip(" "))
    return single if double is None else double


def _collection(text: str, at: int, bracket: str) -> tuple[JsonValue, int]:
    """A flow collection whose opening bracket stands before `at`, and the index behind its closing one."""
    if bracket == "{":
        return ({}, at + 1) if text.startswith("}", at) else _pairs(text, at)
    return ([], at + 1) if text.startswith("]", at) else _items(text, at)


def _pairs(text: str, at: int) -> tuple[JsonValue, int]:
    pairs: dict[str, JsonValue] = {}
    while True:
        match = _PAIR.match(text, at)
        if match is None or match[1] in pairs:
            raise UnusualError
        key, opened, words, double, single, end = match.groups()
        at = match.end()
        if opened:
            pairs[key], at = _collection(text, at, opened)
            end, at = _after(text, at)
        else:
            pairs[key] = scalar(words, double, single)
        if end == "}":
            return pairs, at
        if end == "]":
            raise UnusualError


def _items(text: str, at: int) -> tuple[JsonValue, int]:
    items: list[JsonValue] = []
    while True:
        match = _ITEM.match(text, at)
        if match is None:
            raise UnusualError
        opened, words, double, single, end = match.groups()
        at = match.end()
        if opened:
            value, at = _collection(text, at, opened)
            end, at = _after(text, at)
        else:
            value = scalar(words, double, single)
        items.append(value)
        if end == "]":
            return items, at
        if end == "}":
            raise UnusualError


def _after(text: str, at: int) -> tuple[str, int]:
    match = _AFTER.match(text, at)
    if match is None:
        raise UnusualError
    return match[1], match.end()


def _by_libyaml(text: str) -> JsonValue:
    if text[0] in "|>":
        raise UnusualError
    from sync.specs.yaml.loader import Reader  # noqa: PLC0415 - imports libyaml, which most registries never need

    reader = Reader(f"k: {text}").run()
    if reader.flaws or reader.anchored or len(reader.documents) != 1:
        raise UnusualError
    document = reader.documents[0].value
    if not isinstance(document, dict) or len(document) != 1:
        raise UnusualError
    return document["k"]
