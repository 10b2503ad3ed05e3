"""`ivrsync why`: everything that stands behind a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sync.cli.options import Scope, format_option, pass_scope, shared_options, stack_option, uid_argument, workers_option

if TYPE_CHECKING:
    from sync.render.format_registry import Format


@click.command(
    epilog="""\b
Examples:
  ivrsync why order-status                every finding about this function
  ivrsync why 3f9c0d6a51be7742            the finding with this fingerprint
  ivrsync why order-status --format json

\b
Exit codes: 0 printed, 1 no such finding, or an error
"""
)
@uid_argument("asked", metavar="UID|FINGERPRINT")
@stack_option
@workers_option
@format_option("why")
@shared_options
@pass_scope
def command(scope: Scope, asked: str, workers: int | None, form: Format) -> None:
    """Show how a finding was concluded: every piece of evidence, and what was ruled out.

    The clouds are read as for `ivrsync plan`, and nothing is written. A fingerprint is found in `--format json`.
    """
    from sync.app.why import why
    from sync.cli.watching import watching
    from sync.render.outputs import WhyOutput

    with watching(scope) as observer:
        outcome = why(scope.settings(workers), asked, observer)
    scope.write(form, WhyOutput(asked=asked, findings=outcome.findings, unsearched=outcome.unsearched, gaps=outcome.gaps))
