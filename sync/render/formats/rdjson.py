"""Diagnostics for reviewdog, which posts them to the code hosts that it knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sync.render.format_registry import PLANS, Format

if TYPE_CHECKING:
    from sync.render.outputs import PlannedOutput
    from sync.render.page import Page
    from sync.render.reported import Level, Reported

_SEVERITIES: Mapping[Level, str] = {"breaks": "ERROR", "error": "ERROR", "warning": "WARNING", "info": "INFO"}
Text = Callable[[str], str | None]


def _result(output: PlannedOutput, page: Page) -> str:
    import json
    from functools import cache

    from sync.render.reported import reported

    files = page.files()
    text = cache(files.text)
    diagnostics = [_diagnostic(row, text) for row in reported(output.plan.findings, files)]
    return json.dumps({"source": {"name": "ivrsync"}, "diagnostics": diagnostics}, ensure_ascii=False, indent=2) + "\n"


def _diagnostic(row: Reported, text: Text) -> dict[str, object]:
    line, column = row.where.line, _byte_column(row, text)
    positions = {"start": {"line": line, "column": column}, "end": {"line": line, "column": column + row.width}}
    return {
        "message": f"{row.about}: {row.message}\n{row.fix}",
        "location": {"path": row.where.file, "range": positions},
        "severity": _SEVERITIES[row.level],
        "code": {"value": f"{row.rule.code} {row.rule.name}"},
    }


def _byte_column(row: Reported, text: Text) -> int:
    """The column in bytes of UTF-8, counted from 1. What stands before it is taken from the file, where that can be read."""
    before = row.where.column - 1
    lines = (text(row.file) or "").split("\n", row.where.line)
    line = lines[row.where.line - 1] if len(lines) >= row.where.line else ""
    return 1 + (len(line[:before].encode(errors="replace")) if len(line) >= before else before)


FORMAT = Format(help="diagnostics for reviewdog", writers=dict.fromkeys(PLANS, _result))
