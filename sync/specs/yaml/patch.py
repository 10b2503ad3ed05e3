"""Changes to a mapping inside a YAML text, made where its values stand: every other character stays.

Works on the marks of libyaml. What cannot be done safely raises `SpliceError`; the caller reads the result again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import yaml
from pydantic import JsonValue
from pydantic_core import to_json

from sync.specs.yaml.emit import inline, lines

_ALIAS = re.compile(r"\s*:\s*\*[^\s,\[\]{}]+")
_COLON = re.compile(r"[ \t]*:")
_NESTED = frozenset({"signature", "inputs"})  # written over several lines in a block
_LISTS = frozenset({"formerly"})  # changed item by item
_DASH = re.compile(r" *- +")
Values = Mapping[str, JsonValue]


class SpliceError(ValueError):
    """A place that cannot be changed safely; `index` is where in the text, `message` says what stands there."""

    def __init__(self, index: int, message: str) -> None:
        super().__init__(message)
        self.index = index
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One key with its value; `end` is where the value ends, comments not counted."""

    name: str
    key: yaml.Node
    value: yaml.Node
    end: int

    @property
    def start(self) -> int:
        return self.key.start_mark.index

    @property
    def is_merge(self) -> bool:
        """A merge key, which brings keys from elsewhere."""
        return self.name == "<<" and isinstance(self.key, yaml.ScalarNode) and not self.key.style

    @property
    def is_alias(self) -> bool:
        """A value that stands elsewhere, above."""
        return self.value.start_mark.index < self.key.end_mark.index


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The lines of a key and its value, without their line breaks, and the column (from 0) in which it begins."""

    column: int
    rows: tuple[str, ...]

    def in_column(self, column: int) -> list[str]:
        """The same lines beginning there; empty ones stay empty."""
        margin, more = " " * max(self.column - column, 0), " " * max(column - self.column, 0)
        return [more + row.removeprefix(margin) if row.strip() else row for row in self.rows]


def same(one: JsonValue, other: JsonValue) -> bool:
    """Whether two values are equal in type too: `true` is not `1`."""
    return to_json(one) == to_json(other)


def _is_block(node: yaml.Node) -> bool:
    """A mapping or a list on lines of its own."""
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


class Splice:
    """Collects changes to one text. `step` is how many columns a level of nesting takes."""

    def __init__(self, text: str, step: int) -> None:
        self._text = text
        self._step = step
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._edits: list[tuple[int, int, str]] = []

    def text(self) -> str:
        """The text with all changes made."""
        parts, at = [], 0
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            if start < at:
                raise SpliceError(start, "two changes fall on the same place")
            parts += [self._text[at:start], new]
            at = end
        return "".join([*parts, self._text[at:]])

    def merge(self, node: yaml.Node, old: Values, new: Values, *, after: Collection[str] = ()) -> None:
        """Change a mapping from `old` to `new`. Keys keep their order; new ones follow the last of `after`, or the last key."""
        if not isinstance(node, yaml.MappingNode):
            raise SpliceError(node.start_mark.index, "this is not a mapping")
        entries = [self._entry(key, value) for key, value in node.value]
        direct = {entry.name for entry in entries if not entry.is_merge}
        for name in old:
            if name not in new and name not in direct:
                raise SpliceError(node.start_mark.index, f"{name!r} comes from a merge key (<<)")
        for entry in entries:
            if entry.name in direct and entry.name in new and not same(old.get(entry.name), new[entry.name]):
                self._change(entry, old.get(entry.name), new[entry.name], in_flow=bool(node.flow_style))
        absent = {name: value for name, value in new.items() if name not in direct}
        added = {name: value for name, value in absent.items() if name not in old or not same(old[name], value)}
        kept = [entry for entry in entries if entry.is_merge or entry.name in new]
        behind = max((number for number, entry in enumerate(kept) if entry.name in after), default=len(kept) - 1)
        if node.flow_style:
            self._flow(node, entries, kept, kept[behind] if kept else None, added)
        else:
            self._block(entries, kept, kept[behind] if kept else entries[-1], added)

    def replace(self, start: int, end: int, text: str) -> None:
        """Change any part of the text, such as a comment."""
        self._edit(start, end, text)

    def cut(self, key: yaml.Node, value: yaml.Node) -> Block:
        """Take a key of a block out, with the comments that are its own."""
        entry = self._entry(key, value)
        top, bottom = self._top(entry), self._bottom(entry)
        self._edit(top, bottom, "")
        rows = self._text[top:bottom].removesuffix("\n").split("\n")
        return Block(column=self._column(entry), rows=tuple(row.removesuffix("\r") for row in rows))

    def paste(self, node: yaml.Node, blocks: Iterable[Block], *, without: Collection[str] = ()) -> None:
        """Put blocks behind the last key of a mapping, in its column; the keys `without` are cut at the same time."""
        kept = [self._entry(key, value) for key, value in node.value if key.value not in without] if _is_block(node) else []
        if not kept:
            raise SpliceError(node.start_mark.index, "there is no block to put it into")
        column, at = self._column(kept[-1]), self._bottom(kept[-1])
        joint = self._newline if at and self._text[at - 1] != "\n" else ""  # the last line of the file has no end
        # The pasted ones always do: a text in a block has its line break as a part.
        self._edit(at, at, joint + "".join(row + self._newline for block in blocks for row in block.in_column(column)))

    # In blocks

    def _block(self, entries: list[_Entry], kept: list[_Entry], behind: _Entry, added: Values) -> None:
        for entry in entries:
            if entry not in kept:
                self._edit(self._top(entry), self._bottom(entry), "")
        if added:
            column = self._column(entries[0])
            rows = [row for name, value in added.items() for row in lines(name, value, column=column, step=self._step)]
            self._insert_rows(self._bottom(behind), rows)

    def _insert_rows(self, at: int, rows: list[str]) -> None:
        text = "".join(row + self._newline for row in rows)
        if at and self._text[at - 1] != "\n":  # the last line of the file has no end
            text = self._newline + text.removesuffix(self._newline)
        self._edit(at, at, text)

    def _column(self, entry: _Entry) -> int:
        start = self._line_start(entry.start)
        if self._text[start : entry.start].strip(" "):
            raise SpliceError(entry.start, "something stands before this key on its line")
        return entry.start - start

    def _top(self, entry: _Entry) -> int:
        """Where its lines begin, with the comment directly above."""
        column = self._column(entry)
        start = self._line_start(entry.start)
        while start:
            above = self._line_start(start - 1)
            if not self._text[above:start].startswith(" " * column + "#"):
                break
            start = above
        return start

    def _bottom(self, entry: _Entry) -> int:
        """Where its lines end, with comments below that are indented deeper."""
        column = self._column(entry)
        end = self._line_end(entry.end)
        while end < len(self._text):
            below = self._line_end(end)
            line = self._text[end:below].rstrip("\r\n")
            if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) <= column:
                break
            end = below
        return end

    def _line_start(self, index: int) -> int:
        return self._text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        """Behind the line break."""
        found = self._text.find("\n", index)
        return len(self._text) if found < 0 else found + 1

    # In brackets

    def _flow(self, node: yaml.Node, entries: list[_Entry], kept: list[_Entry], behind: _Entry | None, added: Values) -> None:
        items = inline(dict(added))[1:-1]
        close = node.end_mark.index - 1
        if behind is None:
            self._edit(entries[0].start if entries else close, close, items)
            return
        tail = len(entries) - 1 - entries.index(kept[-1])
        for number, entry in enumerate(entries[: len(entries) - tail]):
            if entry not in kept:
                self._edit(entry.start, entries[number + 1].start, "")
        if tail:
            self._edit(kept[-1].end, entries[-1].end, "")
        if items:
            self._edit(behind.end, behind.end, f", {items}")

    # Values

    def _change(self, entry: _Entry, old: JsonValue, new: JsonValue, *, in_flow: bool) -> None:
        if entry.is_alias:
            raise SpliceError(entry.start, f"the value of {entry.name!r} is an alias")
        if isinstance(old, dict) and isinstance(new, dict) and self._is_mergeable(entry.value, new, in_flow=in_flow):
            self.merge(entry.value, old, new)
        elif isinstance(old, list) and isinstance(new, list) and entry.name in _LISTS and old:
            self._relist(entry, old, new)
        elif not in_flow and entry.name in _NESTED and isinstance(new, dict) and new:
            colon = self._colon(entry)
            self._edit(colon, max(colon, entry.end), "")
            rows = lines(entry.name, new, column=self._column(entry), step=self._step)
            self._insert_rows(self._bottom(entry), rows[1:])
        else:
            self._replace(entry, _as_quoted(entry.value, new))

    @staticmethod
    def _is_mergeable(node: yaml.Node, new: Values, *, in_flow: bool) -> bool:
        """Not when it would leave a block without keys, or fill empty brackets that may become a block."""
        return bool(new) if _is_block(node) else in_flow or bool(node.value)

    def _relist(self, entry: _Entry, old: list[JsonValue], new: list[JsonValue]) -> None:
        """Change a list item by item, so that each keeps its layout and its comment; more items go behind the last.

        None in place of an item takes it out.
        """
        node = entry.value
        items: list[yaml.Node] = node.value
        if any(not isinstance(item, yaml.ScalarNode) or item.start_mark.index < node.start_mark.index for item in items):
            raise SpliceError(entry.start, f"{entry.name!r} holds something else than plain texts")
        pairs = list(zip(items, old, new, strict=False))
        for item, before, after in pairs:
            if after is not None and before != after:
                self._edit(item.start_mark.index, self._end_of(item), _as_quoted(item, after))
        gone = [item for item, _, after in pairs if after is None]
        more = [inline(item) for item in new[len(old) :]]
        if _is_block(node):
            self._relist_block(items, gone, more)
        else:
            self._relist_flow(items, gone, more)

    def _relist_flow(self, items: list[yaml.Node], gone: list[yaml.Node], more: list[str]) -> None:
        kept = [number for number, item in enumerate(items) if item not in gone]
        last = kept[-1] if kept else -1
        for number, item in enumerate(items[: last + 1]):
            if item in gone:
                self._edit(item.start_mark.index, items[number + 1].start_mark.index, "")
        behind = self._end_of(items[last]) if kept else items[0].start_mark.index
        if items[-1] in gone:
            self._edit(behind, self._end_of(items[-1]), "")
        text = ", ".join(more)
        self._edit(behind, behind, f", {text}" if text and kept else text)

    def _relist_block(self, items: list[yaml.Node], gone: list[yaml.Node], more: list[str]) -> None:
        for item in gone:
            self._edit(self._line_start(item.start_mark.index), self._line_end(self._end_of(item)), "")
        last = items[-1]
        dash = _DASH.match(self._text, self._line_start(last.start_mark.index), last.start_mark.index)
        if dash is None or dash.end() != last.start_mark.index:
            raise SpliceError(last.start_mark.index, "something stands before this item on its line")
        if more:
            self._insert_rows(self._line_end(self._end_of(last)), [dash[0] + item for item in more])

    def _replace(self, entry: _Entry, text: str) -> None:
        value, colon = entry.value, self._colon(entry)
        if _is_block(value):
            self._edit(colon, colon, f" {text}")
            self._edit(self._first_line(value), self._bottom(entry), "")
        elif value.start_mark.index == entry.end:
            self._edit(colon, colon, f" {text}")
        else:
            self._edit(value.start_mark.index, entry.end, text)

    def _first_line(self, block: yaml.Node) -> int:
        """Where the lines of a block begin."""
        if isinstance(block, yaml.MappingNode):
            return self._top(self._entry(*block.value[0]))
        return self._line_start(block.value[0].start_mark.index)

    def _colon(self, entry: _Entry) -> int:
        """Behind the colon of a key."""
        found = _COLON.match(self._text, entry.key.end_mark.index)
        if found is None:
            raise SpliceError(entry.start, f"the key {entry.name!r} is not followed by a colon")
        return found.end()

    def _edit(self, start: int, end: int, text: str) -> None:
        if start != end or text:
            self._edits.append((start, end, text))

    def _entry(self, key: yaml.Node, value: yaml.Node) -> _Entry:
        return _Entry(name=str(key.value), key=key, value=value, end=self._end(key, value))

    def _end(self, key: yaml.Node, value: yaml.Node) -> int:
        if value.start_mark.index < key.end_mark.index:
            alias = _ALIAS.match(self._text, key.end_mark.index)
            if alias is None:
                raise SpliceError(key.start_mark.index, f"the value of {key.value!r} stands elsewhere")
            return alias.end()
        return self._end_of(value)

    def _end_of(self, node: yaml.Node) -> int:
        end = int(node.end_mark.index)
        if isinstance(node, yaml.ScalarNode):
            # A block text ends with its line breaks; an empty value stands right behind the colon.
            return end if node.style not in {"|", ">"} else len(self._text[:end].rstrip())
        if not _is_block(node):
            return end
        last = node.value[-1]
        if isinstance(node, yaml.MappingNode):
            return self._end(*last)
        if last.start_mark.index < node.start_mark.index:
            raise SpliceError(node.start_mark.index, "the last item of this list is an alias")
        return self._end_of(last)


def _as_quoted(old: yaml.Node, new: JsonValue) -> str:
    """A value on one line, in the quotes of the text whose place it takes."""
    style = old.style if isinstance(old, yaml.ScalarNode) and isinstance(new, str) and new.isprintable() else None
    if style == '"':
        return json.dumps(new, ensure_ascii=False)
    return "'{}'".format(str(new).replace("'", "''")) if style == "'" else inline(new)
