"""A text that parses counts as what it parses to."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from sync.core.signature.value_types import digits_only, has_form, is_within, matches, parses
from sync.specs.models import TypeName


@pytest.mark.parametrize(
    ("value", "kind", "passes"),
    [
        ("5", "integer", True), (5, "integer", True), (" 5 ", "integer", True), ("5.0", "integer", False), ("", "integer", False),
        ("五", "integer", False), ("5.5", "number", True), ("1e3", "number", True), (".", "number", False),
        ("NaN", "number", False),
        ("true", "boolean", True), (True, "boolean", True), ("FALSE", "boolean", True), ("1", "boolean", False),
        ('{"a": 1}', "object", True), ("[1]", "object", False), ("[1]", "array", True), ("[", "array", False),
        ("[" * 100_000, "array", False), ("anything", "string", True),
    ],
)  # fmt: skip
def test_what_passes_for_a_type(value: JsonValue, kind: TypeName, *, passes: bool) -> None:
    assert parses(value, kind) is passes


@pytest.mark.parametrize(
    ("narrow", "wide", "within"),
    [("integer", "number", True), ("number", "integer", False), ("boolean", "string", True), ("integer", "boolean", False)],
)
def test_which_type_holds_which(narrow: TypeName, wide: TypeName, *, within: bool) -> None:
    assert is_within(narrow, wide) is within


@pytest.mark.parametrize(
    ("pattern", "only"),
    [
        (r"^\d{6}$", True), (r"[0-9]+", True), (r"1\d{10}", True), (r"^(\d{3})(\d{4})$", True), (r"\d*", False), (r"\d?", False),
        ("[0-9]" * 200, True), ("[0-9]" * 201, False), (r"\d|\d", False),
        (r"^\d+|x$", False), (r"[0-9a-f]+", False), (r"-\d+", False), ("", False), ("(", False), (r"\d{0,3}", False),
    ],
)  # fmt: skip
def test_a_pattern_of_digits_always_parses(pattern: str, *, only: bool) -> None:
    assert digits_only(pattern) is only


@pytest.mark.parametrize(
    ("text", "form", "fits"),
    [
        ("13800000000", "phone", True), ("+86 571-1234", "phone", True), ("call me", "phone", False), ("2026-11-26", "date", True),
        ("26.11.2026", "date", False), ("whatever", "unheard-of", True),
    ],
)  # fmt: skip
def test_well_known_forms(text: str, form: str, *, fits: bool) -> None:
    assert has_form(text, form) is fits


@pytest.mark.parametrize(
    ("text", "pattern", "fits"),
    [("ab", "a.", True), ("abc", "a.", False), ("x", "(", True), ("x", "y" * 2000, True), ("x", "y" * 1000, False)],
)
def test_a_pattern_that_cannot_be_used_is_not_judged(text: str, pattern: str, *, fits: bool) -> None:
    assert matches(text, pattern) is fits
