"""Who moved, where the environment value that differs looks secret: told by digests alone, of this version and of before."""

from __future__ import annotations

import hashlib

import pytest

from sync.core.redaction import Variable, kept_digest, redacted
from sync.core.worlds import Configuration
from sync.specs.models import Lock
from tests.fakes.worlds import SALT, entry, found, listed, plan, registered, there, wanted, written

A = "cn-hangzhou/demo-service/lookup"
ENTRY = entry(A, identity="r1", memory=None)


def salted(value: str) -> Lock:
    kept = {"API_KEY": kept_digest(SALT, "lookup", "API_KEY", value)}
    return Lock(version=2, salt=SALT, functions={"lookup": ENTRY.model_copy(update={"environment": kept})})


def of_before(value: str) -> Lock:
    kept = {"API_KEY": hashlib.sha256(f"lookup\0API_KEY\0{value}".encode()).hexdigest()[:12]}
    return Lock(functions={"lookup": ENTRY.model_copy(update={"environment": kept})})


def door(value: str | None) -> Configuration:
    environment: dict[str, Variable] = redacted({"API_KEY": value} if value is not None else {}, SALT)
    return Configuration(environment=environment)


@pytest.mark.parametrize(
    ("recorded", "now", "asked", "origin"),
    [
        pytest.param(salted("test-one"), "test-two", "test-one", "drift", id="the-clouds-moved"),
        pytest.param(salted("test-one"), "test-one", "test-two", "pending", id="the-registry-moved"),
        pytest.param(salted("test-one"), "test-two", "test-three", "drift", id="both-moved"),
        pytest.param(salted("test-one"), None, "test-one", "drift", id="it-was-taken-away"),
        pytest.param(of_before("test-one"), "test-two", "test-one", "drift", id="before-the-clouds-moved"),
        pytest.param(of_before("test-one"), "test-one", "test-two", "pending", id="before-the-registry-moved"),
        pytest.param(of_before("test-one"), "test-two", "test-three", "pending", id="before-both-moved"),
        pytest.param(of_before("test-one"), None, "test-one", "drift", id="before-it-was-taken-away"),
        pytest.param(Lock(functions={"lookup": ENTRY}), "test-one", "test-two", "drift", id="it-was-never-kept"),
        pytest.param(None, "test-one", "test-two", "unrecorded", id="no-lock"),
    ],
)
def test_who_moved(recorded: Lock | None, now: str | None, asked: str, origin: str) -> None:
    of = wanted(registered("lookup", A, settings=Configuration(environment={"API_KEY": asked})))

    made = plan(of, found(there(A, door(now)), listed("r1", A)), recorded)

    assert [(finding.code, finding.origin) for finding in made.findings] == [("CF005", origin)]
    assert all(change.secret and change.before is change.after is None for change in made.findings[0].changes)


def test_a_lock_of_before_is_written_anew_with_salted_digests_and_then_stays_as_it_is() -> None:
    of = wanted(registered("lookup", A, settings=Configuration(environment={"API_KEY": "test-one"})))
    world = found(there(A, door("test-one")), listed("r1", A))

    again = written(of, world, plan(of, world, of_before("test-one")), of_before("test-one"))

    assert (again.version, again.salt) == (3, SALT)
    assert again.functions["lookup"].environment == {"API_KEY": kept_digest(SALT, "lookup", "API_KEY", "test-one")}
    assert written(of, world, plan(of, world, again), again) == again


def test_what_is_not_settled_keeps_its_digest_of_before() -> None:
    of = wanted(registered("lookup", A, settings=Configuration(environment={"API_KEY": "test-two"})))
    world = found(there(A, door("test-one")), listed("r1", A))

    assert written(of, world, plan(of, world, of_before("test-one")), of_before("test-one")) == of_before("test-one")
