"""`ivrsync validate`: the registry alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sync.cli.failures import ERROR
from sync.cli.options import Scope, format_option, pass_scope, shared_options, signatures_option

if TYPE_CHECKING:
    from sync.render.format_registry import Format


@click.command(
    epilog="""\b
Examples:
  ivrsync validate
  ivrsync validate --registry team/registry --format json
  ivrsync validate --no-signatures       the files alone, without the code beside them

\b
Exit codes: 0 no mistakes, 1 mistakes
"""
)
@signatures_option
@format_option("validate")
@shared_options
@pass_scope
def command(scope: Scope, form: Format) -> int:
    """Check the registry for mistakes, without calling any cloud.

    All mistakes are reported at once, each with file, line and column, what is wrong and how to correct it. Where a spec names
    its code, the code is read too: whether it has the handler, and expects and returns what the spec declares.
    """
    from sync.app.local_code import code_findings
    from sync.app.registry import validated
    from sync.render.outputs import ValidateOutput
    from sync.specs.diagnostics import RegistryErrors

    try:
        settings = scope.settings()
        registry = validated(settings.registry)
        output = ValidateOutput(registry=registry, findings=code_findings(registry) if settings.signatures else ())
    except RegistryErrors as errors:
        if form.for_people:
            raise
        output = ValidateOutput(registry=None, problems=errors.problems)
    scope.write(form, output)
    return ERROR if output.has_mistakes else 0
