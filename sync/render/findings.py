"""Findings for people: what each one is, whom it breaks and what fixes it; why it matters once for each code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sync.core.plan.model import Finding, FlowRef, ModuleRef, When
from sync.core.rules.catalogue import BY_CODE
from sync.core.rules.rule import Rule
from sync.render import alike, phrases
from sync.render.escape import visible
from sync.render.page import Page
from sync.render.remedy import remedy
from sync.render.rules import SEVERITIES
from sync.render.sentences import fill
from sync.render.width import below, cells, hang, pad

_LABEL = 10  # columns of `  Where   `
_MOST_FLOWS = 10  # named for one finding, or for many alike
Kind = tuple[str, str | None, bool, When, str | None, str | None]
Part = tuple[str, str]  # a label and what it says


def findings_lines(findings: Sequence[Finding], page: Page) -> tuple[str, ...]:
    """Every finding as a block, those that break a published flow first; of many alike the first few, and how many there are."""
    writer = _Writer(page)
    numbers = Counter(map(_kind, findings))
    lines: list[str] = []
    grouped: set[Kind] = set()
    for finding in sorted(findings, key=harm):
        kind = _kind(finding)
        if numbers[kind] <= alike.MOST:
            lines += writer.block(finding)
        elif kind not in grouped:
            grouped.add(kind)
            lines += writer.group([other for other in findings if _kind(other) == kind])
    return tuple(lines)


def harm(finding: Finding) -> int:
    """For sorting: first what breaks a published flow now, then what will break one, then the rest."""
    return 2 if not finding.breaks else 0 if finding.when == "now" else 1


def finding_line(finding: Finding) -> str:
    """A finding on one line: its code, what it is about, what it is, and which flows it breaks."""
    return f"{finding.code} {_about(finding)}: {fill(BY_CODE[finding.code].message, finding)}{_broken(finding)}"


def finding_sentence(finding: Finding) -> str:
    """What a finding is, with everything that differs and the flows that it breaks, on one line."""
    return f"{_what(finding, BY_CODE[finding.code])}{_broken(finding)}"


class _Writer:
    """Writes blocks, and remembers what it has said, so that no sentence of the catalogue is said at length twice."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._shown: set[Part] = set()

    def block(self, finding: Finding) -> Iterator[str]:
        """One finding. Its first line holds severity, code, name, origin, what it is about, and its place if there is room."""
        rule = BY_CODE[finding.code]
        head, place = self._headline(finding, rule, _about(finding)), visible(str(finding.where)) if finding.where else ""
        beside = bool(place) and cells(f"{head}  {place}") <= self._page.width
        yield from below([head + (f"  {self._page.paint('faint', place)}" if beside else "")], "", self._page.width)
        yield from self._part("What", _what(finding, rule))
        yield from self._part("Where", "" if beside else place)
        yield from self._rest([finding], rule)

    def group(self, findings: Sequence[Finding]) -> Iterator[str]:
        """Many of one code: how many, the first few, and everything else once."""
        rule = BY_CODE[findings[0].code]
        yield from below([self._headline(findings[0], rule, f"{len(findings)} times")], "", self._page.width)
        for number, finding in enumerate(findings[: alike.FIRST]):
            message = fill(rule.message, finding)
            yield from self._part("" if number else "What", f"{_about(finding)}: {message}")
        yield from self._part("", f"and {len(findings) - alike.FIRST} more like these; {alike.ELSEWHERE}")
        yield from self._rest(findings, rule)

    def _rest(self, findings: Sequence[Finding], rule: Rule) -> Iterator[str]:
        first = findings[0]
        yield from self._part(self._page.paint("bad", "Breaks") if first.breaks else "Flows", _named(findings))
        why = fill(rule.why, first)
        yield from self._part("Why", "" if self._is_said(rule.code, why) else why)
        fix = remedy(first)
        lines = self._part("Fix", fix)
        again = self._is_said(rule.code, fix) and len(lines) > 1
        yield from self._part("Fix", f"as above, at the first {rule.code}") if again else lines

    def _is_said(self, code: str, text: str) -> bool:
        """Whether it was said before, of that code; from now on it was."""
        said = (code, text) in self._shown
        self._shown.add((code, text))
        return said

    def _part(self, label: str, text: str) -> tuple[str, ...]:
        return hang(pad(f"  {label}", _LABEL), text, self._page.width) if text else ()

    def _headline(self, finding: Finding, rule: Rule, about: str) -> str:
        said = [*([finding.origin] if finding.origin else []), *(["after apply"] if finding.when == "after-apply" else [])]
        origin = f" ({', '.join(said)})" if said else ""
        severity = self._page.paint(SEVERITIES[rule.severity], f"{rule.severity:<7}")
        return f"{severity} {rule.code} {self._page.paint('strong', rule.name)}{origin}  {about}"


def _kind(finding: Finding) -> Kind:
    return finding.code, finding.origin, finding.breaks, finding.when, finding.remedy, finding.stack


def _about(finding: Finding) -> str:
    return visible(finding.uid or finding.subject)


def _what(finding: Finding, rule: Rule) -> str:
    """The message; the subject and the center where it has not named them; and the changes that it does not say."""
    message = fill(rule.message, finding)
    in_a_flow = any(finding.subject.startswith(f"{flow.id}/") for flow in finding.flows)  # told as the module and its flow
    named = [visible(finding.subject) if finding.uid else "", f"center {visible(finding.center)}" if finding.center else ""]
    unsaid = [] if in_a_flow else [name for name in named if name and name.removeprefix("center ") not in message]
    # A change of one plain field is what the message says already.
    changes = [phrases.change(item) for item in finding.changes if "." in item.path]
    return "; ".join([message + (f" ({', '.join(unsaid)})" if unsaid else ""), *changes])


def flows_named(flows: Iterable[FlowRef], modules: Iterable[ModuleRef] = ()) -> str:
    """These flows, each once, with the modules to open in them; of many the first ones, and how many more there are."""
    every, opened = list(dict.fromkeys(flows)), {module.flow: module for module in modules}
    shown = [phrases.flow(flow, opened.get(flow)) for flow in every[:_MOST_FLOWS]]
    if more := len(every) - len(shown):
        shown.append(f"and {more} more flows; {alike.ELSEWHERE}")
    return "; ".join(shown)


def _broken(finding: Finding) -> str:
    return f"; breaks {_named([finding])}" if finding.breaks else ""


def _named(findings: Sequence[Finding]) -> str:
    """The flows of these findings: where one breaks, those that are published and so break."""
    breaks, later = findings[0].breaks, findings[0].when == "after-apply"
    flows = (flow for finding in findings for flow in finding.flows if flow.published or not breaks)
    # The messages about a module name it themselves.
    modules = (module for finding in findings for module in finding.modules if "module" not in finding.args)
    return ("after apply: " if breaks and later else "") + flows_named(flows, modules) + called_by(findings)


def called_by(findings: Iterable[Finding]) -> str:
    """The flows whose callers are hurt too, because they call those that break; empty without any."""
    named = flows_named(flow for finding in findings for flow in finding.callers)
    return f"; called by {named}" if named else ""
