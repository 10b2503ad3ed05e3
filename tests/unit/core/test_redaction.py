"""What stands for a secret once it is read: it equals the text, and nothing can be made of it."""

from __future__ import annotations

import copy
import hashlib
import json
import pickle
import traceback

import pytest

from sync.core.diff import configuration_changes
from sync.core.plan.model import FieldChange
from sync.core.redaction import Redacted, Variable, is_kept, kept_digest, plain, redacted
from sync.core.sensitive import without_secrets
from sync.core.signature.inferred import Inferred
from sync.core.worlds import Configuration
from tests.fakes.worlds import SALT, reads

OTHER_SALT = "c3" * 16
HIDDEN = Redacted.of(SALT, "test-old-key")


def test_it_equals_the_text_it_stands_for_and_no_other() -> None:
    equal = ["test-old-key", Redacted.of(SALT, "test-old-key")]
    others = ["test-old-kez", "test-old", "", None, 3, Redacted.of(SALT, "test-new-key"), Redacted.of(OTHER_SALT, "test-old-key")]

    assert [one == HIDDEN for one in equal] + [one == HIDDEN for one in equal] == [True] * 4
    assert [one == HIDDEN for one in others] + [one == HIDDEN for one in others] == [False] * 14
    assert {"API_KEY": HIDDEN} == {"API_KEY": "test-old-key"}


@pytest.mark.parametrize(
    "shown", [repr(HIDDEN), str(HIDDEN), f"{HIDDEN}", repr({"API_KEY": HIDDEN}), repr(Configuration(environment={"A": HIDDEN}))]
)
def test_it_shows_nothing(shown: str) -> None:
    assert "<redacted>" in shown
    assert [part for part in ("test-old-key", HIDDEN.digest.hex(), SALT) if part in shown] == []


def test_no_encoder_and_no_traceback_has_the_text() -> None:
    with pytest.raises(TypeError) as caught:
        json.dumps({"API_KEY": HIDDEN})

    assert "test-old-key" not in "".join(traceback.format_exception(caught.value))
    assert b"test-old-key" not in pickle.dumps(copy.deepcopy(HIDDEN))
    with pytest.raises(TypeError):
        hash(HIDDEN)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("key = 'test-old-key'", True),
        ("test-old-key", True),
        ("test-old-kez", False),
        ("test-old-ke", False),
        ("", False),
    ],
)
def test_it_is_found_in_a_text(text: str, *, held: bool) -> None:
    assert HIDDEN.is_within(text) is held


@pytest.mark.parametrize(
    ("name", "value", "hidden"),
    [
        ("API_KEY", "test-old-key", True),
        ("API_KEY", "", False),
        ("PIN", "0", True),
        ("LINK", "ftp://u:w@h", True),
        ("MODE", "slow", False),
        ("IVRSYNC_SIGNATURE", '{"inputs": {}}', False),
        ("__SECRET", "\ud800", True),
    ],
)
def test_what_looks_secret_is_redacted(name: str, value: str, *, hidden: bool) -> None:
    made = redacted({name: value}, SALT)

    assert made == {name: value}
    assert isinstance(made[name], Redacted) is hidden
    assert redacted(made, OTHER_SALT)[name] is made[name]
    assert plain(made) == ({} if hidden else {name: value})


@pytest.mark.parametrize("value", ["test-new-key", "test-old-key"])
def test_a_redacted_value_is_compared_like_the_text_and_shown_on_neither_side(value: str) -> None:
    wanted, found = Configuration(environment={"SETTING": value}), Configuration(environment={"SETTING": HIDDEN})

    change = FieldChange(path="environment.SETTING", before=None, after=None, secret=True)
    assert configuration_changes(wanted, found) == (() if value == "test-old-key" else (change,))


def test_a_default_that_equals_a_redacted_value_is_left_out() -> None:
    shown = Inferred(inputs=(reads("area", default="test-old-key"), reads("page", default="1")), results=(), escapes=())

    assert [one.default for one in without_secrets(shown, {"SETTING": HIDDEN}).inputs] == [None, "1"]


def test_a_digest_of_the_lock_has_128_bits_and_that_of_a_secret_is_costly() -> None:
    door = hashlib.blake2b(b"test-old-key", key=bytes.fromhex(SALT), digest_size=32).digest()
    of = f"{SALT}\0lookup\0API_KEY".encode()

    assert kept_digest(SALT, "lookup", "API_KEY", "test-old-key") == hashlib.scrypt(door, salt=of, n=128, r=8, p=1, dklen=16).hex()
    assert len(kept_digest(SALT, "lookup", "MODE", "slow")) == 32


@pytest.mark.parametrize(("name", "value"), [("API_KEY", "test-old-key"), ("MODE", "slow")])
def test_a_digest_of_the_lock_depends_on_all_it_is_of(name: str, value: str) -> None:
    of = kept_digest(SALT, "lookup", name, value)

    assert of == kept_digest(SALT, "lookup", name, value)
    others = [
        kept_digest(OTHER_SALT, "lookup", name, value),
        kept_digest(SALT, "other", name, value),
        kept_digest(SALT, "lookup", f"{name}_2", value),
        kept_digest(SALT, "lookup", name, f"{value} "),
    ]
    assert len({of, *others}) == 5


SALTED = kept_digest(SALT, "lookup", "API_KEY", "test-old-key")
FORMER = hashlib.sha256(b"lookup\0API_KEY\0test-old-key").hexdigest()[:12]


@pytest.mark.parametrize(
    ("kept", "salt", "value", "same"),
    [
        pytest.param(SALTED, SALT, "test-old-key", True, id="the-text"),
        pytest.param(SALTED, SALT, HIDDEN, True, id="what-stands-for-it"),
        pytest.param(SALTED, SALT, "test-new-key", False, id="another-text"),
        pytest.param(SALTED, SALT, Redacted.of(SALT, "test-new-key"), False, id="what-stands-for-another"),
        pytest.param(SALTED, OTHER_SALT, HIDDEN, None, id="redacted-for-another-lock"),
        pytest.param(SALTED, OTHER_SALT, "test-old-key", False, id="the-digest-of-another-lock"),
        pytest.param(FORMER, None, "test-old-key", True, id="a-lock-of-before"),
        pytest.param(FORMER, SALT, "test-new-key", False, id="an-entry-of-before-and-another-text"),
        pytest.param(FORMER, None, HIDDEN, None, id="a-lock-of-before-cannot-tell-of-a-redacted-value"),
    ],
)
def test_whether_a_digest_of_the_lock_is_that_of_a_value(
    kept: str, salt: str | None, value: Variable, *, same: bool | None
) -> None:
    assert is_kept(kept, salt, "lookup", "API_KEY", value) is same
