"""The thorough reader: positions, bounds, and nothing that surprises."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from sync.specs.yaml.loader import DEEPEST, MOST_ALIASED, Reader
from sync.specs.yaml.nodes import Flaw, Mark, Spot


def values(text: str) -> list[JsonValue]:
    reader = Reader(text).run()
    assert reader.flaws == []
    return [document.value for document in reader.documents]


def flaws(text: str) -> list[Flaw]:
    return Reader(text).run().flaws


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("# only a comment\n", [], id="comment"),
        pytest.param("---\n---\n", [None, None], id="empty-documents"),
        pytest.param("a: {on: 1, 2: b, ~: c}\n", [{"a": {"on": 1, "2": "b", "~": "c"}}], id="keys-are-text"),
        pytest.param("a: &x [1, 2]\nb: *x\n", [{"a": [1, 2], "b": [1, 2]}], id="alias"),
        pytest.param("a: &x 1\nb: &x 2\nc: *x\n", [{"a": 1, "b": 2, "c": 2}], id="an-anchor-given-twice-names-the-last"),
        pytest.param("a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3\n", [{"a": {"p": 1, "q": 2}, "b": {"q": 3, "p": 1}}], id="merge"),
        pytest.param(
            "a: &x {p: 1}\nb: &y {p: 2, q: 3}\nc: {<<: [*x, *y]}\n",
            [{"a": {"p": 1}, "b": {"p": 2, "q": 3}, "c": {"p": 1, "q": 3}}],
            id="merge-first-wins",
        ),
        pytest.param('"<<": 1\n', [{"<<": 1}], id="quoted-merge-sign-is-a-key"),
        pytest.param("a: |\n  x\n  y\nb: >\n  x\n  y\n", [{"a": "x\ny\n", "b": "x y\n"}], id="block-texts"),
        pytest.param("a: '0571'\nb: \"no\"\n", [{"a": "0571", "b": "no"}], id="quoted-is-text"),
    ],
)
def test_a_text_has_these_values(text: str, expected: list[JsonValue]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "mark", "message"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n", Mark(3, 1), "the key 'a' appears twice", id="duplicate-key"),
        pytest.param("x: {a: 1, a: 2}\n", Mark(1, 11), "the key 'a' appears twice", id="duplicate-key-in-flow"),
        pytest.param(
            "a: 0571\n", Mark(1, 4), "'0571' is read differently by different YAML readers (text, number or date)", id="disputed"
        ),
        pytest.param("a: !!str 1\n", Mark(1, 4), "tags such as '!!str' are not supported", id="tag"),
        pytest.param(
            "a: !!python/object:os.system x\n",
            Mark(1, 4),
            "tags such as '!!python/object:os.system' are not supported",
            id="python-tag",
        ),
        pytest.param("? [a]\n: 1\n", Mark(1, 3), "a key must be a text", id="list-as-key"),
        pytest.param("a: &x 1\n*x : 2\n", Mark(2, 1), "a key must be a text", id="alias-as-key"),
        pytest.param("a: *x\n", Mark(1, 4), "*x names no anchor above it in this document", id="unknown-alias"),
        pytest.param(
            "a: &x 1\n---\nb: *x\n", Mark(3, 4), "*x names no anchor above it in this document", id="alias-of-another-document"
        ),
        pytest.param("a: &x {b: *x}\n", Mark(1, 11), "*x stands inside the value it names", id="cyclic-alias"),
        pytest.param("a:\n  <<: 3\n", Mark(2, 3), "`<<` merges something that is not a mapping", id="merge-of-a-number"),
        pytest.param(
            "a: {b: 1\n",
            Mark(2, 1),
            "not valid YAML: did not find expected ',' or '}', while parsing a flow mapping that begins on line 1",
            id="open-bracket",
        ),
        pytest.param("a: b: c\n", Mark(1, 5), "not valid YAML: mapping values are not allowed in this context", id="colon"),
        pytest.param(
            "a:\n\tb: 1\n",
            Mark(2, 1),
            "not valid YAML: found character that cannot start any token",
            id="tab",
        ),
        pytest.param("a: 1\nb: \x07\n", Mark(2, 4), "the character U+0007 is not allowed in YAML", id="control-character"),
    ],
)
def test_a_flaw_is_told_with_its_place_and_a_hint(text: str, mark: Mark, message: str) -> None:
    found = flaws(text)

    assert [(flaw.mark, flaw.message) for flaw in found] == [(mark, message)]
    assert found[0].hint


def test_every_flaw_is_told_up_to_the_first_that_ends_the_reading() -> None:
    found = flaws("a: no\nb: !x 1\nb: 2\nc: [\n")

    assert [flaw.mark for flaw in found] == [Mark(1, 4), Mark(2, 4), Mark(3, 1), Mark(5, 1)]


def test_the_value_of_an_environment_variable_is_never_shown() -> None:
    found = flaws("functions:\n  f:\n    environment: {PIN: 0571, TAG: !!str secret}\n")

    assert len(found) == 2
    assert not any("0571" in f"{flaw.message}{flaw.hint}" or "secret" in f"{flaw.message}{flaw.hint}" for flaw in found)


@pytest.mark.parametrize(("levels", "is_read"), [(DEEPEST, True), (DEEPEST + 1, False), (100_000, False)])
def test_nesting_is_bounded(levels: int, *, is_read: bool) -> None:
    found = flaws("[" * levels + "]" * levels)

    assert [flaw.message for flaw in found] == ([] if is_read else [f"nested more than {DEEPEST} levels deep"])


def test_an_alias_bomb_is_stopped_before_it_grows() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 12)
    )

    assert [flaw.message for flaw in flaws(bomb)] == [f"aliases repeat more than {MOST_ALIASED:,} values"]


def test_a_merge_bomb_is_stopped_too() -> None:
    wide = ", ".join(f"k{number}: 1" for number in range(1000))
    bomb = f"a: &a {{{wide}}}\nb: [" + ", ".join(["{<<: *a}"] * 300) + "]\n"

    assert [flaw.message for flaw in flaws(bomb)] == [f"aliases repeat more than {MOST_ALIASED:,} values"]


def test_places_are_found_for_those_who_ask() -> None:
    text = "a: 1\n---\nfunctions:\n  f:\n    formerly: [x, y]\n    memory: '256'\n"
    wanted = [
        (1, ()),
        (1, ("functions", "f")),
        (1, ("functions", "f", "formerly", 1)),
        (1, ("functions", "f", "memory")),
        (0, ("b",)),
    ]

    assert Reader(text, wanted).run().spots == {
        (1, ()): Spot(Mark(3, 1), Mark(3, 1), None),
        (1, ("functions", "f")): Spot(Mark(4, 3), Mark(5, 5), None),
        (1, ("functions", "f", "formerly", 1)): Spot(Mark(5, 19), Mark(5, 19), "y"),
        (1, ("functions", "f", "memory")): Spot(Mark(6, 5), Mark(6, 13), "256"),
    }
