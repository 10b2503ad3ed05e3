"""Apply: a plan is shown, confirmed and carried out step by step, and the result is recorded."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sync.app.clock import now
from sync.app.connections import SDKS, Connections
from sync.app.files import read_text, refuse_unwritable, write_whole
from sync.app.observer import NOBODY, Observer
from sync.app.planning import assessed, lock_from, plan_from
from sync.app.project import Project, open_project
from sync.app.refresh import refresh
from sync.core.plan.codec import PlanFileError, decode, plan_digest
from sync.core.plan.exit_status import ExitCode, report_verdict
from sync.core.plan.model import Plan
from sync.core.plan.policy import Policy
from sync.core.plan.report import Report, Result
from sync.core.worlds import Found
from sync.errors import InputError, UnrecordedError
from sync.execute.apply_lock import hold, refuse_held, this_process
from sync.execute.clouds import Clouds
from sync.execute.journal import JournalError, open_journal, read_journal
from sync.execute.plan_preconditions import check_basis
from sync.execute.run import Event, execute
from sync.settings import Settings
from sync.specs.lock import lock_text
from sync.specs.models import Lock

_RECORD = "fix that, then run `ivrsync apply`: it skips what is done and records the result"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierApply:
    """An apply that stopped in the middle: when it began, and whether it was of the plan to be carried out now."""

    started: datetime
    same_plan: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is about to be done. `has_work`: there are steps, or checks that an earlier apply still had to run again."""

    plan: Plan
    has_work: bool
    earlier: EarlierApply | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyOrder:
    """What to carry out: a saved plan, or else one made now under the policy. `keep`: nothing is put back."""

    plan: Plan | None = None
    policy: Policy = field(default_factory=Policy)
    keep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyOutcome:
    """How the steps ended, and the state afterwards: the plan that would be made now, None where the run was cut short.

    `recorded`: the lock's file, where it had to change and did. `trouble`: journal or lock could not be written.
    """

    report: Report
    after: Plan | None
    recorded: Path | None
    trouble: UnrecordedError | None
    code: ExitCode


@dataclass(frozen=True, slots=True, kw_only=True)
class _Session:
    """A plan about to be carried out, and everything needed for it. `found` is the world it was made from, if it was just made."""

    order: ApplyOrder
    project: Project
    clouds: Clouds
    plan: Plan
    found: Found | None
    observer: Observer


def saved_plan(path: Path) -> Plan:
    """The plan of that file. Raises `InputError`."""
    try:
        return decode(read_text(path, "a plan"))
    except PlanFileError as error:
        raise InputError(f"{path}: {error}", "make it again with `ivrsync plan --out`") from error


def apply(
    settings: Settings,
    order: ApplyOrder,
    confirm: Callable[[Proposal], None],
    observer: Observer = NOBODY,
    connections: Connections = SDKS,
) -> ApplyOutcome:
    """Do the steps and write the lock. Without steps the lock is all there is to do.

    `confirm` is called before anything is written, and raises to prevent it. Raises `PlanRefusedError` for a plan made for another
    state, and `ApplyHeldError` while another apply is at work.
    """
    session = _begun(settings, order, observer, connections)
    confirm(_proposal(session.project, session.plan))
    return _carried_out(session)


def _begun(settings: Settings, order: ApplyOrder, observer: Observer, connections: Connections) -> _Session:
    project = open_project(settings, observer, connections)
    refuse_held(project.state)
    clouds, plan, found = project.clouds(), order.plan, None
    if plan:
        check_basis(plan.basis, project.basis)
    else:
        found = refresh(project, clouds.readers, observer)
        plan = plan_from(project, assessed(project, found), order.policy)
    return _Session(order=order, project=project, clouds=clouds, plan=plan, found=found, observer=observer)


def _proposal(project: Project, plan: Plan) -> Proposal:
    if not plan.steps and not _owes(project):
        return Proposal(plan=plan, has_work=False)
    refuse_held(project.state)  # an apply that is still running must not be reported as one that stopped
    left = read_journal(project.state)
    if left is None or left.finished:
        return Proposal(plan=plan, has_work=True)
    earlier = EarlierApply(started=left.started, same_plan=left.plan == plan_digest(plan))
    return Proposal(plan=plan, has_work=True, earlier=earlier)


def _owes(project: Project) -> bool:
    """Whether an apply that stopped in the middle left checks to run again."""
    left = read_journal(project.state)
    return left is not None and not left.finished and bool(left.left)


def _carried_out(session: _Session) -> ApplyOutcome:
    project, plan = session.project, session.plan
    with hold(project.state, this_process(plan_digest(plan), now())):
        check_basis(plan.basis, project.reread().basis)
        refuse_unwritable(project.lock_file)
        idle = not plan.steps and not _owes(project)
        report, trouble = (Report(plan=plan_digest(plan), results=()), None) if idle else _run(session)
        if report.interrupted or trouble:
            return _outcome(report, None, trouble=trouble)
        return _settled(session, report, idle=idle)


def _outcome(
    report: Report, after: Plan | None, *, recorded: Path | None = None, trouble: UnrecordedError | None = None
) -> ApplyOutcome:
    # Steps that were not run although none failed wait for a step by hand, and that is not an error.
    code = ExitCode.ERROR if trouble else report_verdict(report, after)
    return ApplyOutcome(report=report, after=after, recorded=recorded, trouble=trouble, code=code)


def _run(session: _Session) -> tuple[Report, UnrecordedError | None]:
    """The report; and why the run ended early, when the journal could no longer be written."""
    ended: dict[str, Result] = {}

    def notify(event: Event) -> None:
        if isinstance(event, Result):
            ended[event.step.id] = event
        session.observer.notify(event)

    try:
        return _executed(session, notify), None
    except JournalError as error:
        return _cut_short(session.plan, ended, error)


def _executed(session: _Session, notify: Callable[[Event], None]) -> Report:
    journal = open_journal(session.project.state, plan_digest(session.plan), now())
    with session.observer.stopping() as stop:
        return execute(
            session.plan,
            session.project.wanted,
            session.clouds,
            journal,
            clock=now,
            sleep=time.sleep,
            stop=stop,
            progress=notify,
            keep=session.order.keep,
        )


def _cut_short(plan: Plan, ended: dict[str, Result], error: JournalError) -> tuple[Report, UnrecordedError]:
    """What was done by then, what was not, and an error that states both."""
    if error.unrecorded:
        ended[error.unrecorded.step.id] = error.unrecorded
    left = [step for step in plan.steps if step.id not in ended]
    results = [*ended.values(), *(Result(step=step, outcome="not-run", reason="interrupted") for step in left)]
    number = f"{len(left)} step{'' if len(left) == 1 else 's'}"
    message = f"{error.message}; apply stopped there, with {number} of {len(plan.steps)} not run"
    return Report(plan=plan_digest(plan), results=tuple(results)), UnrecordedError(message, error.hint)


def _settled(session: _Session, report: Report, *, idle: bool) -> ApplyOutcome:
    """Read again, record the result, and plan again.

    Not after a stop: a lock written in the middle would change the state that the plan was made for, so it could not be resumed.
    """
    project, found, policy = session.project, session.found, session.order.policy
    if found is None or not idle:
        found = refresh(project, session.clouds.readers, session.observer, again=True)
    joined = assessed(project, found)
    lock = lock_from(project, joined, plan_from(project, joined, policy), session.clouds.readers.time())
    changed, trouble = lock != (project.recorded or Lock()), None
    if changed:
        try:
            write_whole(project.lock_file, lock_text(lock))
        except InputError as error:
            trouble = UnrecordedError(f"{error.message}; the result is not recorded", _RECORD)
    later = project.reread()
    after = plan_from(later, assessed(later, found), policy)
    return _outcome(report, after, recorded=project.lock_file if changed and not trouble else None, trouble=trouble)
