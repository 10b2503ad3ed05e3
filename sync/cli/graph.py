"""`ivrsync graph`: who calls what, from the numbers to the functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sync.cli.options import (
    Scope,
    format_option,
    pass_scope,
    shared_options,
    signatures_option,
    stack_option,
    uid_argument,
    workers_option,
)

if TYPE_CHECKING:
    from sync.core.flows.call_graph import CallGraph
    from sync.render.format_registry import Format


@click.command(
    epilog="""\b
Examples:
  ivrsync graph                                 an indented tree; what is broken is marked x
  ivrsync graph get-number-region               only what reaches this function
  ivrsync graph --format mermaid                for a comment or a page that draws it
  ivrsync graph --format svg > calls.svg        a drawing; needs pip install 'ivrsync[graph]'
  ivrsync graph --from-snapshot snapshot.gz     without credentials

\b
Exit codes: 0 printed, 1 error, 5 printed, and something could not be read
"""
)
@uid_argument("uid", required=False)
@click.option(
    "--from-snapshot",
    "snapshot",
    metavar="PLACE",
    help="Take what the clouds hold from a snapshot: a file, branch:NAME, or COMMIT:PATH; no credentials are needed.",
)
@signatures_option
@stack_option
@workers_option
@format_option("graph")
@shared_options
@pass_scope
def command(scope: Scope, uid: str | None, snapshot: str | None, workers: int | None, form: Format) -> int:
    """Draw who calls what: numbers, flows, modules, registrations, functions.

    With a UID, only what reaches that function. Calls that fail are marked, with the reason. Of phone numbers the last four
    digits are shown. Nothing is written to a cloud.
    """
    from sync.core.plan.exit_status import ExitCode
    from sync.render.outputs import GraphOutput

    graph = _from_snapshot(scope, uid, snapshot) if snapshot else _from_clouds(scope, uid, workers)
    scope.write(form, GraphOutput(graph=graph))
    if not graph.gaps:
        return ExitCode.IN_SYNC
    if not form.for_people:
        scope.note("note: something could not be read and is not drawn; `ivrsync graph` without --format names it")
    return ExitCode.INCOMPLETE


def _from_clouds(scope: Scope, uid: str | None, workers: int | None) -> CallGraph:
    from sync.app.call_graph import read_call_graph
    from sync.cli.watching import watching

    with watching(scope) as observer:
        return read_call_graph(scope.settings(workers), uid, observer)


def _from_snapshot(scope: Scope, uid: str | None, word: str) -> CallGraph:
    from sync.app.call_graph import call_graph_from_snapshot
    from sync.render.snapshot import snapshot_notes

    drawn = call_graph_from_snapshot(scope.settings(), uid, word)
    opened = drawn.opened
    for line in snapshot_notes(opened.snapshot, opened.age, opened.problems, word):
        scope.note(line)
    return drawn.graph
