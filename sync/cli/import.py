"""`ivrsync import`: from a call center that runs to a registry that describes it."""

# ruff: noqa: N999  a command is loaded by its name, and this one's name is a word of the language

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sync.cli.options import Scope, format_option, pass_scope, shared_options, signatures_option, workers_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sync.app.file_edits import Draft
    from sync.app.importing import Places, Seen
    from sync.app.project import Project
    from sync.render.documents import ImportDocument
    from sync.specs.models import RegistrationMode

NEXT = (
    "",
    "Next  ivrsync validate   is the registry right in itself?",
    "      ivrsync plan       what still differs, and whom it hurts?",
)


@click.command(
    epilog="""\b
Examples:
  ivrsync import --center hotline=my-instance --dry-run     an empty folder: what would be written
  ivrsync import --center hotline=my-instance
  ivrsync import                                            what is new in the centers of the registry
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
    "--region", "regions", multiple=True, metavar="REGION", help="Import also functions here that no registration reaches."
)
@click.option("--service", "services", multiple=True, metavar="SERVICE", help="Of the regions, only functions of this service.")
@click.option("--all-functions", is_flag=True, help="Of the regions, every function.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show the text that would be added.")
@signatures_option
@workers_option
@format_option
@shared_options
@pass_scope
def command(
    scope: Scope,
    centers: tuple[str, ...],
    mode: RegistrationMode,
    regions: tuple[str, ...],
    services: tuple[str, ...],
    all_functions: bool,
    dry_run: bool,
    workers: int | None,
    form: str,
) -> int:
    """Write specs for functions that registrations reach and the registry does not know.

    Each spec says what the function is now: name, runtime, handler, memory, timeout, what its code expects and answers, and the
    registrations that reach it. Never the values of its environment. What stands in the registry already is left as it is, byte
    for byte; new specs are added behind it.
    """
    from sync.app import file_edits as drafts
    from sync.app import importing
    from sync.app.version import tool
    from sync.core.plan.exit_status import ExitCode
    from sync.render.documents import ImportDocument

    places = importing.places_from(regions, services, all_functions=all_functions)
    project, added = importing.opened(scope.settings(workers), importing.centers_from(centers, mode), places, scope.note)
    seen = _seen(scope, project, places)
    additions = importing.additions(project, importing.read_ones(added, seen.gaps), seen.functions)
    made = importing.drafted(project.settings.registry, additions)
    if not dry_run:
        drafts.write(made)
    unread = seen.gaps or any(item.reason == "unread" for item in seen.left_out)
    code = ExitCode.INCOMPLETE if unread else ExitCode.IN_SYNC
    document = ImportDocument(
        tool=tool(),
        verdict=code.bare_word,
        exit_code=code,
        dry_run=dry_run,
        files=tuple(str(draft.path) for draft in made),
        centers=importing.read_ones(added, seen.gaps),
        functions=importing.rows(additions),
        left_out=seen.left_out,
        gaps=seen.gaps,
        texts={str(draft.path): draft.after for draft in made} if dry_run else {},
    )
    _show(scope, document, made, form)
    return code


def _seen(scope: Scope, project: Project, places: Places) -> Seen:
    """What is there to import, with progress where a terminal shows it."""
    from sync.app import importing
    from sync.app import project as wiring
    from sync.app.refresh import sentence
    from sync.cli.progress import Progress

    with Progress(sys.stderr, quiet=scope.quiet) as progress:
        progress.say("reading the clouds ...")
        return importing.look(project, wiring.readers(project), places, lambda reading: progress.say(sentence(reading)))


def _show(scope: Scope, document: ImportDocument, made: Sequence[Draft], form: str) -> None:
    from sync.render.edit import edit_text
    from sync.render.importing import import_text, summary
    from sync.render.json_ import document_json

    if form == "json":
        click.echo(document_json(document), nl=False)
    elif scope.quiet:
        click.echo(summary(document))
    else:
        palette = scope.palette()
        for draft in made if document.dry_run else ():
            click.echo(edit_text(str(draft.path), draft.before or "", draft.after, palette=palette))
        advice = NEXT if made and not document.dry_run else ()
        click.echo(import_text(document, palette=palette, width=scope.width(), advice=advice), nl=False)
