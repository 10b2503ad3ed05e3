"""Test calls without a plan: which calls, through which registrations, and their results."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from sync.app.connections import SDKS, Connections
from sync.app.observer import NOBODY, CallStarted, Observer, Stop
from sync.app.planning import assessed
from sync.app.project import Project, open_project
from sync.app.refresh import refresh
from sync.core.assessment import Assessment
from sync.core.flows.routes import Route, routes
from sync.core.origin import LockIndex
from sync.core.plan.exit_status import ExitCode
from sync.core.plan.model import Finding, InvokeCheck, Plan
from sync.core.plan.planning import with_callers
from sync.core.plan.report import Report, Result, StepStarted
from sync.core.rules import check, observation
from sync.core.worlds import WantedCheck, WantedFunction
from sync.errors import InputError
from sync.execute.run import Event
from sync.execute.test_calls import make_calls
from sync.ports import Callers
from sync.settings import Settings
from sync.specs.ids import CenterName, Uid
from sync.specs.wording import did_you_mean, shown

_NO_PLAN = "test"

Step = tuple[InvokeCheck, Route]
Wish = tuple[WantedFunction, CenterName, WantedCheck]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """The calls to make, each with the registration it goes through, and the functions without one."""

    steps: tuple[Step, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOutcome:
    """How each call ended, and the exit code that follows."""

    report: Report
    code: ExitCode


def call_functions(
    settings: Settings,
    uids: tuple[str, ...] = (),
    event: dict[str, JsonValue] | None = None,
    observer: Observer = NOBODY,
    connections: Connections = SDKS,
) -> CallOutcome:
    """Make the checks of these functions, or of all; with an `event`, call each of these with it instead.

    A function that is not registered at its address in some center and that no flow calls there, or that has nothing to be called
    with, is an `InputError`.
    """
    project = open_project(settings, observer, connections)
    readers, callers = project.callers()
    calls = _asked_for(project, assessed(project, refresh(project, readers, observer, with_code=False)), uids, event)
    with observer.stopping() as stop:
        results = _made(project, callers, calls, observer, stop)
    stopped = any(result.reason == "interrupted" for result in results)
    report = Report(plan=_NO_PLAN, results=results, interrupted=stopped)
    code = ExitCode.STOPPED if stopped else ExitCode.ERROR if report.count("failed") else ExitCode.IN_SYNC
    return CallOutcome(report=report, code=code)


def checked(project: Project, callers: Callers, joined: Assessment, plan: Plan, observer: Observer) -> Plan:
    """The plan with what the checks show when they are made: what fails is a finding, what cannot be made a gap."""
    calls = _every_night(project, joined)
    results = _made(project, callers, calls, observer, lambda: False)
    through = {step.id: item for step, item in calls.steps}
    failing = with_callers(check.judge(results, through, project.wanted, LockIndex(project.recorded)), joined)
    gaps = tuple(check.unmade(results))
    findings = sorted((*plan.findings, *failing, *map(observation.of, gaps)), key=_breaking_first)
    return replace(plan, findings=tuple(findings), gaps=(*plan.gaps, *gaps))


def _asked_for(project: Project, joined: Assessment, uids: tuple[str, ...], event: dict[str, JsonValue] | None) -> Calls:
    functions = _chosen(project.wanted.functions, uids, with_checks=event is None)
    checks = {function.uid: _checks(function, event) for function in functions}
    wishes = ((f, r.center, c) for f in functions for r in f.registrations for c in checks[f.uid])
    calls = _calls(wishes, project, joined)
    unread = sorted({gap.subject for gap in joined.found.gaps if gap.scope == "registrations"})
    if calls.absent and unread:
        raise InputError(f"the registrations of {', '.join(unread)} could not be read", "`ivrsync doctor` shows more")
    if calls.absent:
        raise InputError(
            f"not registered where the registry says: {', '.join(calls.absent)}", "`ivrsync plan` says why and what to do"
        )
    return calls


def _every_night(project: Project, joined: Assessment) -> Calls:
    """The repeatable checks of everything that can be called; what cannot be called is reported elsewhere."""
    wishes = (
        (function, registration.center, check)
        for function in project.wanted.functions
        for registration in function.registrations
        for check in function.checks
        if not check.once
    )
    return _calls(wishes, project, joined)


def _breaking_first(finding: Finding) -> bool:
    return not finding.breaks


def _made(project: Project, callers: Callers, calls: Calls, observer: Observer, stop: Stop) -> tuple[Result, ...]:
    def notify(event: Event) -> None:
        if isinstance(event, StepStarted):
            observer.notify(CallStarted(step=event.step, position=event.position, total=event.total))
        else:
            observer.notify(event)

    return make_calls((step for step, _ in calls.steps), project.wanted, callers, sleep=time.sleep, stop=stop, progress=notify)


def _chosen(functions: tuple[WantedFunction, ...], uids: tuple[str, ...], *, with_checks: bool) -> tuple[WantedFunction, ...]:
    known = {str(function.uid): function for function in functions}
    for uid in uids:
        if uid not in known:
            hint = did_you_mean(uid, known) or "uids are the keys under `functions:` in the registry"
            raise InputError(f"the registry has no function {shown(uid)}", hint)
    if uids:
        return tuple(known[uid] for uid in dict.fromkeys(uids))
    if not with_checks:
        raise InputError("--input needs the function it is for", "name one or more: ivrsync test UID --input JSON")
    return tuple(function for function in functions if function.checks)


def _checks(function: WantedFunction, event: dict[str, JsonValue] | None) -> tuple[WantedCheck, ...]:
    if event is not None:
        return (WantedCheck(name="input given", input=event, expect=None),)
    if not function.checks:
        raise InputError(f"{function.uid} has no checks in the registry", f"ivrsync test {function.uid} --input '{{...}}'")
    return function.checks


def _calls(wishes: Iterable[Wish], project: Project, joined: Assessment) -> Calls:
    known = routes(joined)
    instances = {center.name: center.instance for center in project.wanted.centers}
    every = list(wishes)
    absent = sorted({f"{function.uid} in {center}" for function, center, _ in every if (function.uid, center) not in known})
    return Calls(steps=tuple(_steps(every, known, instances)), absent=tuple(absent))


def _steps(
    wishes: Iterable[Wish], known: Mapping[tuple[Uid, CenterName], tuple[Route, ...]], instances: Mapping[CenterName, str]
) -> Iterator[Step]:
    through = ((f, center, c, item) for f, center, c in wishes for item in known.get((f.uid, center), ()))
    for number, (function, center, one, item) in enumerate(through, 1):
        test = InvokeCheck(
            id=f"test:{function.uid}@{center}#{number}",
            uid=function.uid,
            center=center,
            instance=instances[center],
            by_hand=False,
            target=item.registration.target,
            role=item.registration.state.role,
            check=one.name,
            input=one.input,
            expect=one.expect,
            once=one.once,
            registration_id=item.registration.id,
        )
        yield test, item
