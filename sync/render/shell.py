"""Names as words of a shell command that a reader may copy."""

from __future__ import annotations

import re

from sync.render.escape import prose

_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+=,-]+", re.ASCII)


def word(text: str) -> str:
    """The text as one word: quoted unless it plainly is one, so that nothing in it is run; empty stays empty."""
    if not text or _PLAIN.fullmatch(text):
        return text
    return "'" + prose(text.replace("\n", "\\n")).replace("'", "'\\''") + "'"
