"""YAML text to plain values, by libyaml: with places, bounded, and without surprises.

Keys are always text. Anchors, aliases and merge keys work, and what they add is bounded. Tags are refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import yaml
from pydantic import JsonValue

from sync.specs.wording import shown
from sync.specs.yaml.nodes import Document, Flaw, Mark, Path, Spot
from sync.specs.yaml.scalars import AmbiguousError, plain
from sync.specs.yaml.syntax import flaw_of

DEEPEST = 50  # levels of nesting; a spec needs seven
MOST_ALIASED = 200_000  # values that aliases may add to one file
_MERGE = "<<"
_ENTRIES = 2  # the level of uids and of names of centers
_UNSHOWN = ("this value is read differently by different YAML readers", "put it in quotes")
_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True, kw_only=True)
class _Frame:
    """A collection that is being read. `key` is None while a mapping waits for its next key."""

    value: dict[str, JsonValue] | list[JsonValue]
    mark: Mark
    anchor: str | None
    begun: int  # how many values had been read before it
    is_key: bool
    key: str | None = None
    key_mark: Mark | None = None
    dropping: bool = False  # the value that comes next belongs to a key that was refused
    marks: dict[str, Mark] = field(default_factory=dict)
    merged: list[JsonValue] = field(default_factory=list)


class _StopError(Exception):
    """The rest of the text is not read."""


class Reader:
    """Reads one text once. `wanted` are places asked for, as (index of the document, path); `spots` are those found."""

    def __init__(self, text: str, wanted: Iterable[tuple[int, Path]] = ()) -> None:
        self.documents: list[Document] = []
        self.flaws: list[Flaw] = []
        self.spots: dict[tuple[int, Path], Spot] = {}
        self._text = text
        self._wanted = frozenset(wanted)
        self._wanted_entries = {path[1] for _, path in self._wanted if len(path) > 1}
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[JsonValue, int] | None] = {}  # value and size; None while it is being read
        self._read = 0
        self._aliased = 0
        self.anchored = False  # whether any value has an anchor
        self._root: JsonValue = None
        self._entries: dict[str, Mark] = {}
        self._start = Mark(1, 1)

    def run(self) -> Reader:
        """Read to the end, or to the first thing that libyaml cannot read. Never raises for what the text says."""
        parser = _Parser(self._text)
        try:
            while (event := parser.get_event()) is not None:
                self._take(event)
        except _StopError:
            pass
        except yaml.YAMLError as error:
            self.flaws.append(flaw_of(error, self._text))
            self._keep_what_was_read()
        finally:
            parser.dispose()
        return self

    def _keep_what_was_read(self) -> None:
        """Of a document that breaks off, the second-level values that were read to their end: their mistakes are reported too."""
        if len(self._stack) >= _ENTRIES:
            root, below = self._stack[0], self._stack[1]
            if isinstance(root.value, dict) and isinstance(below.value, dict) and root.key is not None:
                value: JsonValue = {**root.value, root.key: below.value}
                self.documents.append(Document(len(self.documents), value, self._start, self._entries, cut=True))

    def _take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._begin(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._end()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._root, self._entries, self._anchors, self._start = None, {}, {}, _mark(event)
            case yaml.DocumentEndEvent():
                self.documents.append(Document(len(self.documents), self._root, self._start, self._entries))
            case _:  # the stream's own beginning and end
                pass

    def _flaw(self, mark: Mark, message: str, hint: str) -> None:
        self.flaws.append(Flaw(mark, message, hint))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._refuse_tag(event)
        if self._awaits_key():
            self._key(event)
            return
        self._note(event, event.value)
        value: JsonValue = event.value
        if event.implicit[0]:
            try:
                value = plain(event.value)
            except AmbiguousError as error:
                self._flaw(_mark(event), *(_UNSHOWN if self._is_confidential() else (error.message, error.hint)))
        self._read += 1
        self._remember(event.anchor, (value, 1))
        self._put(value)

    def _is_confidential(self) -> bool:
        """Whether this is the value of an environment variable: those are never shown."""
        return any(frame.key == "environment" for frame in self._stack)

    def _awaits_key(self) -> bool:
        return bool(self._stack) and self._stack[-1].key is None and isinstance(self._stack[-1].value, dict)

    def _key(self, event: yaml.ScalarEvent) -> None:
        frame, mark, key = self._stack[-1], _mark(event), event.value
        frame.key, frame.key_mark, frame.dropping = key, mark, False
        self._remember(event.anchor, (key, 1))
        if key == _MERGE and event.implicit[0]:
            return
        if key in frame.marks:
            self._flaw(
                mark, f"the key {shown(key)} appears twice", f"it is also on line {frame.marks[key].line}: keep one of the two"
            )
            frame.dropping = True
            return
        frame.marks[key] = mark
        if len(self._stack) == _ENTRIES:
            self._entries.setdefault(key, mark)

    def _begin(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        self._refuse_tag(event)
        mark, is_key = _mark(event), self._awaits_key()
        if is_key:
            self._refuse_key(mark)
        else:
            self._note(event, None)
        if len(self._stack) >= DEEPEST:
            self._flaw(mark, f"nested more than {DEEPEST} levels deep", "a spec needs seven levels: look for an extra bracket")
            raise _StopError
        self._remember(event.anchor, None)
        value: dict[str, JsonValue] | list[JsonValue] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._read += 1
        self._stack.append(_Frame(value=value, mark=mark, anchor=event.anchor, begun=self._read, is_key=is_key))

    def _end(self) -> None:
        frame = self._stack.pop()
        if isinstance(frame.value, dict):
            for merged in frame.merged:
                self._merge(frame, frame.value, merged)
        self._remember(frame.anchor, (frame.value, self._read - frame.begun + 1))
        if frame.is_key:
            self._stack[-1].key, self._stack[-1].dropping = "", True
        else:
            self._put(frame.value)

    def _merge(self, frame: _Frame, into: dict[str, JsonValue], merged: JsonValue) -> None:
        for source in merged if isinstance(merged, list) else [merged]:
            if not isinstance(source, dict):
                self._flaw(
                    frame.mark, "`<<` merges something that is not a mapping", "write <<: *anchor, where the anchor marks a mapping"
                )
                continue
            for key, value in source.items():
                into.setdefault(key, value)

    def _alias(self, event: yaml.AliasEvent) -> None:
        mark = _mark(event)
        if self._awaits_key():
            self._refuse_key(mark)
            self._stack[-1].key, self._stack[-1].dropping = "", True
            return
        self._note(event, None)
        value, size = self._anchored(event.anchor, mark)
        self._read += size
        self._aliased += size
        if self._aliased > MOST_ALIASED:
            self._flaw(mark, f"aliases repeat more than {MOST_ALIASED:,} values", "write the values out, or split the file")
            raise _StopError
        self._put(value)

    def _remember(self, anchor: str | None, found: tuple[JsonValue, int] | None) -> None:
        if anchor is not None:
            self.anchored = True
            self._anchors[anchor] = found

    def _anchored(self, anchor: str | None, mark: Mark) -> tuple[JsonValue, int]:
        if anchor is None or anchor not in self._anchors:
            self._flaw(
                mark,
                f"*{anchor} names no anchor above it in this document",
                f"mark the value with &{anchor} first, or put the text in quotes",
            )
            return None, 1
        found = self._anchors[anchor]
        if found is None:
            self._flaw(mark, f"*{anchor} stands inside the value it names", "a value cannot contain itself: write it out")
            return None, 1
        return found

    def _put(self, value: JsonValue) -> None:
        if not self._stack:
            self._root = value
            return
        frame = self._stack[-1]
        if isinstance(frame.value, list):
            frame.value.append(value)
        elif frame.dropping or frame.key is None:
            frame.key = None
        elif frame.key == _MERGE and _MERGE not in frame.marks:
            frame.merged.append(value)
            frame.key = None
        else:
            # A reader that looks up places does not need the values: those of a large file would be in memory twice.
            frame.value[frame.key] = None if self._wanted and len(self._stack) == _ENTRIES else value
            frame.key = None

    def _note(self, event: yaml.Event, text: str | None) -> None:
        """Remember where a value stands if its place was asked for."""
        if not self._wanted or (len(self._stack) >= _ENTRIES and self._stack[1].key not in self._wanted_entries):
            return
        path = tuple(len(frame.value) if isinstance(frame.value, list) else frame.key or "" for frame in self._stack)
        place = (len(self.documents), path)
        if place in self._wanted and place not in self.spots:
            mark = _mark(event)
            self.spots[place] = Spot((self._stack[-1].key_mark if self._stack else None) or mark, mark, text)
            if len(self.spots) == len(self._wanted):
                raise _StopError

    def _refuse_key(self, mark: Mark) -> None:
        self._flaw(mark, "a key must be a text", "write key: value, and put a key with brackets or stars in quotes")

    def _refuse_tag(self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._flaw(_mark(event), f"tags such as {shown(tag)} are not supported", "remove the tag; put a text in quotes")


def _mark(event: yaml.Event) -> Mark:
    place = event.start_mark
    return Mark(1, 1) if place is None else Mark(place.line + 1, place.column + 1)
