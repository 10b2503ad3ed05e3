"""`ivrsync signature`: what a function's code expects and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sync.cli.options import Scope, format_option, pass_scope, shared_options, uid_argument

if TYPE_CHECKING:
    from sync.app.signature_write import Declared
    from sync.core.plan.exit_status import ExitCode
    from sync.core.signature.inferred import Inferred, Unknown


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
@format_option
@shared_options
@pass_scope
def command(scope: Scope, subject: str, handler: str | None, runtime: str | None, write: bool, form: str) -> int:
    """Show what a function's code expects and answers.

    The code is read and followed, never imported or run: inputs with the lines that show them, whether each is required, the
    fields of each answer, and whether there may be more inputs than could be seen.
    """
    from sync.app.code_sources import deployed, local
    from sync.app.version import tool
    from sync.cli.failures import tell_problems
    from sync.core.signature.inferred import Inferred
    from sync.render.documents import SignatureDocument
    from sync.render.json_ import document_json
    from sync.render.signature import signature_text

    if write:
        _refuse_paths(scope, subject)
    code = (None if write else local(subject, handler, runtime)) or deployed(scope, subject, handler, runtime)
    signature, excerpts = code.infer()
    if form == "text":
        title = f"{subject} ({code.source}): {code.handler}, {code.runtime or 'no runtime'}"
        click.echo(signature_text(title, signature, excerpts, palette=scope.palette(), width=scope.width()), nl=False)
    declared = _declared(scope, subject, signature) if write else None
    ended = _ended(signature, declared)
    if form == "json":
        document = SignatureDocument(
            tool=tool(),
            verdict=ended.bare_word,
            exit_code=ended,
            subject=subject,
            source=code.source,
            handler=code.handler,
            runtime=code.runtime,
            closed=isinstance(signature, Inferred) and signature.closed,
            signature=signature,
            written=str(declared.draft.path) if declared and declared.is_new else None,
        )
        click.echo(document_json(document), nl=False)
    elif declared:
        _show(scope, declared)
    if declared and declared.mistakes:
        click.echo(f"the checks of {subject} still pass what it took before; correct them by hand:", err=True)
        tell_problems(declared.mistakes)
    return ended


def _ended(signature: Inferred | Unknown, declared: Declared | None) -> ExitCode:
    """An error when the spec was written and its checks no longer fit it; incomplete when the code shows nothing."""
    from sync.core.plan.exit_status import ExitCode
    from sync.core.signature.inferred import Inferred

    if declared and declared.mistakes:
        return ExitCode.ERROR
    return ExitCode.IN_SYNC if isinstance(signature, Inferred) else ExitCode.INCOMPLETE


def _refuse_paths(scope: Scope, subject: str) -> None:
    from sync.app.signature_write import refuse_paths

    refuse_paths(subject, scope.settings().registry)


def _declared(scope: Scope, uid: str, signature: Inferred | Unknown) -> Declared | None:
    """What was written, with warnings on stderr about what could not be; None when nothing is known to write."""
    from sync.app.signature_write import declare
    from sync.core.signature.inferred import Inferred
    from sync.render.edit import open_text

    if not isinstance(signature, Inferred):
        click.echo(f"nothing is written: the code does not show the signature of {uid}", err=True)
        return None
    declared = declare(scope.settings().registry, uid, signature)
    if not signature.closed:
        click.echo(open_text(uid, signature, declared.kept), err=True)
    return declared


def _show(scope: Scope, declared: Declared) -> None:
    """The change to the file, on a terminal or for a review."""
    from sync.render.edit import edit_text
    from sync.render.escape import visible

    draft = declared.draft
    name = visible(str(draft.path))
    if not declared.is_new:
        click.echo(f"\nnothing to write: {name} already declares it")
        return
    click.echo("\n" + edit_text(str(draft.path), draft.before or "", draft.after, palette=scope.palette()), nl=False)
    click.echo(f"\nwritten to {name}")
