"""The catalogue of findings for people: as a list, one at a time, and as the page docs/rules.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sync.core.rules.rule import Breaks, Rule, Severity
from sync.render.page import Page, Style
from sync.render.width import cells, columns, hang, pad, wrap

SEVERITIES: Mapping[Severity, Style] = {"error": "bad", "warning": "warn", "info": "faint"}
ASPECTS = {
    "OB": "Observation",
    "EX": "Existence",
    "LO": "Location",
    "SG": "Signature",
    "RG": "Registration",
    "FL": "Flow",
    "CF": "Configuration",
}


_PAGE_WIDTH = 100
_LINE_SIGNS = frozenset({"# ", "> ", "+ ", "- ", "* "})
_COMMAND = re.compile(r"ivrsync (?:accept|apply|doctor|drift|plan|signature|test|why)\b(?: (?:UID|--[a-z]+))*")
_BREAKS: Mapping[Breaks, str] = {
    "": "no caller",
    "calls": "callers: the call reaches nothing",
    "requests": "callers: a flow no longer passes all that is needed",
    "answers": "callers: a flow reads something that is no longer returned",
}


def rules_text(rules: Sequence[Rule], page: Page) -> str:
    """One line for each code, cut at nothing: the message template wraps under itself."""
    heads = columns([(page.paint("strong", rule.code), rule.name, rule.severity, "") for rule in rules])
    room = max(map(cells, heads), default=0) + 2
    lines = [line for head, rule in zip(heads, rules, strict=True) for line in hang(pad(head, room), rule.message, page.width)]
    return "\n".join([*lines, "", "ivrsync explain CODE explains one of them."]) + "\n"


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
    """The page docs/rules.md: a part for each aspect, a section of short paragraphs for each code."""
    lines = [
        "# Finding codes",
        "",
        *_paragraph(
            "Every code that ivrsync plan and ivrsync drift can report, by aspect: what is found, why it matters to a caller, "
            "and what to do. Words in braces are filled in by each finding. Codes are never reused."
        ),
        "",
        "Generated from the catalogue by `python -m sync.cli.docs`.",
    ]
    for aspect, title in ASPECTS.items():
        members = [rule for rule in rules if rule.code.startswith(aspect)]
        if members:
            lines += ["", f"## {aspect}: {title}"]
        for rule in members:
            lines += ["", f"### {rule.code} {rule.name}", "", *rule_markdown(rule)]
    return "\n".join(lines) + "\n"


def rule_markdown(rule: Rule) -> Iterator[str]:
    """Everything known about one code, as lines of Markdown."""
    breaks = f" Breaks {_BREAKS[rule.breaks]}." if rule.breaks else ""
    yield from _paragraph(f"{rule.severity.capitalize()}, since {rule.since}.{breaks}")
    yield ""
    yield from (f"> {line}" for line in _paragraph(rule.message))
    yield ""
    yield from _paragraph(rule.why)
    yield ""
    if rule.apply:
        yield from _paragraph(f"ivrsync apply {rule.apply}, unless the step is held back.")
        yield ""
    yield from _paragraph(f"**Fix:** {rule.fix}")


def _paragraph(text: str) -> Iterator[str]:
    """The text in lines that read well as they are; none begins with a sign that would be Markdown there."""
    marked = _COMMAND.sub(lambda match: f"`{match[0]}`", text)
    return (f"\\{line}" if line[:2] in _LINE_SIGNS else line for line in wrap(marked, _PAGE_WIDTH))
