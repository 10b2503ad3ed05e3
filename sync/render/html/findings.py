"""The findings as a table: one row for each, which opens to everything that is known of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sync.core.rules.rule import Severity
from sync.render import phrases
from sync.render.escape import visible
from sync.render.finding_rows import FindingRow
from sync.render.findings import harm
from sync.render.html.markup import Html, join, tag

_RANKS: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
_COLUMNS = ("Severity", "Code", "About", "What")


class Section(NamedTuple):
    """A part of the page with a heading, and a name to link to."""

    name: str
    title: str
    inside: Html

    def html(self) -> Html:
        """The part as it stands in the page."""
        return tag("section", tag("h2", self.title), self.inside, id=self.name)


def section(name: str, title: str, *inside: str) -> Section:
    """A part of the page with that in it."""
    return Section(name, title, join(inside))


def link_to(row: FindingRow) -> Html:
    """A link to a finding, by its fingerprint: it is the same in every report that has the finding."""
    return tag("a", row.code, href=f"#f-{row.fingerprint}")


def findings_section(rows: Sequence[FindingRow]) -> Section:
    """The table with its tools, which only the script shows; those that break a published flow first."""
    if not rows:
        return section("findings", "Findings", tag("p", "None."))
    ordered = sorted(rows, key=lambda row: (harm(row), _RANKS[row.severity]))
    heads = (tag("th", name, scope="col") for name in _COLUMNS)
    table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *map(_row, ordered)), class_="findings")
    return section("findings", f"Findings ({len(rows)})", _tools(rows), table)


def _tools(rows: Sequence[FindingRow]) -> Html:
    counted = Counter(row.severity for row in rows)
    kinds = [("breaks", "breaks a flow", sum(row.breaks for row in rows))]
    kinds += [(severity, severity, counted[severity]) for severity in _RANKS]
    buttons = (
        tag("button", f"{words} ({number})", type="button", aria_pressed="false", data_kind=kind)
        for kind, words, number in kinds
        if number
    )
    field = tag("input", type="search", id="filter", placeholder="Filter", aria_label="Filter the findings", autocomplete="off")
    return tag("div", field, *buttons, tag("span", role="status", id="shown"), class_="tools scripted", hidden=True)


def _row(row: FindingRow) -> Html:
    about = visible(row.uid or row.subject)
    details = tag("details", tag("summary", row.message), tag("dl", *_parts(row)))
    return tag(
        "tr",
        tag("td", tag("span", row.severity, class_=f"mark {row.severity}")),
        tag("td", tag("a", row.code, href=f"#f-{row.fingerprint}"), tag("small", row.name)),
        tag("td", about),
        tag("td", tag("b", "Breaks a flow. ") if row.breaks else "", details),
        id=f"f-{row.fingerprint}",
        data_kind=f"breaks {row.severity}" if row.breaks else row.severity,
        data_rank=str(_RANKS[row.severity]),
    )


def _parts(row: FindingRow) -> Iterator[Html]:
    opened = {module.flow: module for module in row.modules}
    changes = [phrases.change(item) for item in row.changes if "." in item.path]
    flows = [phrases.flow(flow, opened.get(flow)) for flow in row.flows]
    parts = (
        ("Breaks" if row.breaks else "Flows", flows),
        ("Called by", [*map(phrases.flow, row.callers)]),
        ("Changes", changes),
        ("Why", [row.why]),
        ("Fix", [row.fix]),
        ("Where", [visible(str(row.where))] if row.where else []),
        ("Subject", [visible(row.subject)] if row.uid else []),
        ("Center", [visible(row.center)] if row.center else []),
        ("Origin", [_when(row)]),
        ("More", [f"ivrsync why {row.fingerprint}"]),
    )
    for name, texts in parts:
        if texts := [text for text in texts if text]:
            yield tag("dt", name)
            yield from (tag("dd", text) for text in texts)


def _when(row: FindingRow) -> str:
    return ", ".join([*([row.origin] if row.origin else []), *(["after apply"] if row.when == "after-apply" else [])])
