"""`ivrsync plan`: what differs, which callers it hurts, and what apply would do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.options import (
    Scope,
    exit_zero_option,
    fail_on_option,
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
    from sync.app.planning import PlanOutcome
    from sync.core.plan.model import Plan
    from sync.core.plan.policy import Policy
    from sync.core.rules.rule import Severity
    from sync.render.format_registry import Format


@click.command(
    epilog="""\b
Examples:
  ivrsync plan
  ivrsync plan --out plan.json && ivrsync apply plan.json
  ivrsync plan --allow-flow 来电主流程      allow steps that affect this flow
  ivrsync plan --from-snapshot snapshot.gz  without credentials
  ivrsync plan --from-snapshot branch:drift-snapshots
  ivrsync plan --format html > plan.html    a page for a browser
  ivrsync plan --format json | jq '.plan.findings[].code'
  ivrsync plan --format markdown > comment.md

\b
Exit codes:
  0 in sync   1 error   2 drift   3 pending changes only
  4 a published flow would break   5 something could not be read
The highest harm wins: 1, 4, 2, 5, 3, 0.
"""
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Save the plan, for `ivrsync apply FILE`.")
@click.option(
    "--from-snapshot",
    "snapshot",
    metavar="FILE|branch:NAME",
    help="Take what the clouds hold from what `ivrsync snapshot` wrote: a file, a branch of the registry's git repository, or "
    "COMMIT:PATH in it. No credentials are needed.",
)
@policy_options
@signatures_option
@stack_option
@workers_option
@format_option("plan")
@fail_on_option
@exit_zero_option
@shared_options
@pass_scope
def command(
    scope: Scope,
    out: Path | None,
    snapshot: str | None,
    allow_flow: tuple[str, ...],
    removals: int | None,
    restore: tuple[str, ...],
    workers: int | None,
    form: Format,
    bar: Severity,
    exit_zero: bool,
) -> int:
    """Compare registry and clouds, and show what apply would do.

    Nothing is written except to --out: this command has no access that could write to a cloud.
    """
    from sync.core.plan.exit_status import verdict
    from sync.render.outputs import PlanOutput

    policy = policy_of(allow_flow, removals, restore)
    outcome = _from_snapshot(scope, snapshot, policy, out) if snapshot else _from_clouds(scope, workers, policy)
    plan, code = outcome.plan, verdict(outcome.plan, bar)
    if out:
        _save(plan, out, bar)
    allowed = [word for flow in allow_flow for word in ("--allow-flow", flow)]
    allowed += [word for uid in restore for word in ("--restore", uid)]
    allowed += [] if removals is None else ["--removals", str(removals)]
    allowed += ["--stack", scope.stack] if scope.stack else []
    graph = outcome.graph if form.draws else None
    scope.write(form, PlanOutput(plan=plan, bar=bar, saved=str(out or ""), allowed=tuple(allowed), graph=graph))
    if outcome.lock_is_behind and not code:
        scope.note("The lock file is out of date. Run `ivrsync apply` to refresh it; nothing else will change.")
    return 0 if exit_zero else code


def _from_clouds(scope: Scope, workers: int | None, policy: Policy) -> PlanOutcome:
    from sync.app.planning import make_plan
    from sync.cli.watching import watching

    with watching(scope) as observer:
        return make_plan(scope.settings(workers), policy, observer)


def _from_snapshot(scope: Scope, word: str, policy: Policy, out: Path | None) -> PlanOutcome:
    from sync.app.planning import PlanOutcome
    from sync.app.snapshots import plan_from_snapshot
    from sync.render.snapshot import snapshot_notes

    if out:
        raise click.UsageError("--out does not go with --from-snapshot: a plan to be applied is made from the clouds")
    made = plan_from_snapshot(scope.settings(), policy, word)
    for line in snapshot_notes(made.opened.snapshot, made.opened.age, made.opened.problems, word):
        scope.note(line)
    return PlanOutcome(plan=made.plan, joined=made.opened.joined)


def _save(plan: Plan, out: Path, bar: Severity) -> None:
    """The types of documents take a tenth of a small plan to make, so nothing loads them unasked."""
    from sync.app import files
    from sync.render.json_ import plan_json

    files.write_whole(out, plan_json(plan, bar))
