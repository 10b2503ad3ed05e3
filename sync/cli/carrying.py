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

from registry.lock import lock_text
from registry.models import Lock
from sync.cli import wiring
from sync.cli.files import write_whole
from sync.cli.options import Scope
from sync.cli.progress import Progress
from sync.cli.reading import look
from sync.cli.version import tool
from sync.core.codec import plan_digest
from sync.core.model import Found
from sync.core.plan import Plan
from sync.core.policy import Policy
from sync.core.report import Report, Result, StepStarted
from sync.core.verdict import report_verdict
from sync.execute.basis import check_basis
from sync.execute.clouds import Clouds
from sync.execute.hold import hold, this_process
from sync.execute.journal import open_journal, read_journal
from sync.execute.run import execute
from sync.render.documents import report_document
from sync.render.json_ import document_json
from sync.render.quiet import undone_lines
from sync.render.report_text import counts_line, progress_line, report_text
from sync.render.steps import step_line
from sync.render.summary import summary_line


def tell_of_earlier(scope: Scope, project: wiring.Project, plan: Plan) -> None:
    """Say that an earlier apply stopped in the middle, and what that means for this one."""
    left = read_journal(project.state)
    if left is None or left.finished:
        return
    when = f"{left.started:%Y-%m-%d %H:%M:%S %Z}"
    if left.plan == plan_digest(plan):
        scope.note(f"An apply of this plan, begun {when}, stopped in the middle. This one goes on from there.")
    else:
        scope.note(
            f"An apply of another plan, begun {when}, stopped in the middle. What it did, this plan has read from the clouds. "
            "Test calls that it did not come to are not repeated here: `ivrsync test` makes them all."
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """What is so after the work: the plan that would be made now, and whether the lock had to change."""

    after: Plan
    recorded: bool


def carry_out(work: Work) -> int:
    """Do the steps, print the report, write the lock; answer the exit code. Without steps the lock is all there is to do."""
    with hold(work.project.state, this_process(plan_digest(work.plan), wiring.now())):
        check_basis(work.plan.basis, wiring.reread(work.project).basis)
        report = _run(work) if work.plan.steps else Report(plan=plan_digest(work.plan), results=())
        settled = None if report.interrupted else _settle(work)
    # Steps that were not run without one having failed wait for a hand, and that is no error.
    code = report_verdict(report, settled.after if settled else None)
    if work.form == "json":
        click.echo(document_json(report_document(report, tool=tool(), verdict=code.word, exit_code=code)), nl=False)
    else:
        _print(work, report, settled)
    return code


def _run(work: Work) -> Report:
    journal = open_journal(work.project.state, plan_digest(work.plan), wiring.now())
    with Progress(sys.stderr, quiet=work.scope.quiet) as progress, stopping_between_steps() as stop:
        return execute(
            work.plan,
            work.project.wanted,
            work.clouds,
            journal,
            clock=wiring.now,
            sleep=time.sleep,
            stop=stop,
            progress=lambda event: progress.say(_sentence(event)),
        )


def _settle(work: Work) -> _Settled:
    """Look again, record what is so, and plan again.

    Not after a stop: a lock written in the middle would make the plan one for another state, and it could not be gone on with.
    """
    project, found = work.project, work.found
    if found is None or work.plan.steps:
        found = look(work.scope, project, work.clouds.readers, again=True)
    lock = wiring.recorded_now(project, found, wiring.plan(project, found, work.policy))
    changed = lock != (project.recorded or Lock())
    if changed:
        write_whole(project.lock_file, lock_text(lock))
    return _Settled(after=wiring.plan(wiring.reread(project), found, work.policy), recorded=changed)


def _print(work: Work, report: Report, settled: _Settled | None) -> None:
    palette = work.scope.palette()
    if work.scope.quiet:
        for line in undone_lines(report):
            click.echo(line)
        if report.results:
            click.echo(counts_line(report, palette))
        if settled is not None:
            click.echo(summary_line(settled.after, palette))
        return
    if report.results:
        click.echo("\n" + report_text(report, palette=palette, width=work.scope.width()), nl=False)
    if settled is None:
        click.echo("Run apply again to go on, with the same plan file if one was given; then `ivrsync test`.")
        return
    recorded = f"; recorded in {work.project.lock_file}" if settled.recorded else ""
    if report.results or recorded:
        click.echo(f"now {summary_line(settled.after, palette)}{recorded}")


def _sentence(event: StepStarted | Result) -> str:
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
