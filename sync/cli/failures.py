"""How errors are reported: one line of what, one of what next, and an exit code. Never a traceback for bad input."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sync.specs.diagnostics import RegistryErrors

ERROR = 1
STOPPED = 130  # 128 + SIGINT, as shells count
_MOST_SHOWN = 500  # mistakes of a registry, as text
BROKEN_PIPE = 141  # 128 + SIGPIPE
REPORT_BUG = "this is a bug in ivrsync: please report it with the command you ran; IVRSYNC_DEBUG=1 shows the traceback to include"


def run_safely(command: click.Command, args: list[str] | None = None) -> int:
    """Run a click command; return its exit code, with every error reported on stderr."""
    _open_what_is_closed()
    _write_anything()
    try:
        code = command.main(args=args, prog_name="ivrsync", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
        return BROKEN_PIPE
    except (KeyboardInterrupt, click.Abort):
        click.echo("stopped", err=True)
        return STOPPED
    except SystemExit as left:  # click's own: completion ends with 0, output that nobody reads with 1
        code = BROKEN_PIPE if left.code == ERROR else left.code
    except Exception as error:  # noqa: BLE001  the last resort: whatever it is, the user gets a sentence
        return _failed(error)
    return code if isinstance(code, int) else 0


def report_error(message: str, hint: str = "") -> None:
    """An error on stderr, and what to do next."""
    from sync.render.escape import prose

    click.echo(f"error: {prose(message)}", err=True)
    if hint:
        click.echo(f"hint: {prose(hint)}", err=True)


def report_problems(errors: RegistryErrors) -> None:
    """Every mistake in the registry, each with its place and a correction; then how many."""
    from sync.render.escape import prose

    for problem in errors.problems[:_MOST_SHOWN]:
        click.echo(prose(str(problem)), err=True)
    number = len(errors.problems)
    hint = f"the first {_MOST_SHOWN} are above; `ivrsync validate --format json` lists them all" if number > _MOST_SHOWN else ""
    report_error(f"the registry has {number} mistake{'' if number == 1 else 's'}", hint)


def _failed(error: Exception) -> int:
    from sync.errors import IvrsyncError, StoppedError
    from sync.specs.diagnostics import RegistryErrors
    from sync.specs.lock import LockError

    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.exceptions.NoArgsIsHelpError():
            error.show()
        case click.UsageError():
            path = error.ctx.command_path if error.ctx else "ivrsync"
            report_error(" ".join(error.format_message().split()), f"see {path} --help")
        case click.ClickException():
            report_error(error.format_message())
        case IvrsyncError() | LockError():
            report_error(error.message, error.hint)
            return STOPPED if isinstance(error, StoppedError) else ERROR
        case OSError(errno=errno.ENOSPC):
            _forget_stdout()
            report_error("the output cannot be written: no space is left", "free some space, or write it elsewhere")
        case RegistryErrors():
            report_problems(error)
        case _:
            _bug(error)
    return ERROR


def _bug(error: Exception) -> None:
    from sync import settings

    if settings.is_debugging(settings.environment()):
        sys.excepthook(type(error), error, error.__traceback__)
    report_error(f"unexpected {type(error).__name__}", REPORT_BUG)


def _open_what_is_closed() -> None:
    """A shell may have closed a standard stream: `ivrsync drift >&-` wants the exit code alone.

    It is then opened on the null device, so that no file or connection that is opened later takes the stream's number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8"))


def _write_anything() -> None:
    """A terminal that cannot show a character gets its number instead of an exception."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _forget_stdout() -> None:
    """The reader of the output has gone; keep the interpreter from complaining about it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
