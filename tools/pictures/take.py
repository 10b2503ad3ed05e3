"""Keep the reviews of `make demo-review` in docs/examples/reviews, and take pictures of them in Chromium.

    python -m tools.pictures.take

The comments are drawn with a plain style of our own, about as a code host draws them. pngquant makes the files smaller where it is
installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt

from tests.fakes.browser import Browser, browser
from tests.whole.kept_reviews import ENDINGS, KEPT, NAMES, made
from tests.whole.process import ROOT

WIDTH = 900
TALLEST = 2_600
STYLE = """
body { margin: 0; padding: 16px; background: #fff; color: #1f2328; font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans",
  "Noto Sans CJK SC", Helvetica, Arial, sans-serif; }
article { border: 1px solid #d1d9e0; border-radius: 6px; }
header { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; padding: 8px 16px; color: #59636e; }
header b { color: #1f2328; }
main { padding: 4px 16px 12px; }
h4 { margin: 20px 0 8px; font-size: 14px; }
p, ul, ol { margin: 0 0 12px; }
ul, ol { padding-left: 24px; }
code, pre { font: 12px "SFMono-Regular", Consolas, "Liberation Mono", "Noto Sans Mono CJK SC", monospace; background: #f0f1f2;
  border-radius: 6px; }
code { padding: 2px 4px; } pre { padding: 12px; } pre code { padding: 0; }
table { border-collapse: collapse; margin: 0 0 12px; }
th, td { border: 1px solid #d1d9e0; padding: 6px 12px; text-align: left; vertical-align: top; }
tr:nth-child(even) td { background: #f6f8fa; }
summary { cursor: default; }
"""


def main() -> int:
    """Run the demo, keep what it wrote, and take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        demo = [sys.executable, str(ROOT / "examples" / "demo" / "review.py"), str(place)]
        subprocess.run(demo, check=True, cwd=place)  # noqa: S603  our own demo
        KEPT.mkdir(parents=True, exist_ok=True)
        for name in NAMES:
            for ending in ENDINGS:
                (KEPT / f"{name}.{ending}").write_text(made(place, name, ending), encoding="utf-8")
        with browser(place / "profile") as page:
            page.ask("Emulation.setScrollbarsHidden", hidden=True)
            for name, address in _pages(place):
                _take(page, address, KEPT / f"{name}.png")
    return 0


def _pages(place: Path) -> Iterator[tuple[str, str]]:
    reader = MarkdownIt("commonmark").enable("table")
    for name in NAMES:
        text = reader.render((KEPT / f"{name}.md").read_text(encoding="utf-8"))
        head = "<header><b>ivrsync</b> commented on this pull request</header>"
        page = f'<!doctype html><html lang="en"><meta charset="utf-8"><style>{STYLE}</style>'
        (place / f"{name}.html").write_text(f"{page}<article>{head}<main>{text}</main></article></html>", encoding="utf-8")
        yield f"{name}-comment", (place / f"{name}.html").as_uri()
        yield f"{name}-page", (KEPT / f"{name}.html").as_uri()


def _take(page: Browser, address: str, path: Path) -> None:
    page.open(address)
    page.picture(path, width=WIDTH, height=200)
    height = min(TALLEST, int(page.run("Math.ceil(document.documentElement.scrollHeight)")))
    page.picture(path, width=WIDTH, height=height)
    if smaller := shutil.which("pngquant"):
        subprocess.run([smaller, "--force", "--quality=60-90", "--output", str(path), str(path)], check=True)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
