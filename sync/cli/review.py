"""`ivrsync review`: whom a change of the registry hurts, judged without credentials."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.options import Scope, exit_zero_option, fail_on_option, format_option, pass_scope, shared_options

if TYPE_CHECKING:
    from sync.core.rules.rule import Severity
    from sync.render.format_registry import Format


@click.command(
    epilog="""\b
Examples:
  ivrsync review                                          this branch, against the branch it will be merged into
  ivrsync review --head worktree --snapshot snapshot.gz   with what is not committed yet
  ivrsync review --base v1.4 --head main                  two releases
  ivrsync review --format json | jq -r .headline

\b
Exit codes:
  0 nothing speaks against it   1 error
  2 findings of this change     4 a published flow would break
  5 something could not be judged: no snapshot, or a gap in it
The highest harm wins: 1, 4, 2, 5, 0.
"""
)
@click.option(
    "--base", metavar="REF", help="What the change is compared with (default: what CI names, else origin/HEAD, main or master)."
)
@click.option(
    "--head",
    metavar="REF|worktree",
    default="HEAD",
    show_default=True,
    help="The change: a commit, or `worktree` for the files as they are now.",
)
@click.option(
    "--snapshot",
    metavar="PLACE",
    help="What the clouds hold, as `ivrsync snapshot` kept it: a file, branch:NAME, or COMMIT:PATH (default: "
    "branch:drift-snapshots, where there is one).",
)
@format_option("review")
@fail_on_option
@exit_zero_option
@shared_options
@pass_scope
def command(scope: Scope, base: str | None, head: str, snapshot: str | None, form: Format, bar: Severity, exit_zero: bool) -> int:
    """Judge a change of the registry before it is merged: what it does, whom it hurts, and what is left to do.

    Two commits of a git repository are compared, from where they part. The settings are those of the base. The changed files
    are only read: nothing of them is run, no link is followed, no cloud and no network is asked, and no credentials are needed.

    What fails with and without the change is told apart from what the change breaks, and does not count.
    """
    from sync import settings
    from sync.app.review import review
    from sync.core.review.judging import review_verdict
    from sync.render.outputs import ReviewOutput

    made = review(scope.flags(), settings.environment(), Path.cwd(), base=base, head=head, snapshot=snapshot)
    output = ReviewOutput(
        review=made.review,
        bar=bar,
        base=made.base.shown,
        head=made.head.shown,
        snapshot=made.snapshot,
        age=made.age,
        to_make=made.to_make,
        is_whole=made.snapshot is not None and not made.doubts,
        graph=made.graph if form.draws else None,
        is_parted=made.is_parted,
    )
    scope.write(form, output)
    return 0 if exit_zero else review_verdict(made.review, bar, is_whole=output.is_whole)
