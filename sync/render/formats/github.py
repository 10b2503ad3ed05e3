"""Workflow commands of GitHub Actions: annotations at the lines of the registry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from sync.render.format_registry import PLANS, Format

if TYPE_CHECKING:
    from sync.render.outputs import PlannedOutput
    from sync.render.page import Page
    from sync.render.reported import Level, Reported

Kind = Literal["error", "warning", "notice"]
_MOST = 10  # of a kind, which is what GitHub shows of one step; it drops the rest in silence


def _annotations(output: PlannedOutput, page: Page) -> str:
    from sync.render.page import PLAIN
    from sync.render.reported import reported
    from sync.render.summary import summary_line

    rows = reported(output.plan.findings, page.files())
    # The last line is no command: it begins with a word of ours.
    return "".join(f"{line}\n" for line in (*_commands(rows), summary_line(output.plan, PLAIN, output.bar)))


def _commands(rows: tuple[Reported, ...]) -> Iterator[str]:
    numbers = Counter(_kind(row.level) for row in rows)
    is_cut = any(number > _MOST for number in numbers.values())
    shown: Counter[Kind] = Counter()
    for row in rows:
        kind = _kind(row.level)
        if shown[kind] < _room(kind, is_cut=is_cut):
            shown[kind] += 1
            yield _command(kind, row)
    if more := len(rows) - shown.total():
        yield f"::notice title={_property('ivrsync')}::{_message(_left_out(more))}"


def _kind(level: Level) -> Kind:
    match level:
        case "breaks" | "error":
            return "error"
        case "warning":
            return "warning"
        case "info":
            return "notice"


def _room(kind: Kind, *, is_cut: bool) -> int:
    """One notice is kept for how many more there are."""
    return _MOST - 1 if kind == "notice" and is_cut else _MOST


def _left_out(more: int) -> str:
    from sync.render.phrases import count

    return f"{count(more, 'more finding')}: GitHub shows {_MOST} annotations of a kind. --format json or markdown has them all."


def _command(kind: Kind, row: Reported) -> str:
    where = row.where
    end = where.column + row.width
    place = f"file={_property(where.file)},line={where.line},endLine={where.line},col={where.column},endColumn={end}"
    title = _property(f"{row.rule.code} {row.rule.name}: {row.about}")
    text = _message(f"{row.message}\n{row.fix}")
    return f"::{kind} {place},title={title}::{text}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


FORMAT = Format(help="annotations of a GitHub workflow", writers=dict.fromkeys(PLANS, _annotations))
