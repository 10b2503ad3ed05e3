"""The `ivrsync` command: its options, its table of commands, and the handling of errors.

Nothing heavy is imported here: `ivrsync --help` must not wait for an SDK (see bench/startup.py).
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Mapping
from typing import cast

import click

from sync.cli.failures import run_safely
from sync.cli.options import shared_options
from sync.specs.wording import did_you_mean, shown

# Name -> (heading, what it is for). The same sentence is the first line of the command's own help; a test compares them.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "validate": ("Look", "Check the registry for mistakes, without calling any cloud."),
    "plan": ("Look", "Compare registry and clouds, and show what apply would do."),
    "drift": ("Look", "Show what changed in the clouds since the last sync, and whatever breaks a published flow."),
    "review": ("Look", "Judge a change of the registry before it is merged: what it does, whom it hurts, and what is left to do."),
    "test": ("Look", "Call functions the way the call center calls them."),
    "signature": ("Look", "Show what a function's code expects and returns."),
    "why": ("Look", "Show how a finding was concluded: every piece of evidence, and what was ruled out."),
    "graph": ("Look", "Draw who calls what: numbers, flows, modules, registrations, functions."),
    "snapshot": ("Look", "Keep what the clouds hold in a file, for reviews without credentials."),
    "comment": ("Look", "Post a review as one comment on a pull or merge request, and keep it current."),
    "doctor": ("Look", "Check credentials, permissions, endpoints and clock."),
    "import": ("Change", "Write specs for functions that registrations reach and the registry does not know."),
    "accept": ("Change", "Write into the registry where functions were found that were renamed or moved."),
    "lock": ("Change", "Record what was found as the last good sync."),
    "apply": ("Change", "Carry out a plan step by step, and record the result."),
    "explain": ("Learn", "Explain what a finding code means and what to do about it."),
    "rules": ("Learn", "List every finding code."),
    "schema": ("Learn", "Print a JSON Schema, of the registry or of an output document."),
    "completion": ("Learn", "Print the completion script for a shell."),
    "emulate": ("Try", "Emulate both clouds on this machine, for trials and tests."),
}

EPILOG = """\b
Begin with:
  ivrsync validate        is the registry valid?
  ivrsync doctor          can I reach my account?
  ivrsync plan            what differs, and which callers does it hurt?

\b
Exit codes:
  0 in sync   1 error   2 drift   3 pending changes only
  4 a published flow would break   5 something could not be read
  130 stopped with Ctrl-C
The highest harm wins: 1, 4, 2, 5, 3, 0 (docs/reference/exit-codes.md).
"""


class LazyGroup(click.Group):
    """A group that knows its commands by name, and imports one only to run it or to show its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Every name, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        return cast("click.Command", importlib.import_module(f"sync.cli.{cmd_name}").command)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command with that name; for an unknown word, the nearest command is suggested."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            near = did_you_mean(name, COMMANDS)
            raise click.UsageError(f"no command {shown(name)}" + (f"; {near}" if near else ""), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's signature
        """The commands under their headings, without loading one."""
        widest = max(map(len, COMMANDS))
        for heading in dict.fromkeys(heading for heading, _ in COMMANDS.values()):
            with formatter.section(heading):
                formatter.write_dl(
                    [(f"{name:<{widest}}", summary) for name, (under, summary) in COMMANDS.items() if under == heading]
                )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[click.shell_completion.CompletionItem]:
        """Commands by name, each with its sentence, without importing one; options as for any command."""
        names = [name for name in COMMANDS if name.startswith(incomplete)]
        items = [click.shell_completion.CompletionItem(name, help=COMMANDS[name][1]) for name in names]
        return items + click.Command.shell_complete(self, ctx, incomplete)


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from sync.app.version import tool  # reading package metadata takes longer than the whole help

        click.echo(tool())
        ctx.exit()


_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings=_CONTEXT)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version, help="Print the version.")
@shared_options
def command() -> None:
    """Keep functions, their call-center registrations and the IVR flows that call them consistent with a registry.

    The registry says what should exist. ivrsync compares it with Function Compute and with the call center, reports what
    differs and which callers it hurts, and corrects it in an order in which no published flow is left calling nothing.

    The shared options may come before or after the command.
    """


def run() -> None:
    """Run the command line and exit with its exit code."""
    # Worlds are large trees of values without cycles; looking for cycles in them took a third of a plan of 20,000.
    gc.set_threshold(200_000, 20, 100)
    code = run_safely(command)
    # At exit, cycles do not matter either: looking through all modules for them took a tenth of a small plan.
    gc.freeze()
    sys.exit(code)
