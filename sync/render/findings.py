"""A finding as a block: where, what, why it matters to a caller, and what fixes it."""

from __future__ import annotations

from collections.abc import Iterator

from sync.core.plan import Finding
from sync.core.rules.rule import Rule
from sync.render import phrases
from sync.render.escape import visible
from sync.render.palette import Palette
from sync.render.rules import BY_CODE
from sync.render.width import hang

_LABEL = 10  # columns of `  Where   `


def finding_block(finding: Finding, *, palette: Palette, width: int) -> tuple[str, ...]:
    """The lines of one finding. Its first line holds severity, code, name, origin and subject."""
    rule = BY_CODE[finding.code]
    lines = [_headline(finding, rule, palette)]
    for label, text in _parts(finding, rule):
        lines.extend(hang(f"  {label:<{_LABEL - 2}}", text, width))
    return tuple(lines)


def _headline(finding: Finding, rule: Rule, palette: Palette) -> str:
    style = {"error": palette.bad, "warning": palette.warn}.get(rule.severity, palette.faint)
    origin = f" ({finding.origin})" if finding.origin else ""
    severity, name = palette.paint(style, f"{rule.severity:<7}"), palette.paint(palette.strong, rule.name)
    return f"{severity} {rule.code} {name}{origin}  {visible(finding.uid or finding.subject)}"


def _parts(finding: Finding, rule: Rule) -> Iterator[tuple[str, str]]:
    message = phrases.fill(rule.message, finding.args)
    yield "What", message
    # A change of one plain field is what the message says already.
    yield from (("", phrases.change(item)) for item in finding.changes if "." in item.path)
    if place := _where(finding, message):
        yield "Where", place
    yield "Why", rule.why
    yield from _flows(finding)
    yield "Fix", rule.fix


def _where(finding: Finding, message: str) -> str:
    """The line of the registry, then the subject and the center where the message has not named them."""
    subject, center = visible(finding.subject), visible(finding.center or "")
    parts = [visible(str(finding.where)) if finding.where else ""]
    parts += [
        subject if finding.uid and subject not in message else "",
        f"center {center}" if center and center not in message else "",
    ]
    return ", ".join(part for part in parts if part)


def _flows(finding: Finding) -> Iterator[tuple[str, str]]:
    label = "Breaks" if finding.breaks else "Flows"
    for number, reference in enumerate(finding.flows):
        yield ("" if number else label), phrases.flow(reference)
