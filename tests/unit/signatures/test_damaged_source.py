"""Damage to real code, byte by byte and line by line, from a fixed seed: every front answers."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from sync.core.signature.inferred import Inferred, Unknown
from sync.signatures.infer import infer
from sync.signatures.package import package_of
from tests.unit.signatures.cases import HELD_OUT, LANGUAGES, Case, cases

SEED = 20_240_501
ROUNDS = 1200  # damaged packages of each language

Damage = Callable[[random.Random, bytearray], None]


def _flip(chance: random.Random, source: bytearray) -> None:
    source[chance.randrange(len(source))] ^= 1 << chance.randrange(8)


def _random_bytes(chance: random.Random, source: bytearray) -> None:
    place = chance.randrange(len(source))
    source[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(1, 6))


def _cut(chance: random.Random, source: bytearray) -> None:
    place = chance.randrange(len(source))
    del source[place : place + chance.randrange(1, 40)]


def _again(chance: random.Random, source: bytearray) -> None:
    place = chance.randrange(len(source))
    part = source[place : place + chance.randrange(1, 200)]
    source[place:place] = part * chance.randrange(1, 4)


def _lines_moved(chance: random.Random, source: bytearray) -> None:
    lines = bytes(source).split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    source[:] = b"\n".join(lines)


def _words_swapped(chance: random.Random, source: bytearray) -> None:
    words = bytes(source).split(b" ")
    one, other = chance.randrange(len(words)), chance.randrange(len(words))
    words[one], words[other] = words[other], words[one]
    source[:] = b" ".join(words)


DAMAGES: tuple[Damage, ...] = (_flip, _random_bytes, _cut, _again, _lines_moved, _words_swapped)


def damaged(chance: random.Random, case: Case) -> dict[str, bytes]:
    """The files of a case, one of them damaged in one to six ways."""
    name = chance.choice([name for name in sorted(case.files) if case.files[name]])
    source = bytearray(case.files[name])
    for _ in range(chance.randrange(1, 7)):
        chance.choice(DAMAGES)(chance, source)
        if not source:
            break
    return {**case.files, name: bytes(source)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_damage_to_a_handler_breaks_its_reading(language: str) -> None:
    chance = random.Random(SEED)  # noqa: S311 - repeatable damage, not secrets
    pool = [*cases(language), *cases(language, HELD_OUT)]
    for _ in range(ROUNDS):
        case = chance.choice(pool)
        found = infer(package_of(damaged(chance, case)), case.truth["handler"], case.truth["runtime"], {})
        assert isinstance(found, Inferred | Unknown)
