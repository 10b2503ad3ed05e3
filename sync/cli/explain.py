"""`ivrsync explain`: what one finding code means."""

from __future__ import annotations

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
    from sync.specs.wording import did_you_mean, shown

    by_name = {word: rule for rule in RULES for word in (rule.code, rule.name)}
    rule = next((rule for word, rule in by_name.items() if word.casefold() == code.casefold()), None)
    if rule is None:
        raise InputError(f"no finding code {shown(code)}", f"{did_you_mean(code, by_name)} `ivrsync rules` lists them all".strip())
    click.echo(rule_text(rule, scope.page()), nl=False)
