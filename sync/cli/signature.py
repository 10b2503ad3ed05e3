"""`ivrsync signature`: what a function's code expects and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sync.cli.options import Scope, format_option, pass_scope, shared_options, uid_argument

if TYPE_CHECKING:
    from sync.app.code_sources import SignatureOutcome
    from sync.app.signature_write import Declared
    from sync.core.plan.exit_status import ExitCode
    from sync.core.signature.inferred import Inferred, Unknown
    from sync.render.format_registry import Format
    from sync.render.outputs import SignatureOutput


@click.command(
    epilog="""\b
Examples:
  ivrsync signature check-user-identity                     the deployed code of a function of the registry
  ivrsync signature examples/functions/order_status         a folder; its handler is index.handler
  ivrsync signature package.zip --handler app.main --runtime nodejs20
  ivrsync signature app/index.js --format json
  ivrsync signature check-user-identity --write             and put it into the spec

\b
Exit codes: 0 inferred, 1 error, or written and the checks of the spec must follow, 5 the code does not show it
"""
)
@uid_argument("subject", or_path=True, metavar="UID|FILE|FOLDER|ZIP")
@click.option("--handler", help="The handler, e.g. index.handler (default: the file's own, or index.handler).")
@click.option("--runtime", help="The runtime, e.g. python3.10 or nodejs20 (default: by the files).")
@click.option("--write", is_flag=True, help="Put what the deployed code shows into the spec of the UID; its comments stay.")
@format_option("signature")
@shared_options
@pass_scope
def command(scope: Scope, subject: str, handler: str | None, runtime: str | None, write: bool, form: Format) -> int:
    """Show what a function's code expects and answers.

    The code is read and followed, never imported or run: inputs with the lines that show them, whether each is required, the
    fields of each answer, and whether there may be more inputs than could be seen.
    """
    from sync.app.code_sources import deployed_signature, local_signature
    from sync.app.signature_write import refuse_paths
    from sync.cli.watching import watching

    if write:
        refuse_paths(subject, scope.settings().registry)
    outcome = None if write else local_signature(subject, handler, runtime)
    if outcome is None:
        with watching(scope) as observer:
            outcome = deployed_signature(scope.settings(), subject, handler, runtime, observer)
    output = _output(subject, outcome)
    if form.for_people or not write:
        scope.write(form, output)
    return _declare(scope, form, output) if write else output.code


def _output(subject: str, outcome: SignatureOutcome) -> SignatureOutput:
    from sync.render.outputs import SignatureOutput

    return SignatureOutput(
        subject=subject,
        source=outcome.source,
        handler=outcome.handler,
        runtime=outcome.runtime,
        signature=outcome.signature,
        excerpts=outcome.excerpts,
        code=_ended(outcome.signature, None),
    )


def _declare(scope: Scope, form: Format, output: SignatureOutput) -> ExitCode:
    """Put it into the spec, and tell what became of that."""
    from sync.cli.failures import tell_problems
    from sync.render.outputs import Edit

    declared = _declared(scope, output.subject, output.signature)
    ended, draft = _ended(output.signature, declared), declared.draft if declared else None
    edit = Edit(path=str(draft.path), before=draft.before, after=draft.after) if draft else None
    scope.write(form, output._replace(code=ended, edit=edit, shown=form.for_people))
    if declared and declared.mistakes:
        click.echo(f"the checks of {output.subject} still pass what it took before; correct them by hand:", err=True)
        tell_problems(declared.mistakes)
    return ended


def _ended(signature: Inferred | Unknown, declared: Declared | None) -> ExitCode:
    """An error when the spec was written and its checks no longer fit it; incomplete when the code shows nothing."""
    from sync.core.plan.exit_status import ExitCode
    from sync.core.signature.inferred import Inferred

    if declared and declared.mistakes:
        return ExitCode.ERROR
    return ExitCode.IN_SYNC if isinstance(signature, Inferred) else ExitCode.INCOMPLETE


def _declared(scope: Scope, uid: str, signature: Inferred | Unknown) -> Declared | None:
    """What was written, with warnings on stderr about what could not be; None when nothing is known to write."""
    from sync.app.signature_write import write_signature
    from sync.core.signature.inferred import Inferred
    from sync.render.edit import open_text

    if not isinstance(signature, Inferred):
        click.echo(f"nothing is written: the code does not show the signature of {uid}", err=True)
        return None
    declared = write_signature(scope.settings().registry, uid, signature)
    if not signature.closed:
        click.echo(open_text(uid, signature, declared.kept), err=True)
    return declared
