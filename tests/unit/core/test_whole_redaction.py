"""What is hidden and by which digests, written out."""

from __future__ import annotations

import hashlib

import pytest

from sync.core.redaction import Redacted, Variable, is_former, is_kept, kept_digest, plain, redacted
from sync.core.sensitive import line_looks_secret, looks_secret, without_secrets
from sync.core.signature.inferred import Inferred
from tests.fakes.worlds import SALT, escape, reads, text_answer

OTHER_SALT = "c3" * 16
HALF = "half \ud800"


def door(salt: str, value: str) -> bytes:
    return hashlib.blake2b(value.encode("utf-8", "surrogatepass"), key=bytes.fromhex(salt), digest_size=32).digest()


def cheap(salt: str, uid: str, name: str, value: str) -> str:
    key = hashlib.sha256(f"{salt}\0{uid}\0{name}".encode()).digest()
    return hashlib.blake2b(door(salt, value), key=key, digest_size=16).hexdigest()


def costly(salt: str, uid: str, name: str, value: str) -> str:
    return hashlib.scrypt(door(salt, value), salt=f"{salt}\0{uid}\0{name}".encode(), n=128, r=8, p=1, dklen=16).hex()


@pytest.mark.parametrize("value", ["test-key", "订单", HALF])
def test_a_redacted_value_is_its_salt_a_keyed_digest_and_its_length(value: str) -> None:
    made = Redacted.of(SALT, value)

    assert (made.salt, made.digest, made.size) == (SALT, door(SALT, value), len(value))
    assert made == value
    assert made == Redacted(SALT, door(SALT, value), 0)
    assert made != Redacted(OTHER_SALT, door(SALT, value), len(value))
    assert made != Redacted(SALT, door(SALT, "other"), len(value))
    assert Redacted(SALT, door(SALT, value), len(value) + 1) != value
    assert made.__eq__(len(value)) is NotImplemented
    assert repr(made) == "<redacted>"


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("abc", True),
        ("abcx", True),
        ("xabc", True),
        ("xxabcxx", True),
        ("ab", False),
        ("ab c", False),
        ("xbcab", False),
        ("", False),
    ],
)
def test_it_is_within_a_text_wherever_it_stands(text: str, *, within: bool) -> None:
    assert Redacted.of(SALT, "abc").is_within(text) is within


def test_of_an_environment_only_what_looks_secret_is_hidden() -> None:
    before = Redacted.of(OTHER_SALT, "test-word")
    environment: dict[str, Variable] = {
        "MODE": "fast",
        "API_KEY": "test-key",
        "EMPTY_TOKEN": "",
        "LINK": "https://u:w@h/",
        "IVRSYNC_SIGNATURE": '{"token": "https://u:w@h/"}',
        "IVRSYNC_SIGNATURES": "x",
        "OLD": before,
    }

    made = redacted(environment, SALT)

    assert {name: value for name, value in made.items() if isinstance(value, str)} == plain(made)
    assert plain(made) == {"MODE": "fast", "EMPTY_TOKEN": "", "IVRSYNC_SIGNATURE": '{"token": "https://u:w@h/"}'}
    hidden = {name: (value.salt, value.digest, value.size) for name, value in made.items() if isinstance(value, Redacted)}
    assert hidden == {
        "API_KEY": (SALT, door(SALT, "test-key"), 8),
        "LINK": (SALT, door(SALT, "https://u:w@h/"), 14),
        "IVRSYNC_SIGNATURES": (SALT, door(SALT, "x"), 1),
        "OLD": (OTHER_SALT, door(OTHER_SALT, "test-word"), 9),
    }
    assert list(made) == list(environment)


def test_the_lock_keeps_a_cheap_digest_of_what_is_plain_and_a_costly_one_of_what_is_not() -> None:
    hidden = Redacted.of(SALT, "fast")

    assert kept_digest(SALT, "u", "MODE", "fast") == cheap(SALT, "u", "MODE", "fast")
    assert kept_digest(SALT, "u", "MODE", "") == cheap(SALT, "u", "MODE", "")
    assert kept_digest(SALT, "u", "MODE", HALF) == cheap(SALT, "u", "MODE", HALF)
    assert kept_digest(SALT, "u", "API_KEY", "fast") == costly(SALT, "u", "API_KEY", "fast")
    assert kept_digest(SALT, "u", "LINK", "https://u:w@h/") == costly(SALT, "u", "LINK", "https://u:w@h/")
    assert kept_digest(SALT, "u", "MODE", hidden) == costly(SALT, "u", "MODE", "fast")


@pytest.mark.parametrize(("kept", "former"), [("0" * 11, False), ("0" * 12, True), ("0" * 13, False), ("0" * 32, False)])
def test_a_digest_of_twelve_digits_is_of_a_lock_without_a_salt(kept: str, *, former: bool) -> None:
    assert is_former(kept) is former


def test_whether_a_digest_is_that_of_a_value_of_that_function_and_name() -> None:
    former = hashlib.sha256(b"u\0MODE\0fast").hexdigest()[:12]
    hidden = Redacted.of(SALT, "fast")

    assert is_kept(former, None, "u", "MODE", "fast") is True
    assert is_kept(former, SALT, "u", "MODE", "fast") is True
    assert is_kept(former, None, "v", "MODE", "fast") is False
    assert is_kept(former, None, "u", "MODES", "fast") is False
    assert is_kept(former, SALT, "u", "MODE", hidden) is None
    assert is_kept(cheap(SALT, "u", "MODE", "fast"), SALT, "u", "MODE", "fast") is True
    assert is_kept(cheap(SALT, "u", "MODE", "fast"), SALT, "v", "MODE", "fast") is False
    assert is_kept(cheap(SALT, "u", "MODE", "fast"), SALT, "u", "MODES", "fast") is False
    assert is_kept(cheap(SALT, "u", "MODE", "fast"), SALT, "u", "MODE", "slow") is False
    assert is_kept(costly(SALT, "u", "MODE", "fast"), SALT, "u", "MODE", hidden) is True
    assert is_kept(costly(SALT, "u", "MODE", "fast"), None, "u", "MODE", hidden) is None
    assert is_kept(cheap(SALT, "u", "MODE", "fast"), None, "u", "MODE", "fast") is False
    assert is_kept(cheap("", "u", "MODE", "fast"), None, "u", "MODE", "fast") is True


def test_defaults_that_look_secret_or_come_from_the_environment_are_left_out_and_nothing_else() -> None:
    signature = Inferred(
        inputs=(
            reads("apiKey", required=False, default="test-key", kind="string"),
            reads("host", required=False, default="db.internal", kind="string", line=6),
            reads("lang", required=False, default="zh", kind="string", line=7),
            reads("pin", required=False, default=7, kind="integer", line=8),
            reads("word", required=False, default="hidden", line=9),
        ),
        results=(text_answer(),),
        escapes=(escape(),),
    )
    environment = {"HOST": "db.internal", "WORD": Redacted.of(SALT, "hidden"), "EMPTY": ""}

    assert without_secrets(signature, environment) == Inferred(
        inputs=(
            reads("apiKey", required=False, default=None, kind="string"),
            reads("host", required=False, default=None, kind="string", line=6),
            reads("lang", required=False, default="zh", kind="string", line=7),
            reads("pin", required=False, default=7, kind="integer", line=8),
            reads("word", required=False, default=None, line=9),
        ),
        results=(text_answer(),),
        escapes=(escape(),),
    )


@pytest.mark.parametrize(
    ("name", "values", "secret"),
    [
        pytest.param("MODE", (), False, id="a-name-alone"),
        pytest.param("API_KEY", (), True, id="a-telling-name-alone"),
        pytest.param("api_SALT", (), True, id="capitals-or-not"),
        pytest.param("myPin", (), True, id="a-short-word-of-its-own"),
        pytest.param("SPINNER", (), False, id="a-short-word-within-another"),
        pytest.param("MODE", (None, ""), False, id="no-values"),
        pytest.param("MODE", ("slow", "https://u:w@h/"), True, id="the-second"),
        pytest.param("MODE", ("https://u:w@h/", "slow"), True, id="the-first"),
        pytest.param("MODE", ("-----BEGIN X",), True, id="a-key-file-however-short"),
        pytest.param("MODE", ("pwd=x",), True, id="an-assignment-however-short"),
        pytest.param("MODE", ("a=b",), False, id="another-assignment"),
        pytest.param("MODE", ("12345678901234567890",), False, id="digits-alone"),
        pytest.param("MODE", ("1234567890123456789a",), True, id="twenty-digits-and-letters"),
        pytest.param("MODE", ("123456789012345678a",), False, id="nineteen"),
        pytest.param("MODE", ("123456789012345678a=",), True, id="twenty-with-a-sign"),
        pytest.param("MODE", ("12345678901234567a=",), False, id="nineteen-with-a-sign"),
        pytest.param("MODE", ("1234567890 123456789a",), False, id="two-short-runs"),
        pytest.param("MODE", ("a short one 1234567890123456789a",), True, id="a-long-run-among-words"),
        pytest.param("MODE", ("a/1234567890/1234567890",), True, id="slashes-within-a-run"),
        pytest.param("MODE", ("/a/1234567890/1234567890",), False, id="slashes-of-a-path"),
        pytest.param("MODE", ("./a/1234567890/1234567890",), False, id="of-a-path-from-here"),
        pytest.param("MODE", ("../a/1234567890/1234567890",), False, id="of-a-path-from-above"),
        pytest.param("MODE", ("s3://a/1234567890/1234567890",), False, id="of-a-url"),
        pytest.param("MODE", ("/a/1234567890123456789a/b",), True, id="a-long-part-of-a-path"),
        pytest.param("MODE", ("aAbBcCdDaAbBcCdDaAbBcCdD",), False, id="three-bits-a-character"),
        pytest.param("MODE", ("aAbBcCdDeEfFgGhHaAbBcCdDeEfFgGhH",), True, id="four-bits-a-character"),
    ],
)
def test_what_looks_secret_and_what_does_not(name: str, values: tuple[str | None, ...], *, secret: bool) -> None:
    assert looks_secret(name, *values) is secret


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        pytest.param("password = 'x'", True, id="given-to-a-telling-name"),
        pytest.param("password = x", False, id="given-from-elsewhere"),
        pytest.param("call('a', '1234567890123456789a')", True, id="the-second-text"),
        pytest.param("call(`1234567890123456789a`, 'a')", True, id="the-first-text"),
        pytest.param("call('a', 'b')", False, id="ordinary-texts"),
        pytest.param("call(f1234567890123456789a)", False, id="a-name-of-code"),
        pytest.param("", False, id="an-empty-line"),
    ],
)
def test_a_line_is_hidden_for_a_secret_that_is_written_out(line: str, *, secret: bool) -> None:
    assert line_looks_secret(line) is secret


def test_half_a_character_in_a_variable_is_held_against_a_digest_of_before_without_harm() -> None:
    assert not is_kept("0" * 12, None, "u", "N", "\ud800")
