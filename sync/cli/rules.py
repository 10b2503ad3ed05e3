"""`ivrsync rules`: every finding code on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sync.cli.options import Scope, format_option, pass_scope, shared_options

if TYPE_CHECKING:
    from sync.render.format_registry import Format


@click.command(
    epilog="""\b
Examples:
  ivrsync rules
  ivrsync rules --format json

\b
Exit codes: 0 printed, 1 error
"""
)
@format_option("rules")
@shared_options
@pass_scope
def command(scope: Scope, form: Format) -> None:
    """List every finding code."""
    from sync.core.rules.catalogue import RULES
    from sync.render.outputs import RulesOutput

    scope.write(form, RulesOutput(rules=RULES))
