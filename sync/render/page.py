"""What a format writes on: how wide it is, whether colour shows, how much is wanted, and who writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Style = Literal["bad", "warn", "good", "strong", "faint", "plain"]
# SGR codes of ECMA-48, which every terminal since the eighties knows.
_SGR: dict[Style, str] = {"bad": "31", "warn": "33", "good": "32", "strong": "1", "faint": "2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Where output goes. Colour only repeats what a word beside it says; `tool` tells name and version, if a format says them."""

    width: int
    colour: bool = False
    quiet: bool = False  # only results: no advice
    tool: Callable[[], str] = lambda: ""  # reading them takes longer than writing most pages

    def paint(self, style: Style, text: str) -> str:
        """The text in a style, where colour shows."""
        return f"\x1b[{_SGR[style]}m{text}\x1b[0m" if self.colour and style != "plain" else text


PLAIN = Page(width=0)  # for single lines, which are not wrapped
