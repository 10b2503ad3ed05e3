"""`ivrsync test`: call functions the way the call center calls them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from sync.cli.options import Scope, exit_zero_option, format_option, pass_scope, shared_options, uid_argument, workers_option

if TYPE_CHECKING:
    from pydantic import JsonValue

    from sync.render.format_registry import Format


@click.command(
    epilog="""\b
Examples:
  ivrsync test                                         every check of the registry
  ivrsync test check-user-identity                     the checks of one function
  ivrsync test get-number-region --input '{"phone": "05718888"}'

\b
Exit codes: 0 every call answered as expected, 1 one did not, or another error
"""
)
@uid_argument("uids", nargs=-1, metavar="[UID]...")
@click.option("--input", "given", metavar="JSON", help="Call with this instead of the checks; any answer but a failure is right.")
@workers_option
@format_option("test")
@exit_zero_option
@shared_options
@pass_scope
def command(scope: Scope, uids: tuple[str, ...], given: str | None, workers: int | None, form: Format, exit_zero: bool) -> int:
    """Call functions the way the call center calls them.

    Through the registration that published flows hold, where it points now; where none holds any, through the one the registry
    means. With the inputs of the checks, and the answers printed. Where a center cannot be asked to call, the function is called
    in Function Compute directly, and the output says so. Nothing is written; what the functions do is theirs.
    """
    from sync.app.invoke import call_functions
    from sync.cli.watching import watching
    from sync.core.plan.exit_status import ExitCode
    from sync.render.outputs import InvokeOutput

    event = None if given is None else _event(given)
    with watching(scope) as observer:
        outcome = call_functions(scope.settings(workers), uids, event, observer)
    scope.write(form, InvokeOutput(report=outcome.report, code=outcome.code))
    return 0 if exit_zero and outcome.code is ExitCode.ERROR else outcome.code


def _event(text: str) -> dict[str, JsonValue]:
    from sync.errors import InputError

    hint = """an object of inputs by name, e.g. '{"phone": "05718888"}'"""
    try:
        event = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"--input is not JSON: {error}", hint) from error
    if not isinstance(event, dict):
        raise InputError("--input is not a JSON object", hint)
    return event
