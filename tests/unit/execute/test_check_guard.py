"""A function's checks before a run touches it and after: what passed before and fails after is put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sync.core.plan.cause import NotRestored, RegistrationChanged
from sync.core.plan.model import Plan, Step
from sync.core.plan.report import Checking, Report
from sync.errors import Failure
from sync.execute.journal import open_journal
from sync.ports import Answer
from sync.specs.ids import Address
from tests.fakes.apply import Apply, outcomes, ticking
from tests.fakes.clouds import FOREVER, FakeClouds
from tests.fakes.scene import (
    HOTLINE,
    IDENTITY,
    NUMBER,
    NUMBER_MISTYPED,
    OLD,
    call,
    configure,
    function,
    plan,
    planned,
    register,
    registration,
    repoint,
    state,
    unregister,
    update,
)
from tests.fakes.world import World

FINE, WRONG = Answer(payload='{"ok": true}', error=None), Answer(payload='{"ok": false}', error=None)
CRASH = Answer(payload="{}", error="KeyError: city")
CHECKED = call("identity", IDENTITY, "configure-identity")
DESCRIBED = replace(
    update(),
    id="update-identity",
    uid=configure().uid,
    registration_id="r-identity",
    before=state(IDENTITY, "a word"),
    after=state(IDENTITY, "a better word"),
)


def answering(fake: FakeClouds, address: Address, works: Callable[[World], bool], otherwise: Answer = WRONG) -> None:
    """The function answers its check as long as that holds of the world."""
    fake.behaviours[address] = lambda _event: FINE if works(fake.world) else otherwise


def registered() -> Apply:
    """The scene with one registration more: of the function that is to be configured."""
    apply = Apply()
    more = registration("r-identity", IDENTITY, "a word")
    apply.fake.change(replace(apply.fake.world, registrations={**apply.fake.world.registrations, (more.center, more.id): more}))
    return apply


def memory(world: World) -> int | None:
    return world.functions[IDENTITY].configuration.memory


def touchy(otherwise: Answer = WRONG) -> Apply:
    """A registered function that works with 128 MB and not with the 256 that the plan gives it."""
    apply = registered()
    answering(apply.fake, IDENTITY, lambda world: memory(world) == 128, otherwise)
    return apply


def befores(report: Report) -> list[str | None]:
    return [result.before for result in report.results if result.step.kind == "test"]


@pytest.mark.parametrize("otherwise", [WRONG, CRASH], ids=["another-answer", "a-crash"])
def test_a_configuration_after_which_a_check_fails_that_passed_before_is_put_back_secrets_too(otherwise: Answer) -> None:
    apply = touchy(otherwise)
    start = apply.fake.world
    report = apply.run(plan(configure(), CHECKED))
    assert [(result.step.id, result.outcome) for result in report.results] == [
        ("configure-identity", "put-back"),
        ("test-identity", "failed"),
    ]
    assert (report.results[0].reason, befores(report), report.is_harmful, report.has_other_failures) == (
        "check-failed",
        ["passed"],
        True,
        False,
    )
    assert apply.fake.world.settled() == start.settled()


def test_a_registration_pointed_at_a_function_that_fails_where_the_old_one_worked_points_at_the_old_one_again() -> None:
    apply = Apply()
    fake = apply.fake
    functions = {**fake.world.functions, NUMBER_MISTYPED: function(NUMBER_MISTYPED)}
    fake.change(replace(fake.world, functions=functions, flows=()))
    answering(fake, NUMBER_MISTYPED, lambda _world: True)
    answering(fake, NUMBER, lambda _world: False)
    report = apply.run(plan(repoint(), call("number", NUMBER, "repoint-number")))
    assert [(result.step.id, result.outcome) for result in report.results] == [
        ("repoint-number", "put-back"),
        ("test-number", "failed"),
    ]
    assert fake.world.registrations[HOTLINE.name, "r-number"].target == NUMBER_MISTYPED


def test_the_registration_is_put_back_before_the_function_as_it_was_changed_after_it() -> None:
    apply = touchy()
    start = apply.fake.world
    report = apply.run(plan(configure(), DESCRIBED, CHECKED))
    assert [(item.operation, item.effect) for item in apply.fake.sent()] == [
        ("configure", True),
        ("modify", True),
        ("modify", True),
        ("configure", True),
    ]
    assert [result.outcome for result in report.results] == ["put-back", "put-back", "failed"]
    assert apply.fake.world.settled() == start.settled()


def test_what_failed_before_as_well_is_not_put_back() -> None:
    apply = Apply()
    answering(apply.fake, IDENTITY, lambda _world: False)
    report = apply.run(plan(configure(), CHECKED))
    assert outcomes(report) == [("configure-identity", "done", None), ("test-identity", "failed", "unexpected-answer")]
    assert (befores(report), report.is_harmful, report.has_other_failures) == (["failed"], False, True)
    assert memory(apply.fake.world) == 256


def test_what_works_again_because_of_the_change_stays() -> None:
    apply = Apply()
    answering(apply.fake, IDENTITY, lambda world: memory(world) == 256)
    assert [outcome for _, outcome, _ in outcomes(apply.run(plan(configure(), CHECKED)))] == ["done", "done"]


def test_on_request_nothing_is_put_back_and_it_is_harm_all_the_same() -> None:
    apply = touchy()
    apply.keep = True
    report = apply.run(plan(configure(), CHECKED))
    assert [outcome for _, outcome, _ in outcomes(report)] == ["done", "failed"]
    assert (befores(report), report.is_harmful, report.has_other_failures) == (["passed"], True, False)
    assert memory(apply.fake.world) == 256


def test_a_check_that_must_not_be_made_twice_is_made_after_alone_and_puts_nothing_back() -> None:
    apply = touchy()
    report = apply.run(plan(configure(), replace(CHECKED, once=True)))
    assert [outcome for _, outcome, _ in outcomes(report)] == ["done", "failed"]
    assert befores(report) == [None]
    assert [item.operation for item in apply.fake.calls if item.operation == "test"] == ["test"]


def test_a_check_that_must_not_be_made_twice_is_not_made_again_after_a_crash_in_the_middle_of_it(tmp_path: Path) -> None:
    once = replace(CHECKED, once=True, depends_on=())
    open_journal(tmp_path, "plan-a", ticking()()).started(once.id, ticking()())
    apply = Apply(journal=open_journal(tmp_path, "plan-a", ticking()()))
    assert outcomes(apply.run(plan(once))) == [("test-identity", "failed", "unconfirmed")]
    assert apply.fake.calls == []


def test_a_variable_that_was_not_there_is_taken_away_again() -> None:
    apply = touchy()
    present = apply.fake.world.functions[IDENTITY]
    bare = replace(present, configuration=replace(present.configuration, environment={"API_KEY": "test-old-key", "OTHER": "kept"}))
    apply.fake.change(replace(apply.fake.world, functions={**apply.fake.world.functions, IDENTITY: bare}))
    memory_, mode, secret = configure().changes
    step = replace(configure(), changes=(memory_, replace(mode, before=None), secret))
    apply.run(plan(step, CHECKED))
    assert apply.fake.world.functions[IDENTITY].configuration == bare.configuration


@pytest.mark.parametrize("failure", [Failure.LOST, Failure.UNAVAILABLE, Failure.INVALID])
def test_a_call_that_came_to_nothing_says_nothing_of_the_function_so_nothing_is_put_back(failure: Failure) -> None:
    apply = Apply()
    apply.fake.fail("test", failure, skip=1)
    report = apply.run(plan(configure(), CHECKED))
    assert outcomes(report) == [("configure-identity", "done", None), ("test-identity", "failed", "refused-by-cloud")]
    assert (befores(report), report.is_harmful) == ([None], False)


def test_what_cannot_be_put_back_is_told_and_the_rest_is_put_back() -> None:
    apply = touchy()
    apply.fake.fail("modify", Failure.DENIED, skip=1, times=FOREVER)
    report = apply.run(plan(configure(), DESCRIBED, CHECKED))
    assert outcomes(report) == [
        ("configure-identity", "put-back", "check-failed"),
        ("update-identity", "failed", "not-put-back"),
        ("test-identity", "failed", "unexpected-answer"),
    ]
    assert report.has_other_failures
    assert memory(apply.fake.world) == 128


def test_what_somebody_has_changed_since_is_theirs_and_not_put_back() -> None:
    apply = touchy()
    theirs = registration("r-identity", IDENTITY, "their word")

    def meddle(world: World) -> None:
        if [item.operation for item in apply.fake.calls].count("test") == 2:
            changed = {**world.registrations, (theirs.center, theirs.id): theirs}
            apply.fake.change(replace(world, registrations=changed))

    apply.fake.watch = meddle
    report = apply.run(plan(configure(), DESCRIBED, CHECKED))
    assert outcomes(report)[1] == ("update-identity", "failed", "not-put-back")
    changed = RegistrationChanged(planned=DESCRIBED.after, now=replace(DESCRIBED.after, description="their word"))
    assert report.results[1].cause == changed
    assert apply.fake.world.registrations[HOTLINE.name, "r-identity"] == theirs


def test_the_old_registration_stays_when_the_test_of_the_new_one_fails() -> None:
    apply = touchy()
    old = replace(unregister(depends_on=("configure-identity", "test-identity")), uid=configure().uid)
    report = apply.run(plan(configure(), CHECKED, old))
    assert outcomes(report)[2] == ("unregister-retired", "not-run", "dependency")
    assert apply.fake.sent("unregister") == []


def test_a_function_half_of_whose_steps_were_done_is_held_against_its_checks_all_the_same() -> None:
    apply = touchy()
    apply.fake.fail("modify", Failure.DENIED)
    report = apply.run(plan(configure(), DESCRIBED, replace(CHECKED, depends_on=("configure-identity", "update-identity"))))
    assert outcomes(report) == [
        ("configure-identity", "put-back", "check-failed"),
        ("update-identity", "failed", "refused-by-cloud"),
        ("test-identity", "failed", "unexpected-answer"),
    ]
    assert memory(apply.fake.world) == 128


def test_a_check_that_still_passes_when_half_was_done_is_not_run_for_the_plans_purpose() -> None:
    apply = registered()
    apply.fake.fail("modify", Failure.DENIED)
    report = apply.run(plan(configure(), DESCRIBED, replace(CHECKED, depends_on=("configure-identity", "update-identity"))))
    assert outcomes(report)[2] == ("test-identity", "not-run", "dependency")
    assert memory(apply.fake.world) == 256


def test_what_somebody_else_had_done_already_is_not_undone() -> None:
    apply = registered()
    fake = apply.fake
    answering(fake, IDENTITY, lambda world: world.registrations[HOTLINE.name, "r-identity"].state.description == "a word")
    environment = {"API_KEY": "test-new-key", "MODE": "fast", "OTHER": "kept"}
    theirs = function(IDENTITY, replace(OLD, memory=256, environment=environment))
    fake.change(replace(fake.world, functions={**fake.world.functions, IDENTITY: theirs}))
    report = apply.run(plan(configure(), DESCRIBED, CHECKED))
    assert outcomes(report)[:2] == [("configure-identity", "done", "already-so"), ("update-identity", "put-back", "check-failed")]
    assert memory(fake.world) == 256


def test_a_function_that_is_only_registered_is_not_called_before() -> None:
    apply = Apply()
    apply.run(plan(register(), call("identity", IDENTITY, "register-identity")))
    assert [item.operation for item in apply.fake.calls].count("test") == 1
    assert not any(isinstance(event, Checking) for event in apply.seen)


def test_a_function_without_checks_is_touched_without_a_call(tmp_path: Path) -> None:
    apply = Apply(journal=open_journal(tmp_path, "plan-a", ticking()()))
    apply.run(plan(configure()))
    assert [item.operation for item in apply.fake.calls] == ["function", "configure", "function"]


def test_the_harm_of_one_function_leaves_the_others_as_they_were_changed() -> None:
    apply = Apply()
    answering(apply.fake, IDENTITY, lambda world: memory(world) == 128)
    report = apply.run(planned(apply.fake.world))
    ended = {result.step.id: result.outcome for result in report.results}
    assert {step for step, outcome in ended.items() if outcome != "done"} == {
        "update-function:identity",
        "test:hotline:identity:1",
    }
    assert memory(apply.fake.world) == 128
    assert apply.fake.world.registrations[HOTLINE.name, "r-number"].target == NUMBER


def crashed(tmp_path: Path, chosen: Plan, after: int) -> Apply:
    """An apply of that plan that was stopped before the step of that number, and what it ran on."""
    answers = iter([False] * after + [True])
    apply = touchy()
    apply.journal = open_journal(tmp_path, "plan-a", ticking()())
    apply.stop = lambda: next(answers)
    apply.run(chosen)
    return apply


@pytest.mark.parametrize("again", ["plan-a", "plan-b"], ids=["gone-on-with", "planned-anew"])
def test_what_passed_before_a_crash_is_known_after_it(tmp_path: Path, again: str) -> None:
    public: Step = replace(configure(), changes=configure().changes[:2])
    first = crashed(tmp_path, plan(public, CHECKED), 1)
    assert memory(first.fake.world) == 256
    second = Apply(fake=first.fake, journal=open_journal(tmp_path, again, ticking()()))
    report = second.run(plan(public, CHECKED) if again == "plan-a" else replace(plan(), steps=()))
    ended = {(result.step.kind, result.outcome, result.before) for result in report.results}
    assert ended == {("test", "failed", "passed"), ("update-function", "put-back", None)}
    assert memory(first.fake.world) == 128


def test_after_a_crash_a_secret_that_was_nowhere_kept_is_named_and_the_rest_is_put_back(tmp_path: Path) -> None:
    first = crashed(tmp_path, plan(configure(), CHECKED), 1)
    second = Apply(fake=first.fake, journal=open_journal(tmp_path, "plan-b", ticking()()))
    (tested, undone) = second.run(replace(plan(), steps=())).results
    assert (tested.before, undone.outcome, undone.reason) == ("passed", "failed", "not-put-back")
    assert undone.cause == NotRestored(names=("environment.API_KEY",))
    environment = first.fake.world.functions[IDENTITY].configuration.environment
    assert (memory(first.fake.world), environment) == (128, {"API_KEY": "test-new-key", "MODE": "slow", "OTHER": "kept"})


def test_steps_planned_on_what_is_put_back_first_are_not_run(tmp_path: Path) -> None:
    public: Step = replace(configure(), changes=configure().changes[:2])
    first = crashed(tmp_path, plan(public, CHECKED), 1)
    second = Apply(fake=first.fake, journal=open_journal(tmp_path, "plan-b", ticking()()))
    report = second.run(plan(DESCRIBED, repoint()))
    assert outcomes(report)[2:] == [("update-identity", "not-run", "earlier-put-back"), ("repoint-number", "done", None)]


def test_what_is_owed_is_settled_once_and_kept_over_a_further_crash(tmp_path: Path) -> None:
    public: Step = replace(configure(), changes=configure().changes[:2])
    first = crashed(tmp_path, plan(public, CHECKED), 1)
    open_journal(tmp_path, "plan-b", ticking()())
    open_journal(tmp_path, "plan-c", ticking()())
    third = Apply(fake=first.fake, journal=open_journal(tmp_path, "plan-c", ticking()()), stop=lambda: True)
    assert [result.outcome for result in third.run(plan(repoint())).results] == ["failed", "put-back", "not-run"]
    calls = len(first.fake.calls)
    fourth = Apply(fake=first.fake, journal=open_journal(tmp_path, "plan-c", ticking()()), stop=lambda: True)
    fourth.run(plan(repoint()))
    assert len(first.fake.calls) == calls
