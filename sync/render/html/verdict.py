"""The first words of the report: who is hurt, in the words of a caller, and by what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sync.core.plan.exit_status import ExitCode, verdict
from sync.core.plan.model import FlowRef, ModuleRef, Plan, When
from sync.core.rules.catalogue import BY_CODE
from sync.core.rules.rule import Breaks, Severity
from sync.render.escape import visible
from sync.render.finding_rows import FindingRow
from sync.render.phrases import count

_NOW: Mapping[Breaks, str] = {
    "calls": "reach no function",
    "requests": "reach a function that does not get what it needs",
    "answers": "get an answer that the flow cannot use",
}
_LATER: Mapping[Breaks, str] = {
    "calls": "would reach no function",
    "requests": "would reach a function that does not get what it needs",
    "answers": "would get an answer that the flow cannot use",
}
_CALM: Mapping[ExitCode, str] = {
    ExitCode.IN_SYNC: "All is as the registry says.",
    ExitCode.INCOMPLETE: "No flow is known to break, but not everything could be read.",
}
_NOTHING_BREAKS = "No published flow breaks."


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurt:
    """A published flow that breaks, or would after apply, and the findings that say so."""

    flow: FlowRef
    when: When
    rows: tuple[FindingRow, ...]


def hurt_flows(rows: Iterable[FindingRow]) -> tuple[Hurt, ...]:
    """Every published flow that breaks: first those that break now."""
    found: dict[tuple[FlowRef, When], list[FindingRow]] = {}
    for row in rows:
        for flow in dict.fromkeys((*row.flows, *row.callers)) if row.breaks else ():
            if flow.published:
                found.setdefault((flow, row.when), []).append(row)
    every = [Hurt(flow=flow, when=when, rows=tuple(of)) for (flow, when), of in found.items()]
    return tuple(sorted(every, key=lambda one: (one.when != "now", one.flow.center, one.flow.name, one.flow.id)))


def headline(plan: Plan, bar: Severity, hurt: Sequence[Hurt]) -> str:
    """The verdict in one sentence."""
    if not hurt:
        # A finding may break callers without naming a flow; then nothing is said of none.
        code = verdict(plan, bar)
        return _CALM.get(code, _NOTHING_BREAKS if code is not ExitCode.INCOMPATIBLE else "Callers are hurt.")
    first = hurt[0]
    alike = [one for one in hurt if one.when == first.when]
    if len(alike) == 1:
        return f"{harm(first, first.rows[0])}."
    flows = count(len(alike), "flow")
    return f"Callers of {flows} are hurt." if first.when == "now" else f"After apply, callers of {flows} would be hurt."


def harm(hurt: Hurt, row: FindingRow) -> str:
    """What callers of a flow meet because of a finding, and at which modules."""
    flow = visible(hurt.flow.name or hurt.flow.id)
    words, callers = (_NOW, f"Callers of {flow}") if hurt.when == "now" else (_LATER, f"After apply, callers of {flow}")
    modules = [visible(module.name or module.activity) for module in _inside(hurt.flow, row.modules)]
    return f"{callers} {words[BY_CODE[row.code].breaks or 'calls']}" + (f" at {', '.join(modules)}" if modules else "")


def _inside(flow: FlowRef, modules: Iterable[ModuleRef]) -> Iterable[ModuleRef]:
    return dict.fromkeys(module for module in modules if module.flow == flow)
