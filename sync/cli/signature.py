"""`ivrsync signature`: what a function's code expects and answers."""

from __future__ import annotations

import click

from sync.cli.options import Scope, format_option, pass_scope, shared_options


@click.command(
    epilog="""\b
Examples:
  ivrsync signature check-user-identity                     the deployed code of a function of the registry
  ivrsync signature examples/functions/order_status         a folder; its handler is index.handler
  ivrsync signature package.zip --handler app.main --runtime nodejs20
  ivrsync signature app/index.js --format json

\b
Exit codes: 0 inferred, 1 error, 5 the code does not show it (the output says why)
"""
)
@click.argument("subject", metavar="UID|FILE|FOLDER|ZIP")
@click.option("--handler", help="The handler, e.g. index.handler (default: the file's own, or index.handler).")
@click.option("--runtime", help="The runtime, e.g. python3.10 or nodejs20 (default: by the files).")
@format_option
@shared_options
@pass_scope
def command(scope: Scope, subject: str, handler: str | None, runtime: str | None, form: str) -> int:
    """Show what a function's code expects and answers.

    The code is read and followed, never imported or run: inputs with the lines that show them, whether each is required, the
    fields of each answer, and whether there may be more inputs than could be seen.
    """
    from sync.cli.packages import deployed, local
    from sync.cli.version import tool
    from sync.core.inferred import Inferred
    from sync.core.verdict import ExitCode
    from sync.render.documents import SignatureDocument
    from sync.render.json_ import document_json
    from sync.render.signature import signature_text

    code = local(subject, handler, runtime) or deployed(scope, subject, handler, runtime)
    signature, excerpts = code.infer()
    closed = isinstance(signature, Inferred) and signature.closed
    if form == "json":
        document = SignatureDocument(
            tool=tool(), subject=subject, handler=code.handler, runtime=code.runtime, closed=closed, signature=signature
        )
        click.echo(document_json(document), nl=False)
    else:
        title = f"{subject}: {code.handler}, {code.runtime}"
        click.echo(signature_text(title, signature, excerpts, palette=scope.palette(), width=scope.width()), nl=False)
    return ExitCode.IN_SYNC if isinstance(signature, Inferred) else ExitCode.INCOMPLETE
