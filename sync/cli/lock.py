"""`ivrsync lock`: record what is there, without an apply."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sync.cli.options import (
    Scope,
    format_option,
    pass_scope,
    shared_options,
    signatures_option,
    stack_option,
    uid_argument,
    workers_option,
)

if TYPE_CHECKING:
    from sync.app.locking import LockProposal
    from sync.core.plan.exit_status import ExitCode
    from sync.render.format_registry import Format
    from sync.render.outputs import LockOutput


@click.command(
    epilog="""\b
Examples:
  ivrsync lock                              show what would be recorded, then ask
  ivrsync lock --yes                        do not ask (needed where there is no terminal)
  ivrsync lock check-user-identity          also this function, although it has drifted

\b
Exit codes: 0 recorded, or nothing to record, 1 error, or nothing is recorded without --yes,
5 something could not be read, 130 you said no
"""
)
@uid_argument("uids", metavar="[UID]...", nargs=-1)
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@signatures_option
@stack_option
@workers_option
@format_option("lock")
@shared_options
@pass_scope
def command(scope: Scope, uids: tuple[str, ...], yes: bool, workers: int | None, form: Format) -> int:
    """Record what was found as the last good sync.

    For a registry that has no registry.lock.json yet, because `ivrsync apply` never ran: only with it can later runs tell what
    changed in the clouds, and where a renamed function went. Recorded is each function that is as the registry wants it. Where
    there is a lock already, a function that has drifted keeps its entry, so that the drift stays visible, unless you name it.
    To name one also says that what lives at its address is that function, whatever was concluded about where it went.
    """
    from sync.app.locking import propose_lock, write_lock
    from sync.cli.watching import watching

    with watching(scope) as observer:
        proposal = propose_lock(scope.settings(workers), uids, observer)
    output = _output(proposal, may_write=yes)
    if not proposal.changes or form.for_people:
        scope.write(form, output)
    if not proposal.changes:
        return output.code
    if not yes:
        _ask(scope, form, output)
    write_lock(proposal)
    written = output._replace(written=True, code=_code(proposal), shown=form.for_people)
    scope.write(form, written)
    return written.code


def _ask(scope: Scope, form: Format, output: LockOutput) -> None:
    """Raises unless somebody says yes."""
    from sync.errors import InputError, StoppedError

    if not form.for_people:
        scope.write(form, output)
    if not form.for_people or not sys.stdin.isatty():
        raise InputError("nothing is recorded: lock asks first, and there is nobody to ask", "add --yes to record what is shown")
    if not click.confirm("Record this?", err=True):
        raise StoppedError("nothing was recorded", "")


def _output(proposal: LockProposal, *, may_write: bool) -> LockOutput:
    from sync.core.plan.exit_status import ExitCode
    from sync.render.outputs import LockOutput

    return LockOutput(
        code=_code(proposal) if may_write or not proposal.changes else ExitCode.ERROR,
        written=False,
        path=str(proposal.path),
        entries=proposal.entries,
        gaps=proposal.gaps,
    )


def _code(proposal: LockProposal) -> ExitCode:
    from sync.core.plan.exit_status import ExitCode

    return ExitCode.INCOMPLETE if proposal.gaps else ExitCode.IN_SYNC
