"""`ivrsync lock`: record what is there, without an apply."""

from __future__ import annotations

from functools import partial
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
    from sync.render.format_registry import Format


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
    from sync.cli.asking import write_if_agreed
    from sync.cli.watching import watching
    from sync.core.plan.exit_status import ExitCode
    from sync.render.outputs import LockOutput

    with watching(scope) as observer:
        proposal = propose_lock(scope.settings(workers), uids, observer)
    code = ExitCode.INCOMPLETE if proposal.gaps else ExitCode.IN_SYNC
    output = LockOutput(code=code, written=False, path=str(proposal.path), entries=proposal.entries, gaps=proposal.gaps)
    deed = partial(write_lock, proposal) if proposal.changes else None
    return write_if_agreed(scope, form, output, deed, verb=("record", "recorded"), yes=yes, code=code)
