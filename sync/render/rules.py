"""The catalogue of findings for people: as a list, one at a time, and as the page docs/rules.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sync.core.rules.catalogue import RULES
from sync.core.rules.rule import Breaks, Rule, Severity
from sync.render.escape import markdown
from sync.render.page import Page, Style
from sync.render.width import cells, columns, hang, pad

SEVERITIES: Mapping[Severity, Style] = {"error": "bad", "warning": "warn", "info": "faint"}
BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in RULES}
ASPECTS = {
    "OB": "Observation",
    "EX": "Existence",
    "LO": "Location",
    "SG": "Signature",
    "RG": "Registration",
    "FL": "Flow",
    "CF": "Configuration",
}


_BREAKS: Mapping[Breaks, str] = {
    "": "no caller",
    "calls": "callers: the call reaches nothing",
    "requests": "callers: what a flow passes no longer suffices",
    "answers": "callers: what a flow reads is no longer there",
}


def rules_text(rules: Sequence[Rule], page: Page) -> str:
    """One line for each code, cut at nothing: the message template wraps under itself."""
    heads = columns([(page.paint("strong", rule.code), rule.name, rule.severity, "") for rule in rules])
    room = max(map(cells, heads), default=0) + 2
    lines = [line for head, rule in zip(heads, rules, strict=True) for line in hang(pad(head, room), rule.message, page.width)]
    return "\n".join([*lines, "", "ivrsync explain CODE says more about one."]) + "\n"


def rule_text(rule: Rule, page: Page) -> str:
    """Everything known about one code."""
    title, severity = page.paint("strong", f"{rule.code} {rule.name}"), page.paint(SEVERITIES[rule.severity], rule.severity)
    lines = [f"{title}  {severity}, since {rule.since}", ""]
    for label, text in (
        ("What", rule.message),
        ("Why", rule.why),
        ("Breaks", _BREAKS[rule.breaks]),
        ("Apply", rule.apply),
        ("Fix", rule.fix),
    ):
        lines += hang(f"  {label:<8}", text, page.width) if text else ()
    return "\n".join(lines) + "\n"


def rules_markdown(rules: Sequence[Rule]) -> str:
    """The page docs/rules.md, one section per aspect and one table row per code."""
    lines = [
        "# Finding codes",
        "",
        "Generated from the catalogue by `python -m sync.cli.docs`. Codes are never reused. `{...}` is filled in when found.",
    ]
    for aspect, title in ASPECTS.items():
        members = [rule for rule in rules if rule.code.startswith(aspect)]
        if members:
            lines += ["", f"## {aspect}: {title}"]
        for rule in members:
            lines += ["", *_section(rule)]
    return "\n".join(lines) + "\n"


def _section(rule: Rule) -> tuple[str, ...]:
    return (
        f"### {rule.code} {rule.name}",
        "",
        f"*{rule.severity}, since {rule.since}.* {markdown(rule.message)}",
        "",
        f"- **Why it matters:** {markdown(rule.why)}",
        f"- **Breaks:** {_BREAKS[rule.breaks]}.",
        *([f"- **`ivrsync apply`:** {markdown(rule.apply)}, where nothing holds the step back."] if rule.apply else []),
        f"- **What to do:** {markdown(rule.fix)}",
    )
