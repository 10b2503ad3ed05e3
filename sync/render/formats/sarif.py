"""SARIF 2.1.0, as code scanning on GitHub and the warnings of Jenkins read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sync.render.format_registry import PLANS, Format

if TYPE_CHECKING:
    from sync.core.rules.rule import Rule, Severity
    from sync.render.outputs import PlannedOutput
    from sync.render.page import Page
    from sync.render.reported import Level, Reported

# Limits of GitHub (docs.github.com, "SARIF support for code scanning"): a file beyond them is refused.
_MOST_RESULTS = 25_000
_LONGEST_NAME, _LONGEST_DESCRIPTION = 255, 1_024
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Mapping[Level, str] = {"breaks": "error", "error": "error", "warning": "warning", "info": "note"}
_PROBLEMS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "recommendation"}


def _log(output: PlannedOutput, page: Page) -> str:
    import json

    from sync.render.reported import reported

    files = page.files()
    rows = reported(output.plan.findings, files)
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(output, rows, files.called(files.folder))]}
    return json.dumps(log, ensure_ascii=False) + "\n"  # on one line, which is written ten times as fast


def _run(output: PlannedOutput, rows: tuple[Reported, ...], folder: str) -> dict[str, Any]:
    """One run. Its category names command and registry: a result of one must not close the alerts of another."""
    from sync.render.escape import visible

    shown = rows[:_MOST_RESULTS]
    rules = {row.rule.code: row.rule for row in shown}
    places = {code: number for number, code in enumerate(rules)}
    name, _, version = output.plan.tool.partition(" ")
    return {
        "tool": {"driver": {"name": name or "ivrsync", "version": version or "0", "rules": [*map(_rule, rules.values())]}},
        "automationDetails": {"id": f"ivrsync/{output.command}/{visible(folder)}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": [*_left_out(len(rows) - len(shown))]}],
        "results": [_result(row, places[row.rule.code]) for row in shown],
    }


def _left_out(more: int) -> Iterable[dict[str, Any]]:
    if more:
        text = f"{more} findings are left out: code scanning takes {_MOST_RESULTS}, and these are the worst. --format json has all."
        yield {"level": "warning", "message": {"text": text}}


def _rule(rule: Rule) -> dict[str, Any]:
    from sync.render.page import Page
    from sync.render.rules import rule_markdown, rule_text

    return {
        "id": rule.code,
        "name": rule.name[:_LONGEST_NAME],
        "shortDescription": {"text": rule.name.replace("-", " ").capitalize()[:_LONGEST_DESCRIPTION]},
        "fullDescription": {"text": rule.why[:_LONGEST_DESCRIPTION]},
        "help": {"text": rule_text(rule, Page(width=100)), "markdown": "\n".join(rule_markdown(rule)) + "\n"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"precision": "high", "problem.severity": _PROBLEMS[rule.severity], "tags": [rule.code[:2]]},
    }


def _result(row: Reported, place: int) -> dict[str, Any]:
    line, column = row.where.line, row.where.column
    region = {"startLine": line, "startColumn": column, "endLine": line, "endColumn": column + row.width}
    return {
        "ruleId": row.rule.code,
        "ruleIndex": place,
        "level": _LEVELS[row.level],
        "message": {"text": _unlinked(f"{row.about}: {row.message}. {row.fix}")},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(row.where.file)}, "region": region}}],
        # Code scanning uses only the first, and asks for this form.
        "partialFingerprints": {"primaryLocationLineHash": f"{row.fingerprint}:1", "ivrsync/v1": row.fingerprint},
    }


def _unlinked(text: str) -> str:
    """The text without `[words](target)`, of which readers of SARIF make links."""
    return text.replace("](", "]\\(")


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path)


FORMAT = Format(help="SARIF 2.1.0, for code scanning", writers=dict.fromkeys(PLANS, _log))
