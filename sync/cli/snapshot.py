"""`ivrsync snapshot`: what the clouds hold, kept for those who have no credentials."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.options import Scope, pass_scope, shared_options, signatures_option, workers_option

if TYPE_CHECKING:
    from sync.app.snapshot_keys import SigningKey

_FILE = click.Path(path_type=Path)


@click.command(
    epilog="""\b
Examples:
  ivrsync snapshot --out snapshot.gz
  ivrsync plan --from-snapshot snapshot.gz     where there are no credentials
  ivrsync snapshot --keygen snapshot.key       once: a pair of keys
  ivrsync snapshot --sign snapshot.key --branch drift-snapshots --push

\b
Exit codes: 0 written, 1 error, 5 written, and something could not be read
"""
)
@click.option("--out", type=_FILE, metavar="FILE", help="The file to write; its signature goes to FILE.minisig.")
@click.option(
    "--branch",
    metavar="NAME",
    help="Commit it to this branch of the registry's git repository, which holds nothing else. Neither the working tree nor the "
    "index is touched.",
)
@click.option("--push", is_flag=True, help="Push the branch to origin.")
@click.option(
    "--sign",
    "key_file",
    type=_FILE,
    metavar="KEYFILE",
    help="Sign it with this key (env IVRSYNC_SNAPSHOT_KEY: the text of the key, not its path).",
)
@click.option(
    "--keygen", type=_FILE, metavar="FILE", help="Write a new secret key to FILE, without a password, and FILE.pub; nothing else."
)
@signatures_option
@workers_option
@shared_options
@pass_scope
def command(
    scope: Scope,
    out: Path | None,
    branch: str | None,
    push: bool,
    key_file: Path | None,
    keygen: Path | None,
    workers: int | None,
) -> int:
    """Keep what the clouds hold in a file, for reviews without credentials.

    The file holds functions with what their code expects and returns, registrations, and what the function modules of flows
    pass and read. It holds no code, no values of environment variables, no texts of flows, and of phone numbers the last four
    digits. --branch keeps it on a git branch instead of, or beside, a file. Nothing is written to a cloud.

    Keys and signatures are those of minisign: `minisign -V -p FILE.pub -m snapshot.gz` checks one too.
    """
    from sync.app.snapshots import Keeping, take_snapshot
    from sync.cli.watching import watching
    from sync.core.plan.exit_status import ExitCode
    from sync.render.snapshot import kept_line, snapshot_lines

    _refuse_mixtures(out, branch, push=push, key_file=key_file, keygen=keygen)
    if keygen is not None:
        return _keygen(scope, keygen)
    signing, settings = _signing(scope, key_file), scope.settings(workers)
    key = None if signing is None else signing.key
    with watching(scope) as observer:
        snapshot, places = take_snapshot(settings, Keeping(out=out, branch=branch or "", push=push, key=key), observer)
    for line in snapshot_lines(snapshot, scope.page()):
        click.echo(line)
    name = "" if key is None else key.public.name
    for at in places:
        click.echo(kept_line(snapshot, at.place, commit=at.commit, pushed=push, key=name, number=at.number))
    return ExitCode.INCOMPLETE if snapshot.found.gaps else ExitCode.IN_SYNC


def _refuse_mixtures(out: Path | None, branch: str | None, *, push: bool, key_file: Path | None, keygen: Path | None) -> None:
    if keygen is not None and (out or branch or push or key_file):
        raise click.UsageError("--keygen makes keys and nothing else: give it alone")
    if keygen is None and not out and not branch:
        raise click.UsageError("give --out FILE or --branch NAME: where is the snapshot to be kept?")
    if push and not branch:
        raise click.UsageError("--push goes with --branch: only a branch is pushed")


def _signing(scope: Scope, path: Path | None) -> SigningKey | None:
    """The key; a note where it is not kept to its owner, and where the registry names one and none was given."""
    from sync import settings
    from sync.app.snapshot_keys import PUBLIC, VARIABLE, signing_key

    found = signing_key(path, settings.environment().get(VARIABLE, ""))
    if found is not None and found.shared:
        scope.note(f"note: others can read {path} (mode {found.shared}): chmod 600 {path}")
    if found is None and (public := scope.settings().registry / PUBLIC).exists():
        scope.note(f"note: {public} names a key, and this snapshot is not signed: give --sign KEYFILE or {VARIABLE}")
    return found


def _keygen(scope: Scope, path: Path) -> int:
    from sync.app.snapshot_keys import PUBLIC, make_keys
    from sync.render.snapshot import keys_lines

    committed = scope.settings().registry / PUBLIC
    made = make_keys(path)
    for line in keys_lines(str(path), str(made.public), made.name, str(committed)):
        click.echo(line)
    return 0
