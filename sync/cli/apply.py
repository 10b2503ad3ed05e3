"""`ivrsync apply`: carry out a plan."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.failures import ERROR, STOPPED
from sync.cli.options import (
    Scope,
    exit_zero_option,
    format_option,
    pass_scope,
    policy_options,
    shared_options,
    signatures_option,
    workers_option,
)

if TYPE_CHECKING:
    from sync.core.plan.model import Plan


@click.command(
    epilog="""\b
Examples:
  ivrsync apply                          plan, show, ask, do
  ivrsync apply --yes                    do not ask (needed where there is no terminal)
  ivrsync apply plan.json                exactly the plan that was reviewed
  ivrsync apply --keep                   change what must change although its checks fail afterwards

\b
Ctrl-C once stops after the step under way; twice, at once. Either way the next apply of the same plan goes on from there.

\b
Exit codes: as `ivrsync plan` would give now, after the work
  0 in sync   1 a step failed, or another error   2 drift
  3 pending changes only (also: changes left to do by hand)
  4 a published flow would break (also: a check that passed before failed after, and what was done was put back)
  5 something could not be read   130 stopped with Ctrl-C
The highest harm wins: 130, 1, 4, 2, 5, 3, 0.
"""
)
@click.argument("plan_file", metavar="[PLAN]", required=False, type=click.Path(path_type=Path))
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("--keep", is_flag=True, help="Put nothing back, also where a check that passed before fails after.")
@policy_options
@signatures_option
@workers_option
@format_option
@exit_zero_option
@shared_options
@pass_scope
def command(
    scope: Scope,
    plan_file: Path | None,
    yes: bool,
    keep: bool,
    allow_flow: tuple[str, ...],
    removals: int | None,
    workers: int | None,
    form: str,
    exit_zero: bool,
) -> int:
    """Carry out a plan, step by step, and record what is so afterwards.

    Without PLAN one is made and shown first; what was shown is what is done. Each target is read again just before it is
    written, and a step whose target changed is not done. A function's checks are made before it is touched and again after:
    where one passed before and fails after, what was done is put back. In the end registry.lock.json holds what is so.
    """
    from sync.app import project as wiring
    from sync.app.apply_session import Work, carry_out, owes, tell_of_earlier
    from sync.app.refresh import look
    from sync.execute.apply_lock import refuse_held
    from sync.execute.plan_preconditions import check_basis
    from sync.render.summary import brief
    from sync.render.text import plan_text

    plan = _saved(plan_file, shaping=bool(allow_flow) or removals is not None) if plan_file else None
    _can_ask(yes, form)
    project = wiring.open_project(scope.settings(workers), scope.note)
    refuse_held(project.state)
    clouds, policy, found = wiring.clouds(project), wiring.policy(allow_flow, removals), None
    if plan:
        check_basis(plan.basis, project.basis)
    else:
        found = look(scope, project, clouds.readers)
        plan = wiring.plan(project, wiring.assessed(project, found), policy)
    if form == "text":
        shown = brief(plan) if scope.quiet else plan_text(plan, palette=scope.palette(), width=scope.width())
        click.echo(shown, nl=scope.quiet)
    if plan.steps or owes(project):
        tell_of_earlier(scope, project, plan)
        if not yes:
            _ask(plan)
    work = Work(scope=scope, project=project, clouds=clouds, plan=plan, policy=policy, found=found, form=form, keep=keep)
    code = carry_out(work)
    return 0 if exit_zero and code not in (ERROR, STOPPED) else code


def _can_ask(yes: bool, form: str) -> None:
    from sync.errors import InputError

    if yes:
        return
    if form == "json":
        raise InputError("apply --format json cannot ask", "review the plan with `ivrsync plan`, then add --yes")
    if not sys.stdin.isatty():
        raise InputError("apply asks before it writes, and there is no terminal", "review with `ivrsync plan`, then add --yes")


def _ask(plan: Plan) -> None:
    from sync.errors import StoppedError
    from sync.render.phrases import count

    by_hand = sum(step.by_hand for step in plan.steps)
    tail = f" ({by_hand} of them by hand)" if by_hand else ""
    question = f"Carry out {count(len(plan.steps), 'step')}{tail}?" if plan.steps else "Make the checks again?"
    if not click.confirm(question, err=True):
        raise StoppedError("nothing was done", "")


def _saved(path: Path, *, shaping: bool) -> Plan:
    """The plan of that file; `shaping`: options were given that only shape a new one."""
    from sync.app.files import read_text
    from sync.core.plan.codec import PlanFileError, decode
    from sync.errors import InputError

    if shaping:
        message = "--allow-flow and --removals shape a plan, and this one is made already"
        raise InputError(message, "give them to `ivrsync plan --out`")
    try:
        return decode(read_text(path, "a plan"))
    except PlanFileError as error:
        raise InputError(f"{path}: {error}", "make it again with `ivrsync plan --out`") from error
