"""The test step: calls a function the way the center would, and checks the answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from sync.core.plan.cause import AnswerDiffers, FunctionSaid
from sync.core.plan.model import InvokeCheck
from sync.core.plan.report import Result, Via
from sync.core.worlds import WantedCenter
from sync.errors import CloudError, Failure
from sync.execute.answers import mismatches
from sync.execute.ensure import failed, unanswered
from sync.execute.preconditions import as_cause
from sync.polling import Sleep, poll
from sync.ports import Answer, Callers

_THROTTLED = (1.0, 4.0)  # seconds; only a call that certainly did not happen is made again
_CENTER_CANNOT = frozenset({Failure.DENIED, Failure.ABSENT})  # the center has no such call, or not for this account


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoking:
    """One test call. Functions may have effects, so a call whose answer was lost is not made again."""

    step: InvokeCheck
    center: WantedCenter
    callers: Callers

    def run(self, sleep: Sleep) -> Result:
        """Call and compare; `Result.via` says how the function was reached."""
        if self._reachable():
            try:
                return self._judged(_patiently(self._through_center, sleep), "registration")
            except CloudError as error:
                if error.failure not in _CENTER_CANNOT:
                    return self._refused(error, "registration")
        try:
            return self._judged(_patiently(self._directly, sleep), "function")
        except CloudError as error:
            return self._refused(error, "function")

    def _reachable(self) -> bool:
        """Only a center whose inner API is in use can be asked to make a test call."""
        return self.center.mode == "api" and not self.step.by_hand

    def _event(self) -> str:
        return json.dumps(self.step.input, ensure_ascii=False)

    def _through_center(self) -> Answer:
        return self.callers.tester.test(self.center, self.step.target, self.step.role, self._event())

    def _directly(self) -> Answer:
        return self.callers.invoker.invoke(self.step.target, self._event())

    def _refused(self, error: CloudError, via: Via) -> Result:
        """A missing function is a result; any other refusal shows nothing about the function."""
        if via == "function" and error.failure is Failure.ABSENT:
            return replace(failed(self.step, "function-missing", as_cause(error)), via=via)
        return replace(unanswered(self.step, error), via=via)

    def _judged(self, answer: Answer, via: Via) -> Result:
        differences = mismatches(self.step.expect, answer.payload)
        if answer.error is not None:
            result = failed(self.step, "function-failed", FunctionSaid(message=answer.error))
        elif differences:
            result = failed(self.step, "unexpected-answer", AnswerDiffers(mismatches=differences))
        else:
            result = Result(step=self.step, outcome="done")
        return replace(result, answer=answer.payload, via=via)


def _patiently(call: Callable[[], Answer], sleep: Sleep) -> Answer:
    answer = poll(lambda: _asked(call), _is_throttled, _THROTTLED, sleep)
    if isinstance(answer, CloudError):
        raise answer
    return answer


def _asked(call: Callable[[], Answer]) -> Answer | CloudError:
    try:
        return call()
    except CloudError as error:
        return error


def _is_throttled(answer: Answer | CloudError) -> bool:
    return isinstance(answer, CloudError) and answer.failure is Failure.THROTTLED
