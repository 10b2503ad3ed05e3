"""Wire values: what Python sees is what the engine sent, however deep it is unknown or secret."""

from __future__ import annotations

import json

import pytest
from google.protobuf import json_format
from google.protobuf.struct_pb2 import Struct
from hypothesis import given
from hypothesis import strategies as st

from infra.wire import UNKNOWN, Properties, Secret, Value, dump, dumps, is_unknown, load, loads, plain, secret

EXACT = 2**53  # the largest whole number up to which the wire has every one
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-EXACT, EXACT),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.just(UNKNOWN),
)
VALUES: st.SearchStrategy[Value] = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4), inner.map(secret)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=8), VALUES, max_size=5))
def test_what_is_written_is_read_again(properties: Properties) -> None:
    assert loads(dumps(properties)) == properties


@given(VALUES)
def test_it_survives_serialisation_with_its_types(value: Value) -> None:
    again = Struct.FromString(dumps({"it": value}).SerializeToString())
    assert _typed(load(again.fields["it"])) == _typed(value)


@given(VALUES)
def test_plain_values_hold_no_secret_and_lose_no_unknown(value: Value) -> None:
    assert "<secret>" not in repr(plain(value)).replace("'<secret>'", "")
    assert is_unknown(plain(value)) == is_unknown(value)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ({"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": 5}, Secret(5)),
        ("04da6b54-80e4-46f7-96ec-b56ff0331ba9", UNKNOWN),
        ({"4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": "x", "secret": True}, Secret("x")),
        ({"4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": "x"}, "x"),
        ({"4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4"}, UNKNOWN),
        ({"4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:x", "id": "r1"}, "r1"),
    ],
)
def test_the_forms_of_the_protocol(sent: object, read: Value) -> None:
    message = json_format.Parse(json.dumps({"it": sent}), Struct())
    assert loads(message)["it"] == read


def test_an_asset_is_refused() -> None:
    with pytest.raises(ValueError, match="asset"):
        load(dump({"4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", "text": "x"}))


def test_a_secret_is_never_shown() -> None:
    assert "test words" not in repr({"it": Secret("test words")})


def _typed(value: Value) -> object:
    """The value with the type of every part, whole numbers as ints: that is what the wire makes of them."""
    match value:
        case Secret():
            return Secret, _typed(value.value)
        case float():
            return (int, int(value)) if value.is_integer() else (float, value)
        case list():
            return [_typed(item) for item in value]
        case dict():
            return {name: _typed(item) for name, item in value.items()}
        case _:
            return type(value), value
