"""`ivrsync doctor`: what works from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sync.cli.options import Scope, exit_zero_option, format_option, pass_scope, shared_options

if TYPE_CHECKING:
    from sync.app.doctor import Diagnosis
    from sync.render.documents import DoctorRow
    from sync.render.format_registry import Format
    from sync.settings import Settings

_BEGIN = "`ivrsync import --center NAME=INSTANCE` writes one; its regions and centers are tried too then"


@click.command(
    epilog="""\b
Examples:
  ivrsync doctor
  ivrsync doctor --account production --format json

\b
Exit codes: 0 everything that was tried works (warnings may be left), 1 something does not
"""
)
@format_option("doctor")
@exit_zero_option
@shared_options
@pass_scope
def command(scope: Scope, form: Format, exit_zero: bool) -> int:
    """Check credentials, permissions, endpoints and clock.

    For each center it also finds out whether its registrations can be written by API. Nothing is written.
    """
    from sync.app.doctor import examine
    from sync.core.plan.exit_status import ExitCode
    from sync.render.outputs import DoctorOutput

    settings = scope.settings()
    diagnosis = examine(settings)
    scope.write(form, DoctorOutput(account=diagnosis.account, rows=_rows(diagnosis, settings)))
    code = ExitCode.IN_SYNC if diagnosis.healthy else ExitCode.ERROR
    return 0 if exit_zero else code


def _rows(diagnosis: Diagnosis, settings: Settings) -> tuple[DoctorRow, ...]:
    from sync.render.documents import DoctorRow

    rows = (
        DoctorRow(topic=item.subject, subject=item.of, state=item.verdict, facts=dict(item.facts), hint=item.hint)
        for item in diagnosis.examinations
    )
    missing = DoctorRow(topic="registry", subject=str(settings.registry), state="warning", facts={"files": "none yet"}, hint=_BEGIN)
    return (*rows, *([] if diagnosis.has_registry else [missing]))
