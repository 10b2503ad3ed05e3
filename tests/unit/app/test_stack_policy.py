"""`policy.toml`: what it may state, and how a mistake in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.app.stack_policy import read_stack_rules
from sync.errors import InputError
from sync.specs.policy import StackRules


def test_without_the_file_nothing_is_restricted(tmp_path: Path) -> None:
    assert read_stack_rules(tmp_path / "policy.toml") == StackRules()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('regions = "cn-hangzhou"', "1: regions: must be a list, such as [\"cn-hangzhou\"], not 'cn-hangzhou'"),
        ('# where\n\nregions = ["cn-hangzhou", 3]', "3: regions[1]: must be a text in quotes, not the number 3"),
        ('regions = ["nowhere"]', "1: regions[0]: unknown region 'nowhere'"),
        ('longest_timeout = "10"', "1: longest_timeout: must be a whole number without quotes, not '10'"),
        ("longest_timeout = 1.5", "1: longest_timeout: must be a whole number without quotes, not the number 1.5"),
        ("longest_timeout = 0", "1: longest_timeout: must be at least 1, not 0"),
        ("advisory = 1", "1: advisory: must be true or false, not the number 1"),
        (
            'advisory = true\n function_names = "["',
            "2: function_names: this is not a regular expression: unterminated character set at position 0",
        ),
        ("regoins = []", "1: regoins: unknown key; did you mean 'regions'?"),
        ("[limits]\nx = 1", "1: limits: unknown key"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_its_key(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(text)

    with pytest.raises(InputError) as refused:
        read_stack_rules(file)

    assert refused.value.message == f"{file}:{told}"


def test_every_mistake_is_told(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text("oldest_snapshot = 0\nadvisory = 0\n")

    with pytest.raises(InputError) as refused:
        read_stack_rules(tmp_path / "policy.toml")

    assert [line.partition("policy.toml:")[2].partition(":")[0] for line in refused.value.message.splitlines()] == ["2", "1"]
