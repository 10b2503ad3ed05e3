"""`ivrsync validate`: the registry on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sync.cli.failures import ERROR
from sync.cli.options import Scope, format_option, pass_scope, shared_options

if TYPE_CHECKING:
    from sync.render.format_registry import Format


@click.command(
    epilog="""\b
Examples:
  ivrsync validate
  ivrsync validate --registry team/registry --format json

\b
Exit codes: 0 no mistakes, 1 mistakes
"""
)
@format_option("validate")
@shared_options
@pass_scope
def command(scope: Scope, form: Format) -> int:
    """Check the registry for mistakes, without asking any cloud.

    All mistakes at once, each with file, line and column, what is wrong and what would be right.
    """
    from sync.app.registry import validated
    from sync.render.outputs import ValidateOutput
    from sync.specs.diagnostics import RegistryErrors

    try:
        output = ValidateOutput(registry=validated(scope.settings().registry))
    except RegistryErrors as errors:
        if form.for_people:
            raise
        output = ValidateOutput(registry=None, problems=errors.problems)
    scope.write(form, output)
    return ERROR if output.problems else 0
