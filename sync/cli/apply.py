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
    policy_of,
    policy_options,
    shared_options,
    signatures_option,
    stack_option,
    workers_option,
)

if TYPE_CHECKING:
    from sync.app.apply_session import ApplyOutcome, EarlierApply, Proposal
    from sync.core.plan.model import Plan
    from sync.render.format_registry import Format
    from sync.render.outputs import ApplyOutput


@click.command(
    epilog="""\b
Examples:
  ivrsync apply                          plan, show, ask, apply
  ivrsync apply --yes                    do not ask (needed where there is no terminal)
  ivrsync apply plan.json                exactly the plan that was reviewed
  ivrsync apply --keep                   keep the changes even if checks fail afterwards

\b
Ctrl-C once stops after the current step; twice stops at once. Either way, the next apply of the same plan resumes there.

\b
Exit codes: those of `ivrsync plan` after the run
  0 in sync   1 a step failed, or another error   2 drift
  3 pending changes only (also: changes left to do by hand)
  4 a published flow would break (also: a check passed before and failed after, and the change was put back)
  5 something could not be read   130 stopped with Ctrl-C
The highest harm wins: 130, 1, 4, 2, 5, 3, 0.
"""
)
@click.argument("plan_file", metavar="[PLAN]", required=False, type=click.Path(path_type=Path))
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("--keep", is_flag=True, help="Put nothing back, even where a check that passed before fails afterwards.")
@policy_options
@signatures_option
@stack_option
@workers_option
@format_option("apply")
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
    restore: tuple[str, ...],
    workers: int | None,
    form: Format,
    exit_zero: bool,
) -> int:
    """Carry out a plan step by step, and record the result.

    Without PLAN, a plan is made and shown first, and exactly that plan is carried out. Each target is read again just before
    it is written; a step whose target has changed is not run. A function's checks run before it is changed and again
    afterwards: where one passed before and fails after, the change is put back. At the end, registry.lock.json holds the new
    state.
    """
    from sync.app.apply_session import ApplyOrder, apply
    from sync.cli.watching import watching
    from sync.core.plan.exit_status import DEFAULT_BAR
    from sync.render.outputs import PlanOutput

    shaping = bool(allow_flow or restore or scope.stack) or removals is not None
    plan = _saved(plan_file, shaping=shaping) if plan_file else None
    _can_ask(yes, form)
    order = ApplyOrder(plan=plan, policy=policy_of(allow_flow, removals, restore), keep=keep)
    with watching(scope) as watcher:

        def confirm(proposal: Proposal) -> None:
            watcher.pause()
            if form.for_people:
                scope.write(form, PlanOutput(plan=proposal.plan, bar=DEFAULT_BAR, begins=True))
            if proposal.earlier:
                scope.note(_earlier(proposal.earlier))
            if proposal.has_work and not yes:
                _ask(proposal.plan)

        outcome = apply(scope.settings(workers), order, confirm, watcher)
    scope.write(form, _output(outcome))
    if outcome.trouble:
        raise outcome.trouble
    return 0 if exit_zero and outcome.code not in (ERROR, STOPPED) else outcome.code


def _earlier(apply: EarlierApply) -> str:
    when = f"{apply.started:%Y-%m-%d %H:%M:%S %Z}"
    if apply.same_plan:
        return f"An apply of this plan, started {when}, stopped in the middle. This run resumes there."
    return (
        f"An apply of another plan, started {when}, stopped in the middle. Its effects are already included in this plan. "
        "The checks that passed before it changed their functions are run again first. Other test calls that it did not "
        "reach are not made: `ivrsync test` makes them all."
    )


def _can_ask(yes: bool, form: Format) -> None:
    from sync.errors import InputError

    if yes:
        return
    if not form.for_people:
        raise InputError(f"apply --format {form.name} cannot ask", "review the plan with `ivrsync plan`, then add --yes")
    if not sys.stdin.isatty():
        raise InputError("apply asks for confirmation, and there is no terminal", "review with `ivrsync plan`, then add --yes")


def _ask(plan: Plan) -> None:
    from sync.errors import StoppedError
    from sync.render.phrases import count

    by_hand = sum(step.by_hand for step in plan.steps)
    tail = f" ({by_hand} of them by hand)" if by_hand else ""
    question = f"Carry out {count(len(plan.steps), 'step')}{tail}?" if plan.steps else "Run the checks again?"
    if not click.confirm(question, err=True):
        raise StoppedError("nothing was done", "")


def _saved(path: Path, *, shaping: bool) -> Plan:
    """The plan of that file; `shaping`: options were given that only apply to a new one."""
    from sync.app.apply_session import saved_plan
    from sync.errors import InputError

    if shaping:
        message = "--allow-flow, --removals, --restore and --stack apply to a new plan, and this plan is already made"
        raise InputError(message, "pass them to `ivrsync plan --out`")
    return saved_plan(path)


def _output(outcome: ApplyOutcome) -> ApplyOutput:
    """Where what is so could not be recorded, the last line is left to the error."""
    from sync.render.outputs import ApplyOutput

    return ApplyOutput(
        report=outcome.report,
        code=outcome.code,
        after=outcome.after,
        recorded=str(outcome.recorded or ""),
        unrecorded=outcome.trouble is not None,
    )
