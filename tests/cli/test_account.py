"""No command works on an account other than the registry's: credentials, settings and lock must name the same one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.world import ACCOUNT, Place, emulated, in_sync

OTHER = "2000000000000002"
NOBODY = "127.0.0.1:9"  # nothing listens there
COMMANDS = [
    pytest.param(["plan"], id="plan"),
    pytest.param(["drift"], id="drift"),
    pytest.param(["apply", "--yes"], id="apply"),
    pytest.param(["test"], id="test"),
    pytest.param(["import", "--dry-run"], id="import"),
    pytest.param(["signature", "get-number-region"], id="signature"),
]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """The clouds as the registry wants them, with an STS that says whose a key is."""
    with emulated(tmp_path, world=in_sync()) as made:
        made.env["IVRSYNC_ENDPOINTS"] += f",sts={made.emulator.center_endpoint}"
        yield made


def lock(place: Place) -> Path:
    return place.root / "registry" / "registry.lock.json"


def recorded(place: Place, account: str | None) -> None:
    """A lock of that account, or of before locks said whose they are."""
    assert place.run("apply", "--yes").code == 0
    text = json.loads(lock(place).read_text(encoding="utf-8"))
    text |= {"account": account}
    lock(place).write_text(json.dumps({key: value for key, value in text.items() if value is not None}), encoding="utf-8")
    place.emulator.forget_calls()


@pytest.mark.parametrize("arguments", COMMANDS)
def test_credentials_of_another_account_than_the_settings_say_are_refused_before_anything_is_read(
    place: Place, arguments: list[str]
) -> None:
    ran = place.run(*arguments, IVRSYNC_ACCOUNT_ID=OTHER)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"error: the credentials belong to account {ACCOUNT}, and IVRSYNC_ACCOUNT_ID says {OTHER}\n")
    assert "correct the number" in ran.err
    assert place.operations() == ["GetCallerIdentity"]


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_lock_of_another_account_is_refused_before_anything_is_read(place: Place, arguments: list[str]) -> None:
    recorded(place, OTHER)
    ran = place.run(*arguments)
    assert (ran.code, ran.out) == (1, "")
    assert f"registry.lock.json was written for account {OTHER}, and the credentials belong to {ACCOUNT}" in ran.err
    assert "a registry of its own" in ran.err
    assert place.operations() == ["GetCallerIdentity"]


def test_where_no_sts_can_be_asked_settings_and_lock_are_held_against_each_other_all_the_same(tmp_path: Path) -> None:
    with emulated(tmp_path, world=in_sync()) as place:
        recorded(place, OTHER)
        ran = place.run("plan")
        assert (ran.code, place.operations()) == (1, [])
    assert f"was written for account {OTHER}, and IVRSYNC_ACCOUNT_ID says {ACCOUNT}" in ran.err


def test_a_lock_that_says_no_account_is_accepted_and_says_it_after_the_next_apply(place: Place) -> None:
    recorded(place, None)
    assert place.run("plan").code == 0
    assert place.run("apply", "--yes").code == 0
    assert json.loads(lock(place).read_text(encoding="utf-8"))["account"] == ACCOUNT


def test_an_sts_that_cannot_be_reached_is_told_once_and_stops_nobody(place: Place) -> None:
    endpoints = place.env["IVRSYNC_ENDPOINTS"].replace(f"sts={place.emulator.center_endpoint}", f"sts={NOBODY}")
    ran = place.run("apply", "--yes", IVRSYNC_ENDPOINTS=endpoints)
    assert (ran.code, ran.err.count("the account of the credentials could not be checked")) == (0, 1)
    assert f"{ACCOUNT} is assumed" in ran.err


def test_where_the_settings_name_no_account_the_credentials_do(place: Place) -> None:
    ran = place.run("plan", "--format", "json", IVRSYNC_ACCOUNT_ID="")
    assert (ran.code, json.loads(ran.out)["plan"]["basis"]["account"]) == (0, ACCOUNT)


def test_credentials_that_are_refused_are_one_error(place: Place) -> None:
    ran = place.run("plan", ALIBABA_CLOUD_ACCESS_KEY_SECRET="test-wrong-secret")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (1, "", 2)
    assert "the secret does not belong to the access key id" in ran.err
    assert place.operations() == []
