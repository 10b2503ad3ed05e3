"""The catalogue of findings for people: as a list, one at a time, and as the page docs/rules.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sync.core.rules.rule import Breaks, Rule
from sync.render.escape import markdown
from sync.render.palette import Palette
from sync.render.width import columns, hang

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


def rules_text(rules: Sequence[Rule], *, palette: Palette, width: int) -> str:
    """One line for each code, cut at nothing: the message template wraps under itself."""
    heads = columns([(rule.code, rule.name, rule.severity, "") for rule in rules])
    room = max(map(len, heads), default=0) + 2
    lines: list[str] = []
    for head, rule in zip(heads, rules, strict=True):
        first, *rest = hang(f"{head:<{room}}", rule.message, width)
        lines += [first.replace(rule.code, palette.paint(palette.strong, rule.code), 1), *rest]
    return "\n".join([*lines, "", "ivrsync explain CODE says more about one."]) + "\n"


def rule_text(rule: Rule, *, palette: Palette, width: int) -> str:
    """Everything known about one code."""
    style = {"error": palette.bad, "warning": palette.warn}.get(rule.severity, palette.faint)
    title = palette.paint(palette.strong, f"{rule.code} {rule.name}")
    lines = [f"{title}  {palette.paint(style, rule.severity)}, since {rule.since}", ""]
    for label, text in (
        ("What", rule.message),
        ("Why", rule.why),
        ("Breaks", _BREAKS[rule.breaks]),
        ("Apply", rule.apply),
        ("Fix", rule.fix),
    ):
        lines += hang(f"  {label:<8}", text, width) if text else ()
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
