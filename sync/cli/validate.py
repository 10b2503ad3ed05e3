"""`ivrsync validate`: the registry alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sync.cli.failures import ERROR
from sync.cli.options import Scope, format_option, pass_scope, shared_options

if TYPE_CHECKING:
    from sync.render.documents import ValidateDocument
    from sync.specs.diagnostics import Problem
    from sync.specs.models import Registry


@click.command(
    epilog="""\b
Examples:
  ivrsync validate
  ivrsync validate --registry team/registry --format json

\b
Exit codes: 0 no mistakes, 1 mistakes
"""
)
@format_option
@shared_options
@pass_scope
def command(scope: Scope, form: str) -> int:
    """Check the registry for mistakes, without calling any cloud.

    All mistakes are reported at once, each with file, line and column, what is wrong and how to correct it.
    """
    from sync.app.registry import validated
    from sync.specs.diagnostics import RegistryErrors

    try:
        registry = validated(scope.settings().registry)
    except RegistryErrors as errors:
        if form == "text":
            raise
        _print(_document(None, errors.problems))
        return ERROR
    if form == "json":
        _print(_document(registry, ()))
    else:
        click.echo(_sentence(registry))
    return 0


def _sentence(registry: Registry) -> str:
    from sync.render.phrases import count

    asked = sum(len(function.spec.registrations) for function in registry.functions)
    parts = (
        count(len(registry.functions), "function"),
        count(asked, "registration"),
        count(len(registry.centers), "center"),
        count(len(registry.regions), "region"),
    )
    return f"no mistakes: {', '.join(parts)}"


def _document(registry: Registry | None, problems: tuple[Problem, ...]) -> ValidateDocument:
    from sync.app.version import tool
    from sync.core.plan.exit_status import ExitCode
    from sync.render.documents import ProblemRow, ValidateDocument

    functions = registry.functions if registry else ()
    rows = tuple(
        ProblemRow(
            file=problem.file,
            line=problem.where.line if problem.where else 0,
            column=problem.where.column if problem.where else 0,
            message=problem.message,
            hint=problem.hint,
        )
        for problem in problems
    )
    code = ExitCode.ERROR if problems else ExitCode.IN_SYNC
    return ValidateDocument(
        tool=tool(),
        verdict=code.bare_word,
        exit_code=code,
        ok=not problems,
        functions=len(functions),
        registrations=sum(len(function.spec.registrations) for function in functions),
        centers=len(registry.centers) if registry else 0,
        regions=registry.regions if registry else (),
        problems=rows,
    )


def _print(document: ValidateDocument) -> None:
    from sync.render.json_ import document_json

    click.echo(document_json(document), nl=False)
