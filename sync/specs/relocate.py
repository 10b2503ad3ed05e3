"""Where functions live now, written into registry files as text: names, document heads, former addresses. See docs/adr/0011.

A function whose document still fits keeps its place. Where all functions of a document move alike, its head is edited. Any other
function moves with its own lines and comments into a document that has the right head: one that is there, else a new one at the
end of its file. Each edited text is read again: unless it says exactly what was intended, `EditError` is raised.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import yaml
from pydantic import JsonValue

from sync.specs.edit import BY_HAND, MARK, EditError, Values, below, functions_of, hold, nodes_of, read, with_document
from sync.specs.ids import REGION_NAMES, Address, Generation, IdError, Region, parse_former_address, parse_region
from sync.specs.yaml.emit import STEP, service_document
from sync.specs.yaml.nodes import Document
from sync.specs.yaml.patch import Block, Splice, SpliceError
from sync.specs.yaml.syntax import mark_at

Texts = dict[str, str]  # by the path of the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Relocation:
    """A function of the registry that lives elsewhere now. `was`: the address to remember under `formerly`; None: there is none.

    `lost`: former addresses that are another function's now, and so are not remembered any longer.
    """

    uid: str
    to: Address
    was: Address | None = None
    lost: frozenset[Address] = frozenset()


@dataclass(frozen=True, slots=True)
class _Home:
    """What the head of a document says. For FC 3.0 the service is the name of a group."""

    region: Region
    generation: Generation
    service: str

    def address(self, name: str) -> Address:
        return Address(self.region, self.service if self.generation == "2.0" else "", name)

    def of(self, address: Address) -> _Home:
        """The head of a document for that address: in FC 3.0 a function stays in its group."""
        return _Home(address.region, address.generation, address.service or self.service)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """One document of functions: what its head says, and what it will say. `may_take`: one more can be put into it."""

    file: str
    document: Document
    was: _Home
    home: _Home
    may_take: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One function that moves, what the head above it must say, and the document that takes it.

    `target` None: its own, whose head says it or will; or a new one, where it `leaves` its own.
    """

    move: Relocation
    page: _Page
    needed: _Home
    target: _Page | None

    @property
    def leaves(self) -> bool:
        return self.needed != self.page.home

    @property
    def line(self) -> int:
        return self.page.document.entries[self.move.uid].line


def relocated(texts: Mapping[str, str], moves: Sequence[Relocation]) -> Texts:
    """The new texts of the files that change, by path. `texts` are those that hold the functions, or documents that may take them.

    All moves are made at once, so functions may exchange their addresses. Raises `EditError`, which names the file.
    """
    bodies = {file: text.removeprefix(MARK) for file, text in texts.items()}
    steps = _steps(_pages(bodies), {move.uid: move for move in moves})
    edited = dict(bodies)
    by_file: dict[str, list[_Step]] = {}
    for step in steps:
        by_file.setdefault(step.page.file, []).append(step)
    for file, mine in by_file.items():
        edited[file] = _rewritten(file, bodies[file], mine)
    edited |= _moved(edited, [step for step in steps if step.leaves])
    marks = {file: text[: len(text) - len(bodies[file])] for file, text in texts.items()}
    return {file: marks[file] + text for file, text in edited.items() if text != bodies[file]}


# What becomes of each document and each function


def _pages(bodies: Mapping[str, str]) -> list[_Page]:
    pages: list[_Page] = []
    for file, text in bodies.items():
        with _located(file, text=text):
            documents, roots = read(text), nodes_of(text)
        for document, root in zip(documents, roots, strict=True):
            if functions_of(document):
                home = _home(document)
                pages.append(_Page(file=file, document=document, was=home, home=home, may_take=_may_take(root)))
    return pages


def _home(document: Document) -> _Home:
    head = _value(document)
    generation: Generation = "3.0" if head.get("generation") == "3.0" else "2.0"
    return _Home(parse_region(str(head["region"])), generation, str(head["service"]))


def _value(document: Document) -> Values:
    return document.value if isinstance(document.value, dict) else {}


def _may_take(root: yaml.Node) -> bool:
    """Whether its functions stand below each other, where one more can be put."""
    functions = next((value for key, value in root.value if key.value == "functions"), None)
    return isinstance(functions, yaml.MappingNode) and not functions.flow_style


def _steps(pages: Iterable[_Page], moves: Mapping[str, Relocation]) -> list[_Step]:
    pages = [replace(page, home=_new_home(page, moves)) for page in pages]
    holders = {uid: page for page in pages for uid in functions_of(page.document)}
    if missing := [uid for uid in moves if uid not in holders]:
        raise EditError(1, f"there is no function {missing[0]} in these files", "name a uid of the registry")
    takers: dict[_Home, list[_Page]] = {}
    for page in pages:
        if page.may_take:
            takers.setdefault(page.home, []).append(page)
    return [_step(move, holders[uid], takers) for uid, move in moves.items()]


def _new_home(page: _Page, moves: Mapping[str, Relocation]) -> _Home:
    """Its own as long as one function stays; else the one that most of its functions need."""
    needed = Counter(page.was.of(moves[uid].to) if uid in moves else page.was for uid in functions_of(page.document))
    return page.was if page.was in needed else needed.most_common(1)[0][0]


def _step(move: Relocation, page: _Page, takers: Mapping[_Home, Sequence[_Page]]) -> _Step:
    needed = page.was.of(move.to)
    fitting = takers.get(needed, ()) if needed != page.home else ()
    target = min(fitting, key=lambda other: other.file != page.file, default=None)
    return _Step(move=move, page=page, needed=needed, target=target)


# Names, former addresses and heads, where they stand


def _rewritten(file: str, text: str, steps: Sequence[_Step]) -> str:
    """The text with everything changed that stays where it is."""
    with _located(file, text=text):
        roots, documents = nodes_of(text), read(text)
        splice = Splice(text, STEP)
        for page in {step.page.document.index: step.page for step in steps}.values():
            root, document = roots[page.document.index], documents[page.document.index]
            _change_head(splice, text, root, page, document)
        for step in steps:
            index = step.page.document.index
            _, function = below(text, below(text, roots[index], "functions")[1], step.move.uid)
            _change_function(splice, function, step, functions_of(documents[index]))
        edited = splice.text()
        hold(edited, [document.value for document in documents], steps[0].line)
    return edited


def _change_head(splice: Splice, text: str, root: yaml.Node, page: _Page, document: Document) -> None:
    old, head = _value(document), {}
    if page.home.region != page.was.region:
        head["region"] = _as_named(page.home.region, str(old["region"]))
        _, node = below(text, root, "region")
        _change_remark(splice, text, node.end_mark.index, page)
    if page.home.generation != page.was.generation:
        head["generation"] = page.home.generation
    if page.home.service != page.was.service:
        head["service"] = page.home.service
    new: Values = {**old, **head}
    splice.merge(root, old, new, after=("service", "region"))
    old.update(new)


def _as_named(region: Region, like: str) -> str:
    """The region by id, or by its console name where the other was named so."""
    return REGION_NAMES.get(region, str(region)) if not like.isascii() else str(region)


def _change_remark(splice: Splice, text: str, start: int, page: _Page) -> None:
    """A comment behind the region that names it, as `ivrsync import` writes one, names the new one."""
    was, now = page.was.region, page.home.region
    remark = text[start:].split("\n", 1)[0]
    if not remark.lstrip().startswith("#"):
        return
    changed = remark.replace(REGION_NAMES.get(was, was), REGION_NAMES.get(now, now))
    changed = re.sub(rf"(?<![\w-]){re.escape(was)}(?![\w-])", now, changed)
    if changed != remark:
        splice.replace(start, start + len(remark), changed)


def _change_function(splice: Splice, function: yaml.Node, step: _Step, functions: Values) -> None:
    """Its name, what it was called before, and the way to its code; the value in `functions` changes too."""
    old = functions[step.move.uid]
    if not isinstance(old, dict):
        raise EditError(step.line, f"{step.move.uid} is not a mapping", "write name: and what else belongs to it")
    new: Values = {**old, "name": step.move.to.name}
    former = _former(old, step)
    if former:
        new["formerly"] = former
    if isinstance(code := old.get("code"), str) and step.target and step.target.file != step.page.file:
        new["code"] = _path_from(step.target.file, step.page.file, code)
    kept: list[JsonValue] = [item for item in former if item is not None]
    if not kept:
        new.pop("formerly", None)
    splice.merge(function, old, new, after=("name",))
    functions[step.move.uid] = {**new, "formerly": kept} if kept else new


def _former(old: Values, step: _Step) -> list[JsonValue]:
    """The former addresses as they are to be written, None for one that is its present one again, or another function's.

    A short form means another address now, where service or region have changed: it is then written longer.
    """
    here, there = step.page.was.address(str(old["name"])), step.move.to
    stated = old.get("formerly")
    texts = list(map(str, stated)) if isinstance(stated, list) else []
    known = [parse_former_address(text, here) for text in texts]
    gone = {there, *step.move.lost}
    items: list[JsonValue] = [
        None if address in gone else text if parse_former_address(text, there) == address else _shortest(address, there)
        for text, address in zip(texts, known, strict=True)
    ]
    was = step.move.was
    return items if was is None or was in (*known, there) else [*items, _shortest(was, there)]


def _shortest(address: Address, now: Address) -> str:
    """A former address as briefly as the registry reads it."""
    for text in (address.name, f"{address.service}/{address.name}"):
        try:
            if parse_former_address(text, now) == address:
                return text
        except IdError:
            continue
    return f"{address.region}/{address.service}/{address.name}"


def _path_from(file: str, other: str, path: str) -> str:
    """A path that is relative to one file, relative to another."""
    return path if Path(path).is_absolute() else os.path.relpath(Path(other).parent / path, Path(file).parent)


# Functions that move into another document


class _Sheet:
    """One file while functions leave it and come into it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._documents = read(text)
        self._roots = nodes_of(text)
        self._splice = Splice(text, STEP)
        self._gone: dict[int, set[str]] = {}

    def take_out(self, step: _Step) -> tuple[Block, JsonValue]:
        """The lines of a function, and what they say."""
        index, uid = step.page.document.index, step.move.uid
        _, functions = below(self.text, self._roots[index], "functions")
        if not isinstance(functions, yaml.MappingNode) or functions.flow_style:
            message = f"{uid} stands in brackets with functions that stay, and must move to another document"
            raise EditError(step.line, message, "write each function on lines of its own, then run the command again")
        self._gone.setdefault(index, set()).add(uid)
        block = self._splice.cut(*below(self.text, functions, uid))
        return block, functions_of(self._documents[index]).pop(uid)

    def put_in(self, index: int, blocks: Mapping[str, tuple[Block, JsonValue]]) -> None:
        """Functions behind those of a document, by uid."""
        _, functions = below(self.text, self._roots[index], "functions")
        self._splice.paste(functions, [block for block, _ in blocks.values()], without=self._gone.get(index, ()))
        functions_of(self._documents[index]).update({uid: value for uid, (_, value) in blocks.items()})

    def edited(self, line: int) -> str:
        """The text as it is now."""
        text = self._splice.text()
        hold(text, [document.value for document in self._documents], line)
        return text


def _moved(texts: Mapping[str, str], steps: Sequence[_Step]) -> Texts:
    """The texts with each function's lines taken out of its document and put into the other, or into a new one."""
    involved = {page.file: step for step in steps for page in (step.page, step.target) if page}
    sheets = {file: _Sheet(file, texts[file]) for file in involved}
    blocks: dict[str, tuple[Block, JsonValue]] = {}
    coming: dict[tuple[str, int], list[str]] = {}
    for step in steps:
        with _located(step.page.file, step.line):
            blocks[step.move.uid] = sheets[step.page.file].take_out(step)
        if step.target:
            coming.setdefault((step.target.file, step.target.document.index), []).append(step.move.uid)
    for (file, index), uids in coming.items():
        with _located(involved[file].page.file, involved[file].line):
            sheets[file].put_in(index, {uid: blocks[uid] for uid in uids})
    edited: Texts = {}
    for file, step in involved.items():
        with _located(step.page.file, step.line):
            edited[file] = sheets[file].edited(step.line)
    return _with_new_documents(edited, [step for step in steps if not step.target], blocks)


def _with_new_documents(texts: Texts, steps: Iterable[_Step], blocks: Mapping[str, tuple[Block, JsonValue]]) -> Texts:
    """The texts with a document behind the others for functions that none can take."""
    new: dict[tuple[str, _Home], list[_Step]] = {}
    for step in steps:
        new.setdefault((step.page.file, step.needed), []).append(step)
    for (file, home), members in new.items():
        mine = [blocks[step.move.uid][0] for step in members]
        rows = [row for block in mine for row in block.in_column(mine[0].column)]
        head = service_document(home.service, home.region, home.generation, ())
        with _located(file, members[0].line):
            texts[file] = with_document(texts[file], head + "".join(f"{row}\n" for row in rows))
    return texts


@contextmanager
def _located(file: str, line: int = 0, *, text: str = "") -> Iterator[None]:
    """What cannot be edited, with its file; and with this line, where it was found in a text that is on no disk."""
    try:
        yield
    except SpliceError as error:
        raise EditError(line or mark_at(text, error.index).line, error.message, BY_HAND, file) from error
    except EditError as error:
        raise EditError(line or error.line, error.message, error.hint, file) from error
