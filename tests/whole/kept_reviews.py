"""The reviews of `make demo-review` as docs/ keeps them: the same whenever they are made."""

from __future__ import annotations

import re
from pathlib import Path

from tests.whole.process import ROOT

KEPT = ROOT / "docs" / "examples" / "reviews"
NAMES = ("rename", "move", "new-parameter", "removal")
ENDINGS = ("md", "html")
_COMMITS = ("f31ce96f2c6f", "eb6b51ef515f")  # of the head and the base
_GIVEN = ("7c1d9a52-6b0e-4f3a-8d21", "18c683ae7ada")  # the id of the registration that the demo's cloud gives
_COMMIT = re.compile(r"(?<=\()[0-9a-f]{12}(?=\\?\))")
_ID = re.compile(r"\b([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4})-([0-9a-f]{12})\b")
_HYPHEN = "&#45;"
_FIXED = "5d2f3c1e"  # ids that begin so are of the demo's cloud
_TIME = re.compile(r"20\d\d(\\?-)\d\d\\?-\d\dT\d\d(\\?:)\d\d\\?:\d\dZ, [^.\\<]*")
_ELSEWHERE = re.compile(r"<figure>.*?</figure>|<style>.*?</style>|<script>.*?</script>|<meta http-equiv[^>]*>", re.DOTALL)


def as_kept(text: str) -> str:
    """With the same commits, ids and times whenever it was written: what is a new one each time becomes the same one."""
    commits = iter(_COMMITS)
    text = _COMMIT.sub(lambda found: next(commits, found.group()), text)
    for pair in {pair for pair in _ID.findall(text) if not pair[0].startswith(_FIXED)}:
        for part, kept in zip(pair, _GIVEN, strict=True):  # a drawing has them on two lines, and writes hyphens in its own way
            text = text.replace(part, kept).replace(part.replace("-", _HYPHEN), kept.replace("-", _HYPHEN))
    return _TIME.sub(r"2026\g<1>11\g<1>28T14\g<2>48\g<2>05Z, just now", text)


def content(text: str) -> str:
    """Without style and script, which other tests look at, and the drawing: Graphviz measures with the fonts of the machine."""
    return _ELSEWHERE.sub("", text)


def made(folder: Path, name: str, ending: str) -> str:
    """What the demo wrote there, as it is kept."""
    return as_kept((folder / f"{name}.{ending}").read_text(encoding="utf-8"))
