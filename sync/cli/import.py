"""`ivrsync import`: from a running call center to a registry that describes it."""

# ruff: noqa: N999  a command is loaded by its name, and this one's name is a word of the language

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sync.cli.options import Scope, format_option, pass_scope, shared_options, signatures_option, stack_option, workers_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sync.app.importing import Centers, ImportOutcome, Places
    from sync.render.format_registry import Format
    from sync.render.outputs import ImportOutput
    from sync.specs.models import RegistrationMode


@click.command(
    epilog="""\b
Examples:
  ivrsync import --center hotline=my-instance --dry-run     show what would be written, in an empty folder
  ivrsync import --center hotline=my-instance
  ivrsync import                                            add what is new in the centers of the registry
  ivrsync import --pulumi                                   let the next pulumi up take over what exists
  ivrsync import --region cn-hangzhou --service example-service

\b
Exit codes: 0 imported, or nothing to import, 1 error, 5 something could not be read
"""
)
@click.option(
    "--center", "centers", multiple=True, metavar="NAME=INSTANCE", help="A call center to add, with a short name. Repeatable."
)
@click.option(
    "--registrations",
    "mode",
    type=click.Choice(["api", "console"]),
    default="console",
    show_default=True,
    help="How registrations of an added center are written; ivrsync doctor finds out.",
)
@click.option(
    "--region", "regions", multiple=True, metavar="REGION", help="Also import functions here that no registration reaches."
)
@click.option("--service", "services", multiple=True, metavar="SERVICE", help="In these regions, only functions of this service.")
@click.option("--all-functions", is_flag=True, help="In these regions, every function.")
@click.option(
    "--pulumi", "for_pulumi", is_flag=True, help="Also write the ids with which the next `pulumi up` takes over what exists."
)
@click.option("--dry-run", is_flag=True, help="Write nothing; show the text that would be added.")
@signatures_option
@stack_option
@workers_option
@format_option("import")
@shared_options
@pass_scope
def command(
    scope: Scope,
    centers: tuple[str, ...],
    mode: RegistrationMode,
    regions: tuple[str, ...],
    services: tuple[str, ...],
    all_functions: bool,
    for_pulumi: bool,
    dry_run: bool,
    workers: int | None,
    form: Format,
) -> int:
    """Write specs for functions that registrations reach and the registry does not know.

    Each spec states the function as it is now: name, runtime, handler, memory, timeout, what its code expects and returns, and
    the registrations that reach it, but never the values of its environment. Existing text in the registry stays as it is,
    byte for byte; new specs are appended.

    With --pulumi, pulumi-import.json in the registry names what exists of the registry: the functions with `code` in their spec,
    their services, and all registrations. The Pulumi program takes them over instead of creating them; with --stack only those
    that the stack does not hold yet. To a function that is as its spec says, code included, `pulumi up` writes nothing, before
    its spec or its code changes or the file is removed.
    """
    from sync.app.importing import import_functions
    from sync.cli.watching import watching

    places = _places(regions, services, all_functions=all_functions)
    settings = scope.settings(workers)
    with watching(scope) as observer:
        outcome = import_functions(settings, _centers(centers, mode), places, observer, dry_run=dry_run, for_pulumi=for_pulumi)
    output = _output(outcome, str(settings.registry), dry_run=dry_run)
    scope.write(form, output)
    return output.code


def _centers(said: Sequence[str], mode: RegistrationMode) -> Centers:
    """`NAME=INSTANCE`, each. Raises `InputError`."""
    from sync.core.worlds import WantedCenter
    from sync.errors import InputError
    from sync.specs.ids import IdError, parse_center_name

    centers: list[WantedCenter] = []
    for text in said:
        name, equals, instance = text.partition("=")
        if not equals or not instance.strip():
            raise InputError(f"--center {text}: this is not NAME=INSTANCE", "e.g. --center hotline=my-instance")
        try:
            centers.append(WantedCenter(name=parse_center_name(name), instance=instance.strip(), mode=mode))
        except IdError as error:
            raise InputError(f"--center {text}: {error.message}", error.hint) from error
    return tuple(centers)


def _places(regions: Sequence[str], services: Sequence[str], *, all_functions: bool) -> Places:
    """Where to look besides the registrations. Raises `InputError` when it is unclear which functions are meant."""
    from sync.app.importing import Places
    from sync.errors import InputError
    from sync.specs.ids import IdError, parse_region, parse_service_name

    if bool(regions) != (bool(services) or all_functions) or (services and all_functions):
        raise InputError(
            "--region needs either --service or --all-functions", "e.g. --region cn-hangzhou --service example-service"
        )
    try:
        return Places(
            regions=tuple(dict.fromkeys(map(parse_region, regions))), services=frozenset(map(parse_service_name, services))
        )
    except IdError as error:
        raise InputError(error.message, error.hint) from error


def _output(outcome: ImportOutcome, registry: str, *, dry_run: bool) -> ImportOutput:
    from sync.core.plan.exit_status import ExitCode
    from sync.core.stack_imports import FILE
    from sync.render.documents import ImportedRow
    from sync.render.outputs import Adopted, Edit, ImportOutput
    from sync.specs.remarks import remark_text

    rows = (
        ImportedRow(
            uid=function.uid,
            address=function.address,
            generation=function.address.generation,
            file=str(addition.path),
            centers=tuple(function.spec.registrations),
            signature=function.knowledge,
            remarks=tuple(map(remark_text, function.remarks)),
        )
        for addition in outcome.additions
        for function in addition.functions
    )
    return ImportOutput(
        code=ExitCode.IN_SYNC if outcome.is_complete else ExitCode.INCOMPLETE,
        dry_run=dry_run,
        edits=tuple(Edit(path=str(edit.path), before=edit.before, after=edit.after) for edit in outcome.edits),
        centers=outcome.centers,
        functions=tuple(rows),
        left_out=outcome.left_out,
        gaps=outcome.gaps,
        adopted=None if outcome.adopted is None else Adopted(path=f"{registry}/{FILE}", ids=outcome.adopted),
    )
