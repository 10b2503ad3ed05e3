"""The progress, on one line of stderr that is rewritten; nothing where stderr is no terminal."""

from __future__ import annotations

import shutil
from types import TracebackType
from typing import Self, TextIO

from sync.render.escape import visible
from sync.render.width import cells

_ERASE = "\r\x1b[K"


class Progress:
    """A rewritten line on a terminal. Leaving the `with` block erases it, so that results stand alone."""

    def __init__(self, stream: TextIO, *, quiet: bool) -> None:
        self._stream = stream
        self._shown = not quiet and stream.isatty()
        self._written = False

    def show(self, text: str) -> None:
        """Show this instead of the last text, cut at the edge of the terminal: a wrapped line cannot be rewritten."""
        if self._shown:
            self._stream.write(_ERASE + _cut(visible(text), shutil.get_terminal_size().columns - 1))
            self._stream.flush()
            self._written = True

    def erase(self) -> None:
        """Erase the line, until there is something to show again."""
        if self._written:
            self._stream.write(_ERASE)
            self._stream.flush()
            self._written = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.erase()


def _cut(text: str, width: int) -> str:
    while cells(text) > width:
        text = text[:-1]
    return text
