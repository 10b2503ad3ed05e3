"""Which fields of a registration differ, by path."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.diff import field_changes, state_changes
from sync.core.plan.model import FieldChange
from sync.core.worlds import FailoverTarget, RegistrationState
from sync.specs.ids import Region
from tests.fakes.worlds import at

BACKUP = FailoverTarget(Region("cn-shanghai"), 5.0)
PLAIN = RegistrationState(target=at("cn-hangzhou/demo-service/lookup"), description="d", role="test-role", failover=None)


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        pytest.param(PLAIN, PLAIN, (), id="nothing"),
        pytest.param(
            PLAIN,
            replace(PLAIN, target=at("cn-beijing/other-service/other")),
            (
                FieldChange(path="target.name", before="lookup", after="other"),
                FieldChange(path="target.region", before="cn-hangzhou", after="cn-beijing"),
                FieldChange(path="target.service", before="demo-service", after="other-service"),
            ),
            id="another-place",
        ),
        pytest.param(
            PLAIN,
            replace(PLAIN, description="", role="other-role"),
            (
                FieldChange(path="description", before="d", after=""),
                FieldChange(path="role", before="test-role", after="other-role"),
            ),
            id="texts",
        ),
        pytest.param(
            PLAIN,
            replace(PLAIN, failover=BACKUP),
            (
                FieldChange(path="failover.region", before=None, after="cn-shanghai"),
                FieldChange(path="failover.weight", before=None, after=5.0),
            ),
            id="a-failover-that-comes",
        ),
        pytest.param(
            replace(PLAIN, failover=BACKUP),
            PLAIN,
            (
                FieldChange(path="failover.region", before="cn-shanghai", after=None),
                FieldChange(path="failover.weight", before=5.0, after=None),
            ),
            id="a-failover-that-goes",
        ),
    ],
)
def test_what_differs_is_named_by_its_path(
    before: RegistrationState, after: RegistrationState, changes: tuple[FieldChange, ...]
) -> None:
    assert state_changes(before, after) == changes


def test_no_variable_hides_behind_its_name() -> None:
    assert field_changes({"__a": 1, "same": 2}, {"__a": 3, "same": 2}) == (FieldChange(path="__a", before=1, after=3),)
