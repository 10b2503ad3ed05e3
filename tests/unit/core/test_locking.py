"""What `ivrsync lock` records, and that drift stays visible."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from sync.core.locking import Recorded, Recording, without_drift
from sync.core.plan.model import Finding
from sync.core.worlds import Configuration, Found, Wanted
from sync.specs.ids import Uid
from sync.specs.models import Lock, RecordedParameter, RecordedSignature
from tests.fakes.worlds import (
    entry,
    found,
    function,
    listed,
    lock,
    plan,
    reads,
    registered,
    shows,
    text_answer,
    there,
    wanted,
    written,
)

A, B = "cn-hangzhou/s/a", "cn-hangzhou/s/b"
SMALL = Configuration(memory=128)
PLAIN = wanted(registered("alpha", A))
WORLD = found(there(A), listed("r1", A))
AS_RECORDED = written(PLAIN, WORLD, plan(PLAIN, WORLD), None)
ONE, BOTH = wanted(function("beta", B)), wanted(registered("alpha", A), function("beta", B))
BETA_RECORDED = written(ONE, found(there(B)), plan(ONE, found(there(B))), None)
TWO_RECORDED = Lock(functions={**AS_RECORDED.functions, **BETA_RECORDED.functions})


def recorded(of: Wanted, world: Found, previous: Lock | None, named: Collection[str] = ()) -> Recorded:
    made = plan(of, world, previous)
    return without_drift(previous, written(of, world, made, previous), of.functions, made.findings, {Uid(uid) for uid in named})


@pytest.mark.parametrize(
    ("of", "world", "previous", "expected"),
    [
        pytest.param(PLAIN, WORLD, None, [("alpha", "new", 1, ())], id="no lock yet"),
        pytest.param(PLAIN, WORLD, AS_RECORDED, [("alpha", "same", 1, ())], id="recorded already"),
        pytest.param(PLAIN, found(), None, [("alpha", "unrecorded", 0, ("EX001", "RG001"))], id="not as wanted, and no lock yet"),
        pytest.param(
            PLAIN, found(there(A)), AS_RECORDED, [("alpha", "kept", 1, ("RG001",))], id="somebody removed a registration: it stays",
        ),
        pytest.param(
            wanted(function("alpha", A, settings=SMALL)), found(there(A, Configuration(memory=256))),
            lock(alpha=entry(A, memory=128)), [("alpha", "kept", 0, ("CF003",))], id="somebody changed a setting: it stays",
        ),
        pytest.param(
            BOTH, found(there(A), listed("r1", A), there(B)), AS_RECORDED,
            [("alpha", "same", 1, ()), ("beta", "new", 0, ())], id="one more function",
        ),
        pytest.param(
            ONE, found(there(B)), TWO_RECORDED, [("alpha", "dropped", 1, ()), ("beta", "same", 0, ())], id="one that left",
        ),
        pytest.param(
            PLAIN, WORLD, lock(alpha=entry(A, identity="r1")), [("alpha", "changed", 1, ())], id="an entry of an older version",
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_each_function(
    of: Wanted, world: Found, previous: Lock | None, expected: list[tuple[str, Recording, int, tuple[str, ...]]]
) -> None:
    entries = recorded(of, world, previous).entries

    assert [(item.uid, item.recording, item.registrations, item.codes) for item in entries] == expected


def test_the_parts_that_will_differ_are_named() -> None:
    (entry_,) = recorded(PLAIN, WORLD, lock(alpha=entry(A, identity="r1"))).entries

    assert entry_.changes == ("function_id", "checksum")


def test_what_only_the_lock_shows_as_drift_is_recorded_when_the_function_is_named_and_not_before() -> None:
    seen = RecordedSignature(inputs={"phone": RecordedParameter(required=True)}, result="text")
    of, before = wanted(function("alpha", A)), lock(alpha=entry(A, seen=seen))
    world = found(there(A), shows(A, reads("phone"), reads("zone", required=False), answers=[text_answer()]))
    assert {finding.origin for finding in plan(of, world, before).findings} == {"drift"}

    unasked, named = recorded(of, world, before), recorded(of, world, before, ["alpha"])

    assert (unasked.entries[0].recording, unasked.lock.functions) == ("kept", before.functions)
    shown = named.lock.functions["alpha"].implemented
    assert (named.entries[0].recording, [*(shown.inputs if shown else {})]) == ("changed", ["phone", "zone"])


def test_what_left_the_registry_is_told_at_the_address_it_had() -> None:
    (entry_of_beta,) = (item for item in recorded(PLAIN, WORLD, TWO_RECORDED).entries if item.uid == "beta")

    assert str(entry_of_beta.address) == B


def test_what_the_registry_wants_elsewhere_than_recorded_is_told_where_it_wants_it() -> None:
    moved = wanted(registered("alpha", B))

    (told,) = recorded(moved, found(there(B), listed("r1", B)), AS_RECORDED).entries

    assert str(told.address) == B


def test_what_is_about_no_function_in_particular_keeps_no_entry() -> None:
    world = found(there(A), listed("r1", A), listed("r2", "cn-hangzhou/s/stranger"))

    (told,) = recorded(PLAIN, world, AS_RECORDED).entries

    assert (told.recording, told.codes) == ("same", ())


def test_informational_findings_are_not_named() -> None:
    told = [
        Finding(code="FL002", subject="f1/1", origin=None, uid=Uid("alpha")),
        Finding(code="OB001", subject="x", origin="drift"),
    ]

    (entry_of_alpha,) = without_drift(AS_RECORDED, AS_RECORDED, PLAIN.functions, told, frozenset()).entries

    assert entry_of_alpha.codes == ()


def test_an_entry_that_is_kept_is_told_where_the_registry_wants_it_now() -> None:
    (kept,) = without_drift(AS_RECORDED, AS_RECORDED, wanted(function("alpha", B)).functions, (), ()).entries

    assert (kept.recording, str(kept.address)) == ("same", B)
