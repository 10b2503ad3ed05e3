"""`ivrsync completion`: the script with which a shell completes ivrsync's commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from sync.cli.options import shared_options


@click.command(
    epilog="""\b
Examples:
  source <(ivrsync completion bash)                                # this shell
  ivrsync completion bash > ~/.local/share/bash-completion/completions/ivrsync
  ivrsync completion zsh > "${fpath[1]}/_ivrsync"
  ivrsync completion fish > ~/.config/fish/completions/ivrsync.fish

\b
Exit codes: 0 printed, 1 error
"""
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@shared_options
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a shell."""
    maker = get_completion_class(shell)
    if maker is None:  # click without support for a shell named above
        raise click.UsageError(f"no completion for {shell} in this version of click", ctx)
    click.echo(maker(ctx.find_root().command, {}, "ivrsync", "_IVRSYNC_COMPLETE").source())
