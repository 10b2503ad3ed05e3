"""SG024: a check of the spec that fails when it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pydantic import JsonValue

from sync.core.flows.routes import Route
from sync.core.origin import LockIndex
from sync.core.plan.model import Finding, InvokeCheck, Origin
from sync.core.plan.report import WRONG, Result
from sync.core.rules.rule import Occurrence, Rule
from sync.core.worlds import Gap, Wanted

if TYPE_CHECKING:
    from sync.core.plan.cause import CloudSaid

CHECK_FAILED = Rule(
    code="SG024",
    name="check-failed",
    severity="error",
    breaks="answers",
    message="the check {check} fails at {target}: {reason}",
    args={"check": "name", "target": "address", "reason": "cause"},
    identity=("check",),
    why="Callers hear the failure exit of the module, or a wrong answer.",
    fix="ivrsync test UID shows the whole answer. Correct the code or its configuration, or the check in the spec if the "
    "answer is right; then run ivrsync drift --test again.",
)
ROWS: tuple[Rule, ...] = (CHECK_FAILED,)


def judge(results: Iterable[Result], through: Mapping[str, Route], wanted: Wanted, recorded: LockIndex) -> Iterator[Finding]:
    """One finding for each call that failed; it breaks every published flow that holds the registration called through.

    `through` says, by the id of the test, which that was.
    """
    places = {function.uid: function.where for function in wanted.functions}
    for result in results:
        step = result.step
        if isinstance(step, InvokeCheck) and result.reason in WRONG:
            flows = through[step.id].flows
            here = Occurrence(
                subject=step.registration_id or str(step.target),
                origin=_origin(recorded),
                uid=step.uid,
                center=step.center,
                where=places.get(step.uid),
                flows=flows,
                breaks=any(flow.published for flow in flows),
            )
            yield CHECK_FAILED.finding(here, check=step.check, target=str(step.target), reason=_reason(result))


def unmade(results: Iterable[Result]) -> Iterator[Gap]:
    """One gap for each call that shows nothing about its function: it was refused, or no answer came."""
    for result in results:
        step = result.step
        if isinstance(step, InvokeCheck) and result.outcome == "failed" and result.reason not in WRONG:
            said = _said(result)
            yield Gap(
                scope="check",
                subject=f"{step.center}/{step.uid}/{step.check}",
                generation=None,
                operation=said.operation,
                code=said.cloud_code,
                message=said.message,
                request_id=said.request_id,
            )


def _reason(result: Result) -> JsonValue:
    from sync.core.plan.cause import NoFunction, cause_json  # noqa: PLC0415 - only a run that calls something has causes

    cause = NoFunction() if result.reason == "function-missing" else result.cause
    return cause_json(cause) if cause is not None else None


def _said(result: Result) -> CloudSaid:
    from sync.core.plan.cause import CloudSaid  # noqa: PLC0415 - as above

    if isinstance(result.cause, CloudSaid):
        return result.cause
    operation = "TestFcInvocation" if result.via == "registration" else "InvokeFunction"
    return CloudSaid(operation=operation, cloud_code=result.reason or "", message="")


def _origin(recorded: LockIndex) -> Origin:
    """A wrong answer is not in the registry, whether recorded or not."""
    return "drift" if recorded.lock is not None else "unrecorded"
