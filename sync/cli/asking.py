"""How a command changes files of the registry: it shows what it would write, asks, writes, and says so."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sync.cli.options import Scope
    from sync.core.plan.exit_status import ExitCode
    from sync.render.format_registry import Format
    from sync.render.outputs import AcceptOutput, LockOutput


def write_if_agreed(
    scope: Scope,
    form: Format,
    output: AcceptOutput | LockOutput,
    write: Callable[[], None] | None,
    *,
    verb: tuple[str, str],
    yes: bool,
    code: ExitCode,
) -> int:
    """Show the output, ask unless `yes`, write, and return the exit code; `code` is that of success.

    `write` None: there is nothing to write. `verb` is what the command does to a file, such as write and written. Raises
    `InputError` where there is nobody to ask, and `StoppedError` for a no.
    """
    from sync.core.plan.exit_status import ExitCode

    output = output._replace(code=code if yes or write is None else ExitCode.ERROR)
    if write is None or form.for_people or not yes:
        scope.write(form, output)
    if write is None:
        return code
    if not yes:
        _ask(form, output.command, *verb)
    write()
    scope.write(form, output._replace(written=True, code=code, shown=form.for_people))
    return code


def _ask(form: Format, command: str, verb: str, done: str) -> None:
    from sync.errors import InputError, StoppedError

    if not form.for_people or not sys.stdin.isatty():
        message = f"nothing is {done}: {command} asks first, and there is nobody to ask"
        raise InputError(message, f"add --yes to {verb} what is shown")
    if not click.confirm(f"{verb.capitalize()} this?", err=True):
        raise StoppedError(f"nothing was {done}", "")
