"""`ivrsync rules`: every finding code on one line."""

from __future__ import annotations

import click

from sync.cli.options import Scope, format_option, pass_scope, shared_options


@click.command(
    epilog="""\b
Examples:
  ivrsync rules
  ivrsync rules --format json

\b
Exit codes: 0 printed, 1 error
"""
)
@format_option
@shared_options
@pass_scope
def command(scope: Scope, form: str) -> None:
    """List every finding code."""
    from sync.app.version import tool
    from sync.core.rules.catalogue import RULES
    from sync.render.documents import rules_document
    from sync.render.json_ import document_json
    from sync.render.rules import rules_text

    if form == "json":
        click.echo(document_json(rules_document(RULES, tool=tool())), nl=False)
    else:
        click.echo(rules_text(RULES, palette=scope.palette(), width=scope.width()), nl=False)
