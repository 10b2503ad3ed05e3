"""`ivrsync schema`: JSON Schema for editors and for readers of the JSON documents."""

from __future__ import annotations

import click

from sync.cli.options import Scope, pass_scope, shared_options
from sync.render.format_registry import KINDS

_DOCUMENTS = tuple(dict.fromkeys(KINDS.values()))


@click.command(
    epilog="""\b
Examples:
  ivrsync schema > registry.schema.json     for the `# yaml-language-server:` line of your YAML files
  ivrsync schema plan                       what `ivrsync plan --format json` prints

\b
Exit codes: 0 printed, 1 error
"""
)
@click.argument("kind", type=click.Choice(["registry", *_DOCUMENTS]), default="registry")
@shared_options
@pass_scope
def command(_scope: Scope, kind: str) -> None:
    """Print a JSON Schema, of the registry or of an output document."""
    if kind == "registry":
        from sync.specs.schema import schema_text

        click.echo(schema_text(), nl=False)
    else:
        from sync.render.json_ import schema_json

        click.echo(schema_json(kind), nl=False)
