"""Options that several commands share, and `Scope`: their values, with the settings read on first use."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from sync.core.plan.policy import Policy
    from sync.render.format_registry import Command, Format
    from sync.render.outputs import CommandOutput
    from sync.render.page import Page
    from sync.render.registry_files import RegistryFiles
    from sync.settings import Flags, Settings

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
_KEY = "ivrsync."
_NARROWEST, _WIDEST, _UNKNOWN_WIDTH = 60, 120, 100


def _keep(ctx: click.Context, param: click.Parameter, value: object) -> None:
    """Remember a shared option, given before or after the command; the later one wins."""
    if value:
        ctx.meta[f"{_KEY}{param.name}"] = value


def _shared(*declarations: str, **settings: Any) -> Callable[[Decorated], Decorated]:  # noqa: ANN401  click's own options
    return click.option(*declarations, expose_value=False, callback=_keep, **settings)


def shared_options(function: Decorated) -> Decorated:
    """`--registry`, `--settings`, `--account`, `--quiet`, `--no-color`."""
    for option in (
        _shared("--no-color", is_flag=True, help="No colour, even on a terminal (env NO_COLOR)."),
        _shared("-q", "--quiet", is_flag=True, help="Only results and errors: no progress, no advice."),
        _shared("--account", metavar="NAME", help="Which account of the settings (env IVRSYNC_ACCOUNT)."),
        _shared(
            "--settings", metavar="FILE", help="Settings (default ivrsync.toml, here or beside the registry; env IVRSYNC_SETTINGS)."
        ),
        _shared("--registry", metavar="DIR", help="Folder of the registry (default registry; env IVRSYNC_REGISTRY)."),
    ):
        function = option(function)
    return function


def _complete_uids(ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """The uids of the registry that begin with the text; none where no registry can be read."""
    from click.shell_completion import CompletionItem

    from sync.app.registry import uids
    from sync.errors import InputError
    from sync.specs.diagnostics import RegistryErrors

    try:
        known = uids(scope_of(ctx).settings().registry)
    except (RegistryErrors, InputError, OSError):
        return []
    return [CompletionItem(uid) for uid in known if uid.startswith(typed)]


def _complete_uids_and_paths(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [*_complete_uids(ctx, param, typed), CompletionItem(typed, type="file")]


def uid_argument(name: str, *, or_path: bool = False, **settings: Any) -> Callable[[Decorated], Decorated]:  # noqa: ANN401  click's own options
    """An argument that names functions of the registry, or a path; shells complete it."""
    return click.argument(name, shell_complete=_complete_uids_and_paths if or_path else _complete_uids, **settings)


def format_option(command: Command) -> Callable[[Decorated], Decorated]:
    """`--format`, for a command: every format that can write what it ends with; the command gets the `Format`."""
    from sync.render.format_registry import DEFAULT, formats_for

    formats = formats_for(command)
    return click.option(
        "--format",
        "form",
        type=click.Choice(list(formats)),
        default=DEFAULT,
        callback=lambda _context, _parameter, name: formats[name],
        help="; ".join(f"{name}{' (default)' if name == DEFAULT else ''}: {form.help}" for name, form in formats.items()) + ".",
    )


fail_on_option = click.option(
    "--fail-on",
    "bar",
    type=click.Choice(["error", "warning", "info"]),
    default="warning",
    show_default=True,
    help="The lowest severity that counts for exit codes 2 and 3; 4 and 5 always count.",
)
exit_zero_option = click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found; errors still exit with 1.")
signatures_option = _shared(
    "--no-signatures", is_flag=True, help="Do not read deployed code; inputs and answers are then not compared."
)
stack_option = _shared(
    "--stack",
    metavar="FILE|NAME",
    help="A Pulumi stack that may own functions and registrations: the file that `pulumi stack export` wrote, or a name for which "
    "pulumi is asked.",
)
workers_option = click.option("--workers", type=click.IntRange(1, 128), help="Calls in flight at once (env IVRSYNC_WORKERS).")


def policy_options(function: Decorated) -> Decorated:
    """`--allow-flow`, `--removals`, `--restore`: steps that a plan otherwise holds back."""
    allow = click.option(
        "--allow-flow",
        multiple=True,
        metavar="FLOW",
        help="Allow steps that affect this flow, given by name or id. Repeatable.",
    )
    removals = click.option("--removals", type=click.IntRange(0), metavar="N", help="Allow this many removals in a center.")
    restore = click.option(
        "--restore",
        multiple=True,
        metavar="UID",
        help="Point the registrations of this moved function back to where the registry has it. Repeatable.",
    )
    return allow(removals(restore(function)))


def policy_of(allow_flow: tuple[str, ...], removals: int | None, restore: tuple[str, ...]) -> Policy:
    """What the user allows. Only on the command line: a permission is for one plan."""
    from sync.core.plan.policy import Policy

    return Policy(allowed_flows=frozenset(allow_flow), named_removals=removals, restored=frozenset(restore))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The values of the shared options, and what the terminal can show."""

    registry: str | None
    settings_file: str | None
    account: str | None
    quiet: bool
    no_color: bool
    no_signatures: bool
    stack: str | None = None

    def flags(self, workers: int | None = None) -> Flags:
        """What the command line says of the settings."""
        from sync.settings import Flags

        return Flags(
            registry=self.registry,
            settings=self.settings_file,
            account=self.account,
            workers=workers,
            no_signatures=self.no_signatures,
            stack=self.stack,
        )

    def settings(self, workers: int | None = None) -> Settings:
        """The settings of this run: flags over environment over file."""
        from sync import settings

        here = Path.cwd()
        read = settings.read(self.flags(workers), settings.environment(), here)
        # Places in the registry are shown to people: registry/centers.yaml:2:3, not the whole path from the root.
        return replace(read, registry=read.registry.relative_to(here)) if read.registry.is_relative_to(here) else read

    def write(self, form: Format, output: CommandOutput) -> None:
        """Print what the command ends with, in that format."""
        click.echo(form.render(output, self.page()), nl=False)

    def page(self) -> Page:
        """As wide as the terminal, with colour where it can be seen and nobody said no."""
        from sync import settings
        from sync.render.page import Page

        seen = sys.stdout.isatty()
        width = min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST) if seen else _UNKNOWN_WIDTH
        colour = seen and not self.no_color and settings.allows_colour(settings.environment())
        return Page(width=width, colour=colour, quiet=self.quiet, tool=_tool, files=self._files)

    def _files(self) -> RegistryFiles:
        from sync.cli.registry_files import registry_files

        return registry_files(self.settings().registry, Path.cwd())

    def note(self, text: str) -> None:
        """Print a note on stderr, beside the result; nothing when quiet."""
        if not self.quiet:
            click.echo(text, err=True)


def _tool() -> str:
    from sync.app.version import tool

    return tool()


def scope_of(ctx: click.Context) -> Scope:
    """The scope of a run, from the shared options before or after the command."""
    said = {
        name: ctx.meta.get(_KEY + name)
        for name in ("registry", "settings", "account", "quiet", "no_color", "no_signatures", "stack")
    }
    return Scope(
        registry=said["registry"],
        settings_file=said["settings"],
        account=said["account"],
        quiet=bool(said["quiet"]),
        no_color=bool(said["no_color"]),
        no_signatures=bool(said["no_signatures"]),
        stack=said["stack"],
    )


def pass_scope(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """Pass a command its `Scope` as first argument. It returns its exit code; None means 0."""

    @click.pass_context
    def with_scope(ctx: click.Context, /, **options: Any) -> int | None:  # noqa: ANN401  each command names its own options
        return function(scope_of(ctx), **options)

    with_scope.__doc__ = function.__doc__
    with_scope.__name__ = function.__name__
    return with_scope
