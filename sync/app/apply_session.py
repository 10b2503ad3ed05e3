"""Carrying out a plan from the command line: the hold, the journal, Ctrl-C, the report, and the lock afterwards."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

import click

from sync.app import project as wiring
from sync.app.files import refuse_unwritable, write_whole
from sync.app.refresh import look
from sync.app.version import tool
from sync.cli.options import Scope
from sync.cli.progress import Progress
from sync.core.plan.codec import plan_digest
from sync.core.plan.exit_status import ExitCode, report_verdict
from sync.core.plan.model import Plan
from sync.core.plan.policy import Policy
from sync.core.plan.report import Checking, Report, Result, StepStarted
from sync.core.worlds import Found
from sync.errors import InputError, UnrecordedError
from sync.execute.apply_lock import hold, refuse_held, this_process
from sync.execute.clouds import Clouds
from sync.execute.journal import JournalError, open_journal, read_journal
from sync.execute.plan_preconditions import check_basis
from sync.execute.run import Event, execute
from sync.render.documents import report_document
from sync.render.json_ import document_json
from sync.render.phrases import count
from sync.render.quiet import undone_lines
from sync.render.report_text import counts_line, progress_line, report_text
from sync.render.steps import step_line
from sync.render.summary import done_line
from sync.specs.lock import lock_text
from sync.specs.models import Lock

_RECORD = "mend that, then run `ivrsync apply`: what is done it does not do again, and it records what is so"


def tell_of_earlier(scope: Scope, project: wiring.Project, plan: Plan) -> None:
    """Say that an earlier apply stopped in the middle, and what that means for this one."""
    refuse_held(project.state)
    left = read_journal(project.state)
    if left is None or left.finished:
        return
    when = f"{left.started:%Y-%m-%d %H:%M:%S %Z}"
    if left.plan == plan_digest(plan):
        scope.note(f"An apply of this plan, begun {when}, stopped in the middle. This one goes on from there.")
    else:
        scope.note(
            f"An apply of another plan, begun {when}, stopped in the middle. Its effects are already included in this plan. "
            "Checks that passed before it touched their functions are made again first. Other test calls that it did not come "
            "to are not: `ivrsync test` makes them all."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A plan about to be carried out, and everything needed for it. `found` is the world it was made from, if just now."""

    scope: Scope
    project: wiring.Project
    clouds: Clouds
    plan: Plan
    policy: Policy
    found: Found | None
    form: str
    keep: bool = False  # nothing is put back


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """What is so after the work: the plan that would be made now, and whether the lock had to change, or could not."""

    after: Plan
    recorded: bool
    trouble: UnrecordedError | None


def carry_out(work: Work) -> int:
    """Do the steps, print the report, write the lock; answer the exit code. Without steps the lock is all there is to do.

    Raises `UnrecordedError`, after the report, when the journal or the lock could not be written.
    """
    with hold(work.project.state, this_process(plan_digest(work.plan), wiring.now())):
        check_basis(work.plan.basis, wiring.reread(work.project).basis)
        refuse_unwritable(work.project.lock_file)
        idle = not work.plan.steps and not owes(work.project)
        report, trouble = (Report(plan=plan_digest(work.plan), results=()), None) if idle else _run(work)
        settled = None if report.interrupted or trouble else _settle(work, done=not idle)
    trouble = settled.trouble if settled else trouble
    # Steps that were not run without one having failed wait for a hand, and that is no error.
    code = ExitCode.ERROR if trouble else report_verdict(report, settled.after if settled else None)
    if work.form == "json":
        click.echo(document_json(report_document(report, tool=tool(), verdict=code.word, exit_code=code)), nl=False)
    else:
        _print(work, report, settled, None if trouble else code)
    if trouble:
        raise trouble
    return code


def owes(project: wiring.Project) -> bool:
    """Whether an apply that stopped in the middle left checks to be made again."""
    left = read_journal(project.state)
    return left is not None and not left.finished and bool(left.left)


def _run(work: Work) -> tuple[Report, UnrecordedError | None]:
    """How it went; and why it ended early, when the journal could not be written any more."""
    ended: dict[str, Result] = {}

    def hear(event: Event) -> None:
        if isinstance(event, Result):
            ended[event.step.id] = event
        progress.say(_sentence(event))

    try:
        with Progress(sys.stderr, quiet=work.scope.quiet) as progress:
            return _executed(work, hear), None
    except JournalError as error:
        return _cut_short(work.plan, ended, error)


def _executed(work: Work, hear: Callable[[Event], None]) -> Report:
    journal = open_journal(work.project.state, plan_digest(work.plan), wiring.now())
    with stopping_between_steps() as stop:
        return execute(
            work.plan,
            work.project.wanted,
            work.clouds,
            journal,
            clock=wiring.now,
            sleep=time.sleep,
            stop=stop,
            progress=hear,
            keep=work.keep,
        )


def _cut_short(plan: Plan, ended: dict[str, Result], error: JournalError) -> tuple[Report, UnrecordedError]:
    """What was done by then, what was not, and that in a sentence."""
    if error.unrecorded:
        ended[error.unrecorded.step.id] = error.unrecorded
    left = [step for step in plan.steps if step.id not in ended]
    results = [*ended.values(), *(Result(step=step, outcome="not-run", reason="interrupted") for step in left)]
    message = f"{error.message}; apply stopped there, with {count(len(left), 'step')} of {len(plan.steps)} not run"
    return Report(plan=plan_digest(plan), results=tuple(results)), UnrecordedError(message, error.hint)


def _settle(work: Work, *, done: bool) -> _Settled:
    """Look again, record what is so, and plan again.

    Not after a stop: a lock written in the middle would make the plan one for another state, and it could not be gone on with.
    """
    project, found = work.project, work.found
    if found is None or done:
        found = look(work.scope, project, work.clouds.readers, again=True)
    joined = wiring.assessed(project, found)
    lock = wiring.recorded_now(project, joined, wiring.plan(project, joined, work.policy))
    changed, trouble = lock != (project.recorded or Lock()), None
    if changed:
        try:
            write_whole(project.lock_file, lock_text(lock))
        except InputError as error:
            trouble = UnrecordedError(f"{error.message}; what is so now is not recorded", _RECORD)
    now = wiring.reread(project)
    return _Settled(after=wiring.plan(now, wiring.assessed(now, found), work.policy), recorded=changed, trouble=trouble)


def _print(work: Work, report: Report, settled: _Settled | None, code: ExitCode | None) -> None:
    """`code` None: what is so could not be recorded, and that is said as an error."""
    palette = work.scope.palette()
    last = done_line(code, settled.after, palette) if settled is not None and code is not None else ""
    if work.scope.quiet:
        counts = [counts_line(report, palette)] if report.results else []
        for line in (*undone_lines(report), *counts, *([last] if last else [])):
            click.echo(line)
        return
    if report.results:
        click.echo("\n" + report_text(report, palette=palette, width=work.scope.width()), nl=False)
    if settled is None and code is not None:
        click.echo("Run apply again to go on, with the same plan file if one was given; then `ivrsync test`.")
    recorded = f"; recorded in {work.project.lock_file}" if settled is not None and settled.recorded else ""
    if last and (report.results or recorded):
        click.echo(f"{last}{recorded}")


def _sentence(event: Event) -> str:
    if isinstance(event, Checking):
        return f"checking first: {step_line(event.step).subject}"
    if isinstance(event, StepStarted):
        part = step_line(event.step)
        return f"step {event.position} of {event.total}: {part.verb}  {part.subject}"
    return progress_line(event)


@contextmanager
def stopping_between_steps() -> Iterator[Callable[[], bool]]:
    """Ctrl-C or SIGTERM once: the answer becomes True. Twice: `KeyboardInterrupt`, at once."""
    asked = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        click.echo("\nstopping after this step; once more stops at once", err=True)

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
