"""Where exactly a text stops passing for a type, a form or a pattern, and how alike two names exactly are."""

from __future__ import annotations

from typing import get_args

import pytest
from pydantic import JsonValue

from sync.core.matching.similarity import Named, names_alike, renamed
from sync.core.signature.value_types import digits_only, has_form, is_within, matches, parses
from sync.specs.models import TypeName


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        ("5", {"integer", "number"}), ("+5", {"integer", "number"}), ("-05", {"integer", "number"}),
        ("\t5\n", {"integer", "number"}),
        (5, {"integer", "number"}), (-5.5, {"number"}), ("5.", {"number"}), (".5", {"number"}), ("+.5e-3", {"number"}),
        ("1E+3", {"number"}), ("1e", set()), ("e5", set()), ("1.2.3", set()), ("5 5", set()), ("1_000", set()), ("--5", set()),
        ("", set()), ("-", set()), ("x5", set()), ("5x", set()),
        ("True", {"boolean"}), (" false ", {"boolean"}), (False, {"boolean"}), ("truth", set()), ("yes", set()),
        ("{}", {"object"}), ({"a": "五"}, {"object"}), (' {"a": [1]} ', {"object"}), ("{a}", set()),
        ("[]", {"array"}), ([1, "a"], {"array"}), ('["a"', set()), ("null", set()), (None, set()), ('"a"', set()),
    ],
)  # fmt: skip
def test_a_value_passes_for_exactly_these_types_and_always_for_a_text(value: JsonValue, kinds: set[str]) -> None:
    assert {kind for kind in get_args(TypeName) if parses(value, kind)} == {*kinds, "string"}


def test_every_text_of_one_type_is_one_of_exactly_these() -> None:
    within = {narrow: {wide for wide in get_args(TypeName) if is_within(narrow, wide)} for narrow in get_args(TypeName)}

    assert within == {
        "string": {"string"},
        "integer": {"integer", "number", "string"},
        "number": {"number", "string"},
        "boolean": {"boolean", "string"},
        "object": {"object", "string"},
        "array": {"array", "string"},
    }


@pytest.mark.parametrize(
    ("text", "form", "fits"),
    [
        ("123", "phone", True), ("12", "phone", False), ("1" * 25, "phone", True), ("1" * 26, "phone", False),
        ("+123", "phone", True), ("++123", "phone", False), ("0 (571)-1", "phone", True), ("(571) 1", "phone", False),
        ("12a", "phone", False), ("12.3", "phone", False), ("", "phone", False), (" 123", "phone", False),
        ("2026-02-28", "date", True), ("2026-02-30", "date", False), ("", "date", False), ("28.02.2026", "date", False),
        ("", "other", True), ("x", "PHONE", True),
    ],
)  # fmt: skip
def test_a_form_is_kept_to_the_letter(text: str, form: str, *, fits: bool) -> None:
    assert has_form(text, form) is fits


@pytest.mark.parametrize(
    ("text", "pattern", "fits"),
    [
        ("ab", "ab", True), ("ab", "a", False), ("ab", "b", False), ("", "", True), ("x", "[", True), ("x", "y{99999999999}", True),
        ("x", "y" * 1_000, False), ("x", "y" * 1_001, True), ("AB", "ab", False),
    ],
)  # fmt: skip
def test_a_pattern_is_for_the_whole_text(text: str, pattern: str, *, fits: bool) -> None:
    assert matches(text, pattern) is fits


@pytest.mark.parametrize(
    ("pattern", "only"),
    [
        (r"\d", True), ("5", True), ("0", True), ("[1-3]+", True), ("[123]", True), ("[0-46-9]{2}", True), (r"[\d]+", True),
        (r"\d{3,6}", True), (r"\d{3,}", True), (r"\d{1}", True), (r"\d{10}", True), (r"(\d+)(5)", True), ("^5$", True),
        ("^5", True),
        ("5$", True), ("^$", False), (r"\d{0}", False), (r"\d{,3}", False), ("[]", False), ("[a]", False), (r"\d ", False),
        (r" \d", False), (r"(\d*)", False), (r"(\d", False), (r"\d\D", False), (r"\D", False), ("d", False), (r"\d+|", False),
        ("^^5", False), ("5$$", False), ("[1-]", False), (r"\d+*", False), ("a5", False), (".", False),
    ],
)  # fmt: skip
def test_only_rows_of_digits_are_rows_of_digits(pattern: str, *, only: bool) -> None:
    assert digits_only(pattern) is only


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("addr", "address"), ("cust", "customer"), ("mobile", "phone"), ("msg", "message"), ("no", "number"), ("nr", "number"),
        ("num", "number"), ("tel", "phone"), ("telephone", "phone"), ("usr", "user"),
    ],
)  # fmt: skip
def test_one_word_in_two_spellings_is_one_word(short: str, long: str) -> None:
    assert names_alike(f"old_{short.upper()}", f"old{long.capitalize()}") == 1.0


@pytest.mark.parametrize("word", ["code", "data", "date", "id", "info", "name", "number", "text", "time", "type", "value"])
def test_a_word_that_half_of_all_names_end_in_weighs_a_quarter(word: str) -> None:
    assert names_alike(f"weather_{word}", f"{word}_from_us") == pytest.approx(0.25 / (1 + 0.25 + 2))
    assert names_alike("weather_zebra", "zebra_from_us") == pytest.approx(1 / 4)


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("HTTPCode", "http_code", 1.0), ("line2", "line_2", 1.0), ("__", "__", 1.0), ("__", "--", 0.0), ("城市a", "城市_a", 1.0),
        ("phone2", "phone", 10 / 11), ("abcdefg", "xyz", 0.0),
    ],
)  # fmt: skip
def test_names_are_cut_into_words_at_case_digits_and_signs(one: str, other: str, likeness: float) -> None:
    assert names_alike(one, other) == pytest.approx(likeness)
    assert names_alike(other, one) == pytest.approx(likeness)


@pytest.mark.parametrize(
    ("first", "second", "chosen"),
    [
        pytest.param(("phoneA", 0, "x"), ("phoneB", 0, "y"), "phoneA", id="use-alone-leads-by-a-fifth"),
        pytest.param(("phoneA", 0, "y"), ("phoneB", 0, "x"), "phoneB", id="the-other-one"),
        pytest.param(("phoneA", 0, "y"), ("phoneB", 3, "x"), None, id="use-here-and-place-there"),
        pytest.param(("phoneA", 0, "x"), ("phoneB", 4, "x"), "phoneA", id="place-alone-leads-by-a-sixth"),
        pytest.param(("phoneA", 1, "x"), ("phoneB", 2, "x"), None, id="both-near"),
        pytest.param(("phoneA", 2, "x"), ("phoneB", 30, "x"), None, id="both-far"),
        pytest.param(("Phone", 0, "x"), ("phoneB", 0, "x"), None, id="the-same-name-and-one-nearly-so"),
        pytest.param(("Phone", 0, "x"), ("callerPhone", 0, "x"), "Phone", id="the-same-name-and-one-half-so"),
        pytest.param(("my_caller_phone", 0, "x"), ("weather", 0, "x"), None, id="a-third-is-too-little"),
    ],
)
def test_one_is_chosen_by_a_clear_lead_only(first: tuple[str, int, str], second: tuple[str, int, str], chosen: str | None) -> None:
    come = [Named(name=name, position=position, use=use) for name, position, use in (first, second)]
    gone = [Named(name="phone", position=0, use="x")]

    assert renamed(iter(gone), iter(come)) == ({"phone": chosen} if chosen is not None else {})
    assert renamed(gone, come[::-1]) == ({"phone": chosen} if chosen is not None else {})
