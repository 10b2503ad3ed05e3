"""Names from outside are shown, never obeyed."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.render.escape import answer, fenced, indented, markdown, prose, value, visible

# Any text, thick with what terminals, bidi algorithms and Markdown act on.
NASTY = st.text(
    st.one_of(st.characters(), st.sampled_from("\x00\x07\x08\x1b\x9b\r\n\t\u202e\u2066\u200b\u200d\u2028\ufeff\u00a0\\`*[]<>|名（"))
)
ACTING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def acting(text: str) -> list[str]:
    """The characters of the text that a terminal or a reader's eye would be fooled by."""
    return [c for c in text if unicodedata.category(c) in ACTING or (c.isspace() and c not in {" ", "\u3000"})]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("get_number_region", "get_number_region", id="a plain name stays"),
        pytest.param("身份验证（华南1）", "身份验证（华南1）", id="Chinese with full-width brackets stays"),
        pytest.param("café", "café", id="an accent stays"),
        pytest.param("\x1b[31mred", r"\u001b[31mred", id="a terminal escape"),
        pytest.param("\x9b31m", r"\u009b31m", id="the eight-bit form of it"),
        pytest.param("a\nb\r\tc", r"a\u000ab\u000d\u0009c", id="line breaks and tabs"),
        pytest.param("pay\u202efdp.exe", r"pay\u202efdp.exe", id="a bidi override"),
        pytest.param("a\u200bb\u2060c", r"a\u200bb\u2060c", id="zero-width characters"),
        pytest.param("a\u2028b\u0085c", r"a\u2028b\u0085c", id="Unicode line breaks"),
        pytest.param("a\u00a0b\u2003c", r"a\u00a0b\u2003c", id="spaces that only look like one"),
        pytest.param("一\u3000二", "一\u3000二", id="the full-width space of Chinese text stays"),
        pytest.param("a\ufe0f\u3164b", r"a\ufe0f\u3164b", id="marks and letters drawn as nothing"),
        pytest.param("\U000e0041", r"\udb40\udc41", id="a tag character beyond the basic plane, in two halves"),
        pytest.param("\ud800", r"\ud800", id="half a character"),
        pytest.param(r"\u001b", r"\\u001b", id="text that only looks escaped stays different from what it looks like"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_name_is_shown_as_visible_characters_only(name: str, shown: str) -> None:
    assert visible(name) == shown


@given(NASTY)
def test_nothing_that_acts_comes_out_of_any_renderer_of_names(name: str) -> None:
    for rendered in (visible(name), value(name), answer(name), markdown(name), value({name: [name]})):
        assert acting(rendered) == []
    assert acting(indented({name: name}).replace("\n", "")) == []


@given(NASTY, NASTY)
def test_two_names_that_differ_are_shown_differently(one: str, other: str) -> None:
    assert (visible(one) == visible(other)) == (one == other)


@given(NASTY)
def test_a_value_is_still_the_same_json(text: str) -> None:
    assert json.loads(value({"a": [text, 1, None]})) == {"a": [text, 1, None]}
    assert json.loads(indented([text])) == [text]


@given(NASTY)
def test_a_shown_name_is_one_line(name: str) -> None:
    assert len(visible(name).splitlines()) <= 1


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        pytest.param('{"name": "\\u5f20\\u4e09"}', '{"name": "张三"}', id="escaped Chinese becomes readable"),
        pytest.param('{\n  "a": 1\n}', '{"a": 1}', id="one line"),
        pytest.param("杭州\n", "杭州\\u000a", id="plain text"),
        pytest.param("[" * 100_000, "[" * 100_000, id="nested too deep to be read as JSON"),
    ],
)
def test_an_answer_is_shown_as_readable_json_or_as_text(payload: str, shown: str) -> None:
    assert answer(payload) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("a_b", r"a\_b", id="emphasis"),
        pytest.param("[x](http://e.com)", r"\[x\]\(http`://`e\.com\)", id="a link"),
        pytest.param("<img src=x>", r"\<img src=x\>", id="a tag"),
        pytest.param("@everyone", "`@`everyone", id="a mention, which hosts look for after Markdown"),
        pytest.param("a@b.com", r"a`@`b\.com", id="an address of mail"),
        pytest.param("www.e.com", r"www`.`e\.com", id="a link without a scheme"),
        pytest.param("fix #12, !3, group/x#4", r"fix `#`12, `!`3, group/x`#`4", id="references"),
        pytest.param("GH-12", "GH`-`12", id="another form of one"),
        pytest.param(":tada: 12:30:00", r"`:`tada\: 12\:30\:00", id="a picture, and a time"),
        pytest.param("`@`x", r"\``@`\`x", id="a mention in what looks like code"),
        pytest.param("a|b", r"a\|b", id="a table cell"),
        pytest.param("`x`", r"\`x\`", id="code"),
        pytest.param("&lt;", "`&`lt;", id="an entity"),
        pytest.param("1. x", r"1\. x", id="a list"),
    ],
)
def test_markdown_shows_a_name_and_makes_nothing_of_it(name: str, shown: str) -> None:
    assert markdown(name) == shown


@pytest.mark.parametrize(
    ("lines", "fence"),
    [
        pytest.param(["确定", "a"], "```", id="plain lines"),
        pytest.param(["```", "</details>"], "````", id="a fence in it"),
        pytest.param(["a ````` b"], "``````", id="a longer one"),
    ],
)
def test_a_fence_is_longer_than_any_in_what_it_holds(lines: list[str], fence: str) -> None:
    assert fenced(lines) == "\n".join([f"{fence}text", *lines, fence])


def test_of_the_first_65536_characters_only_those_that_can_be_seen_are_shown_as_they_are() -> None:
    as_they_are = [character for character in map(chr, range(0x10000)) if prose(character) == character and character != "\n"]
    assert [ord(character) for character in as_they_are if unicodedata.category(character) in ACTING] == []
    assert {*"a~ 号码（）、。「」", "\u3000"} <= {*as_they_are}
