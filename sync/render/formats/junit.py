"""A test report in XML, as Jenkins, GitLab and Azure read it: a test case for each code and each thing that it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from sync.render.format_registry import PLANS, Format

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from sync.core.rules.rule import Severity
    from sync.render.outputs import PlannedOutput
    from sync.render.page import Page
    from sync.render.reported import Reported

Outcome = Literal["failure", "error", "passed"]
_NAME = "ivrsync"
_CODE, _TIME = "classname", "time"
_ILLEGAL = re.compile(r"[^\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _report(output: PlannedOutput, page: Page) -> str:
    from xml.etree import ElementTree as ET

    from sync.render.reported import reported

    cases = _cases(reported(output.plan.findings, page.files()), output.bar)
    outcomes = [_outcome(rows, output.bar) for rows in cases.values()]
    counts = {
        "tests": str(len(cases) or 1),
        "failures": str(outcomes.count("failure")),
        "errors": str(outcomes.count("error")),
        "skipped": "0",
        _TIME: "0",
    }
    suites = ET.Element("testsuites", {"name": _NAME, **counts})
    suite = ET.SubElement(suites, "testsuite", {"name": f"{_NAME} {output.command}", **counts})
    for (code, name), rows in cases.items():
        case = ET.SubElement(suite, "testcase", {_CODE: code, "name": name, _TIME: "0", "file": _legal(rows[0].where.file)})
        _tell(case, rows, _outcome(rows, output.bar))
    if not cases:
        ET.SubElement(suite, "testcase", {_CODE: _NAME, "name": output.command, _TIME: "0"})
    ET.indent(suites)
    return f"{_DECLARATION}{ET.tostring(suites, encoding='unicode')}\n"


def _cases(rows: Sequence[Reported], bar: Severity) -> Mapping[tuple[str, str], list[Reported]]:
    """The findings of each test case, by its code and its name; what could not be read first, then what fails, then what passes."""
    from sync.render.escape import visible

    cases: dict[tuple[str, str], list[Reported]] = {}
    for row in rows:
        center = row.finding.center
        name = _legal(row.about + (f" in {visible(center)}" if center else ""))
        cases.setdefault((row.rule.code, name), []).append(row)
    order = ("error", "failure", "passed")
    return dict(sorted(cases.items(), key=lambda case: order.index(_outcome(case[1], bar))))


def _outcome(rows: Sequence[Reported], bar: Severity) -> Outcome:
    """A finding that does not count for the exit code does not fail a test."""
    from sync.core.plan.exit_status import counts

    if any(row.is_gap for row in rows):
        return "error"
    return "failure" if any(counts(row.finding, bar) for row in rows) else "passed"


def _tell(case: Element, rows: Sequence[Reported], outcome: Outcome) -> None:
    from xml.etree.ElementTree import SubElement

    more = f" (and {len(rows) - 1} more)" if len(rows) > 1 else ""
    if outcome == "passed":
        told = SubElement(case, "system-out")
    else:
        told = SubElement(case, outcome, message=_legal(rows[0].message + more), type=rows[0].rule.name)
    told.text = _legal("\n\n".join(map(_paragraphs, rows)))


def _paragraphs(row: Reported) -> str:
    where = row.where
    return f"{row.message}\nWhere: {where}\nWhy: {row.why}\nFix: {row.fix}\nFingerprint: {row.fingerprint}"


def _legal(text: str) -> str:
    """The text without what XML 1.0 cannot hold."""
    return _ILLEGAL.sub("", text)


FORMAT = Format(help="a test report in XML (Jenkins, GitLab, Azure)", writers=dict.fromkeys(PLANS, _report))
