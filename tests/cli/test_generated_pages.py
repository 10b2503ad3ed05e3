"""Generated pages are fresh: what stands in docs/ is what the code says now."""

from __future__ import annotations

import pytest

from sync.cli.docs import pages
from tests.cli.command import ROOT


@pytest.mark.parametrize("path", pages())
def test_a_generated_page_is_fresh(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == pages()[path], "run: python -m sync.cli.docs"


def test_every_reference_page_is_generated_or_gone() -> None:
    there = {str(path.relative_to(ROOT)) for path in (ROOT / "docs" / "reference").iterdir()}
    assert there <= set(pages())
