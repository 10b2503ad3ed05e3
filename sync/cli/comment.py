"""`ivrsync comment`: what a review found, as one comment that stays current."""

from __future__ import annotations

import os.path
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.options import Scope, pass_scope, shared_options

if TYPE_CHECKING:
    from sync.core.commenting import Posted


@click.command(
    epilog="""\b
Examples:
  ivrsync review --format markdown > review.md; code=$?
  ivrsync comment review.md --exit-code $code      host and request as the job's environment tells
  ivrsync comment review.md --dry-run              what would be done, and the text
  ivrsync comment - --host github --repo acme/ivr --request 12 < review.md
  ivrsync comment review.md --host codeup --repo 60de7a6852743a5162b5f957/2813489

\b
Tokens come from the environment alone; the first that is set counts:
  GitHub  IVRSYNC_COMMENT_TOKEN, GITHUB_TOKEN, GH_TOKEN
  GitLab  IVRSYNC_COMMENT_TOKEN, GITLAB_TOKEN
  Gitee   IVRSYNC_COMMENT_TOKEN, GITEE_TOKEN
  Codeup  IVRSYNC_COMMENT_TOKEN, YUNXIAO_TOKEN

\b
Exit codes:
  0 written, left as it is, or put elsewhere because the token may not write
  1 error; with --strict also when the token may not do everything
"""
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False), metavar="FILE")
@click.option(
    "--host", type=click.Choice(["github", "gitlab", "gitee", "codeup"]), help="The host of the code (default: that of the job)."
)
@click.option("--repo", default="", metavar="REPO", help="OWNER/NAME; GitLab: also a number; Codeup: ORGANIZATION/NUMBER or /PATH.")
@click.option(
    "--request",
    type=click.IntRange(1),
    metavar="N",
    help="Number of the pull or merge request (default: that of the job, or of its branch).",
)
@click.option("--server", default="", metavar="URL", help="Address of the API, for a server of your own.")
@click.option(
    "--author", default="", metavar="NAME", help="Whose comments are ours, where the host does not tell whose token it is."
)
@click.option(
    "--scope",
    default="default",
    show_default=True,
    metavar="NAME",
    help="One comment per registry and scope: name what this job reviews.",
)
@click.option("--head", default="", metavar="SHA", help="The commit that was reviewed (default: that of the job).")
@click.option(
    "--run", type=click.IntRange(1), metavar="N", help="Number of this run; a smaller one is older (default: that of the job)."
)
@click.option(
    "--mode",
    type=click.Choice(["update", "new", "delete-and-new"]),
    default="update",
    show_default=True,
    help="Edit the comment, write another one below, or write another one and delete the former.",
)
@click.option(
    "--when",
    type=click.Choice(["always", "findings"]),
    default="always",
    show_default=True,
    help="findings: write no first comment when the review's exit code is 0 (needs --exit-code).",
)
@click.option("--exit-code", type=click.IntRange(0, 255), metavar="N", help="Exit code of the review that wrote FILE.")
@click.option(
    "--blocking",
    "is_blocking",
    is_flag=True,
    help="Codeup: leave the comment unresolved, as with exit code 4, and let the commit status fail.",
)
@click.option("--dry-run", "is_dry", is_flag=True, help="Read only: print what would be done, and the text.")
@click.option("--strict", is_flag=True, help="Exit with 1 when the token may not do everything.")
@shared_options
@pass_scope
def command(
    scope: Scope,
    /,
    file: Path,
    when: str,
    exit_code: int | None,
    strict: bool,
    **said: Any,  # noqa: ANN401  options that are fields of the order, under the same names
) -> int:
    """Post a review as one comment on a pull or merge request, and keep it current.

    FILE is what `ivrsync review --format markdown` wrote, or any Markdown; - is stdin. The comment of an earlier run is edited. An
    older run never overwrites a newer one, and a comment that says the same already is left alone.
    """
    from sync import settings
    from sync.app.comment import CommentOrder, post_comment
    from sync.render.comment import fitted, verdict_line

    if when == "findings" and exit_code is None:
        raise click.UsageError("--when findings needs the verdict: add --exit-code with the exit code of the review")
    order = CommentOrder(
        text=_text(file),
        verdict=verdict_line(exit_code),
        exit_code=exit_code,
        registry=_registry(scope),
        only_findings=when == "findings",
        **said,
    )
    posted = post_comment(order, settings.environment(), Path.cwd(), fitted)
    _tell(posted, scope)
    return 1 if strict and (posted.outcome == "denied" or posted.problems) else 0


def _registry(scope: Scope) -> str:
    """The registry's folder as seen from here: two registries have two comments."""
    from sync import settings

    flags = settings.Flags(registry=scope.registry, settings=scope.settings_file)
    return Path(os.path.relpath(settings.registry_folder(flags, settings.environment(), Path.cwd()))).as_posix()


def _text(file: Path) -> str:
    from sync.errors import InputError

    hint = "give what `ivrsync review --format markdown` wrote"
    try:
        return (sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()).decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{file}: the text of the comment cannot be read: {error.strerror}", hint) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: this is not the text of a comment: it is not UTF-8", hint) from error


def _tell(posted: Posted, scope: Scope) -> None:
    """Where the token may not write, stdout has the text alone, so that a job can keep it."""
    from sync.render.comment import comment_lines, marker_note
    from sync.render.escape import prose

    is_denied = posted.outcome == "denied"
    for line in comment_lines(posted):
        click.echo(line, err=is_denied)
    for problem in posted.problems:
        click.echo(f"warning: {prose(problem)}", err=True)
    if posted.is_by_marker_alone:
        scope.note(marker_note(posted))
    shows_plan = posted.is_dry and posted.outcome in {"created", "edited"}
    if shows_plan:
        click.echo("")
    if shows_plan or (is_denied and not posted.summary):
        # A file gets every character; a terminal none that could do something to it.
        click.echo((prose(posted.body) if sys.stdout.isatty() else posted.body).rstrip("\n"))
