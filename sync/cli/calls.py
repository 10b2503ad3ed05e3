"""Test calls without a plan: which ones, through which registrations, and making them."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Mapping

from pydantic import JsonValue

from registry.ids import Address, CenterName
from registry.wording import did_you_mean, shown
from sync.cli import wiring
from sync.cli.carrying import stopping_between_steps
from sync.cli.failures import ERROR, STOPPED
from sync.cli.options import Scope
from sync.cli.progress import Progress
from sync.cli.version import tool
from sync.core.model import Found, FoundRegistration, WantedCheck, WantedFunction, WantedRegistration
from sync.core.plan import Plan, Test
from sync.core.report import Report, Result, StepStarted
from sync.errors import InputError
from sync.execute.clouds import Clouds
from sync.execute.journal import NoJournal
from sync.execute.run import execute
from sync.render.report_text import progress_line
from sync.render.steps import step_line

_WITHOUT_JOURNAL = "test"


def test_plan(project: wiring.Project, found: Found, uids: tuple[str, ...], event: dict[str, JsonValue] | None) -> Plan:
    """A plan of test steps only: those of the functions named, or of every function that has checks.

    A function that is not registered at its address in some center, or has nothing to be called with, is an `InputError`.
    """
    functions = _chosen(project.wanted.functions, uids, with_checks=event is None)
    checks = {function.uid: _checks(function, event) for function in functions}
    calls = [(f, r, c) for f in functions for r in f.registrations for c in checks[f.uid]]
    known = {(item.center, item.target): item for item in found.registrations}
    absent = sorted({f"{f.uid} in {r.center}" for f, r, _ in calls if (r.center, r.target) not in known})
    if absent:
        raise InputError(f"not registered where the registry says: {', '.join(absent)}", "`ivrsync plan` says why and what to do")
    instances = {center.name: center.instance for center in project.wanted.centers}
    steps = tuple(_steps(calls, known, instances))
    return Plan(
        tool=tool(),
        basis=project.basis,
        recorded=project.recorded is not None,
        findings=(),
        steps=steps,
        refusals=(),
        gaps=found.gaps,
        functions=len(functions),
        registrations=sum(len(function.registrations) for function in functions),
    )


def call_all(scope: Scope, project: wiring.Project, clouds: Clouds, plan: Plan) -> tuple[Report, int]:
    """Make the calls, one after the other; the report and the exit code."""
    with Progress(sys.stderr, quiet=scope.quiet) as progress, stopping_between_steps() as stop:
        report = execute(
            plan,
            project.wanted,
            clouds,
            NoJournal(_WITHOUT_JOURNAL),
            clock=wiring.now,
            sleep=time.sleep,
            stop=stop,
            progress=lambda event: progress.say(_sentence(event)),
        )
    failed = report.count("failed") or report.count("not-run")
    return report, STOPPED if report.interrupted else ERROR if failed else 0


def _sentence(event: StepStarted | Result) -> str:
    if isinstance(event, StepStarted):
        return f"calling {event.position} of {event.total}: {step_line(event.step).subject}"
    return progress_line(event)


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


def _steps(
    calls: Iterable[tuple[WantedFunction, WantedRegistration, WantedCheck]],
    known: Mapping[tuple[CenterName, Address], FoundRegistration],
    instances: Mapping[CenterName, str],
) -> Iterator[Test]:
    for number, (function, registration, check) in enumerate(calls, 1):
        yield Test(
            id=f"test:{function.uid}@{registration.center}#{number}",
            uid=function.uid,
            center=registration.center,
            instance=instances[registration.center],
            by_hand=False,
            target=registration.target,
            role=known[registration.center, registration.target].role,
            check=check.name,
            input=check.input,
            expect=check.expect,
        )
