"""The fast reader: YAML laid out as people write specs, line by line. Any other layout is left to `loader`.

libyaml creates an object with two marks for every word, which for a large registry costs more than everything else together.
So the block layout is read here, simple values too (`fast_inline`), and libyaml is asked for the other values only.
The subset is chosen so that no other rule of YAML is needed to read it: one `key: value`, `- value` or `- key: value` a line,
indentation by spaces, no value over several lines, no anchors, aliases, tags or tabs.
A property test compares both readers: where this one returns a value, the other returns the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pydantic import JsonValue

from sync.specs.yaml.fast_inline import QUOTED, WORDS, UnusualError, inline, scalar
from sync.specs.yaml.nodes import Document, Mark
from sync.specs.yaml.scalars import AmbiguousError

_DEEPEST = 20  # well inside the other reader's limit, so that both agree on what is too deep
_MOST_REMEMBERED = 4_000  # lines
_CHUNK = 1 << 16  # characters; the lines of a large file are never all in memory at once
# Anything but ordinary characters and line feeds: tabs, controls, byte order marks, and what YAML 1.1 takes for a line break.
_STRANGE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# A key with its value when that is a word or a quoted text; with any other value; with none; or something else.
_LINE = re.compile(rf"( *)(- +)?(?:(\w[\w.-]{{0,200}}):(?: +(?:{WORDS}|{QUOTED} *)(?:(?<= )#.*)?| +([^\s#].*)|(?: +#.*| *))$|(.*))")


class _Row(NamedTuple):
    """A line with content: the column of its key or item, the width of its dash, and its value if that is on the line."""

    indent: int
    dash: int
    key: str | None
    has_value: bool
    value: JsonValue


_BLANK, _START_OF_DOCUMENT, _END = (_Row(-1, 0, None, False, None) for _ in range(3))  # noqa: FBT003  in the order of the fields


class Layout:
    """Reads texts line by line; remembers the lines that specs repeat."""

    def __init__(self) -> None:
        self._known: dict[str, _Row] = {}
        self._rows: list[_Row] = []  # every line with content, and the end
        self._numbers: list[int] = []  # and on which line of the text it stands
        self._entries: dict[str, Mark] = {}

    def read(self, text: str) -> tuple[Document, ...] | None:
        """The documents of a text, or None when it is not laid out simply enough or something in it is wrong."""
        if _STRANGE.search(text):
            text = text.replace("\r\n", "\n")
            if _STRANGE.search(text):
                return None
        self._rows, self._numbers = [], []
        try:
            self._split(text)
            return tuple(self._documents())
        except (UnusualError, AmbiguousError):
            return None

    def _split(self, text: str) -> None:
        """Turn the text into rows, each distinct line only once."""
        known, rows, numbers = self._known, self._rows, self._numbers
        number = 0
        for lines in _chunks(text):
            if len(known) > _MOST_REMEMBERED:
                known.clear()
            for line in lines:
                number += 1
                row = known.get(line)
                if row is None:
                    row = known[line] = _parsed(line)
                if row is not _BLANK:
                    rows.append(row)
                    numbers.append(number)
        rows.append(_END)

    def _documents(self) -> Iterator[Document]:
        at = index = 0
        while (row := self._rows[at]) is not _END:
            mark, self._entries = Mark(self._numbers[at], max(row.indent, 0) + 1), {}
            if row is _START_OF_DOCUMENT:
                at += 1
            value: JsonValue = None
            if self._rows[at].indent >= 0:
                value, at = self._block(at, 0)
            if self._rows[at].indent >= 0:
                raise UnusualError
            yield Document(index, value, mark, self._entries)
            index += 1

    def _block(self, at: int, depth: int) -> tuple[JsonValue, int]:
        """The collection that begins with a row, and the row after it."""
        if depth > _DEEPEST:
            raise UnusualError
        row = self._rows[at]
        if row.dash:
            return self._list(at, row.indent, depth)
        return self._mapping(at, row.indent, depth)

    def _mapping(self, at: int, indent: int, depth: int) -> tuple[JsonValue, int]:
        rows = self._rows
        mapping: dict[str, JsonValue] = {}
        column, dash, key, has_value, value = rows[at]
        while column >= indent:
            if column > indent or dash or key is None or key in mapping:
                raise UnusualError
            if depth == 0 and isinstance(value, dict):
                raise UnusualError  # the places of its keys are asked for
            if depth == 1:
                self._entries.setdefault(key, Mark(self._numbers[at], indent + 1))
            at += 1
            if not has_value:
                value, at = self._nested(at, indent, depth)
            mapping[key] = value
            column, dash, key, has_value, value = rows[at]
        return mapping, at

    def _nested(self, at: int, indent: int, depth: int) -> tuple[JsonValue, int]:
        """The value below a key; a list may stand in the key's own column."""
        row = self._rows[at]
        if row.indent > indent:
            return self._block(at, depth + 1)
        if row.indent == indent and row.dash:
            return self._list(at, indent, depth + 1)
        return None, at

    def _list(self, at: int, indent: int, depth: int) -> tuple[JsonValue, int]:
        if depth == 0:
            raise UnusualError  # not a spec
        rows = self._rows
        items: list[JsonValue] = []
        while (row := rows[at]).indent == indent and row.dash:
            if row.key is None:
                value, at = row.value, at + 1
            else:
                column = indent + row.dash
                rows[at] = row._replace(indent=column, dash=0)
                value, at = self._mapping(at, column, depth + 1)
            items.append(value)
        if row.indent > indent:
            raise UnusualError
        return items, at


def _parsed(line: str) -> _Row:
    match = _LINE.fullmatch(line)
    if match is None:
        raise UnusualError
    spaces, dash, key, words, double, single, other, item = match.groups()
    if item is None:
        if other is not None:
            return _Row(len(spaces), len(dash or ""), key, True, inline(other))  # noqa: FBT003  in the order of the fields
        has_value = words is not None or double is not None or single is not None
        return _Row(len(spaces), len(dash or ""), key, has_value, scalar(words, double, single) if has_value else None)
    if dash and item and item[0] != "#":
        return _Row(len(spaces), len(dash), None, True, inline(item))  # noqa: FBT003  as above
    if not dash and (not item or item[0] == "#"):
        return _BLANK
    if spaces or dash or not item.startswith("---") or item[3:].lstrip(" ")[:1] not in {"", "#"} or item[3:4] == "#":
        raise UnusualError
    return _START_OF_DOCUMENT


def _chunks(text: str) -> Iterator[list[str]]:
    """The lines of a text; of a large one, never all at once."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _CHUNK)
        end = len(text) if end < 0 else end
        yield text[start:end].split("\n")
        start = end + 1
