"""`ivrsync doctor`: what works from here."""

from __future__ import annotations

import click

from sync.cli.options import Scope, exit_zero_option, format_option, pass_scope, shared_options


@click.command(
    epilog="""\b
Examples:
  ivrsync doctor
  ivrsync doctor --account production --format json

\b
Exit codes: 0 everything that was tried works (warnings may be left), 1 something does not
"""
)
@format_option
@exit_zero_option
@shared_options
@pass_scope
def command(scope: Scope, form: str, exit_zero: bool) -> int:
    """Check credentials, permissions, endpoints and clock.

    For each center it also finds out whether its registrations can be written by API. Nothing is written.
    """
    from sync.app.project import examine
    from sync.app.version import tool
    from sync.core.plan.exit_status import ExitCode
    from sync.render.doctor import doctor_text
    from sync.render.documents import DoctorDocument
    from sync.render.json_ import document_json

    account, rows = examine(scope.settings())
    healthy = all(row.state != "failed" for row in rows)
    code = ExitCode.IN_SYNC if healthy else ExitCode.ERROR
    if form == "json":
        document = DoctorDocument(tool=tool(), verdict=code.bare_word, exit_code=code, account=account, ok=healthy, checks=rows)
        text = document_json(document)
    else:
        text = doctor_text(rows, palette=scope.palette(), width=scope.width())
    click.echo(text, nl=False)
    return 0 if exit_zero else code
