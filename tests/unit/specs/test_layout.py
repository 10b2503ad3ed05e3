"""The quick reader knows its limits: what it leaves to the thorough one, and what it must not forget."""

from __future__ import annotations

import pytest

from sync.specs.yaml.fast import Layout
from sync.specs.yaml.nodes import Mark


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: &x 1\n", id="anchor"),
        pytest.param("a: *x\n", id="alias"),
        pytest.param("a: !!str 1\n", id="tag"),
        pytest.param("a: |\n  b\n", id="block-text"),
        pytest.param("a: b\n  c\n", id="text-over-two-lines"),
        pytest.param("a: 'b\n  c'\n", id="quoted-text-over-two-lines"),
        pytest.param("a: {b: c,\n  d: e}\n", id="flow-over-two-lines"),
        pytest.param("a: 0571\n", id="disputed"),
        pytest.param("a: 1\na: 2\n", id="duplicate-key"),
        pytest.param("x: 1\na: [{b: 1, b: 2}]\n", id="duplicate-key-in-flow"),
        pytest.param("a: {b: c]\n", id="wrong-bracket"),
        pytest.param("a: [b}\n", id="other-wrong-bracket"),
        pytest.param("a:\n  x: {b: [c]]\n", id="wrong-bracket-behind-a-bracket"),
        pytest.param("a: [{b: c}}\n", id="other-wrong-bracket-behind-a-bracket"),
        pytest.param("a: [[b] c]\n", id="something-behind-a-bracket"),
        pytest.param("a: " + "[" * 21 + "]" * 21 + "\n", id="many-brackets"),
        pytest.param("".join(f"{' ' * level}a:\n" for level in range(30)), id="deep"),
        pytest.param("a:\tb\n", id="tab"),
        pytest.param("'a b': 1\n", id="quoted-key"),
        pytest.param("a: 1\n b: 2\n", id="key-too-far-in"),
        pytest.param("a:\n    b: 1\n  c: 2\n", id="key-between-two-levels"),
        pytest.param("a:\n  - b\n   - c\n", id="item-too-far-in"),
        pytest.param("- a\n", id="list-at-the-top"),
        pytest.param("a: {b: {c: d}}\n", id="flow-whose-places-are-asked-for"),
        pytest.param("--- a\n", id="value-on-the-line-of-the-marker"),
        pytest.param("%YAML 1.2\n---\na: 1\n", id="directive"),
        pytest.param("a: 1\n...\n", id="end-marker"),
        pytest.param("a: \ufeffb\n", id="byte-order-mark-inside"),
    ],
)
def test_what_takes_a_rule_of_yaml_is_left_to_the_thorough_reader(text: str) -> None:
    assert Layout().read(text) is None


def test_a_text_that_was_left_to_the_other_reader_leaves_nothing_behind() -> None:
    layout = Layout()
    layout.read("a:\n  b: 1\n  c: 0571\n")

    (document,) = layout.read("d:\n  e: 1\n") or ()

    assert (document.value, document.entries) == ({"d": {"e": 1}}, {"e": Mark(2, 3)})


def test_more_lines_than_are_remembered_are_read_all_the_same() -> None:
    text = "functions:\n" + "".join(f"  f{number}:\n    name: n{number}\n    memory: 128\n" for number in range(10_000))

    (document,) = Layout().read(text) or ()

    assert document.value == {"functions": {f"f{number}": {"name": f"n{number}", "memory": 128} for number in range(10_000)}}
    assert document.entries["f9999"] == Mark(29_999, 3)


def test_a_relative_path_is_an_ordinary_word() -> None:
    (document,) = Layout().read("a:\n  b: ../../code/orders  # as it stands\n  c: {d: ./x, e: [../y]}\n") or ()

    assert document.value == {"a": {"b": "../../code/orders", "c": {"d": "./x", "e": ["../y"]}}}
