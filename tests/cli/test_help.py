"""Every command explains itself: what for, examples, exit codes; and the table of commands says the same."""

from __future__ import annotations

import click
import pytest

from sync.cli.main import COMMANDS
from sync.cli.main import command as ivrsync


def help_of(name: str) -> str:
    found = ivrsync.get_command(click.Context(ivrsync), name)
    assert found is not None
    return found.get_help(click.Context(found, info_name=f"ivrsync {name}", terminal_width=200))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_is_for_in_the_words_of_the_table(name: str) -> None:
    found = ivrsync.get_command(click.Context(ivrsync), name)
    assert found is not None
    assert (found.help or "").split("\n")[0] == COMMANDS[name][1]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_shows_examples_and_exit_codes(name: str) -> None:
    text = help_of(name)
    assert "Examples:\n    ivrsync " in text or "Examples:\n    source <(ivrsync " in text
    assert "Exit codes:" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_the_shared_options_may_stand_behind_every_command(name: str) -> None:
    text = help_of(name)
    assert [option for option in ("--registry", "--settings", "--account", "--quiet", "--no-color") if option not in text] == []


def test_no_line_of_the_help_is_wider_than_eighty_columns() -> None:
    context = click.Context(ivrsync, info_name="ivrsync", terminal_width=80)
    assert [line for line in ivrsync.get_help(context).splitlines() if len(line) > 80] == []
