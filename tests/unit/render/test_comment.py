"""A report as a comment: whole where it fits, cut where it does not, and never an order to the host."""

from __future__ import annotations

from typing import Literal

import pytest

from sync.render.comment import fitted, verdict_line

CUT = "\n**This report is cut here.** One comment holds {most} {unit}; {left} left out. The job has the whole report.\n"
# Lines of two characters beside the sentence, what stands before them, and the end of the code.
ROOM = (200 - len(CUT.format(most=200, unit="characters", left="203 lines")) - len("first\n```\ncode\n") - len("```\n")) // 2


@pytest.mark.parametrize("text", ["one\ntwo", "one\r\ntwo\r\n", "\n\none\ntwo\n\n"])
def test_what_fits_stays(text: str) -> None:
    assert fitted(text, 8, "characters") == "one\ntwo\n"


@pytest.mark.parametrize(
    ("text", "kept", "left"),
    [
        ("first\n" + "x" * 300, "first\n", "1 line"),
        ("x" * 300, "", "1 line"),
        ("first\n```\ncode\n" + "y\n" * 200, "first\n```\ncode\n" + "y\n" * ROOM + "```\n", f"{200 - ROOM} lines"),
        ("<details><summary>s</summary>\n\n" + "z" * 300, "<details><summary>s</summary>\n\n\n</details>\n", "1 line"),
        ("```\n</details>\n```\nend\n" + "z" * 300, "```\n</details>\n```\nend\n", "1 line"),
    ],
)
def test_what_does_not_fit_ends_with_a_line_that_says_so(text: str, kept: str, left: str) -> None:
    cut = fitted(text, 200, "characters")
    assert cut == kept + CUT.format(most=200, unit="characters", left=left)
    assert len(cut) <= 200


@pytest.mark.parametrize("unit", ["characters", "bytes"])
@pytest.mark.parametrize("most", [150, 500, 65_000])
def test_the_limit_holds_for_any_text(unit: Literal["characters", "bytes"], most: int) -> None:
    text = "".join(f"| 查询归属地 {number} | 客服热线 |\n" for number in range(20_000))
    cut = fitted(text, most, unit)
    size = len(cut) if unit == "characters" else len(cut.encode())
    kept = cut.partition("\n**")[0]
    assert size <= most
    assert text.startswith(kept)
    assert size > most - 200


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("/merge", "\\/merge"),
        ("  /approve", "  \\/approve"),
        ("> /close", "> \\/close"),
        ("- /lgtm", "- \\/lgtm"),
        ("see /merge", "see /merge"),
        ("registry/centers.yaml", "registry/centers.yaml"),
        ("//", "//"),
    ],
)
def test_a_line_is_no_order_to_the_host(line: str, written: str) -> None:
    assert fitted(f"text\n{line}\n", 1_000, "bytes") == f"text\n{written}\n"


@pytest.mark.parametrize(
    ("code", "line"), [(0, "nothing to do"), (4, "a published flow breaks"), (None, "not concluded"), (77, "not concluded")]
)
def test_a_verdict_is_told_in_a_line(code: int | None, line: str) -> None:
    assert verdict_line(code) == line
