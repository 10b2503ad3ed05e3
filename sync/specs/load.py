"""The registry from its files: the only reader of registry files. Either all of it is valid, or every mistake is reported at once.

Files are read by the fast reader, and by the full one when they are laid out in another way. Places of mistakes are looked up
afterwards, by reading the files with mistakes again: a registry without mistakes pays nothing for them.
"""

from __future__ import annotations

import gc
import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sync.specs.build import Interpreted, interpret
from sync.specs.checks import broken_laws
from sync.specs.diagnostics import Problem, RegistryErrors
from sync.specs.files import DISK, RegistryFiles
from sync.specs.models import Registry, Where
from sync.specs.yaml.fast import Layout
from sync.specs.yaml.nodes import Document, Fault, Flaw, Mark
from sync.specs.yaml.nodes import Path as Place
from sync.specs.yaml.scalars import quoted

if TYPE_CHECKING:
    from sync.specs.yaml.loader import Reader


def load(root: Path, files: RegistryFiles = DISK, known: KnownFiles | None = None) -> Registry:
    """Read every `.yaml` and `.yml` file below `root`. Raises `RegistryErrors`, with all mistakes, for bad input.

    `known`: what earlier loads read, for files that are the same; this one adds what it reads.
    """
    with _without_collecting():
        reading = _Reading(files, known)
        paths = files.listed(root, reading.problems)
        reading.is_partial = bool(reading.problems)
        for path in paths:
            reading.add(path)
        reading.check()
    if reading.problems:
        raise RegistryErrors(reading.problems)
    if known is not None:
        known.parts.update(reading.read)
    return reading.content.registry()


@dataclass(frozen=True, slots=True)
class KnownFiles:
    """What files without mistakes hold, by name and content, for other versions of the registry that have the same ones."""

    parts: dict[tuple[str, bytes], tuple[Interpreted, tuple[int, ...]]] = field(default_factory=dict)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Values made by the hundred thousand, none of them in a cycle: looking for cycles would double the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # Move them to the oldest generation, or the first collection would visit all of them.
        gc.freeze()
        gc.unfreeze()
        if was_enabled:
            gc.enable()


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    files: RegistryFiles
    known: KnownFiles | None = None
    layout: Layout = field(default_factory=Layout)
    content: Interpreted = field(default_factory=Interpreted)
    problems: list[Problem] = field(default_factory=list)
    starts: dict[str, tuple[int, ...]] = field(default_factory=dict)  # by file: the lines on which its documents begin
    is_partial: bool = False  # some text could not be read, so nothing is concluded from absence
    read: dict[tuple[str, bytes], tuple[Interpreted, tuple[int, ...]]] = field(default_factory=dict)
    sound: set[int] = field(
        default_factory=set
    )  # functions, by identity, that an earlier load found without a mistake of their own

    def add(self, path: Path) -> None:
        """Read one file."""
        try:
            text = self.files.text(path)
        except RegistryErrors as errors:
            self.problems.extend(errors.problems)
            self.is_partial = True
            return
        file = str(path)
        if self.known is not None:
            self._reuse_or_read(file, text, self.known)
        else:
            self._read(file, text, self.content)

    def _reuse_or_read(self, file: str, text: str, known: KnownFiles) -> None:
        key = (file, hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
        if key in known.parts:
            part, self.starts[file] = known.parts[key]
            self.sound.update(map(id, part.functions))
        else:
            part = Interpreted(signatures=self.content.signatures)
            self._read(file, text, part)
        self.read[key] = part, self.starts[file]
        self.content.add(part)

    def _read(self, file: str, text: str, into: Interpreted) -> None:
        documents, flaws = _documents(self.layout, text)
        self.problems.extend(_problem(file, flaw.mark, flaw.message, flaw.hint) for flaw in flaws)
        self.is_partial = self.is_partial or bool(flaws)
        self.starts[file] = tuple(document.start.line for document in documents)
        for document in documents:
            interpret(document, file, into)
        if into.faults:
            flawed = {flaw.mark for flaw in flaws}
            self.problems.extend(_located(file, self.files.text(Path(file)), into.faults, flawed))
            into.faults.clear()

    def check(self) -> None:
        """Check the whole registry against the rules."""
        names = None if self.is_partial else frozenset(self.content.names)
        broken: dict[str, list[tuple[int, Fault]]] = defaultdict(list)
        content = self.content
        for where, fault in broken_laws(content.functions, content.centers, names, content.flawed, self.files, self.sound):
            document = max(bisect_right(self.starts[where.file], where.line) - 1, 0)
            broken[where.file].append((document, fault))
        for file, faults in broken.items():
            self.problems.extend(_located(file, self.files.text(Path(file)), faults))


def _documents(layout: Layout, text: str) -> tuple[tuple[Document, ...], list[Flaw]]:
    documents = layout.read(text)
    if documents is not None:
        return documents, []
    reader = _thorough(text)
    return tuple(reader.documents), reader.flaws


def _thorough(text: str, wanted: Iterable[tuple[int, Place]] = ()) -> Reader:
    from sync.specs.yaml.loader import Reader  # noqa: PLC0415 - imports libyaml, which most registries never need

    return Reader(text, wanted).run()


def _located(file: str, text: str, faults: Iterable[tuple[int, Fault]], flawed: Container[Mark] = ()) -> Iterator[Problem]:
    """The faults with their places. A value whose text is `flawed` was read wrongly, so nothing more is reported about it."""
    faults = tuple(faults)
    wanted = {(index, place) for index, fault in faults for place in _prefixes(fault.path)}
    spots = _thorough(text, wanted).spots
    for index, fault in faults:
        spot = next(spots[index, place] for place in _prefixes(fault.path) if (index, place) in spots)
        # A value from an alias or a merge is written elsewhere: then the nearest key around it is shown.
        is_exact = (index, fault.path) in spots
        mark = spot.value if is_exact and not fault.at_key else spot.key
        hint = f"put it in quotes: {quoted(spot.text)}" if fault.unquoted and is_exact and spot.text is not None else fault.hint
        if spot.value not in flawed:
            yield _problem(file, mark, fault.message, hint)


def _prefixes(path: Place) -> Iterator[Place]:
    """The path and everything around it, the nearest first."""
    for length in range(len(path), -1, -1):
        yield path[:length]


def _problem(file: str, mark: Mark, message: str, hint: str) -> Problem:
    return Problem(file=file, where=Where(file, mark.line, mark.column), message=message, hint=hint)
