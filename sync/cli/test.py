"""`ivrsync test`: call functions the way the call center calls them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from sync.cli.options import Scope, exit_zero_option, format_option, pass_scope, shared_options, uid_argument, workers_option

if TYPE_CHECKING:
    from pydantic import JsonValue


@click.command(
    epilog="""\b
Examples:
  ivrsync test                                         every check of the registry
  ivrsync test check-user-identity                     the checks of one function
  ivrsync test get-number-region --input '{"phone": "05718888"}'

\b
Exit codes: 0 every call returned what was expected, 1 one did not, or another error
"""
)
@uid_argument("uids", nargs=-1, metavar="[UID]...")
@click.option("--input", "given", metavar="JSON", help="Call with this instead of the checks; any answer except a failure passes.")
@workers_option
@format_option
@exit_zero_option
@shared_options
@pass_scope
def command(scope: Scope, uids: tuple[str, ...], given: str | None, workers: int | None, form: str, exit_zero: bool) -> int:
    """Call functions the way the call center calls them.

    Each call goes through the registration that published flows use, to where it points now; if no flow uses one, through the
    registration in the registry. It sends the inputs of the checks and prints the answers. Where a center cannot make the
    call, the function is called directly in Function Compute, and the output says so. ivrsync writes nothing, but the
    functions that are called take effect.
    """
    from sync.app.invoke import call_functions
    from sync.app.version import tool
    from sync.cli.watching import watching
    from sync.core.plan.exit_status import ExitCode
    from sync.render.documents import report_document
    from sync.render.json_ import document_json
    from sync.render.report_text import report_text

    event = None if given is None else _event(given)
    with watching(scope) as observer:
        outcome = call_functions(scope.settings(workers), uids, event, observer)
    report, code = outcome.report, outcome.code
    if form == "json":
        document = report_document(report, tool=tool(), verdict=code.bare_word, exit_code=code)
        click.echo(document_json(document), nl=False)
    else:
        click.echo(report_text(report, palette=scope.palette(), width=scope.width()), nl=False)
    return 0 if exit_zero and code is ExitCode.ERROR else code


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
