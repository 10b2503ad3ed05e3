"""What stands for a value in a snapshot: it equals the text, and the lock's digests are compared as with the value itself."""

from __future__ import annotations

import hashlib

import pytest

from sync.core.diff import configuration_changes
from sync.core.plan.model import FieldChange
from sync.core.redaction import (
    Kept,
    Redacted,
    Variable,
    is_comparable,
    is_kept,
    kept_digest,
    kept_variables,
    variables_kept,
)
from sync.core.worlds import Configuration
from tests.fakes.worlds import SALT

OTHER = "c3" * 16
MODE = Kept.of(SALT, "lookup", "MODE", "fast")


@pytest.mark.parametrize("text", ["fast", "", "一", "\ud800"])
@pytest.mark.parametrize("name", ["MODE", "API_KEY"])
def test_it_equals_the_text_it_stands_for_and_no_other(name: str, text: str) -> None:
    kept = Kept.of(SALT, "lookup", name, text)

    assert (kept == text, text == kept, kept == text + "x", {name: kept} == {name: text}) == (True, True, False, True)
    assert Kept.of(SALT, "other", name, kept) is kept


@pytest.mark.parametrize(
    "other",
    [
        Kept.of(OTHER, "lookup", "MODE", "fast"),
        Kept.of(SALT, "other", "MODE", "fast"),
        Kept.of(SALT, "lookup", "OTHER", "fast"),
        Kept.of(SALT, "lookup", "MODE", "slow"),
        3,
        None,
    ],
)
def test_two_are_equal_that_were_made_alike(other: object) -> None:
    assert [other == MODE, MODE.__eq__(other) is True] == [False, False]
    assert Kept.of(SALT, "lookup", "MODE", "fast") == MODE


def test_it_is_the_same_for_a_value_that_was_redacted_at_the_door() -> None:
    assert Kept.of(SALT, "lookup", "API_KEY", Redacted.of(SALT, "x")) == Kept.of(SALT, "lookup", "API_KEY", "x")


def test_it_shows_nothing_and_is_in_no_set() -> None:
    assert (repr(MODE), f"{MODE}") == ("<kept>", "<kept>")
    with pytest.raises(TypeError):
        hash(MODE)


def test_the_locks_digest_is_that_of_the_value() -> None:
    assert MODE.digest == kept_digest(SALT, "lookup", "MODE", "fast") == kept_digest(SALT, "lookup", "MODE", MODE)


@pytest.mark.parametrize(
    ("kept", "salt", "uid", "value", "same"),
    [
        (kept_digest(SALT, "lookup", "MODE", "fast"), SALT, "lookup", MODE, True),
        (kept_digest(SALT, "lookup", "MODE", "slow"), SALT, "lookup", MODE, False),
        (kept_digest(OTHER, "lookup", "MODE", "fast"), OTHER, "lookup", MODE, None),
        (kept_digest(SALT, "other", "MODE", "fast"), SALT, "other", MODE, None),
        (kept_digest(SALT, "lookup", "MODE", "fast"), None, "lookup", MODE, None),
        (hashlib.sha256(b"lookup\0MODE\0fast").hexdigest()[:12], None, "lookup", MODE, None),
    ],
)
def test_it_is_compared_with_what_the_lock_kept_of_the_same_function(
    kept: str,
    salt: str | None,
    uid: str,
    value: Variable,
    same: bool | None,  # noqa: FBT001
) -> None:
    assert is_kept(kept, salt, uid, "MODE", value) is same


def test_it_tells_functions_apart_as_the_value_does() -> None:
    plain: dict[str, Variable] = {"MODE": "fast", "API_KEY": "x"}
    kept: dict[str, Variable] = {name: Kept.of(SALT, "lookup", name, value) for name, value in plain.items()}

    assert variables_kept(kept_variables(SALT, kept)) == variables_kept(kept_variables(SALT, plain))
    assert len(variables_kept(kept_variables(SALT, kept))) == 2


@pytest.mark.parametrize(
    ("environment", "told"),
    [({"A": "x"}, True), ({"A": "x", "MODE": MODE}, True), ({"MODE": Kept.of(OTHER, "", "MODE", "x")}, False)],
)
def test_only_under_its_own_salt(environment: dict[str, Variable], told: bool) -> None:  # noqa: FBT001
    assert is_comparable(environment, SALT) is told


def test_a_difference_from_it_is_told_without_values() -> None:
    of, found = Configuration(environment={"MODE": "slow"}), Configuration(environment={"MODE": MODE})

    assert configuration_changes(of, found) == (FieldChange(path="environment.MODE", before=None, after=None, secret=True),)
    assert configuration_changes(Configuration(environment={"MODE": "fast"}), found) == ()
