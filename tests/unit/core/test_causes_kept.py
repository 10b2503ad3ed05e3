"""A cause that a finding holds as JSON is the same cause when it is read back."""

from __future__ import annotations

import json

import pytest

from sync.core.plan.cause import AnswerDiffers, Cause, CloudSaid, FlowsAdded, Mismatch, cause_from, cause_json
from sync.core.plan.model import FlowRef
from sync.specs.ids import CenterName

FLOW = FlowRef(center=CenterName("hotline"), id="f1", name="来电主流程", published=True)


@pytest.mark.parametrize(
    "cause",
    [
        CloudSaid(operation="GetFunction", cloud_code="Throttled", message="later", request_id="r1"),
        AnswerDiffers(mismatches=(Mismatch(field="city", expected="杭州", answered=[1]), Mismatch(expected=1, absent=True))),
        FlowsAdded(flows=(FLOW,)),
    ],
    ids=lambda cause: cause.code,
)
def test_a_cause_survives_json(cause: Cause) -> None:
    assert cause_from(json.loads(json.dumps(cause_json(cause)))) == cause
