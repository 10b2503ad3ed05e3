"""Columns line up, also with Chinese in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcwidth

from sync.render.escape import visible
from sync.render.page import Page
from sync.render.width import cells, columns, hang, pad, wrap

# Halves of flags and bare skin tones: no two programs agree how wide these are on their own.
PARTS_OF_EMOJI = "".join(map(chr, [*range(0x1F1E6, 0x1F200), *range(0x1F3FB, 0x1F400)]))
CHARACTERS = st.characters(codec="utf-8", exclude_characters=PARTS_OF_EMOJI)
NAMES = st.text(st.one_of(st.sampled_from("ab函数（）é\u0301 ｶ한"), CHARACTERS)).map(visible)
WORDS = st.text(st.sampled_from("ab 函数，。（）x ")).map(visible)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        pytest.param("abc", 3, id="one column each"),
        pytest.param("函数", 4, id="two columns each"),
        pytest.param("华东1（杭州）", 13, id="mixed, with full-width brackets"),
        pytest.param("e\u0301", 1, id="a combining mark takes none"),
        pytest.param("", 0, id="nothing"),
    ],
)
def test_cells_counts_the_columns_a_terminal_would_use(text: str, width: int) -> None:
    assert cells(text) == width


def test_the_second_column_begins_at_the_same_place_in_every_row() -> None:
    assert columns([("区域", "华东1"), ("name", "x"), ("", "y")]) == ("区域  华东1", "name  x", "      y")


@given(st.lists(st.tuples(NAMES, NAMES, st.just("|")), min_size=1))
def test_alignment_holds_for_any_names(rows: list[tuple[str, str, str]]) -> None:
    starts = {sum(map(wcwidth, line[: line.rindex("|")])) for line in columns(rows)}  # by another's tables
    assert len(starts) == 1


@given(NAMES, st.integers(0, 40))
def test_padding_reaches_the_width_and_never_cuts(text: str, width: int) -> None:
    padded = pad(text, width)
    assert padded.startswith(text)
    assert cells(padded) == max(cells(text), width)


@given(WORDS, st.integers(4, 30))
def test_wrapping_loses_nothing_but_the_spaces_it_broke_at(text: str, width: int) -> None:
    assert "".join(wrap(text, width)).replace(" ", "") == text.replace(" ", "")


@given(st.text(st.sampled_from("a 函")), st.integers(4, 30))
def test_a_wrapped_line_is_too_long_only_when_a_single_word_is(text: str, width: int) -> None:
    for line in wrap(text, width):
        assert cells(line) <= width or " " not in line.strip()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("one two three", ("one two", "three"), id="at spaces"),
        pytest.param(
            "函数名称已经修改请重新测试",
            ("函数名称", "已经修改", "请重新测", "试"),
            id="between the characters of a Chinese sentence",
        ),
        pytest.param(
            "函数名称，已经修改了请测试", ("函数名", "称，已经", "修改了请", "测试"), id="never before a full-width comma"
        ),
        pytest.param("xx 函数列表 函数", ("xx", "函数列表", "函数"), id="a Chinese term stays whole"),
        pytest.param("cn-hangzhou/demo/x y", ("cn-hangzhou/demo/x", "y"), id="an address stays whole"),
    ],
)
def test_text_wraps_where_a_reader_would_break_it(text: str, lines: tuple[str, ...]) -> None:
    assert wrap(text, 8) == lines


def test_colour_takes_no_columns() -> None:
    painted = Page(width=80, colour=True).paint("bad", "函数")
    assert cells(painted) == 4
    assert columns([(painted, "x"), ("long name", "y")]) == (f"{painted}       x", "long name  y")


def test_wrapped_text_hangs_under_its_beginning() -> None:
    assert hang("Why  ", "one two three", 13) == ("Why  one two", "     three")
