"""Colour, or none. Colour only repeats what a word beside it says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Escape sequences by meaning; all empty when there is no colour."""

    bad: str = ""
    warn: str = ""
    good: str = ""
    strong: str = ""
    faint: str = ""
    end: str = ""

    def paint(self, style: str, text: str) -> str:
        """The text between a style of this palette and its end."""
        return f"{style}{text}{self.end}" if style else text


PLAIN = Palette()
# SGR codes of ECMA-48, which every terminal since the eighties knows.
COLOUR = Palette(bad="\x1b[31m", warn="\x1b[33m", good="\x1b[32m", strong="\x1b[1m", faint="\x1b[2m", end="\x1b[0m")
