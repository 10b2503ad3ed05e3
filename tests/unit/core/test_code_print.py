"""How alike two prints are, and the line that stands for one in files."""

from __future__ import annotations

import base64

import pytest

from sync.core.code_print import SKETCH, CodePrint, likeness, print_text, read_print, sketch_of


def made(*sketch: int, version: int = 1, exact: str = "00" * 8) -> CodePrint:
    return CodePrint(version=version, exact=exact, sketch=sketch)


EVEN, ODD = tuple(range(0, 2 * SKETCH, 2)), tuple(range(1, 2 * SKETCH, 2))
FIRST = tuple(range(SKETCH))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(made(1, 2, 3), made(1, 2, 3), 1.0, id="the-same"),
        pytest.param(made(1, 2, 3), made(2, 3, 4), 0.5, id="short-code-is-counted"),
        pytest.param(made(1, 2), made(3), 0.0, id="nothing-in-common"),
        pytest.param(made(*EVEN), made(*ODD), 0.0, id="nothing-of-long-code"),
        pytest.param(made(*FIRST), made(*EVEN), 0.5, id="only-as-far-as-both-are-known"),
        pytest.param(made(*FIRST), made(0), 1 / SKETCH, id="long-and-short"),
        pytest.param(made(), made(), 1.0, id="both-without-anything"),
        pytest.param(made(), made(exact="11" * 8), 0.0, id="and-not-exactly-the-same"),
        pytest.param(made(1), made(1, version=2), None, id="made-in-another-way"),
        pytest.param(made(1), None, None, id="not-to-be-had"),
    ],
)
def test_likeness_is_the_share_of_both_that_is_in_both(one: CodePrint, other: CodePrint | None, expected: float | None) -> None:
    assert likeness(one, other) == expected
    assert likeness(other, one) == expected


def test_a_sketch_holds_the_smallest_hashes_once_each() -> None:
    assert sketch_of([5, 3, 5, 4]) == (3, 4, 5)
    assert sketch_of(range(9 * SKETCH, -1, -1)) == FIRST


def test_the_line_is_the_version_and_the_numbers_in_base_64() -> None:
    packed = bytes.fromhex("00112233445566770000000100000102")
    text = f"1:{base64.b64encode(packed).decode()}"
    shown = made(1, 258, exact="0011223344556677")

    assert print_text(shown) == text
    assert read_print(text) == shown


def line(packed: str, version: str = "1") -> str:
    return f"{version}:{base64.b64encode(bytes.fromhex(packed)).decode()}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("1:", id="nothing-behind-the-version"),
        pytest.param("1:?", id="no-base-64"),
        pytest.param(line("00" * 8, version=""), id="no-version"),
        pytest.param(line("00" * 8, version="01"), id="a-version-written-otherwise"),
        pytest.param(line("00" * 8, version="x"), id="a-version-that-is-no-number"),
        pytest.param(line("00" * 7), id="cut-short"),
        pytest.param(line("00" * 8 + "0000"), id="half-a-number"),
        pytest.param(line("00" * 8 + "00000002" + "00000001"), id="not-ascending"),
        pytest.param(line("00" * 8 + "00000001" * 2), id="one-twice"),
        pytest.param(line("00" * 8 + "".join(f"{number:08x}" for number in range(SKETCH + 1))), id="too-many"),
    ],
)
def test_what_is_not_such_a_line_is_no_print(text: str | None) -> None:
    assert read_print(text) is None
