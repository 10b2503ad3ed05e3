"""A print of deployed code: recognises code under other names, in another layout or packing, and after an edit."""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Iterable
from dataclasses import dataclass

SKETCH = 48  # hashes kept of a print
SOURCES, MEMBERS = 1, 2  # versions: of source text; of the names and checksums of a package's files, where no source can be read
_EXACT = 8  # bytes
_HASH = 4  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePrint:
    """`exact` is equal for code that differs in nothing but names of its own, comments, layout and packing.

    `sketch` holds the smallest hashes of what the code is made of, ascending: all of them where there are fewer than SKETCH. So a
    share of them is shared as is of the whole, and each stands for one and the same piece of code in every print that holds it.
    Prints of different versions were made in different ways and say nothing about each other.
    """

    version: int
    exact: str  # 16 hex digits
    sketch: tuple[int, ...]  # of 32 bits each


def sketch_of(hashes: Iterable[int]) -> tuple[int, ...]:
    """The sketch of all hashes of a code."""
    return tuple(sorted(set(hashes))[:SKETCH])


def likeness(one: CodePrint | None, other: CodePrint | None) -> float | None:
    """How much of both codes is the same, from 0 to 1: an estimate, exact for short code. None: that cannot be told."""
    if one is None or other is None or one.version != other.version:
        return None
    mine, theirs = set(one.sketch), set(other.sketch)
    either = sorted(mine | theirs)[:SKETCH]
    return sum(1 for item in either if item in mine and item in theirs) / len(either) if either else float(one.exact == other.exact)


def print_text(code_print: CodePrint) -> str:
    """The print in one line, for files."""
    packed = bytes.fromhex(code_print.exact) + struct.pack(f">{len(code_print.sketch)}I", *code_print.sketch)
    return f"{code_print.version}:{base64.b64encode(packed).decode()}"


def read_print(text: str | None) -> CodePrint | None:
    """The print that such a line holds. None for any other text: what cannot be read proves nothing."""
    version, _, encoded = (text or "").partition(":")
    try:
        packed = base64.b64decode(encoded, validate=True)
        hashes = struct.unpack(f">{(len(packed) - _EXACT) // _HASH}I", packed[_EXACT:])
    except (binascii.Error, struct.error, ValueError):
        return None
    read = CodePrint(version=int(version) if version.isdecimal() else 0, exact=packed[:_EXACT].hex(), sketch=hashes)
    return read if read.sketch == sketch_of(hashes) and print_text(read) == text else None
