"""What the lock remembers after an apply, and what it must not."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import chain

import pytest

from sync.core.code_print import SKETCH, CodePrint, read_print, sketch_of
from sync.core.redaction import Redacted, kept_variables, variables_kept
from sync.core.worlds import (
    Configuration,
    FailoverTarget,
    Found,
    FoundFunction,
    FoundRegistration,
    FoundSignature,
    Wanted,
    WantedFunction,
)
from sync.specs.ids import Region
from sync.specs.lock import lock_text
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
    object_answer,
    plan,
    reads,
    registered,
    registration,
    shows,
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


def test_a_function_with_two_registrations_is_recorded_without_them_and_the_second_stays_pending() -> None:
    """Recorded with the first, the second would be drift from then on, as if somebody had made it since."""
    of = wanted(registered("lookup", A))
    called = (flow("f1", "r1"), flow("f2", "r2"))
    doubled, single = found(there(A), listed("r1", A), listed("r2", A), *called), found(there(A), listed("r1", A))

    kept = _recorded(of, doubled, None)
    later = _recorded(of, single, kept)

    assert kept.functions["lookup"].registrations == {}
    assert [(item.code, item.origin) for item in plan(of, doubled, kept).findings] == [("RG011", "pending")]
    assert _recorded(of, doubled, kept) == kept
    assert [*later.functions["lookup"].registrations] == ["hotline"]
    assert [(item.code, item.origin) for item in plan(of, doubled, later).findings] == [("RG011", "drift")]
    assert _recorded(of, doubled, later) == later


def test_what_differs_besides_the_failover_is_not_recorded() -> None:
    of = wanted(
        function("lookup", A, registration("lookup", A, description="new", failover=FailoverTarget(Region("cn-shanghai"), 5.0)))
    )

    assert _recorded(of, found(there(A), listed("r1", A)), None) == Lock()


def test_other_words_that_wait_for_a_hand_are_not_recorded() -> None:
    of = wanted(function("lookup", A, registration("lookup", A, description="new")), mode="console")

    assert [(item.code, item.remedy) for item in plan(of, found(there(A), listed("r1", A)), None).findings] == [
        ("RG005", "by-hand")
    ]
    assert _recorded(of, found(there(A), listed("r1", A)), None) == Lock()


def test_an_adopted_registration_does_not_let_the_earlier_one_be_forgotten_while_a_flow_holds_it() -> None:
    of = wanted(function("lookup", A, registration("lookup", A, adopt="r2")))
    world = found(there(A), there(B), listed("r1", B), listed("r2", A), flow("f1", "r1"))
    previous = lock(lookup=entry(B, identity="r1"))

    assert _recorded(of, world, previous) == previous


# What tells a function again

PRINT = CodePrint(version=1, exact="0f" * 8, sketch=(3, 5))
OTHER_PRINT = CodePrint(version=1, exact="f0" * 8, sketch=(4,))


def _shown(code_print: CodePrint | None) -> FoundSignature:
    return replace(shows(A), code_print=code_print)


def test_what_tells_a_function_again_is_recorded_and_equal_worlds_give_equal_files() -> None:
    of = wanted(registered("lookup", A))
    seen = replace(there(A, Configuration(environment={"B": "2", "A": "1"})), description="归属地", created="2026-01-01T00:00:00Z")
    turned = replace(seen.configuration, environment={"A": "1", "B": "2"})
    same = replace(seen, configuration=turned, modified="later", code_size=9)

    made = _recorded(of, found(seen, listed("r1", A), _shown(PRINT)), None)
    again = _recorded(of, found(same, listed("r1", A), _shown(PRINT)), made)
    kept = made.functions["lookup"]

    assert (made.version, kept.description, kept.created) == (3, "归属地", "2026-01-01T00:00:00Z")
    assert read_print(kept.code_print) == PRINT
    assert kept.environment is None
    assert len(variables_kept(kept.variables or "")) == 2
    assert lock_text(again) == lock_text(made)


@pytest.mark.parametrize(
    ("checksum", "now", "expected"),
    [
        pytest.param("1", None, PRINT, id="nobody-looked-at-the-same-code"),
        pytest.param("2", None, None, id="nobody-looked-at-other-code"),
        pytest.param("1", OTHER_PRINT, OTHER_PRINT, id="somebody-looked"),
    ],
)
def test_a_print_is_that_of_the_code_with_the_recorded_checksum(
    checksum: str, now: CodePrint | None, expected: CodePrint | None
) -> None:
    of = wanted(registered("lookup", A))
    first = _recorded(of, found(there(A), listed("r1", A), _shown(PRINT)), None)
    seen = replace(there(A), checksum=checksum)

    again = _recorded(of, found(seen, listed("r1", A), *([_shown(now)] if now else [])), first)

    assert read_print(again.functions["lookup"].code_print) == expected


def test_the_print_of_code_as_it_will_be_called_is_not_recorded() -> None:
    of = wanted(registered("lookup", A))
    later = replace(_shown(OTHER_PRINT), planned=True)

    made = _recorded(of, found(there(A), listed("r1", A), _shown(PRINT), later), None)

    assert read_print(made.functions["lookup"].code_print) == PRINT


def test_variables_are_told_by_name_and_value_and_none_can_be_read() -> None:
    secret = Redacted.of(SALT, "test-key-1")
    one = variables_kept(kept_variables(SALT, {"MODE": "fast", "API_KEY": secret, "EMPTY": ""}))
    same = variables_kept(kept_variables(SALT, {"EMPTY": "", "API_KEY": "test-key-1", "MODE": "fast"}))
    other = variables_kept(kept_variables(SALT, {"MODE": "slow", "API_KEY": "test-key-2"}))
    elsewhere = variables_kept(kept_variables("6b" * 16, {"MODE": "fast"}))

    assert one == same
    assert len(one) == 3
    assert other.keys() < one.keys()
    assert not other.items() & one.items()
    assert not elsewhere.keys() & one.keys()
    assert variables_kept("no base64!") == {}


# As many as a large account has: each with settings, six variables, a signature and a registration.
MANY = 2_000
LARGEST = 3_000_000  # bytes


def _of_many(number: int) -> tuple[WantedFunction, list[FoundFunction | FoundRegistration | FoundSignature]]:
    uid, address = f"order-status-{number}", f"cn-hangzhou/customer-service/queryOrderStatus{number}"
    asked = Configuration(
        runtime="python3.10", handler="index.handler", memory=256, timeout=10, environment={"LOG_LEVEL": "INFO", "STAGE": "prod"}
    )
    others = {"DB_HOST": f"rm-{number}.rds.invalid", "API_KEY": "test-key", "TABLE": "orders", "REGION": "cn-hangzhou"}
    held = there(address, replace(asked, environment={**(asked.environment or {}), **others}))
    held = replace(held, checksum=f"{number:020}", function_id=f"{number:036}", created="2026-01-01T00:00:00Z")
    hashes = ((number * SKETCH + one) * 2_654_435_761 % 2**32 for one in range(SKETCH))
    shown = shows(
        address,
        *(reads("orderNo"), reads("phone"), reads("channel", required=False, default="ivr")),
        answers=(object_answer(state="string", message="string"),),
    )
    return registered(uid, address, settings=asked), [
        replace(held, description="查询订单状态与物流信息"),
        listed(f"{number:036}", address, description="查询订单状态"),
        replace(shown, code_print=CodePrint(version=1, exact=f"{number:016x}", sketch=sketch_of(hashes))),
    ]


def test_the_lock_of_two_thousand_functions_stays_below_three_megabytes() -> None:
    functions, parts = zip(*map(_of_many, range(MANY)), strict=True)

    made = _recorded(wanted(*functions), found(*chain.from_iterable(parts)), None)

    assert sum(entry.code_print is not None for entry in made.functions.values()) == MANY
    assert len(lock_text(made).encode()) < LARGEST
