"""A Pulumi stack beside the three worlds: where it says functions are, what it owns, and who puts a finding right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from sync.core.assessment import Assessment, assess
from sync.core.plan.model import Finding, Plan, StackShare
from sync.core.plan.ownership import share_of, with_owner
from sync.core.plan.planning import plan_of
from sync.core.plan.policy import Policy
from sync.core.stack_state import StackFunction, StackState
from sync.core.worlds import Configuration, Found, Wanted
from sync.specs.ids import CenterName, Uid
from sync.specs.models import Lock
from tests.fakes.worlds import BASIS, CENTER, at, entry, found, function, listed, lock, registered, registration, there, wanted
from tests.unit.core.test_location import AFTER, BEFORE, A, B, C, job, synced, was

ACCOUNT = "1000000000000001"
WANTED = wanted(registered("orders", A))


def holds(
    functions: Mapping[str, str] | None = None, *, read: bool = False, registrations: Mapping[str, str] | None = None
) -> StackState:
    """A stack `dev` with these functions, and these registrations in the one center."""
    return StackState(
        name="dev",
        functions={Uid(uid): (StackFunction(address=at(place), owned=not read),) for uid, place in (functions or {}).items()},
        registrations={(Uid(uid), CENTER): identity for uid, identity in (registrations or {}).items()},
    )


def planned(of: Wanted, world: Found, recorded: Lock | None, stack: StackState | None) -> Plan:
    return plan_of(joined(of, world, recorded, stack), Policy(), BASIS, "ivrsync test")


def joined(of: Wanted, world: Found, recorded: Lock | None, stack: StackState | None) -> Assessment:
    return assess(of, recorded, world, stack=stack)


def matched(of: Wanted, world: Found, recorded: Lock | None, stack: StackState) -> dict[str, tuple[str, str, list[str]]]:
    """By uid: where it is, how certain that is, and by what evidence."""
    matches = joined(of, world, recorded, stack).matches
    return {uid: (str(one.found), one.certainty, [reason.kind for reason in one.evidence]) for uid, one in matches.items()}


STRANGER = job(B, "refunds")
EDITED = job(B, "orders", package="edited")
LIVES, RECORDED = job(A, "orders", created=BEFORE), was(A, "orders", identity="r1")


@pytest.mark.parametrize(
    ("world", "recorded", "certainty"),
    [
        pytest.param(found(EDITED), synced(orders=was(A, "orders")), "certain", id="gone-from-where-it-was"),
        pytest.param(found(STRANGER), synced(orders=was(A, "orders")), "suspected", id="another-job-lives-there"),
        pytest.param(found(STRANGER), None, "certain", id="never-recorded"),
        pytest.param(found(LIVES, EDITED, listed("r1", B)), synced(orders=RECORDED), "certain", id="its-registration-has-followed"),
        pytest.param(found(LIVES, STRANGER, listed("r1", A)), synced(orders=RECORDED), "suspected", id="it-is-called-where-it-was"),
        pytest.param(found(LIVES, STRANGER), synced(orders=was(A, "orders")), "suspected", id="the-old-one-lives"),
        pytest.param(found(job(A, "orders"), STRANGER), None, "suspected", id="a-namesake-and-nothing-recorded"),
    ],
)
def test_where_the_stack_has_it_there_it_is_unless_it_may_be_the_stack_of_another_day(
    world: Found, recorded: Lock | None, certainty: str
) -> None:
    assert matched(WANTED, world, recorded, holds({"orders": B})) == {"orders": (B, certainty, ["stack"])}


@pytest.mark.parametrize(
    ("world", "stack"),
    [
        pytest.param(found(job(A, "orders", created=BEFORE), STRANGER), holds({"orders": A}), id="where-it-should-be"),
        pytest.param(found(job(A, "orders", created=BEFORE), STRANGER), holds({"orders": C}), id="where-nothing-lives"),
        pytest.param(found(job(A, "orders", created=BEFORE), STRANGER), holds({"refunds": B}), id="another-uid"),
        pytest.param(found(job(A, "orders", created=BEFORE), STRANGER), holds({"orders": B}, read=True), id="only-read"),
        pytest.param(found(job(A, "orders", created=BEFORE), STRANGER), StackState(), id="an-empty-stack"),
    ],
)
def test_a_stack_raises_no_question_otherwise(world: Found, stack: StackState) -> None:
    assert matched(WANTED, world, synced(orders=was(A, "orders")), stack) == {}


def test_what_left_the_registry_is_known_by_the_stack_too() -> None:
    recorded = synced(orders=was(A, "orders"), parcel=was(C, "orders"))
    world = found(job(B, "orders", created=AFTER))

    assert matched(WANTED, world, recorded, holds({"parcel": B}))["orders"][:2] == ("None", "gone")


MEMORY = Configuration(runtime=None, handler=None, memory=256, timeout=None, environment=None)
ASKED = function("orders", A, registration("orders", A, description="where is it"), settings=MEMORY)
POOR = found(there(A, replace(MEMORY, memory=128)), listed("r1", A))


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        pytest.param(None, {"CF003": None, "RG005": None}, id="no-stack"),
        pytest.param(holds(), {"CF003": None, "RG005": None}, id="holds-nothing"),
        pytest.param(holds({"orders": A}), {"CF003": "dev", "RG005": None}, id="the-function"),
        pytest.param(holds({"orders": A}, read=True), {"CF003": None, "RG005": None}, id="somebody-elses"),
        pytest.param(holds(registrations={"orders": "r1"}), {"CF003": None, "RG005": "dev"}, id="the-registration"),
        pytest.param(holds({"orders": A}, registrations={"orders": ""}), {"CF003": "dev", "RG005": "dev"}, id="both"),
        pytest.param(holds({"refunds": A}, registrations={"refunds": "r1"}), {"CF003": None, "RG005": None}, id="another's"),
    ],
)
def test_a_finding_names_the_stack_that_puts_it_right(stack: StackState | None, expected: dict[str, str | None]) -> None:
    assert {item.code: item.stack for item in planned(wanted(ASKED), POOR, None, stack).findings} == expected


@pytest.mark.parametrize(
    ("world", "recorded", "code"),
    [
        pytest.param(found(), None, "EX001", id="missing"),
        pytest.param(found(job(B, "orders")), synced(orders=was(A, "orders")), "LO001", id="renamed"),
    ],
)
def test_a_function_that_is_not_there_is_the_stacks_to_make(world: Found, recorded: Lock | None, code: str) -> None:
    findings = planned(wanted(function("orders", A)), world, recorded, holds({"orders": A})).findings

    assert [(item.code, item.stack) for item in findings] == [(code, "dev")]


def test_what_pulumi_can_do_nothing_about_is_nobodys() -> None:
    def about(uid: str | None, code: str, center: CenterName | None) -> Finding:
        return Finding(code=code, subject="x", origin="drift", uid=Uid(uid) if uid else None, center=center)

    findings = [
        about("orders", "SG001", None),
        about(None, "EX001", None),
        about("orders", "RG003", CENTER),
        about("orders", "EX001", None),
    ]
    stack = holds({"orders": A}, registrations={"orders": "r1"})

    assert with_owner(findings, stack) == [*findings[:3], replace(findings[3], stack="dev")]
    assert with_owner(findings, None) == findings


def test_a_registration_in_another_center_is_not_the_stacks() -> None:
    item = Finding(code="RG001", subject="x", origin="drift", uid=Uid("orders"), center=CenterName("other"))

    assert with_owner([item], holds({"orders": A}, registrations={"orders": "r1"})) == [item]


def test_the_share_of_a_stack_has_every_function_once() -> None:
    of = wanted(registered("refunds", C), registered("orders", A), function("parcel", B), function("letter", "cn-beijing/a/b"))
    stack = StackState(
        name="dev",
        functions={
            Uid("refunds"): (StackFunction(address=at(C), owned=True),),
            Uid("parcel"): (StackFunction(address=at(B), owned=False),),
            Uid("orders"): (StackFunction(address=at(A), owned=True),),
            Uid("unknown"): (StackFunction(address=at("cn-beijing/a/c"), owned=True),),
        },
        registrations={(Uid("refunds"), CENTER): "r2", (Uid("orders"), CENTER): "r1", (Uid("unknown"), CENTER): "r3"},
        pending=2,
    )  # fmt: skip
    share = StackShare(
        name="dev",
        owned=(Uid("orders"), Uid("refunds")),
        read=(Uid("parcel"),),
        missing=(Uid("letter"),),
        registrations=(f"orders@{CENTER}", f"refunds@{CENTER}"),
        pending=2,
    )

    assert share_of(of, stack) == share
    assert planned(of, found(), lock(orders=entry(A)), stack).stack == share


def test_without_a_stack_nobody_owns_anything() -> None:
    assert share_of(WANTED, None) is None
    assert planned(WANTED, found(there(A), listed("r1", A)), None, None).stack is None


@pytest.mark.parametrize(
    ("account", "uids"),
    [(ACCOUNT, ["mine", "untold"]), ("2", ["theirs", "untold"]), ("3", ["untold"]), ("", ["mine", "theirs", "untold"])],
)
def test_functions_of_another_account_are_left_out(account: str, uids: list[str]) -> None:
    told = {"mine": ACCOUNT, "theirs": "2", "untold": ""}
    stack = StackState(
        name="dev",
        functions={Uid(uid): (StackFunction(address=at(A), owned=True, account=of),) for uid, of in told.items()},
        registrations={(Uid("mine"), CENTER): "r1"},
        pending=1,
    )

    within = stack.within(account)

    assert sorted(within.functions) == uids
    assert (within.name, within.registrations, within.pending) == ("dev", {(Uid("mine"), CENTER): "r1"}, 1)


def test_of_two_functions_of_a_uid_that_of_the_account_is_kept() -> None:
    both = tuple(StackFunction(address=at(place), owned=True, account=of) for place, of in ((A, ACCOUNT), (B, "2")))

    assert StackState(functions={Uid("orders"): both}).within("2").functions == {"orders": both[1:]}
