"""Handlers as call centers have them, in Python and Node.js: made, written as source text, edited, and read by the tool itself."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from string import Template

from sync.core.code_print import CodePrint
from sync.core.signature import sources
from sync.core.signature.inferred import Inferred
from sync.core.signature.model import Signature
from sync.signatures.fingerprint import code_print
from sync.signatures.infer import infer
from sync.signatures.package import package_of

Piece = tuple[int, int, str, str]  # which text, a number, two words in it
Read = tuple[CodePrint | None, Signature | None]

# $x: a new local name, $i: an earlier one, $n: a number, $k and $w: words. Python and Node.js in turn.
_TEXTS = [Template(text.replace("¶", "\n")) for text in Path(__file__).with_name("pieces.txt").read_text("utf-8").splitlines()]
STEPS, HELPERS = range(16), range(16, 21)
_HEAD, _ENTRY, _IMPORT, _COMMON, _NEEDED, _OPTIONAL, _ANSWER, _DUMPS, _END = range(21, 30)
_LOCALS = ("data", "res", "result", "value", "item", "info", "ret", "jieguo", "shuju", "xinxi", "found", "rsp", "row", "tmp", "now")
_KEYS = ("phone", "caller", "idNumber", "orderNo", "cardNo", "skill", "channel", "level", "date", "city", "account", "code", "lang")
_FIELDS = ("result", "status", "name", "code", "level", "message", "eta", "amount", "ok", "region", "queue", "tip", "text", "next")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A handler, before it is written."""

    language: str
    file: str
    entry: str
    naming: int
    comment: str
    table: tuple[tuple[str, str], ...]
    helpers: tuple[Piece, ...]
    steps: tuple[Piece, ...]
    inputs: tuple[tuple[str, bool], ...]  # with whether it is needed
    answers: tuple[str, ...]
    library: int  # which version of the common file it brings along; 0: none

    @property
    def handler(self) -> str:
        """As it is configured."""
        return f"{self.file}.{self.entry}"


def piece(rng: random.Random, words: tuple[str, ...], bank: range) -> Piece:
    """Any piece of that bank, about something."""
    return rng.choice(bank), rng.randint(2, 12), rng.choice(words), rng.choice(words)


def written_anew(rng: random.Random, words: tuple[str, ...], language: str, library: int) -> Program:
    """A handler about these words."""
    return Program(
        language=language,
        file=rng.choice(("index", "index", "index", "main", "app")),
        entry=rng.choice(("handler", "handler", "handler", "main")),
        naming=rng.randrange(1000),
        comment=" ".join(rng.sample(words, 2)),
        table=tuple((f"{rng.choice(words)}{rng.randint(1, 999)}", rng.choice(words)) for _ in range(rng.randint(0, 9))),
        helpers=tuple(piece(rng, words, HELPERS) for _ in range(rng.randint(0, 3))),
        steps=tuple(piece(rng, words, STEPS) for _ in range(rng.randint(3, 11))),
        inputs=tuple((key, rng.random() < 0.7) for key in rng.sample(_KEYS, rng.randint(1, 4))),
        answers=tuple(rng.sample(_FIELDS, rng.randint(1, 4))),
        library=library,
    )


def edited(program: Program, rng: random.Random, words: tuple[str, ...]) -> Program:
    """After a change as they come with a rename: mostly small, sometimes only cosmetic, seldom a rewrite."""
    drawn = rng.random()
    if drawn < 0.12:
        return replace(program, naming=rng.randrange(1000), comment="整理代码 " + rng.choice(words))
    if drawn < 0.15:
        other = written_anew(rng, words, rng.choice(("python", "js")), program.library)
        return replace(other, table=program.table, inputs=program.inputs, answers=program.answers)
    if drawn < 0.22:
        steps = tuple(piece(rng, words, STEPS) if rng.random() < 0.5 else step for step in program.steps)
        return replace(program, steps=steps, naming=rng.randrange(1000))
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        program = _touched(program, rng, words)
    return replace(program, naming=rng.randrange(1000)) if rng.random() < 0.1 else program


def _touched(program: Program, rng: random.Random, words: tuple[str, ...]) -> Program:
    steps, inputs, answers, table = list(program.steps), dict(program.inputs), program.answers, program.table
    at, kind = rng.randrange(len(steps)), rng.randrange(6)
    if kind == 0:
        steps[at] = (steps[at][0], rng.randint(2, 12), rng.choice(words), steps[at][3])
    elif kind == 1 and len(steps) > 2:
        del steps[at]
    elif kind == 2:
        inputs = dict(program.inputs[: -1 if len(inputs) > 1 and rng.random() < 0.4 else None]) | {
            rng.choice(_KEYS): rng.random() < 0.3
        }
    elif kind == 3:
        table = (*table, (f"{rng.choice(words)}{rng.randint(1, 999)}", rng.choice(words)))
        answers = tuple(dict.fromkeys((*answers, *rng.choice(((), (rng.choice(_FIELDS),))))))
    else:
        steps.insert(at, piece(rng, words, STEPS))
    return replace(program, steps=tuple(steps), inputs=tuple(inputs.items()), answers=answers, table=table)


@lru_cache(maxsize=20_000)
def files_of(program: Program) -> tuple[tuple[str, str], ...]:
    """The package's files, by name."""
    side = 0 if program.language == "python" else 1
    ending, indent = ("py", "\n    ") if side == 0 else ("js", "\n  ")

    def text(which: int, **words: object) -> str:
        return _TEXTS[2 * which + side].safe_substitute(words)

    table = ", ".join(f'"{key}": "{value}"' for key, value in program.table)
    head = text(_HEAD, k=program.comment, w=text(_IMPORT) if program.library else "", n=table)
    helpers = [text(which, n=n, k=k, w=w, i=f"a{n}") for which, n, k, w in program.helpers]
    known = [_local(program, 50 + at) for at in range(len(program.inputs))]
    body = [text(_NEEDED if need else _OPTIONAL, x=name, k=key) for name, (key, need) in zip(known, program.inputs, strict=True)]
    for at, (which, n, k, w) in enumerate(program.steps):
        body.append(text(which, x=_local(program, at), i=known[n % len(known)], n=n, k=k, w=w))
        known += [_local(program, at)] if "$x" in _TEXTS[2 * which].template else []
    answer = ", ".join(f'"{name}": {known[-1 - at % len(known)]}' for at, name in enumerate(program.answers))
    body.append(text(_ANSWER, k="reply" if program.library else text(_DUMPS), w=answer))
    lines = "\n".join(("", *body)).replace("\n", indent)
    written = "\n".join((head, *helpers, text(_ENTRY, k=program.entry))) + lines + text(_END)
    common = ((f"common.{ending}", text(_COMMON, n=program.library)),) if program.library else ()
    return ((f"{program.file}.{ending}", written), *common)


def _local(program: Program, at: int) -> str:
    return f"{_LOCALS[(program.naming * 31 + at * 7) % len(_LOCALS)]}_{at}" if program.naming % 3 else f"v{program.naming % 50}{at}"


def checksum(program: Program, packing: int) -> str:
    """Of the packed bytes: packing the same again gives another."""
    return str(int.from_bytes(blake2b(repr((files_of(program), packing)).encode(), digest_size=8).digest()))


@lru_cache(maxsize=20_000)
def read(program: Program, runtime: str) -> Read:
    """What the tool reads of the code: its print, and what it shows of inputs and answers."""
    package = package_of(dict(files_of(program)))
    shown = infer(package, program.handler, runtime, {})
    return code_print(package, program.handler), sources.implemented(shown) if isinstance(shown, Inferred) else None
