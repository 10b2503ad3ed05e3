"""A Code Quality report of GitLab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sync.render.format_registry import PLANS, Format

if TYPE_CHECKING:
    from sync.render.outputs import PlannedOutput
    from sync.render.page import Page
    from sync.render.reported import Level, Reported

_SEVERITIES: Mapping[Level, str] = {"breaks": "blocker", "error": "critical", "warning": "major", "info": "info"}


def _report(output: PlannedOutput, page: Page) -> str:
    import json

    from sync.render.reported import reported

    return json.dumps([_item(row) for row in reported(output.plan.findings, page.files())], ensure_ascii=False, indent=2) + "\n"


def _item(row: Reported) -> dict[str, object]:
    return {
        "description": f"{row.about}: {row.message}",
        "check_name": f"{row.rule.code} {row.rule.name}",
        "fingerprint": row.fingerprint,
        "severity": _SEVERITIES[row.level],
        "location": {"path": row.where.file, "lines": {"begin": row.where.line}},
    }


FORMAT = Format(help="a Code Quality report of GitLab", writers=dict.fromkeys(PLANS, _report))
