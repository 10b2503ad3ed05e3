"""What colour leaves behind on a terminal: nothing but the text."""

from __future__ import annotations

import re


def uncoloured(text: str) -> str:
    """The text without the sequences that colour it."""
    return re.sub(r"\x1b\[\d*m", "", text)
