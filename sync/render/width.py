"""Columns of a terminal: Chinese characters take two, combining marks none, and colour none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

_PAINT = re.compile(r"\x1b\[[0-9]*m")


def cells(text: str) -> int:
    """How many columns the text takes. For text without controls but those of `Page.paint`, as `escape` gives it."""
    return cell_len(_PAINT.sub("", text) if "\x1b" in text else text)


def pad(text: str, width: int) -> str:
    """The text, filled with spaces up to that many columns; longer text stays whole."""
    return text + " " * (width - cells(text))


def columns(rows: Sequence[Sequence[str]], *, gap: str = "  ") -> tuple[str, ...]:
    """Rows as lines whose cells begin at the same column. The last cell of a row is not filled."""
    widths = [max(map(cells, column)) for column in zip(*(row[:-1] for row in rows), strict=True)]
    return tuple(gap.join([*map(pad, row[:-1], widths), row[-1]]).rstrip() for row in rows)


def wrap(text: str, width: int) -> tuple[str, ...]:
    """The text in lines of at most that many columns, broken at spaces and between Chinese characters.

    A word longer than a line stays whole: addresses and ids must survive being copied.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and cells(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return (*lines, line.rstrip())


def _pieces(text: str) -> Iterator[str]:
    """The text cut where a line may break; joined again they are the text."""
    for match in _WORD.finditer(text):
        word = match[0]
        if len(word) > _LONGEST_TERM:
            yield from _broken(word)
        else:
            yield word


def _broken(word: str) -> Iterator[str]:
    """A Chinese sentence has no spaces: it may break between its characters."""
    start = 0
    for at in range(1, len(word)):
        if _may_break(word[at - 1], word[at]):
            yield word[start:at]
            start = at
    yield word[start:]


_WORD = re.compile(r" *[^ ]* *")
_LONGEST_TERM = 12  # characters; a name or a menu entry stays whole, so that it can be found on the screen
_NO_START = frozenset("，。、；：？！）】》」』…”’% ")  # marks that must not begin a line
_NO_END = frozenset("（【《「『“‘")


def _may_break(before: str, after: str) -> bool:
    wide = cell_len(before) > 1 and cell_len(after) > 1
    return wide and before not in _NO_END and after not in _NO_START


def indent(lines: Iterable[str], by: str) -> tuple[str, ...]:
    """The lines, each that is not empty behind that margin."""
    return tuple(by + line if line else "" for line in lines)


def below(texts: Iterable[str], margin: str, width: int) -> tuple[str, ...]:
    """Each text behind the margin, in as many lines as it needs; further lines are two columns deeper."""
    lines: list[str] = []
    for text in texts:
        first, *rest = (text,) if cells(margin + text) <= width else wrap(text, width - cells(margin) - 2)
        lines += [margin + first, *indent(rest, margin + "  ")]
    return tuple(lines)


def hang(label: str, text: str, width: int) -> tuple[str, ...]:
    """A label with text beside it, whose further lines begin under the text."""
    margin = " " * cells(label)
    first, *rest = wrap(text, width - cells(label))
    return ((label + first).rstrip(), *indent(rest, margin))
