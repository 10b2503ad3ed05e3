from __future__ import annotations

import json
from dataclasses import replace

import pytest
from pydantic import JsonValue

from sync.core.plan.cause import AnswerDiffers, CloudSaid, FunctionSaid, Mismatch
from sync.core.plan.model import InvokeCheck
from sync.core.worlds import Wanted
from sync.errors import Failure
from sync.ports import Answer
from tests.fakes.apply import Apply, outcomes
from tests.fakes.clouds import FOREVER
from tests.fakes.scene import CONSOLE, IDENTITY, RETIRED, call, plan, wanted

CALL = call("identity", IDENTITY)


def _answering(payload: str, error: str | None = None) -> Apply:
    apply = Apply()
    apply.fake.behaviours[IDENTITY] = lambda _event: Answer(payload=payload, error=error)
    return apply


def test_the_function_is_called_with_the_input_of_its_check_as_json() -> None:
    apply = Apply()
    events: list[JsonValue] = []

    def behaviour(event: str) -> Answer:
        events.append(json.loads(event))
        return Answer(payload='{"ok": true, "name": "张三"}', error=None)

    apply.fake.behaviours[IDENTITY] = behaviour
    (result,) = apply.run(plan(replace(CALL, input={"idNumber": "330102", "城市": ["杭州"]}))).results
    assert events == [{"idNumber": "330102", "城市": ["杭州"]}]
    assert (result.outcome, result.reason, result.via) == ("done", None, "registration")
    assert result.answer == '{"ok": true, "name": "张三"}'


@pytest.mark.parametrize(
    ("registry", "step", "failure", "called", "via"),
    [
        pytest.param(wanted(), CALL, None, ["test"], "registration", id="api-center"),
        pytest.param(wanted(), CALL, Failure.DENIED, ["test", "invoke"], "function", id="center-denies-it"),
        pytest.param(wanted(), CALL, Failure.ABSENT, ["test", "invoke"], "function", id="center-has-no-such-call"),
        pytest.param(wanted(CONSOLE), CALL, None, ["invoke"], "function", id="console-center"),
        pytest.param(wanted(), replace(CALL, by_hand=True), None, ["invoke"], "function", id="by-hand"),
    ],
)
def test_where_the_center_cannot_call_the_function_is_called_directly_and_the_result_says_so(
    registry: Wanted, step: InvokeCheck, failure: Failure | None, called: list[str], via: str
) -> None:
    apply = Apply(wanted=registry)
    if failure:
        apply.fake.fail("test", failure, times=FOREVER)
    (result,) = apply.run(plan(step)).results
    assert [item.operation for item in apply.fake.calls] == called
    assert (result.outcome, result.via) == ("done", via)


def test_a_function_that_fails_fails_its_test_with_its_own_error() -> None:
    (result,) = _answering('{"errorMessage": "no such table"}', "no such table").run(plan(CALL)).results
    assert (result.outcome, result.reason) == ("failed", "function-failed")
    assert result.cause == FunctionSaid(message="no such table")
    assert result.answer == '{"errorMessage": "no such table"}'


def test_an_answer_that_differs_fails_the_test_and_says_in_what() -> None:
    (result,) = _answering('{"ok": 1, "more": "unasked"}').run(plan(replace(CALL, expect={"ok": True, "name": "a"}))).results
    assert (result.outcome, result.reason) == ("failed", "unexpected-answer")
    assert result.cause == AnswerDiffers(
        mismatches=(Mismatch(field="ok", expected=True, answered=1), Mismatch(field="name", expected="a", absent=True))
    )
    assert result.answer == '{"ok": 1, "more": "unasked"}'


def test_calling_a_function_that_does_not_exist_fails_with_what_the_cloud_says() -> None:
    (result,) = Apply().run(plan(call("identity", RETIRED))).results
    assert (result.outcome, result.reason, result.via) == ("failed", "function-missing", "function")
    assert result.cause == CloudSaid(
        operation="invoke",
        cloud_code="absent",
        message="no function cn-hangzhou/demo-service/retired",
        request_id="test-request",
    )


def test_a_call_whose_answer_was_lost_is_not_made_again_for_functions_do_things() -> None:
    apply = Apply()
    apply.fake.fail("test", Failure.LOST)
    assert outcomes(apply.run(plan(CALL))) == [("test-identity", "failed", "refused-by-cloud")]
    assert len(apply.fake.calls) == 1


@pytest.mark.parametrize(
    ("times", "outcome", "calls"), [pytest.param(2, "done", 3, id="twice"), pytest.param(FOREVER, "failed", 3, id="for-good")]
)
def test_a_throttled_call_waits_and_is_made_again_a_few_times(times: int, outcome: str, calls: int) -> None:
    apply = Apply()
    apply.fake.fail("test", Failure.THROTTLED, times=times)
    (result,) = apply.run(plan(CALL)).results
    assert (result.outcome, len(apply.fake.calls)) == (outcome, calls)
    assert apply.slept == [1.0, 4.0]
