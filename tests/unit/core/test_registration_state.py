"""A registration as it is and as it should become, to the last field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.matching.registrations import Evidence, Pair
from sync.core.registration_state import new_state, recorded_failover, wanted_state
from sync.core.worlds import FailoverTarget, FoundRegistration, RegistrationState, WantedRegistration
from sync.specs.ids import Region
from sync.specs.models import Failover, RecordedRegistration
from tests.fakes.worlds import at, listed, registration

A, B = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other"
THERE, ELSEWHERE = FailoverTarget(Region("cn-shanghai"), 20.0), FailoverTarget(Region("cn-beijing"), 0.5)


def is_found() -> FoundRegistration:
    return listed("r1", B, description="old", role="role of now", failover=THERE)


AS_FOUND = RegistrationState(target=at(B), description="old", role="role of now", failover=THERE)


@pytest.mark.parametrize(
    ("asked", "after"),
    [
        pytest.param(registration("u", A), replace(AS_FOUND, target=at(A)), id="nothing-stated"),
        pytest.param(registration("u", A, description="new"), replace(AS_FOUND, target=at(A), description="new"), id="other-words"),
        pytest.param(registration("u", A, description=""), replace(AS_FOUND, target=at(A), description=""), id="no-words"),
        pytest.param(registration("u", B, role="to come"), replace(AS_FOUND, role="to come"), id="another-role"),
        pytest.param(registration("u", B, failover=ELSEWHERE), replace(AS_FOUND, failover=ELSEWHERE), id="another-failover"),
    ],
)
def test_what_is_not_stated_stays_as_found(asked: WantedRegistration, after: RegistrationState) -> None:
    assert wanted_state(Pair(wanted=asked, found=is_found(), evidence=Evidence.ADDRESS)) == after


def test_what_is_not_stated_of_a_new_one_is_empty() -> None:
    stated = registration("u", A, description="words", role="a role", failover=THERE)

    assert new_state(registration("u", A)) == RegistrationState(target=at(A), description="", role="", failover=None)
    assert new_state(stated) == RegistrationState(target=at(A), description="words", role="a role", failover=THERE)


def remembered(failover: Failover | None) -> RecordedRegistration:
    return RecordedRegistration(id="r1", region="cn-hangzhou", service="demo-service", name="lookup", failover=failover)


def test_a_recorded_failover_is_a_region_and_a_weight_or_none() -> None:
    assert recorded_failover(remembered(None)) is None
    assert recorded_failover(remembered(Failover(region="cn-shanghai", weight=20))) == THERE
    assert recorded_failover(remembered(Failover(region="cn-newtown", weight=0.5))) == FailoverTarget(Region("cn-newtown"), 0.5)
