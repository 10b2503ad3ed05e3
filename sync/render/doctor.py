"""What doctor found, for people: one line per thing tried, and what to do below those that did not work."""

from __future__ import annotations

from collections.abc import Sequence

from sync.render.documents import CheckState, DoctorRow
from sync.render.escape import visible
from sync.render.page import Page, Style
from sync.render.width import cells, columns, hang, pad

_WORDS: dict[CheckState, tuple[Style, str]] = {"ok": ("good", "ok"), "warning": ("warn", "warning"), "failed": ("bad", "FAILED")}


def doctor_text(rows: Sequence[DoctorRow], page: Page) -> str:
    """Every examination, its facts, and its advice; then how many did not work."""
    heads = columns([(page.paint(*_WORDS[row.state]), row.topic, visible(row.subject), "") for row in rows])
    room = max(map(cells, heads), default=0) + 2
    lines: list[str] = []
    for row, head in zip(rows, heads, strict=True):
        lines += hang(pad(head, room), _facts(row), page.width)
        if row.hint:
            lines += hang("         hint: ", visible(row.hint), page.width)
    failed = sum(row.state == "failed" for row in rows)
    verdict = "everything that was tried works" if not failed else f"{failed} of {len(rows)} did not work"
    return "\n".join([*lines, "", verdict]) + "\n"


def _facts(row: DoctorRow) -> str:
    return ", ".join(f"{visible(name)} {visible(fact)}" for name, fact in row.facts.items() if fact)
