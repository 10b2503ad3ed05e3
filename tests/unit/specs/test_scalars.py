"""An unquoted text means one thing to every YAML reader, or it is refused."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from sync.specs.yaml.scalars import AmbiguousError, plain, quoted


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("", None, id="empty"),
        pytest.param("~", None, id="tilde"),
        pytest.param("Null", None, id="null"),
        pytest.param("true", True, id="true"),
        pytest.param("FALSE", False, id="false"),
        pytest.param("0", 0, id="zero"),
        pytest.param("-12", -12, id="negative"),
        pytest.param("330102", 330102, id="digits"),
        pytest.param("3.10", 3.1, id="decimal"),
        pytest.param("-0.5", -0.5, id="negative-decimal"),
        pytest.param("y", "y", id="y-is-a-letter"),
        pytest.param("None", "None", id="python-none"),
        pytest.param("python3.10", "python3.10", id="runtime"),
        pytest.param("1.2.3", "1.2.3", id="version"),
        pytest.param("0571-8888", "0571-8888", id="phone-with-dash"),
        pytest.param("2024-01", "2024-01", id="month"),
        pytest.param("-", "-", id="dash"),
        pytest.param("<<", "<<", id="merge-sign-as-value"),
        pytest.param("١٢", "١٢", id="digits-of-another-script"),
    ],
)
def test_an_undisputed_text_has_its_value(text: str, value: JsonValue) -> None:
    found = plain(text)

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        *["yes", "No", "ON", "off"],
        *["0571", "0x1F", "0o17", "0b11", "1_000", "+8613800000000", "1e3", "1.5e3", "5.", ".5", "-.5"],
        *["1:30", "12:30:45", ".inf", "-.INF", ".nan", "2024-01-01", "2024-1-1 10:00:00", "2024-01-01T10:00:00Z"],
        "1" * 41,
    ],
)
def test_a_disputed_text_is_refused_and_the_hint_says_quotes(text: str) -> None:
    with pytest.raises(AmbiguousError) as caught:
        plain(text)

    assert text[:40] in caught.value.message
    assert f'"{text[:40]}' in caught.value.hint


def test_the_hint_for_a_switch_offers_the_text_and_the_boolean() -> None:
    with pytest.raises(AmbiguousError) as caught:
        plain("off")

    assert caught.value.hint == 'write "off" or false'


def test_quotes_and_backslashes_are_escaped_in_quotes() -> None:
    assert quoted('a "b" \\') == '"a \\"b\\" \\\\"'
