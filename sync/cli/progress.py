"""What is going on, on one line of stderr that is rewritten a few times a second; nothing where nobody looks."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from sync.render.escape import visible

if TYPE_CHECKING:
    from rich.live import Live


class Progress:
    """A rewritten line on a terminal. Leaving the `with` block erases it, so that results stand alone."""

    def __init__(self, stream: TextIO, *, quiet: bool) -> None:
        self._line = _line_of(stream) if stream.isatty() and not quiet else None

    def say(self, text: str) -> None:
        """Show this instead of what was shown; cut at the edge of the terminal, where it could not be rewritten."""
        if self._line:
            from rich.text import Text

            self._line.update(Text(visible(text), no_wrap=True, overflow="ellipsis"))
            if not self._line.is_started:
                self._line.start(refresh=True)
                self._line.console.show_cursor()  # a process that is killed would leave it hidden

    def erase(self) -> None:
        """Show nothing, until there is something to say again."""
        if self._line:
            self._line.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.erase()


def _line_of(stream: TextIO) -> Live:
    from rich.console import Console
    from rich.live import Live

    console = Console(file=stream, color_system=None)
    return Live(console=console, transient=True, redirect_stdout=False, redirect_stderr=False, refresh_per_second=8)
