"""SG024: what test calls show of the functions that flows call now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sync.core.flows.held import Held
from sync.core.origin import LockIndex
from sync.core.plan.model import Finding, InvokeCheck, Origin
from sync.core.plan.report import WRONG, Result
from sync.core.worlds import Gap, Wanted

CODE = "SG024"
_REASONS = {"function-missing": "there is no such function"}


def judge(results: Iterable[Result], held: Mapping[str, Held], wanted: Wanted, recorded: LockIndex) -> Iterator[Finding]:
    """One finding for each call that failed; it breaks every published flow that holds the registration called through.

    `held` says, by the id of the test, which that was.
    """
    places = {function.uid: function.where for function in wanted.functions}
    for result in results:
        step = result.step
        if isinstance(step, InvokeCheck) and result.reason in WRONG:
            flows = held[step.id].flows
            yield Finding(
                code=CODE,
                subject=step.registration_id or str(step.target),
                origin=_origin(recorded),
                uid=step.uid,
                center=step.center,
                where=places.get(step.uid),
                args={"check": step.check, "target": str(step.target), "reason": _reason(result)},
                flows=flows,
                breaks=any(flow.published for flow in flows),
            )


def unmade(results: Iterable[Result]) -> Iterator[Gap]:
    """One gap for each call that says nothing of its function: it was refused, or no answer came."""
    for result in results:
        step = result.step
        if isinstance(step, InvokeCheck) and result.outcome == "failed" and result.reason not in WRONG:
            yield Gap(
                scope="check",
                subject=f"{step.check} of {step.uid} in {step.center}",
                generation=None,
                operation="TestFcInvocation" if result.via == "registration" else "InvokeFunction",
                code=result.reason or "",
                message=result.error or "",
            )


def _origin(recorded: LockIndex) -> Origin:
    """What answered wrongly is nothing the registry asked for, known or not."""
    return "drift" if recorded.lock is not None else "unrecorded"


def _reason(result: Result) -> str:
    return _REASONS.get(result.reason or "", result.error or "")
