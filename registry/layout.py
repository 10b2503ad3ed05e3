"""The quick reader: YAML laid out as people write specs, line by line. What is laid out otherwise is left to `reader`.

libyaml makes an object with two marks of every word, which for a large registry costs more than everything else together.
So the block layout is read here, simple values too (`inline`), and libyaml is asked for the other values only.
The subset is chosen so that no rule of YAML is needed to read it: one `key: value`, `- value` or `- key: value` a line,
indentation by spaces, no value over several lines, no anchors, aliases, tags or tabs.
A law in the tests holds both readers together: where this one answers, the other answers the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pydantic import JsonValue

from registry.documents import Document, Mark
from registry.inline import QUOTED, WORDS, UnusualError, inline, scalar
from registry.scalars import AmbiguousError

_DEEPEST = 20  # well inside the other reader's limit, so that both agree on what is too deep
_MOST_REMEMBERED = 20_000  # lines
_CHUNK = 1 << 16  # characters; the lines of a large file are never all in memory at once
# Anything but ordinary characters and line feeds: tabs, controls, byte order marks, and what YAML 1.1 takes for a line break.
_STRANGE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# A key with its value when that is a word or a quoted text; with any other value; with none; or something else.
_LINE = re.compile(rf"( *)(- +)?(?:(\w[\w.-]{{0,200}}):(?: +(?:{WORDS}|{QUOTED} *)(?:(?<= )#.*)?| +([^\s#].*)|(?: +#.*| *))$|(.*))")


class _Row(NamedTuple):
    """A line that says something: the column of its key or item, the width of its dash, and its value if that is on the line."""

    indent: int
    dash: int
    key: str | None
    has_value: bool
    value: JsonValue


_BLANK, _START_OF_DOCUMENT, _END = (_Row(-1, 0, None, False, None) for _ in range(3))  # noqa: FBT003  in the order of the fields


class Layout:
    """Reads texts line by line; remembers the lines that specs repeat."""

    def __init__(self) -> None:
        self._known_rows: dict[str, _Row] = {}
        self._lines: Iterator[str] = iter(())
        self._row = _END  # the next one
        self._line = 0  # and its number
        self._entries: dict[str, Mark] = {}

    def read(self, text: str) -> tuple[Document, ...] | None:
        """The documents of a text, or None when it is not laid out simply enough or something in it is wrong."""
        if _STRANGE.search(text):
            text = text.replace("\r\n", "\n")
            if _STRANGE.search(text):
                return None
        self._lines, self._line = _lines(text), 0
        try:
            self._next()
            return tuple(self._documents())
        except (UnusualError, AmbiguousError):
            return None

    def _next(self) -> None:
        """Go on to the next line that says something."""
        known = self._known_rows
        for line in self._lines:
            self._line += 1
            row = known.get(line)
            if row is None:
                if len(known) >= _MOST_REMEMBERED:
                    known.clear()
                row = known[line] = self._parsed(line)
            if row is not _BLANK:
                self._row = row
                return
        self._row = _END

    def _parsed(self, line: str) -> _Row:
        match = _LINE.fullmatch(line)
        if match is None:
            raise UnusualError
        spaces, dash, key, words, double, single, other, item = match.groups()
        if item is None:
            if other is not None:
                return _Row(len(spaces), len(dash or ""), key, True, inline(other))  # noqa: FBT003  as above
            has_value = words is not None or double is not None or single is not None
            return _Row(len(spaces), len(dash or ""), key, has_value, scalar(words, double, single) if has_value else None)
        if dash and item and item[0] != "#":
            return _Row(len(spaces), len(dash), None, True, inline(item))  # noqa: FBT003  as above
        if not dash and (not item or item[0] == "#"):
            return _BLANK
        if spaces or dash or not item.startswith("---") or item[3:].lstrip(" ")[:1] not in {"", "#"} or item[3:4] == "#":
            raise UnusualError
        return _START_OF_DOCUMENT

    def _documents(self) -> Iterator[Document]:
        index = 0
        while self._row is not _END:
            mark, self._entries = Mark(self._line, max(self._row.indent, 0) + 1), {}
            if self._row is _START_OF_DOCUMENT:
                self._next()
            value = self._block(0) if self._row.indent >= 0 else None
            if self._row.indent >= 0:
                raise UnusualError
            yield Document(index, value, mark, self._entries)
            index += 1

    def _block(self, depth: int) -> JsonValue:
        if depth > _DEEPEST:
            raise UnusualError
        if self._row.dash:
            return self._list(self._row.indent, depth)
        return self._mapping(self._row.indent, depth)

    def _mapping(self, indent: int, depth: int) -> JsonValue:
        mapping: dict[str, JsonValue] = {}
        while self._row.indent >= indent:
            column, dash, key, has_value, value = self._row
            if column > indent or dash or key is None or key in mapping:
                raise UnusualError
            if depth == 1:
                self._entries.setdefault(key, Mark(self._line, indent + 1))
            self._next()
            if depth == 0 and isinstance(value, dict):
                raise UnusualError  # the places of its keys are asked for
            if not has_value:
                value = self._nested(indent, depth)
            elif self._row.indent > indent:
                raise UnusualError
            mapping[key] = value
        return mapping

    def _nested(self, indent: int, depth: int) -> JsonValue:
        """The value below a key; a list may stand in the key's own column."""
        if self._row.indent > indent:
            return self._block(depth + 1)
        if self._row.indent == indent and self._row.dash:
            return self._list(indent, depth + 1)
        return None

    def _list(self, indent: int, depth: int) -> JsonValue:
        items: list[JsonValue] = []
        while (row := self._row).indent == indent and row.dash:
            if row.key is None:
                if depth == 0:
                    raise UnusualError  # not a spec
                self._next()
                items.append(row.value)
            else:
                self._row = row._replace(indent=indent + row.dash, dash=0)
                items.append(self._mapping(indent + row.dash, depth + 1))
            if self._row.indent > indent:
                raise UnusualError
        return items


def _lines(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("\n", start + _CHUNK)
        end = len(text) if end < 0 else end
        yield from text[start:end].split("\n")
        start = end + 1
