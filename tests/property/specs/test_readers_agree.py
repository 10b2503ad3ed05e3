"""Two readers, one meaning: where the quick reader answers, the thorough one answers the same."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sync.specs.yaml.fast import Layout
from sync.specs.yaml.loader import Reader
from sync.specs.yaml.nodes import Document

KEYS = st.sampled_from(["a", "b", "name", "on", "1", "x.y", "a-b", "中文", "_u"])
WORDS = st.sampled_from(
    [
        "",
        "a",
        "hello world",
        "3",
        "3.10",
        "0571",
        "no",
        "true",
        "~",
        "null",
        "2024-01-01",
        "身份验证（一）",
        "a.b/c",
        "x - y",
        "-1",
        "1:30",
        "../../a/b.c",
        "./a",
        "./../1.5",
        "../",
        "..",
        ".5",
    ]
)
ODD = st.sampled_from(
    [
        '"a b"',
        "'it'",
        '"a\\nb"',
        "'a''b'",
        '""',
        "a: b",
        "a #b",
        "a# b",
        "#c",
        "&x 1",
        "*x",
        "!!str 1",
        "|",
        ">",
        "@a",
        "- a",
        "? a",
        "{",
        "]",
        "a,b",
    ]
)
PIECES = st.sampled_from(
    [*"ab01:,-#{}[]\"'&*!|>%@` .\n\t\\?~=<", "  ", ": ", "- ", "\n  ", "\n", " #", "---\n", "key: ", "{a: 1}", "中", "\r\n"]
)


def flows(depth: int = 3) -> st.SearchStrategy[str]:
    """Flow collections, most of them as people write them."""
    atoms = st.one_of([WORDS] * 9 + [ODD])
    if depth == 0:
        return atoms
    inner = flows(depth - 1)
    pairs = st.tuples(KEYS, st.sampled_from([": ", ":  ", ":", " : "]), inner).map("".join)
    mapping = st.tuples(
        st.sampled_from(["{", "{ "]), st.lists(pairs, max_size=3).map(", ".join), st.sampled_from(["}", " }", ",}"])
    )
    sequence = st.tuples(st.sampled_from(["[", "[ "]), st.lists(inner, max_size=3).map(",".join), st.sampled_from(["]", " ]"]))
    return atoms | mapping.map("".join) | sequence.map("".join)


@st.composite
def blocks(draw: st.DrawFn, depth: int = 3, indent: int = 0) -> str:
    """Block collections, most of them as people write them; some with an odd indentation, comment or end."""
    lines: list[str] = []
    usual = draw(st.sampled_from(["", "", "", "- ", "-   "]))
    for key in draw(st.lists(KEYS, min_size=1, max_size=3, unique=draw(st.sampled_from([True] * 9 + [False])))):
        margin = " " * (indent + draw(st.sampled_from([0] * 20 + [1])))
        lead = draw(st.sampled_from([usual] * 20 + ["", "- "]))
        head = f"{margin}{lead}{key}:" if not lead or draw(st.booleans()) else f"{margin}{lead}".rstrip(" ")
        nested = depth > 0 and draw(st.booleans())
        if nested:
            step = draw(st.sampled_from([2, 2, 2, 2, 4, 1, 0]))
            lines.append(
                f"{head}{draw(st.sampled_from(['', ' ', ' # note']))}\n{draw(blocks(depth - 1, indent + len(lead) + step))}"
            )
        else:
            lines.append(f"{head} {draw(flows())}{draw(st.sampled_from(['', '', '', ' ', ' # note', '# no note']))}\n")
        lines.append(draw(st.sampled_from(["", "", "", "", "\n", "# note\n", "   # note\n", "---\n", "--- # note\n", "...\n"])))
    return "".join(lines)


def quick(text: str) -> tuple[Document, ...] | None:
    return Layout().read(text)


def thorough(text: str) -> tuple[Document, ...]:
    reader = Reader(text).run()
    assert reader.flaws == []
    return tuple(reader.documents)


def assert_they_agree(text: str) -> None:
    answer = quick(text)
    if answer is not None:
        expected = thorough(text)
        assert answer == expected
        assert repr(answer) == repr(expected)  # 1 is not 1.0, True is not 1


@given(blocks())
def test_the_quick_reader_agrees_with_libyaml_on_texts_laid_out_in_blocks(text: str) -> None:
    assert_they_agree(text)


@given(st.lists(PIECES, max_size=30).map("".join))
@example("---#a\n")
@example("a: 1\n--- # b\nb: 2\n")
@example("a:\n- b\n- c: 1\n  d: 2\ne: f")
@example("- a:\n  - b\n")
@example("a: b # c\n")
@example("a: {b: 1}# c\n")
@example("a: [b, {c: d}, [e]] \n")
@example("a: 'b' # c\n")
@example("a: 'b'# c\n")
@example("a: b\n c\n")
@example("a: \n b\n")
@example("a: {b: c\n}\n")
@example("a: {b: 1, b: 2}\n")
@example("a: \x85b\n")
@example("a: b\r\nc: d\r\n")
@example("a: b\rc: d\n")
@example("\ufeffa: b\n")
def test_the_quick_reader_agrees_with_libyaml_on_any_text(text: str) -> None:
    assert_they_agree(text)


@given(flows())
def test_the_quick_reader_agrees_with_libyaml_on_any_value_on_a_line(value: str) -> None:
    assert_they_agree(f"top:\n  key: {value}\n  next: 1\n")
    assert_they_agree(f"top:\n- {value}\n- 1\n")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: 1\nb:\n  c: {d: [x, 'y', \"z\"]}\n", id="flow"),
        pytest.param("a:\n  b:\n    - c: 1\n      d: 2\n    - {e: f}\n", id="nested"),
        pytest.param("# note\na:   # note\n\n  b: c   # note\n", id="comments"),
        pytest.param("a:\r\n  b: c\r\n", id="crlf"),
        pytest.param("a:\n- b\n- c\n", id="list-in-the-column-of-its-key"),
        pytest.param("a: 1\n---\nb: 2\n", id="documents"),
        pytest.param('a: "say \\"hi\\""\n', id="escapes"),
        pytest.param("", id="empty"),
    ],
)
def test_what_people_write_is_read_by_the_quick_reader(text: str) -> None:
    assert quick(text) is not None
    assert_they_agree(text)
