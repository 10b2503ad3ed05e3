"""`ivrsync accept`: what was found is right, and the registry follows."""

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
    from sync.app.accept import Acceptance
    from sync.core.plan.exit_status import ExitCode
    from sync.render.format_registry import Format
    from sync.render.outputs import AcceptOutput


@click.command(
    epilog="""\b
Examples:
  ivrsync accept                                            show what was found elsewhere; write nothing
  ivrsync accept --certain                                  every function of which it is certain; shows the diff, then asks
  ivrsync accept check-user-identity --yes                  this one, certain or suspected
  ivrsync accept 3f0c9d1e5a7b2c48                           the function that this finding is about
  ivrsync accept order-status=cn-hangzhou/orders/getOrder   exactly this function; REGION//NAME for FC 3.0

\b
Exit codes: 0 written, or nothing to accept, 1 error, or nothing is written without --yes,
5 something could not be read, 130 you said no
"""
)
@uid_argument("words", metavar="[UID|FINGERPRINT|UID=ADDRESS]...", nargs=-1)
@click.option("--certain", is_flag=True, help="Every function of which it is certain where it went.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@signatures_option
@stack_option
@workers_option
@format_option("accept")
@shared_options
@pass_scope
def command(scope: Scope, words: tuple[str, ...], certain: bool, yes: bool, workers: int | None, form: Format) -> int:
    """Write into the registry where functions were found that were renamed or moved.

    For somebody who renamed a function, or moved it to another service, region or generation of Function Compute: its spec gets
    the address that it has now, and `formerly` the one that it had. Comments, order and layout of the files stay. Shown are what
    was concluded and why, what becomes of the flows that call it, and the diff. Nothing is sent to a cloud: afterwards, `ivrsync
    apply` points the registrations at the new address.
    """
    from sync.app.accept import AcceptOrder, propose, write
    from sync.cli.asking import write_if_agreed
    from sync.cli.watching import watching
    from sync.core.plan.exit_status import ExitCode

    settings = scope.settings(workers)
    with watching(scope) as observer:
        proposal = propose(settings, AcceptOrder(words=words, certain=certain), observer)
    code = ExitCode.INCOMPLETE if proposal.gaps else ExitCode.IN_SYNC
    deed = partial(write, settings, proposal) if proposal.edits else None
    return write_if_agreed(scope, form, _output(proposal, code), deed, verb=("write", "written"), yes=yes, code=code)


def _output(proposal: Acceptance, code: ExitCode) -> AcceptOutput:
    from sync.render.outputs import AcceptOutput, Edit

    return AcceptOutput(
        code=code,
        written=False,
        edits=tuple(Edit(path=str(edit.path), before=edit.before, after=edit.after) for edit in proposal.edits),
        accepted=proposal.accepted,
        others=proposal.others,
        gaps=proposal.gaps,
        unsearched=proposal.unsearched,
        unrecorded=proposal.unrecorded,
        recorded=proposal.recorded,
    )
