"""The catalogue for people, in three forms."""

from __future__ import annotations

from dataclasses import replace

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
        message="{address} is gone",
        args={"address": "address"},
        why="No answer.",
        fix="Create it.",
    ),
    Rule(
        code="RG005",
        name="text-differs",
        severity="info",
        message="差异 {found}",
        args={"found": "setting"},
        why="Nothing.",
        apply="mends it",
        fix="Run ivrsync plan.",
        since="0.2.0",
    ),
)


def test_the_list_has_a_line_for_each_code() -> None:
    assert rules_text(TWO, Page(width=80)) == (
        "EX001  function-missing  error  {address} is gone\n"
        "RG005  text-differs      info   差异 {found}\n"
        "\n"
        "ivrsync explain CODE says more about one.\n"
    )


def test_one_code_is_explained_whole() -> None:
    assert rule_text(TWO[1], Page(width=80)) == (
        "RG005 text-differs  info, since 0.2.0\n\n"
        "  What    差异 {found}\n  Why     Nothing.\n  Breaks  no caller\n  Apply   mends it\n"
        "  Fix     Run ivrsync plan.\n"
    )


def test_the_page_has_a_section_for_each_aspect_that_has_codes() -> None:
    assert rules_markdown(TWO) == (
        "# Finding codes\n"
        "\n"
        "Every code that `ivrsync plan` and `ivrsync drift` can report, by aspect: what is found, why it\n"
        "matters to a caller, and what to do. Words in braces are filled in by each finding. Codes are never\n"
        "reused.\n"
        "\n"
        "Generated from the catalogue by `python -m sync.cli.docs`.\n"
        "\n"
        "## EX: Existence\n"
        "\n"
        "### EX001 function-missing\n"
        "\n"
        "Error, since 0.1.0. Breaks callers: the call reaches nothing.\n"
        "\n"
        "> {address} is gone\n"
        "\n"
        "No answer.\n"
        "\n"
        "**Fix:** Create it.\n"
        "\n"
        "## RG: Registration\n"
        "\n"
        "### RG005 text-differs\n"
        "\n"
        "Info, since 0.2.0.\n"
        "\n"
        "> 差异 {found}\n"
        "\n"
        "Nothing.\n"
        "\n"
        "`ivrsync apply` mends it, unless the step is held back.\n"
        "\n"
        "**Fix:** Run `ivrsync plan`.\n"
    )


def test_no_line_of_the_page_begins_with_a_sign_that_would_be_markdown_there() -> None:
    long = replace(TWO[1], fix="word " * 17 + "words " + "> 函数列表 > 删除")
    assert rules_markdown([long]).endswith("words\n\\> 函数列表 > 删除\n")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.code))
def test_the_sentences_of_the_catalogue_are_no_markdown(rule: Rule) -> None:
    assert not set("*`<|[]#\\") & set(f"{rule.message}{rule.why}{rule.fix}{rule.apply}")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.code))
def test_no_code_of_the_catalogue_is_left_off_the_page(rule: Rule) -> None:
    assert rule.code[:2] in ASPECTS
    assert f"### {rule.code} {rule.name}\n" in rules_markdown(RULES)


@pytest.mark.parametrize("rule", TWO, ids=lambda rule: str(rule.severity))
def test_colour_changes_nothing_but_colour(rule: Rule) -> None:
    coloured = rule_text(rule, Page(width=80, colour=True))
    assert uncoloured(coloured) == rule_text(rule, Page(width=80))
