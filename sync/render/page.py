"""What a format writes on: how wide it is, whether colour shows, how much is wanted, and who writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sync.render.registry_files import RegistryFiles

Style = Literal["bad", "warn", "good", "strong", "faint", "plain"]
# SGR codes of ECMA-48, which every terminal since the eighties knows.
_SGR: dict[Style, str] = {"bad": "31", "warn": "33", "good": "32", "strong": "1", "faint": "2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Where output goes. Colour only repeats what a word beside it says.

    What takes longer than writing most pages is asked for only by the formats that say it: `tool` tells name and version, and
    `files` where in the registry a reader shall look.
    """

    width: int
    colour: bool = False
    quiet: bool = False  # only results: no advice
    tool: Callable[[], str] = lambda: ""
    files: Callable[[], RegistryFiles] = RegistryFiles

    def paint(self, style: Style, text: str) -> str:
        """The text in a style, where colour shows."""
        return f"\x1b[{_SGR[style]}m{text}\x1b[0m" if self.colour and style != "plain" else text


PLAIN = Page(width=0)  # for single lines, which are not wrapped
