"""Steps to the last field, in their order: what is sent, what a person does, what is called, and what each waits for."""

from __future__ import annotations

from dataclasses import replace

from sync.core.plan.graph import ordered
from sync.core.plan.model import (
    About,
    FieldChange,
    InvokeCheck,
    Output,
    Register,
    Repoint,
    Step,
    Unregister,
    UpdateFunction,
    UpdateRegistration,
)
from sync.core.worlds import Configuration, FailoverTarget, FoundRegistration, RegistrationState, Wanted, WantedCenter, WantedCheck
from sync.specs.ids import CenterName, Region, Uid
from sync.specs.models import RecordedRegistration
from tests.fakes.worlds import (
    CENTER,
    at,
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
)

A, B, C = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other", "cn-hangzhou/demo-service/third"
SECOND = CenterName("second")
INSTANCES = {CENTER: "ccc-test", SECOND: "ccc-second"}
TO_SHANGHAI, TO_BEIJING = FailoverTarget(Region("cn-shanghai"), 0.5), FailoverTarget(Region("cn-beijing"), 20.0)
PLAIN = RegistrationState(target=at(A), description="", role="", failover=None)
CALL = WantedCheck(name="finds somebody", input={"phone": "1"}, expect={"city": "x"})
CALL_ONCE = WantedCheck(name="books once", input={}, expect=None, once=True)


def register(after: RegistrationState, *, by_hand: bool = False, uid: str = "lookup", waits_for: tuple[str, ...] = ()) -> Register:
    return Register(
        id=f"register:hotline:{uid}", uid=Uid(uid), center=CENTER, instance="ccc-test", by_hand=by_hand, after=after,
        depends_on=waits_for,
    )  # fmt: skip


def repoint(
    before: RegistrationState,
    after: RegistrationState,
    *,
    by_hand: bool = False,
    uid: str = "lookup",
    holds: str = "r1",
    waits_for: tuple[str, ...] = (),
) -> Repoint:
    return Repoint(
        id=f"repoint:hotline:{uid}", uid=Uid(uid), center=CENTER, instance="ccc-test", by_hand=by_hand, registration_id=holds,
        before=before, after=after, depends_on=waits_for,
    )  # fmt: skip


def update(
    before: RegistrationState, after: RegistrationState, *, by_hand: bool = False, name: str = "update-registration",
    uid: str = "lookup", center: CenterName = CENTER, holds: str | Output = "r1", waits_for: tuple[str, ...] = (),
) -> UpdateRegistration:  # fmt: skip
    return UpdateRegistration(
        id=f"{name}:{center}:{uid}", uid=Uid(uid), center=center, instance=INSTANCES[center], by_hand=by_hand,
        registration_id=holds, before=before, after=after, depends_on=waits_for,
    )  # fmt: skip


def unregister(
    target: str, *, holds: str, uid: str = "lookup", by_hand: bool = False, waits_for: tuple[str, ...] = ()
) -> Unregister:
    return Unregister(
        id=f"unregister:hotline:{holds}", uid=Uid(uid), center=CENTER, instance="ccc-test", by_hand=by_hand,
        registration_id=holds, before=replace(PLAIN, target=at(target)), depends_on=waits_for,
    )  # fmt: skip


def configure(*changes: FieldChange, uid: str = "lookup", address: str = A) -> UpdateFunction:
    return UpdateFunction(
        id=f"update-function:{uid}", uid=Uid(uid), address=at(address), generation="2.0", modified="then", changes=changes
    )  # fmt: skip


def call(
    number: int, check: WantedCheck, *, role: str = "", center: CenterName = CENTER, waits_for: tuple[str, ...] = ()
) -> InvokeCheck:
    return InvokeCheck(
        id=f"test:{center}:lookup:{number}", uid=Uid("lookup"), center=center, instance=INSTANCES[center], by_hand=False,
        target=at(A), role=role, check=check.name, input=check.input, expect=check.expect, once=check.once, depends_on=waits_for,
    )  # fmt: skip


MEMORY = FieldChange(path="memory", before=128, after=256)
MORE_MEMORY, LESS_MEMORY = Configuration(memory=256), Configuration(memory=128)


def stating(mode: str = "api", **stated: object) -> Wanted:
    return wanted(function("lookup", A, registration("lookup", A, **stated)), mode=mode)  # type: ignore[arg-type]


def test_a_registration_is_made_by_api_without_its_failover_which_a_hand_sets_once_it_has_an_id() -> None:
    sent = RegistrationState(target=at(A), description="words", role="acs:ram::1:role/a", failover=None)
    adding = "register:hotline:lookup"

    made = plan(stating(description="words", role="acs:ram::1:role/a", failover=TO_SHANGHAI), found(there(A)))

    assert made.steps == (
        register(sent),
        update(
            sent, replace(sent, failover=TO_SHANGHAI), by_hand=True, name="failover", holds=Output(step=adding), waits_for=(adding,)
        ),
    )
    assert plan(stating(), found(there(A))).steps == (register(PLAIN),)


def test_a_new_registration_is_called_although_its_failover_waits_for_a_hand() -> None:
    of = wanted(function("lookup", A, registration("lookup", A, failover=TO_SHANGHAI), settings=MORE_MEMORY, checks=(CALL,)))
    set_up = ("update-function:lookup", "register:hotline:lookup")

    assert plan(of, found(there(A, LESS_MEMORY))).steps == (
        configure(MEMORY),
        register(PLAIN, waits_for=set_up[:1]),
        update(
            PLAIN,
            replace(PLAIN, failover=TO_SHANGHAI),
            by_hand=True,
            name="failover",
            holds=Output(step=set_up[1]),
            waits_for=set_up,
        ),
        call(1, CALL, waits_for=set_up),
    )


def test_what_refers_to_a_registration_that_waits_for_its_place_comes_after_that() -> None:
    of = wanted(registered("lookup", A), function("other", B, registration("other", B, failover=TO_SHANGHAI)))
    at_b = replace(PLAIN, target=at(B))
    world, recorded = found(there(A), there(B), listed("r1", B)), lock(lookup=entry(B, identity="r1"))
    adding = "register:hotline:other"

    assert plan(of, world, recorded).steps == (
        repoint(at_b, PLAIN),
        register(at_b, uid="other", waits_for=("repoint:hotline:lookup",)),
        update(
            at_b, replace(at_b, failover=TO_SHANGHAI), by_hand=True, name="failover", uid="other", holds=Output(step=adding),
            waits_for=(adding,),
        ),
    )  # fmt: skip


def test_what_refers_to_a_registration_that_is_held_back_is_left_to_the_plan_that_adds_it() -> None:
    of = wanted(registered("lookup", A), function("other", B, registration("other", B, failover=TO_SHANGHAI)))
    world = found(there(A), there(B), listed("r1", B), flow("f1", "r1"))

    made = plan(of, world, lock(lookup=entry(B, identity="r1")))

    assert made.steps == ()
    assert [refusal.step.id for refusal in made.refusals] == ["register:hotline:other", "repoint:hotline:lookup"]


def test_every_step_says_what_it_is_about() -> None:
    through = replace(call(1, CALL), registration_id="r1")

    assert [step.about for step in (configure(MEMORY), register(PLAIN), repoint(PLAIN, PLAIN), call(1, CALL), through)] == [
        About(uids=(Uid("lookup"),)),
        About(uids=(Uid("lookup"),), center=CENTER),
        About(uids=(Uid("lookup"),), center=CENTER, registration="r1"),
        About(uids=(Uid("lookup"),), center=CENTER),
        About(uids=(Uid("lookup"),), center=CENTER, registration="r1"),
    ]
    assert update(PLAIN, PLAIN, holds=Output(step="s")).about.registration == Output(step="s")


def test_a_registration_is_made_by_hand_with_all_of_it() -> None:
    full = RegistrationState(target=at(A), description="words", role="acs:ram::1:role/a", failover=TO_SHANGHAI)

    made = plan(stating("console", description="words", role="acs:ram::1:role/a", failover=TO_SHANGHAI), found(there(A)))

    assert made.steps == (register(full, by_hand=True),)


def test_nothing_is_registered_for_a_function_that_is_not_certainly_there() -> None:
    assert plan(stating(), found()).steps == ()
    assert plan(stating(), found(gap("region", "cn-hangzhou"))).steps == ()


def test_what_is_not_stated_stays_as_found() -> None:
    here = listed("r1", A, description="old", role="acs:ram::1:role/a", failover=TO_BEIJING)
    before = RegistrationState(target=at(A), description="old", role="acs:ram::1:role/a", failover=TO_BEIJING)

    assert plan(stating(), found(there(A), here)).steps == ()
    assert plan(stating(description="new"), found(there(A), here)).steps == (update(before, replace(before, description="new")),)
    assert plan(stating(description=""), found(there(A), here)).steps == (update(before, replace(before, description="")),)
    assert plan(stating(role="acs:ram::1:role/b"), found(there(A), here)).steps == (
        update(before, replace(before, role="acs:ram::1:role/b")),
    )
    assert plan(stating(failover=TO_SHANGHAI), found(there(A), here)).steps == (
        update(before, replace(before, failover=TO_SHANGHAI), by_hand=True, name="failover"),
    )


def test_a_change_by_api_leaves_the_failover_to_a_person() -> None:
    here = listed("r1", A, description="old", failover=TO_BEIJING)
    before = replace(PLAIN, description="old", failover=TO_BEIJING)
    sent = replace(before, description="new")
    after = replace(sent, failover=TO_SHANGHAI)

    assert plan(stating(description="new", failover=TO_SHANGHAI), found(there(A), here)).steps == (
        update(before, sent),
        update(sent, after, by_hand=True, name="failover"),
    )
    assert plan(stating("console", description="new", failover=TO_SHANGHAI), found(there(A), here)).steps == (
        update(before, after, by_hand=True),
    )


def test_a_registration_is_repointed_with_everything_else_that_differs() -> None:
    recorded = lock(lookup=entry(B, identity="r1"))
    world = found(there(A), there(B), listed("r1", B, description="old"))
    before = RegistrationState(target=at(B), description="old", role="", failover=None)
    sent = RegistrationState(target=at(A), description="new", role="", failover=None)
    after = replace(sent, failover=TO_SHANGHAI)

    assert plan(stating(description="new", failover=TO_SHANGHAI), world, recorded).steps == (
        repoint(before, sent),
        update(sent, after, by_hand=True, name="failover"),
    )
    assert plan(stating("console", description="new", failover=TO_SHANGHAI), world, recorded).steps == (
        repoint(before, after, by_hand=True),
    )


def test_every_step_about_a_function_waits_for_the_earlier_ones_about_it() -> None:
    of = wanted(
        function(
            "lookup", A, registration("lookup", A, description="new", role="acs:ram::1:role/a", failover=TO_SHANGHAI),
            settings=MORE_MEMORY, checks=(CALL, CALL_ONCE),
        )
    )  # fmt: skip
    world = found(there(A, LESS_MEMORY), listed("r1", A), listed("r2", A), flow("f1", "r1"))
    sent = RegistrationState(target=at(A), description="new", role="acs:ram::1:role/a", failover=None)
    set_up = ("update-function:lookup", "update-registration:hotline:lookup")

    assert plan(of, world).steps == (
        configure(MEMORY),
        update(PLAIN, sent, waits_for=("update-function:lookup",)),
        update(
            sent, replace(sent, failover=TO_SHANGHAI), by_hand=True, name="failover", waits_for=("update-function:lookup",)
        ),
        call(1, CALL, role="acs:ram::1:role/a", waits_for=set_up),
        call(2, CALL_ONCE, role="acs:ram::1:role/a", waits_for=set_up),
        unregister(
            A, holds="r2", waits_for=(*set_up, "failover:hotline:lookup", "test:hotline:lookup:1", "test:hotline:lookup:2")
        ),
    )  # fmt: skip


def test_the_steps_about_one_function_wait_for_no_other_function() -> None:
    of = wanted(registered("other", B, settings=MORE_MEMORY), registered("lookup", A, settings=MORE_MEMORY, checks=(CALL,)))
    world = found(there(A, LESS_MEMORY), there(B, LESS_MEMORY), listed("r2", B), there(C), listed("r3", C))

    assert plan(of, world, lock(third=entry(C, identity="r3"))).steps == (
        configure(MEMORY),
        configure(MEMORY, uid="other", address=B),
        register(PLAIN, waits_for=("update-function:lookup",)),
        call(1, CALL, waits_for=("update-function:lookup", "register:hotline:lookup")),
        unregister(C, holds="r3", uid="third"),
    )


def two_centers(checks: tuple[WantedCheck, ...], settings: Configuration, second: str) -> Wanted:
    asked = registration("lookup", A, description="new")
    of = wanted(function("lookup", A, asked, replace(asked, center=SECOND, description=second), settings=settings, checks=checks))
    return replace(of, centers=(*of.centers, WantedCenter(name=SECOND, instance="ccc-second", mode="api")))


def in_second(item: FoundRegistration) -> FoundRegistration:
    return replace(item, center=SECOND)


def test_a_step_in_one_center_waits_for_the_function_and_not_for_another_center() -> None:
    world = found(there(A, LESS_MEMORY), listed("r1", A), in_second(listed("s1", A)))
    new, newer = replace(PLAIN, description="new"), replace(PLAIN, description="newer")
    function_set = ("update-function:lookup",)

    assert plan(two_centers((CALL,), MORE_MEMORY, "newer"), world).steps == (
        configure(MEMORY),
        update(PLAIN, new, waits_for=function_set),
        update(PLAIN, newer, center=SECOND, holds="s1", waits_for=function_set),
        call(1, CALL, waits_for=(*function_set, "update-registration:hotline:lookup")),
        call(1, CALL, center=SECOND, waits_for=(*function_set, "update-registration:second:lookup")),
    )


def test_a_function_is_called_where_its_registration_changes_and_nowhere_else() -> None:
    world = found(there(A), listed("r1", A), in_second(listed("s1", A)))

    assert plan(two_centers((CALL,), Configuration(), ""), world).steps == (
        update(PLAIN, replace(PLAIN, description="new")),
        call(1, CALL, waits_for=("update-registration:hotline:lookup",)),
    )


def test_a_function_that_changes_is_called_through_a_registration_that_stays() -> None:
    of = wanted(registered("lookup", A, settings=MORE_MEMORY, checks=(CALL,)))
    here = listed("r1", A, role="acs:ram::1:role/a")

    assert plan(of, found(there(A, LESS_MEMORY), here)).steps == (
        configure(MEMORY),
        call(1, CALL, role="acs:ram::1:role/a", waits_for=("update-function:lookup",)),
    )
    assert plan(wanted(registered("lookup", A, checks=(CALL,))), found(there(A), here)).steps == ()


def test_a_function_that_changes_is_not_called_through_a_registration_that_may_not_come() -> None:
    of = wanted(registered("lookup", A, settings=MORE_MEMORY, checks=(CALL,)))
    world = found(there(A, LESS_MEMORY), there(B), listed("r1", B), flow("f1", "r1"))

    assert plan(of, world, lock(lookup=entry(B, identity="r1"))).steps == (configure(MEMORY),)


def test_a_test_call_does_not_wait_for_a_person_who_sets_words() -> None:
    of = wanted(function("lookup", A, registration("lookup", A, description="new"), checks=(CALL,)), mode="console")

    assert plan(of, found(there(A), listed("r1", A))).steps == (
        update(PLAIN, replace(PLAIN, description="new"), by_hand=True),
        call(1, CALL),
    )


def test_a_test_call_waits_for_a_person_who_registers_or_repoints() -> None:
    of = wanted(registered("lookup", A, checks=(CALL,)), mode="console")
    elsewhere = replace(PLAIN, target=at(B))

    assert plan(of, found(there(A))).steps == (
        register(PLAIN, by_hand=True),
        call(1, CALL, waits_for=("register:hotline:lookup",)),
    )
    assert plan(of, found(there(A), there(B), listed("r1", B)), lock(lookup=entry(B, identity="r1"))).steps == (
        repoint(elsewhere, PLAIN, by_hand=True),
        call(1, CALL, waits_for=("repoint:hotline:lookup",)),
    )


def test_a_removal_by_hand_where_the_center_is_kept_by_hand() -> None:
    assert plan(wanted(mode="console"), found(there(A), listed("r1", A)), lock(lookup=entry(A, identity="r1"))).steps == (
        unregister(A, holds="r1", by_hand=True),
    )


def test_a_registration_waits_until_another_has_left_its_place() -> None:
    of = wanted(
        registered("lookup", A), registered("other", B, settings=MORE_MEMORY),
        function("third", C, registration("third", C, failover=TO_SHANGHAI)), registered("fourth", "cn-hangzhou/fourth"),
    )  # fmt: skip
    world = found(there(A), there(B, LESS_MEMORY), there(C), there("cn-hangzhou/fourth"), listed("r1", B), listed("r3", C))
    at_b, at_c, at_fourth = (replace(PLAIN, target=at(place)) for place in (B, C, "cn-hangzhou/fourth"))

    assert plan(of, world, lock(lookup=entry(B, identity="r1"))).steps == (
        configure(MEMORY, uid="other", address=B),
        register(at_fourth, uid="fourth"),
        repoint(at_b, PLAIN),
        update(at_c, replace(at_c, failover=TO_SHANGHAI), by_hand=True, name="failover", uid="third", holds="r3"),
        register(at_b, uid="other", waits_for=("update-function:other", "repoint:hotline:lookup")),
    )


def test_nobody_is_registered_where_another_stays_for_want_of_its_function() -> None:
    of = wanted(registered("lookup", A), registered("other", B))

    assert plan(of, found(there(B), listed("r1", B)), lock(lookup=entry(B, identity="r1"))).steps == ()


def test_a_second_registration_stays_while_the_kept_one_cannot_be_put_right() -> None:
    recorded = lock(lookup=entry(B, identity="r1"))
    at_b = replace(PLAIN, target=at(B))

    assert plan(stating(), found(there(B), listed("r1", B), listed("r2", A)), recorded).steps == ()
    assert plan(stating(), found(there(A), there(B), listed("r1", B), listed("r2", A)), recorded).steps == (
        repoint(at_b, PLAIN),
        unregister(A, holds="r2", waits_for=("repoint:hotline:lookup",)),
    )
    assert plan(stating(), found(listed("r1", A), listed("r2", A)), None).steps == (unregister(A, holds="r2"),)


def test_what_left_the_registry_is_removed_and_strangers_and_what_moved_since_are_not() -> None:
    recorded = lock(lookup=entry(A, identity="r1"), other=entry(B, identity="r2"))

    assert plan(wanted(), found(listed("r1", A), listed("r2", C), listed("r3", A)), recorded).steps == (unregister(A, holds="r1"),)


def test_what_may_yet_be_wanted_is_not_removed() -> None:
    of = wanted(function("moved", A, registration("moved", A, formerly=(B, C))))
    recorded = lock(lookup=entry(B, identity="r1"))

    assert plan(of, found(there(A), there(B), there(C), listed("r1", B), listed("r2", C)), recorded).steps == ()


def test_steps_given_in_any_order_with_other_needs_come_in_theirs() -> None:
    sent, after = replace(PLAIN, description="new"), replace(PLAIN, description="new", failover=TO_SHANGHAI)
    anothers = replace(unregister(B, holds="r0"), uid=Uid("another"))
    steps: list[Step] = [
        unregister(A, holds="r2"),
        anothers,
        call(1, CALL),
        update(sent, after, by_hand=True, name="failover", waits_for=("nothing that is here",)),
        update(PLAIN, sent),
        call(1, CALL, center=SECOND),
        configure(MEMORY),
    ]

    assert ordered(steps) == (
        configure(MEMORY),
        update(PLAIN, sent, waits_for=("update-function:lookup",)),
        update(sent, after, by_hand=True, name="failover", waits_for=("update-function:lookup",)),
        call(1, CALL, waits_for=("update-function:lookup", "update-registration:hotline:lookup")),
        call(1, CALL, center=SECOND, waits_for=("update-function:lookup",)),
        anothers,
        unregister(
            A,
            holds="r2",
            waits_for=(
                "update-function:lookup", "update-registration:hotline:lookup", "failover:hotline:lookup",
                "test:hotline:lookup:1",
            ),
        ),
    )  # fmt: skip


def test_the_removal_of_what_the_lock_had_in_another_center_is_left_to_that_center() -> None:
    remembered = entry(A, identity="r1")
    remembered.registrations["second"] = RecordedRegistration(id="s1", region="cn-hangzhou", service="demo-service", name="lookup")

    made = plan(wanted(), found(there(A), listed("r1", A), in_second(listed("s1", A))), lock(lookup=remembered))

    assert made.steps == (unregister(A, holds="r1"),)
