"""What the lock remembers after an apply, and what it must not."""

from __future__ import annotations

import hashlib

import pytest

from sync.core.redaction import kept_variables
from sync.core.worlds import Configuration, FailoverTarget, Found, Wanted
from sync.specs.ids import Region
from sync.specs.models import Failover, Lock, RecordedFunction, RecordedRegistration
from tests.fakes.worlds import (
    SALT,
    entry,
    flow,
    found,
    function,
    gap,
    listed,
    lock,
    plan,
    registered,
    registration,
    there,
    wanted,
    written,
)

A = "cn-hangzhou/demo-service/lookup"
B = "cn-hangzhou/demo-service/other"
SETTINGS = Configuration(memory=128, environment={"MODE": "test-value"})
BEFORE = lock(lookup=entry(A, identity="r1", memory=64))


def _recorded(of: Wanted, world: Found, previous: Lock | None) -> Lock:
    return written(of, world, plan(of, world, previous), previous)


def test_a_function_in_order_is_remembered_with_its_registrations_and_no_value_of_its_environment() -> None:
    of = wanted(function("lookup", A, registration("lookup", A, role="test-role"), settings=SETTINGS))
    seen = Configuration(runtime="python3.10", memory=128, environment={"MODE": "test-value", "OTHER": "theirs"})
    backup = FailoverTarget(Region("cn-shanghai"), 5.0)
    world = found(there(A, seen), listed("r1", A, description="d", role="test-role", failover=backup))

    made = _recorded(of, world, None)

    door = hashlib.blake2b(b"test-value", key=bytes.fromhex(SALT), digest_size=32).digest()
    key = hashlib.sha256(f"{SALT}\0lookup\0MODE".encode()).digest()
    digest = hashlib.blake2b(door, key=key, digest_size=16).hexdigest()
    assert (made.version, made.salt) == (3, SALT)
    assert made.functions == {
        "lookup": RecordedFunction(
            region="cn-hangzhou",
            service="demo-service",
            name="lookup",
            generation="2.0",
            function_id=f"id-of-{A}",
            checksum="1",
            runtime="python3.10",
            memory=128,
            environment={"MODE": digest},
            variables=kept_variables(SALT, {"MODE": "test-value", "OTHER": "theirs"}),
            registrations={
                "hotline": RecordedRegistration(
                    id="r1",
                    region="cn-hangzhou",
                    service="demo-service",
                    name="lookup",
                    description="d",
                    role="test-role",
                    failover=Failover(region="cn-shanghai", weight=5.0),
                )
            },
        )
    }


@pytest.mark.parametrize(
    ("of", "world", "previous", "remembered"),
    [
        pytest.param(
            wanted(registered("lookup", A, settings=Configuration(memory=256))),
            found(there(A, Configuration(memory=64)), listed("r1", A)),
            BEFORE,
            BEFORE,
            id="what-still-differs-keeps-its-entry",
        ),
        pytest.param(wanted(registered("lookup", A)), found(there(A)), None, Lock(), id="what-never-was-in-order-has-none"),
        pytest.param(
            wanted(registered("lookup", A)),
            found(listed("r1", A), gap("region", "cn-hangzhou", "2.0")),
            BEFORE,
            BEFORE,
            id="what-could-not-be-read-keeps-its-entry",
        ),
        pytest.param(
            wanted(registered("lookup", A)),
            found(there(A), gap("registrations", "hotline")),
            BEFORE,
            BEFORE,
            id="whose-registrations-could-not-be-read-too",
        ),
        pytest.param(
            wanted(),
            found(there(A), listed("r1", A), flow("f1", "r1")),
            BEFORE,
            BEFORE,
            id="what-left-the-registry-stays-while-its-registration-does",
        ),
        pytest.param(wanted(), found(there(A)), BEFORE, Lock(), id="and-goes-with-it"),
        pytest.param(
            wanted(), found(there(B), listed("r1", B)), BEFORE, Lock(), id="or-when-somebody-uses-its-id-for-something-else"
        ),
        pytest.param(wanted(), found(gap("registrations", "hotline")), BEFORE, BEFORE, id="or-not-while-nobody-can-tell"),
    ],
)
def test_only_what_was_seen_in_order_is_remembered_anew(of: Wanted, world: Found, previous: Lock | None, remembered: Lock) -> None:
    assert _recorded(of, world, previous) == remembered


def test_a_registration_that_waits_for_a_hand_to_set_its_failover_is_recorded_once_and_stays_pending() -> None:
    to_shanghai, to_beijing = FailoverTarget(Region("cn-shanghai"), 5.0), FailoverTarget(Region("cn-beijing"), 5.0)
    of = wanted(function("lookup", A, registration("lookup", A, failover=to_shanghai)))
    added, set_right = found(there(A), listed("r1", A)), found(there(A), listed("r1", A, failover=to_shanghai))
    elsewhere = found(there(A), listed("r1", A, failover=to_beijing))

    kept = _recorded(of, added, None)

    assert kept.functions["lookup"].registrations == {
        "hotline": RecordedRegistration(id="r1", region="cn-hangzhou", service="demo-service", name="lookup")
    }
    assert [(item.code, item.origin) for item in plan(of, added, kept).findings] == [("RG007", "pending")]
    assert [(item.code, item.origin) for item in plan(of, elsewhere, kept).findings] == [("RG007", "drift")]
    assert [(item.code, item.origin) for item in plan(of, found(there(A)), kept).findings] == [("RG001", "drift")]
    assert _recorded(of, elsewhere, kept) == kept
    assert plan(of, set_right, kept).findings == ()
    assert _recorded(of, set_right, kept).functions["lookup"].registrations["hotline"].failover == Failover(
        region="cn-shanghai", weight=5.0
    )


def test_what_differs_besides_the_failover_is_not_recorded() -> None:
    of = wanted(
        function("lookup", A, registration("lookup", A, description="new", failover=FailoverTarget(Region("cn-shanghai"), 5.0)))
    )

    assert _recorded(of, found(there(A), listed("r1", A)), None) == Lock()


def test_an_adopted_registration_does_not_let_the_earlier_one_be_forgotten_while_a_flow_holds_it() -> None:
    of = wanted(function("lookup", A, registration("lookup", A, adopt="r2")))
    world = found(there(A), there(B), listed("r1", B), listed("r2", A), flow("f1", "r1"))
    previous = lock(lookup=entry(B, identity="r1"))

    assert _recorded(of, world, previous) == previous
