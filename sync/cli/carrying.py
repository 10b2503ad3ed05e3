"""Carrying out a plan from the command line: the hold, the journal, Ctrl-C, the report, and the lock afterwards."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from sync.cli import wiring
from sync.cli.failures import ERROR, STOPPED
from sync.cli.files import write_whole
from sync.cli.options import Scope
from sync.cli.progress import Progress
from sync.cli.reading import look
from sync.cli.version import tool
from sync.core.codec import plan_digest
from sync.core.plan import Plan
from sync.core.policy import Policy
from sync.core.report import Report, Result, StepStarted
from sync.core.verdict import verdict
from sync.execute.basis import check_basis
from sync.execute.clouds import Clouds
from sync.execute.hold import hold, this_process
from sync.execute.journal import open_journal, read_journal
from sync.execute.run import execute
from sync.render.documents import report_document
from sync.render.json_ import document_json
from sync.render.report_text import counts_line, progress_line, report_text
from sync.render.steps import step_line


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
            f"An apply of another plan, begun {when}, stopped in the middle. What it did, this plan has read from the clouds."
        )


def carry_out(scope: Scope, project: wiring.Project, clouds: Clouds, plan: Plan, policy: Policy, form: str) -> int:
    """Do the steps, print the report, write the lock; answer the exit code."""
    with hold(project.state, this_process(plan_digest(plan), wiring.now())):
        check_basis(plan.basis, wiring.reread(project).basis)
        report = _run(scope, project, clouds, plan)
        code = STOPPED if report.interrupted else _settle(scope, project, clouds, policy, report)
    if form == "json":
        click.echo(document_json(report_document(report, tool=tool(), exit_code=code)), nl=False)
    else:
        _print(scope, report)
    return code


def _run(scope: Scope, project: wiring.Project, clouds: Clouds, plan: Plan) -> Report:
    journal = open_journal(project.state, plan_digest(plan), wiring.now())
    with Progress(sys.stderr, quiet=scope.quiet) as progress, stopping_between_steps() as stop:
        return execute(
            plan,
            project.wanted,
            clouds,
            journal,
            clock=wiring.now,
            sleep=time.sleep,
            stop=stop,
            progress=lambda event: progress.say(_sentence(event)),
        )


def _settle(scope: Scope, project: wiring.Project, clouds: Clouds, policy: Policy, report: Report) -> int:
    """Look again, record what is so, and judge it as a plan made now would.

    Not after a stop: a lock written in the middle would make the plan one for another state, and it could not be gone on with.
    """
    found = look(scope, project, clouds.readers)
    write_whole(project.lock_file, wiring.recorded_now(project, found, wiring.plan(project, found, policy)))
    after = verdict(wiring.plan(wiring.reread(project), found, policy))
    return ERROR if report.count("failed") or report.count("not-run") else after


def _print(scope: Scope, report: Report) -> None:
    palette = scope.palette()
    if scope.quiet:
        click.echo(counts_line(report, palette))
        return
    click.echo("\n" + report_text(report, palette=palette, width=scope.width()), nl=False)
    if report.interrupted:
        scope.note("Run the same apply again to go on from here.")


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
