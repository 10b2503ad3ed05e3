"""`ivrsync explain`: what one finding code means."""

from __future__ import annotations

import difflib

import click

from sync.cli.options import Scope, pass_scope, shared_options


@click.command(
    epilog="""\b
Examples:
  ivrsync explain RG002
  ivrsync explain registration-stale  a code may be given by its name

\b
Exit codes: 0 printed, 1 no such code
"""
)
@click.argument("code")
@shared_options
@pass_scope
def command(scope: Scope, code: str) -> None:
    """Say what a finding code means and what to do about it."""
    from sync.core.rules.catalogue import RULES
    from sync.errors import InputError
    from sync.render.rules import rule_text

    by_name = {word.casefold(): rule for rule in RULES for word in (rule.code, rule.name)}
    rule = by_name.get(code.casefold())
    if rule is None:
        close = difflib.get_close_matches(code.casefold(), by_name, n=1)
        meant = f"did you mean {by_name[close[0]].code} {by_name[close[0]].name}? " if close else ""
        raise InputError(f"no finding code {code!r}", f"{meant}ivrsync rules lists them all")
    click.echo(rule_text(rule, palette=scope.palette(), width=scope.width()), nl=False)
