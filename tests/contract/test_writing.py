from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.worlds import Configuration, FailoverTarget, FoundRegistration, RegistrationState
from sync.errors import CloudError, Failure
from sync.specs.ids import Address
from tests.contract.stages import (
    BROKEN,
    EMPTY,
    HOTLINE,
    IDENTITY,
    LOOKUP,
    NOWHERE,
    NUMBER,
    REGISTRATIONS,
    SETTINGS,
    SHENZHEN,
    Stage,
)

BOTH = [pytest.param(NUMBER, id="2.0"), pytest.param(LOOKUP, id="3.0")]
ADDED = RegistrationState(target=NUMBER, description="归属地查询", role="test-role", failover=None)


def settings_of(stage: Stage, address: Address) -> Configuration:
    found = stage.readers.functions.function(address)
    assert found is not None
    return found.configuration


def registered(stage: Stage) -> dict[str, FoundRegistration]:
    return {registration.id: registration for registration in stage.readers.centers.registrations(HOTLINE)}


@pytest.mark.parametrize("address", BOTH)
@pytest.mark.parametrize(
    ("changes", "after"),
    [
        pytest.param(Configuration(memory=512), replace(SETTINGS, memory=512), id="memory"),
        pytest.param(Configuration(timeout=60), replace(SETTINGS, timeout=60), id="timeout"),
        pytest.param(Configuration(handler="main.run"), replace(SETTINGS, handler="main.run"), id="handler"),
        pytest.param(Configuration(runtime="python3.9"), replace(SETTINGS, runtime="python3.9"), id="runtime"),
        pytest.param(
            Configuration(environment={"MODE": "fast", "NEW": "新"}),
            replace(SETTINGS, environment={"MODE": "fast", "CITY": "杭州", "NEW": "新"}),
            id="the-environment-is-merged",
        ),
        pytest.param(Configuration(), SETTINGS, id="nothing-stated-nothing-changed"),
    ],
)
def test_configuring_sets_what_is_stated_and_leaves_the_rest(
    stage: Stage, address: Address, changes: Configuration, after: Configuration
) -> None:
    stage.writers.functions.configure(address, changes)
    assert settings_of(stage, address) == after


@pytest.mark.parametrize(
    "changes", [Configuration(), Configuration(environment={"CITY": "北京"})], ids=["alone", "and-another-set"]
)
@pytest.mark.parametrize("address", BOTH)
def test_configuring_takes_away_variables_on_request_and_none_besides(
    stage: Stage, address: Address, changes: Configuration
) -> None:
    stage.writers.functions.configure(address, changes, without=frozenset({"MODE", "NEVER_THERE"}))
    assert settings_of(stage, address).environment == {"CITY": "杭州", **(changes.environment or {})}


@pytest.mark.parametrize("address", BOTH)
def test_configuring_changes_the_version_mark(stage: Stage, address: Address) -> None:
    before = stage.readers.functions.function(address)
    stage.later()
    stage.writers.functions.configure(address, Configuration(memory=512))
    after = stage.readers.functions.function(address)
    assert before is not None
    assert after is not None
    assert before.modified != after.modified
    assert (before.function_id, before.checksum) == (after.function_id, after.checksum)


@pytest.mark.parametrize("address", BOTH)
def test_configuring_twice_is_like_once(stage: Stage, address: Address) -> None:
    for _ in range(2):
        stage.writers.functions.configure(address, Configuration(memory=512, environment={"MODE": "fast"}))
    assert settings_of(stage, address).memory == 512


@pytest.mark.parametrize("address", BOTH)
def test_configuring_what_is_not_there_is_an_error(stage: Stage, address: Address) -> None:
    with pytest.raises(CloudError) as caught:
        stage.writers.functions.configure(replace(address, name="nobody"), Configuration(memory=512))
    assert caught.value.failure is Failure.ABSENT


@pytest.mark.parametrize("state", [ADDED, replace(ADDED, target=LOOKUP, description="", role="")], ids=["2.0", "3.0"])
def test_registering_adds_one_under_the_id_it_answers(stage: Stage, state: RegistrationState) -> None:
    before = registered(stage)
    made = stage.writers.registrations.register(HOTLINE, state)
    expected = FoundRegistration(
        center=HOTLINE.name,
        id=made,
        state=RegistrationState(target=state.target, description=state.description, role=state.role, failover=None),
    )
    assert registered(stage) == {**before, made: expected}


def test_registering_the_same_twice_makes_two(stage: Stage) -> None:
    assert stage.writers.registrations.register(HOTLINE, ADDED) != stage.writers.registrations.register(HOTLINE, ADDED)


def test_registering_ignores_failover_which_no_api_can_write(stage: Stage) -> None:
    made = stage.writers.registrations.register(HOTLINE, replace(ADDED, failover=FailoverTarget(SHENZHEN, 5.0)))
    assert registered(stage)[made].state.failover is None


def test_registering_in_one_center_leaves_the_others_alone(stage: Stage) -> None:
    stage.writers.registrations.register(HOTLINE, ADDED)
    assert stage.readers.centers.registrations(EMPTY) == ()


def test_modifying_sets_target_description_and_role_and_keeps_id_and_failover(stage: Stage) -> None:
    before = REGISTRATIONS[1]
    stage.writers.registrations.modify(HOTLINE, before.id, ADDED)
    expected = replace(before, state=replace(ADDED, failover=before.state.failover))
    assert registered(stage) == {REGISTRATIONS[0].id: REGISTRATIONS[0], before.id: expected}


def test_modifying_can_empty_a_description(stage: Stage) -> None:
    identity = REGISTRATIONS[0]
    stage.writers.registrations.modify(
        HOTLINE, identity.id, RegistrationState(target=IDENTITY, description="", role="", failover=None)
    )
    assert registered(stage)[identity.id].state == RegistrationState(target=IDENTITY, description="", role="", failover=None)


def test_unregistering_removes_one_and_says_absent_the_second_time(stage: Stage) -> None:
    stage.writers.registrations.unregister(HOTLINE, REGISTRATIONS[0].id)
    assert set(registered(stage)) == {REGISTRATIONS[1].id}
    with pytest.raises(CloudError) as caught:
        stage.writers.registrations.unregister(HOTLINE, REGISTRATIONS[0].id)
    assert caught.value.failure is Failure.ABSENT


def test_modifying_what_is_not_there_is_absent(stage: Stage) -> None:
    with pytest.raises(CloudError) as caught:
        stage.writers.registrations.modify(HOTLINE, "meta-nobody", ADDED)
    assert caught.value.failure is Failure.ABSENT


def test_writing_to_a_center_that_does_not_exist_is_an_error(stage: Stage) -> None:
    with pytest.raises(CloudError):
        stage.writers.registrations.register(NOWHERE, ADDED)


@pytest.mark.parametrize("address", BOTH)
def test_a_function_called_directly_answers(stage: Stage, address: Address) -> None:
    answer = stage.writers.invoker.invoke(address, '{"phone":"13800000000","城市":"杭州"}')
    assert (answer.payload, answer.error) == ('{"phone":"13800000000","城市":"杭州"}', None)


def test_a_function_called_as_the_center_would_answers_the_same(stage: Stage) -> None:
    answer = stage.writers.tester.test(HOTLINE, NUMBER, "test-role", '{"城市":"杭州"}')
    assert (answer.payload, answer.error) == ('{"城市":"杭州"}', None)


def test_a_function_that_fails_is_an_answer_with_its_error(stage: Stage) -> None:
    for answer in (stage.writers.invoker.invoke(BROKEN, "{}"), stage.writers.tester.test(HOTLINE, BROKEN, "", "{}")):
        assert answer.error is not None
        assert "no such number" in answer.error


def test_a_function_that_is_not_there_cannot_be_called(stage: Stage) -> None:
    nobody = replace(NUMBER, name="nobody")
    with pytest.raises(CloudError) as invoked:
        stage.writers.invoker.invoke(nobody, "{}")
    with pytest.raises(CloudError) as tested:
        stage.writers.tester.test(HOTLINE, nobody, "", "{}")
    assert (invoked.value.failure, tested.value.failure) == (Failure.ABSENT, Failure.ABSENT)
