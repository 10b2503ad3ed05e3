"""`ivrsync snapshot`: what the clouds hold, kept in a file for those who have no credentials."""

from __future__ import annotations

from pathlib import Path

import click

from sync.cli.options import Scope, pass_scope, shared_options, signatures_option, workers_option


@click.command(
    epilog="""\b
Examples:
  ivrsync snapshot --out snapshot.gz
  ivrsync plan --from-snapshot snapshot.gz     where there are no credentials

\b
Exit codes: 0 written, 1 error, 5 written, and something could not be read
"""
)
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The file to write.")
@signatures_option
@workers_option
@shared_options
@pass_scope
def command(scope: Scope, out: Path, workers: int | None) -> int:
    """Keep what the clouds hold in a file, for reviews without credentials.

    The file holds functions with what their code expects and returns, registrations, and what the function modules of flows
    pass and read. It holds no code, no values of environment variables, no texts of flows, and of phone numbers the last four
    digits. Nothing is written to a cloud.
    """
    from sync.app.snapshots import take_snapshot
    from sync.cli.watching import watching
    from sync.core.plan.exit_status import ExitCode
    from sync.render.snapshot import snapshot_lines

    with watching(scope) as observer:
        snapshot = take_snapshot(scope.settings(workers), out, observer)
    for line in snapshot_lines(snapshot, str(out), scope.page()):
        click.echo(line)
    return ExitCode.INCOMPLETE if snapshot.found.gaps else ExitCode.IN_SYNC
