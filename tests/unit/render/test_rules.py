"""The catalogue for people, in three forms."""

from __future__ import annotations

import pytest

from sync.core.rules.catalogue import RULES
from sync.core.rules.rule import Rule
from sync.render.page import Page
from sync.render.rules import ASPECTS, rule_text, rules_markdown, rules_text
from tests.unit.render.colour import uncoloured

TWO = (
    Rule(
        code="EX001",
        name="function-missing",
        severity="error",
        breaks="calls",
        message="{address} is *gone*",
        why="No answer.",
        fix="Create it.",
    ),
    Rule(
        code="RG005",
        name="text-differs",
        severity="info",
        message="差异 {found}",
        why="Nothing.",
        fix="Run `apply`.",
        since="0.2.0",
    ),
)


def test_the_list_has_a_line_for_each_code() -> None:
    assert rules_text(TWO, Page(width=80)) == (
        "EX001  function-missing  error  {address} is *gone*\n"
        "RG005  text-differs      info   差异 {found}\n"
        "\n"
        "ivrsync explain CODE says more about one.\n"
    )


def test_one_code_is_explained_whole() -> None:
    assert rule_text(TWO[1], Page(width=80)) == (
        "RG005 text-differs  info, since 0.2.0\n\n"
        "  What    差异 {found}\n  Why     Nothing.\n  Breaks  no caller\n  Fix     Run `apply`.\n"
    )


def test_the_page_has_a_section_for_each_aspect_that_has_codes() -> None:
    assert rules_markdown(TWO) == (
        "# Finding codes\n"
        "\n"
        "Generated from the catalogue by `python -m sync.cli.docs`. Codes are never reused. `{...}` is filled in when found.\n"
        "\n"
        "## EX: Existence\n"
        "\n"
        "### EX001 function-missing\n"
        "\n"
        "*error, since 0.1.0.* \\{address\\} is \\*gone\\*\n"
        "\n"
        "- **Why it matters:** No answer\\.\n"
        "- **Breaks:** callers: the call reaches nothing.\n"
        "- **What to do:** Create it\\.\n"
        "\n"
        "## RG: Registration\n"
        "\n"
        "### RG005 text-differs\n"
        "\n"
        "*info, since 0.2.0.* 差异 \\{found\\}\n"
        "\n"
        "- **Why it matters:** Nothing\\.\n"
        "- **Breaks:** no caller.\n"
        "- **What to do:** Run \\`apply\\`\\.\n"
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.code))
def test_no_code_of_the_catalogue_is_left_off_the_page(rule: Rule) -> None:
    assert rule.code[:2] in ASPECTS
    assert f"### {rule.code} {rule.name}\n" in rules_markdown(RULES)


@pytest.mark.parametrize("rule", TWO, ids=lambda rule: str(rule.severity))
def test_colour_changes_nothing_but_colour(rule: Rule) -> None:
    coloured = rule_text(rule, Page(width=80, colour=True))
    assert uncoloured(coloured) == rule_text(rule, Page(width=80))
