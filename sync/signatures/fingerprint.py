"""Prints of deployed code: what was read of a package to find its signature, made comparable. Nothing more is read for them."""

from __future__ import annotations

import posixpath
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import chain

from sync.core.code_print import MEMBERS, SOURCES, CodePrint, sketch_of
from sync.signatures.code_tokens import CONTENT, LAYOUT, NOTHING, Normaliser, language_of, own_names, raw_tokens
from sync.signatures.frontends.python_text import utf8
from sync.signatures.package import Package

LONGEST_SOURCE = 256 * 1024  # characters of one file; of longer ones, which are bundles, the end: the entry stands there
LONGEST_TEXT = 1024 * 1024  # characters of all files
MOST_MEMBERS = 20_000
_LIBRARIES = frozenset(("node_modules", "site-packages", "dist-packages", "vendor", "_vendor", "third_party"))
_RUN = 3  # tokens that stand together
_RUNS, _CONTENTS = 4, 3  # how often at most a run counts, and how often what tells one job from another does
_HASHES = struct.Struct(">4I")
Texts = Mapping[str, str]


def code_print(package: Package, handler: str) -> CodePrint | None:
    """The print of the sources that were read from the package; where none was, of its files; None where it has none.

    Equal code has equal prints, in every run and on every machine. Broken, large and hostile code has a print too.
    """
    texts = {file: _text(file, source) for file, source in sorted(package.followed.items()) if _is_own(file)}
    language = next(filter(None, map(language_of, texts)), None)
    return _of_sources(language, texts) if language is not None else _of_members(package, handler)


def _is_own(file: str) -> bool:
    return language_of(file) is not None and not _LIBRARIES & set(file.split("/")) and not file.endswith(".min.js")


def _text(file: str, source: bytes) -> str:
    text = (utf8(source) if file.endswith(".py") else source).decode("utf-8", "replace")
    if len(text) <= LONGEST_SOURCE:
        return text
    end = text[-LONGEST_SOURCE:]
    return end.partition("\n")[2] or end


def _of_sources(language: str, texts: Texts) -> CodePrint:
    raw, left = [], LONGEST_TEXT
    for text in texts.values():
        raw.append(raw_tokens(language, text[:left]))
        left = max(0, left - len(text))
    own = frozenset(chain.from_iterable(own_names(language, one) for one in raw))
    normaliser = Normaliser(language, own, frozenset(_places(texts)))
    files = [normaliser.tokens(one) for one in raw]
    imports = sorted(normaliser.imports)
    digests = sorted(_digest("\0".join(file)) for file in files)
    return CodePrint(version=SOURCES, exact=_digest("\0".join((*digests, *imports))), sketch=sketch_of(_hashes(files, imports)))


def _places(files: Iterable[str]) -> Iterator[str]:
    """By what an import may name these files."""
    for file in files:
        yield from file.rpartition(".")[0].split("/")


def _hashes(files: Iterable[list[str]], imports: Iterable[str]) -> Iterator[int]:
    runs: Counter[tuple[str, ...]] = Counter()
    contents = set(imports)
    for file in files:
        tokens = [token for token in file if token not in LAYOUT]
        runs.update(zip(*(tokens[start:] for start in range(min(_RUN, max(1, len(tokens))))), strict=False))
        contents.update(token for token in set(tokens) if token[0] == CONTENT and token != NOTHING)
    for run, count in runs.items():
        yield from _several("\0".join(run))[: min(count, _RUNS)]
    for content in contents:
        yield from _several(content)[:_CONTENTS]


def _of_members(package: Package, handler: str) -> CodePrint | None:
    """By names and checksums: a jar or a binary. Where classes lie beside those of the handler, libraries are left out."""
    members = {name: checksum for name, checksum in sorted(package.checksums().items()) if not name.startswith("META-INF/")}
    home = posixpath.dirname(handler.partition("::")[0].replace(".", "/"))
    near = {name: checksum for name, checksum in members.items() if home and f"/{name}".find(f"/{home}/") >= 0}
    taken = dict(list((near or members).items())[:MOST_MEMBERS])
    if not taken:
        return None
    marks = sorted(f"{checksum:08x}" for checksum in taken.values())
    names = {posixpath.basename(name) for name in taken}
    hashes = chain.from_iterable(_several(mark)[:_CONTENTS] for mark in chain(set(marks), names))
    return CodePrint(version=MEMBERS, exact=_digest("\0".join(marks)), sketch=sketch_of(hashes))


def _several(text: str) -> tuple[int, ...]:
    """Four hashes of a text: as often as it counts, it is there."""
    return _HASHES.unpack(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest())


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
