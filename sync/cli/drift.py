"""`ivrsync drift`: what changed in the clouds since the last sync."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sync.cli.options import (
    Scope,
    exit_zero_option,
    fail_on_option,
    format_option,
    pass_scope,
    shared_options,
    signatures_option,
    stack_option,
    workers_option,
)

if TYPE_CHECKING:
    from sync.core.rules.rule import Severity
    from sync.render.format_registry import Format


@click.command(
    epilog="""\b
Examples:
  ivrsync drift
  ivrsync drift --format json > drift.json        a nightly check; the exit code is the verdict
  ivrsync drift --format html > drift.html        a page for a browser
  ivrsync drift --quiet                           one line for each finding
  ivrsync drift --format sarif > drift.sarif      for code scanning
  ivrsync drift --fail-on error                   only errors count; what breaks a flow always does
  ivrsync drift --test                            the same, and run every check of the registry

\b
Exit codes:
  0 no drift   1 error   2 drift   4 a published flow breaks because of it
  5 something could not be read   3 no lock yet, and something differs
The highest harm wins: 1, 4, 2, 5, 3, 0.
"""
)
@click.option(
    "--test",
    "calling",
    is_flag=True,
    help="Also run the checks, calling the functions as the flows would; not the checks with `once: true`.",
)
@signatures_option
@stack_option
@workers_option
@format_option("drift")
@fail_on_option
@exit_zero_option
@shared_options
@pass_scope
def command(scope: Scope, calling: bool, workers: int | None, form: Format, bar: Severity, exit_zero: bool) -> int:
    """Show what changed in the clouds since the last sync, and whatever breaks a published flow.

    The comparison is with the lock of the last good sync, so registry changes that wait for `apply` do not count. Without a
    lock, everything that differs from the registry is shown, and the output says so.

    With --test, problems that only a call can show are found as well, such as an import that fails. Nothing is written, but
    the functions that are called take effect.
    """
    from sync.app.drift import find_drift
    from sync.cli.watching import watching
    from sync.core.plan.exit_status import verdict
    from sync.render.outputs import DriftOutput

    with watching(scope) as observer:
        outcome = find_drift(scope.settings(workers), observer, calling=calling)
    scope.write(form, DriftOutput(plan=outcome.plan, bar=bar, graph=outcome.graph if form.draws else None))
    return 0 if exit_zero else verdict(outcome.plan, bar)
