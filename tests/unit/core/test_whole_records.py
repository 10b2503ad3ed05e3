"""The next lock to the last field: what is recorded, what is kept, and under which digests."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace

import pytest

from sync.core.assessment import assess
from sync.core.lock_update import record
from sync.core.plan.model import Finding
from sync.core.redaction import Redacted
from sync.core.worlds import Configuration, FailoverTarget, Found, FoundRegistration, Wanted, WantedCenter
from sync.specs.ids import CenterName, Region, Uid
from sync.specs.models import (
    Failover,
    Lock,
    ParameterSpec,
    RecordedField,
    RecordedFunction,
    RecordedParameter,
    RecordedRegistration,
    RecordedSignature,
    SignatureSpec,
)
from tests.fakes.worlds import (
    SALT,
    at,
    entry,
    escape,
    found,
    function,
    gap,
    hides,
    listed,
    lock,
    object_answer,
    plan,
    reads,
    registered,
    registration,
    shows,
    text_answer,
    there,
    wanted,
)

A, B = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other"
NIGHT = CenterName("night")
OLD = SignatureSpec(inputs={"phone": ParameterSpec(required=True, description="before")}, result="text")
NEW = SignatureSpec(inputs={"phone": ParameterSpec(required=True, description="now")}, result="text")
SEEN = RecordedSignature(inputs={"phone": RecordedParameter(required=True, position=0)}, result="text")
SHOWN = RecordedSignature(
    inputs={
        "phone": RecordedParameter(required=True, position=0),
        "zone": RecordedParameter(required=False, default="1", position=1),
    },
    result="text",
)


def recorded(of: Wanted, world: Found, previous: Lock | None, *findings: Finding) -> Lock:
    """The lock after an apply whose plan found just that."""
    made = replace(plan(of, world, previous), findings=findings)
    return record(assess(of, previous, world), made, SALT)


def finding(code: str = "CF003", *, uid: str = "lookup", **other: object) -> Finding:
    return replace(Finding(code=code, subject="x", origin="drift", uid=Uid(uid)), **other)  # type: ignore[arg-type]


def door(value: str) -> bytes:
    return hashlib.blake2b(value.encode(), key=bytes.fromhex(SALT), digest_size=32).digest()


def plain_digest(uid: str, name: str, value: str) -> str:
    key = hashlib.sha256(f"{SALT}\0{uid}\0{name}".encode()).digest()
    return hashlib.blake2b(door(value), key=key, digest_size=16).hexdigest()


def secret_digest(uid: str, name: str, value: str) -> str:
    return hashlib.scrypt(door(value), salt=f"{SALT}\0{uid}\0{name}".encode(), n=128, r=8, p=1, dklen=16).hex()


def variables(held: Mapping[str, str], *secret: str) -> str:
    """Three bytes of each name and three of each value, sorted."""
    salt = bytes.fromhex(SALT)
    kept = []
    for name, value in held.items():
        costly = hashlib.scrypt(door(value), salt=salt, n=128, r=8, p=1, dklen=3)
        brief = costly if name in secret else hashlib.blake2b(door(value), key=salt, digest_size=3).digest()
        kept.append(hashlib.blake2b(name.encode(), key=salt, digest_size=3).digest() + brief)
    return b64encode(b"".join(sorted(kept))).decode()


def night(identity: str, target: str) -> FoundRegistration:
    return replace(listed(identity, target), center=NIGHT)


def remembered(identity: str, target: str = A) -> RecordedRegistration:
    place = at(target)
    return RecordedRegistration(id=identity, region=place.region, service=place.service, name=place.name)


def with_night(of: Wanted) -> Wanted:
    return replace(of, centers=(*of.centers, WantedCenter(name=NIGHT, instance="ccc-night", mode="api")))


def test_a_function_is_recorded_with_all_that_was_found_of_it() -> None:
    asked = Configuration(memory=128, environment={"Z_MODE": "fast", "API_KEY": "test-key", "LINK": "https://u:w@h/"})
    held = Configuration(
        runtime="python3.10", handler="index.handler", memory=128, timeout=30,
        environment={**(asked.environment or {}), "THEIRS": "kept"},
    )  # fmt: skip
    mine = registration("lookup", A)
    of = with_night(wanted(function("lookup", A, replace(mine, center=NIGHT), mine, settings=asked, signature=NEW)))
    backup = FailoverTarget(Region("cn-shanghai"), 5.0)
    world = found(
        there(A, held),
        night("n1", A),
        listed("r1", A, description="d", role="r", failover=backup),
        shows(A, reads("phone"), reads("zone", required=False, default="1", line=6), answers=(text_answer(),)),
    )

    made = recorded(of, world, None)

    assert made == Lock(
        version=3,
        account=None,
        salt=SALT,
        functions={
            "lookup": RecordedFunction(
                region="cn-hangzhou",
                service="demo-service",
                name="lookup",
                generation="2.0",
                function_id=f"id-of-{A}",
                checksum="1",
                runtime="python3.10",
                handler="index.handler",
                memory=128,
                timeout=30,
                environment={
                    "API_KEY": secret_digest("lookup", "API_KEY", "test-key"),
                    "LINK": secret_digest("lookup", "LINK", "https://u:w@h/"),
                    "Z_MODE": plain_digest("lookup", "Z_MODE", "fast"),
                },
                variables=variables(
                    {"API_KEY": "test-key", "LINK": "https://u:w@h/", "THEIRS": "kept", "Z_MODE": "fast"}, "API_KEY", "LINK"
                ),
                signature=NEW,
                implemented=SHOWN,
                registrations={
                    "hotline": RecordedRegistration(
                        id="r1",
                        region="cn-hangzhou",
                        service="demo-service",
                        name="lookup",
                        description="d",
                        role="r",
                        failover=Failover(region="cn-shanghai", weight=5.0),
                    ),
                    "night": remembered("n1"),
                },
            )
        },
    )
    assert list(made.functions["lookup"].environment or {}) == ["API_KEY", "LINK", "Z_MODE"]
    assert list(made.functions["lookup"].registrations) == ["hotline", "night"]


def test_a_redacted_value_has_the_digest_of_the_text_it_stands_for() -> None:
    hidden = Redacted.of(SALT, "fast")
    of = wanted(registered("lookup", A, settings=Configuration(environment={"MODE": hidden})))

    made = recorded(of, found(there(A), listed("r1", A)), None)

    assert made.functions["lookup"].environment == {"MODE": secret_digest("lookup", "MODE", "fast")}


def test_a_lock_that_keeps_no_digest_has_no_salt() -> None:
    of = wanted(function("other", "cn-hangzhou/other"), registered("lookup", A, settings=Configuration(environment={})))

    made = recorded(of, found(there(A), there("cn-hangzhou/other"), listed("r1", A)), None)

    assert made == Lock(
        version=1,
        functions={
            "lookup": entry(A, identity="r1").model_copy(update={"function_id": f"id-of-{A}", "checksum": "1"}),
            "other": RecordedFunction(
                region="cn-hangzhou",
                service="",
                name="other",
                generation="3.0",
                function_id="id-of-cn-hangzhou/other",
                checksum="1",
            ),
        },
    )
    assert list(made.functions) == ["lookup", "other"]


def test_a_lock_with_none_but_former_digests_stays_as_it_is_until_one_is_made_anew() -> None:
    former = entry(A, identity="r1").model_copy(update={"environment": {"MODE": "0" * 12}})
    later = entry(B, identity="r2").model_copy(update={"environment": {"MODE": "0" * 32}})
    of = wanted(registered("lookup", A), registered("other", B))
    world = found(there(A), there(B))
    both = (finding(), finding(uid="other"))

    assert recorded(of, world, lock(lookup=former), *both) == lock(lookup=former)
    assert recorded(of, world, lock(lookup=former, other=later), *both) == Lock(
        version=2, salt=SALT, functions={"lookup": former, "other": later}
    )


def before() -> RecordedFunction:
    return entry(A, identity="r1", memory=64, declared=OLD, seen=SEEN)


def anew(declared: SignatureSpec | None, seen: RecordedSignature | None) -> RecordedFunction:
    """The entry made of what is found now."""
    known = {"function_id": f"id-of-{A}", "checksum": "1", "memory": 128}
    return entry(A, identity="r1", declared=declared, seen=seen).model_copy(update=known)


@pytest.mark.parametrize(
    ("found_of_it", "kept"),
    [
        pytest.param({}, "", id="nothing"),
        pytest.param({"code": "CF003"}, "all", id="a-setting"),
        pytest.param({"code": "CF003", "origin": "pending"}, "all", id="a-setting-pending"),
        pytest.param({"code": "CF003", "origin": None}, "", id="worth-knowing-only"),
        pytest.param({"code": "CF003", "uid": "other"}, "", id="of-another-function"),
        pytest.param({"code": "SG001"}, "signature", id="a-signature"),
        pytest.param({"code": "SG001", "origin": None}, "", id="a-signature-worth-knowing-only"),
        pytest.param({"code": "SG001", "uid": "other"}, "", id="the-signature-of-another-function"),
        pytest.param({"code": "SG002", "lock_only": True}, "", id="against-the-lock-alone"),
        pytest.param({"code": "SG002", "lock_only": True, "breaks": True}, "signature", id="against-the-lock-and-it-breaks-a-flow"),
        pytest.param({"code": "SG002", "breaks": True}, "signature", id="it-breaks-a-flow"),
        pytest.param({"code": "FL001"}, "", id="a-flow"),
    ],
)
def test_what_a_finding_keeps_of_the_entry_before(found_of_it: dict[str, object], kept: str) -> None:
    of = wanted(registered("lookup", A, signature=NEW))
    code = shows(A, reads("phone"), reads("zone", required=False, default="1", line=6), answers=(text_answer(),))
    world = found(there(A, Configuration(memory=128)), listed("r1", A), code)
    findings = [finding(**found_of_it)] if found_of_it else []  # type: ignore[arg-type]
    expected = {"all": before(), "signature": anew(OLD, SEEN), "": anew(NEW, SHOWN)}[kept]

    assert recorded(of, world, lock(lookup=before()), *findings) == lock(lookup=expected)


def test_a_dispute_is_measured_by_the_entry_before_only_where_that_knows_the_code() -> None:
    of = wanted(registered("lookup", A, signature=NEW))
    code = shows(A, reads("phone"), answers=(text_answer(),))
    world = found(there(A, Configuration(memory=128)), listed("r1", A), code)

    never_seen = lock(lookup=entry(A, identity="r1", declared=OLD))
    assert recorded(of, world, never_seen, finding("SG001")) == lock(lookup=anew(NEW, SEEN))
    assert recorded(of, world, None, finding("SG001")) == lock(lookup=anew(NEW, SEEN))


def test_what_code_showed_before_is_kept_while_it_shows_nothing() -> None:
    of = wanted(registered("lookup", A, signature=NEW))
    world = (there(A, Configuration(memory=128)), listed("r1", A))

    assert recorded(of, found(*world), lock(lookup=before())) == lock(lookup=anew(NEW, SEEN))
    assert recorded(of, found(*world, hides(A)), lock(lookup=before())) == lock(lookup=anew(NEW, SEEN))
    assert recorded(of, found(*world, hides(A)), None) == lock(lookup=anew(NEW, None))
    assert recorded(of, found(*world, shows(B, reads("b"))), None) == lock(lookup=anew(NEW, None))


def test_an_open_signature_and_the_fields_of_an_answer_are_recorded_as_such() -> None:
    world = found(
        there(A, Configuration(memory=128)),
        listed("r1", A),
        shows(A, reads("phone"), answers=(object_answer("zone", city="string", zone=None),), escapes=(escape(),)),
    )
    seen = RecordedSignature(
        inputs={"phone": RecordedParameter(required=True)},
        result={"city": RecordedField(type="string"), "zone": RecordedField(nullable=True)},
        open=True, incomplete=False,
    )  # fmt: skip

    assert recorded(wanted(registered("lookup", A)), world, None) == lock(lookup=anew(None, seen))


@pytest.mark.parametrize(
    "world",
    [
        pytest.param(found(there(A, Configuration(memory=128))), id="not-registered"),
        pytest.param(found(listed("r1", A)), id="no-such-function"),
    ],
)
def test_what_is_not_complete_is_not_recorded_whatever_was_found(world: Found) -> None:
    of = wanted(registered("lookup", A))

    assert recorded(of, world, lock(lookup=before())) == lock(lookup=before())
    assert recorded(of, world, None) == Lock()


@pytest.mark.parametrize(
    ("world", "kept"),
    [
        pytest.param(found(there(A), listed("r1", A), night("n1", A)), True, id="still-there"),
        pytest.param(found(there(A), listed("r1", A), gap("registrations", "night")), True, id="nobody-could-look"),
        pytest.param(found(there(A), listed("r1", A)), False, id="gone"),
        pytest.param(found(there(A), listed("r1", A), night("n2", A)), False, id="another-id"),
        pytest.param(found(there(A), there(B), listed("r1", A), night("n1", B)), False, id="used-for-something-else"),
    ],
)
def test_a_registration_no_longer_asked_for_is_remembered_while_it_may_be_there(world: Found, *, kept: bool) -> None:
    registrations = {"hotline": remembered("r1"), "night": remembered("n1")}
    previous = lock(lookup=entry(A).model_copy(update={"registrations": registrations}))
    both = ["hotline", "night"] if kept else ["hotline"]

    made = recorded(with_night(wanted(registered("lookup", A))), world, previous)
    assert made.functions["lookup"].registrations == {center: registrations[center] for center in both}
    assert list(made.functions["lookup"].registrations) == both

    # The function itself left the registry: its entry stays as it is while any of them may be there.
    without = replace(world, registrations=tuple(one for one in world.registrations if one.center == NIGHT))
    assert recorded(with_night(wanted()), without, previous) == (previous if kept else Lock())


def test_a_registration_found_under_another_id_replaces_the_recorded_one() -> None:
    previous = lock(lookup=entry(A, identity="r0"))

    made = recorded(wanted(registered("lookup", A)), found(there(A), listed("r1", A)), previous)

    assert made.functions["lookup"].registrations == {"hotline": remembered("r1")}
