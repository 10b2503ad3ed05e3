"""Text for people: on a terminal, or to be read later."""

from __future__ import annotations

from collections.abc import Iterable

from sync.render.format_registry import Format
from sync.render.outcomes import (
    ApplyOutcome,
    DoctorOutcome,
    DriftOutcome,
    ImportOutcome,
    InvokeOutcome,
    PlanOutcome,
    RulesOutcome,
    SignatureOutcome,
    ValidateOutcome,
)
from sync.render.page import PLAIN, Page


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _plan(outcome: PlanOutcome, page: Page) -> str:
    from sync.render.quiet import quiet_lines
    from sync.render.summary import next_lines, summary_line
    from sync.render.text import plan_text

    if page.quiet:
        return _joined([summary_line(outcome.plan, PLAIN)] if outcome.begins else quiet_lines(outcome.plan, outcome.bar))
    advice = () if outcome.begins else next_lines(outcome.plan, saved=outcome.saved, allowed=outcome.allowed)
    return plan_text(outcome.plan, page, advice=advice, bar=outcome.bar)


def _drift(outcome: DriftOutcome, page: Page) -> str:
    from sync.render.quiet import quiet_lines
    from sync.render.text import drift_text

    return _joined(quiet_lines(outcome.plan, outcome.bar)) if page.quiet else drift_text(outcome.plan, page, bar=outcome.bar)


def _apply(outcome: ApplyOutcome, page: Page) -> str:
    from sync.render.applied import applied_text

    return applied_text(outcome, page)


def _invoke(outcome: InvokeOutcome, page: Page) -> str:
    from sync.render.report_text import report_text

    return report_text(outcome.report, page)


def _validate(outcome: ValidateOutcome, _page: Page) -> str:
    from sync.render.validation import validation_text

    return validation_text(outcome)


def _doctor(outcome: DoctorOutcome, page: Page) -> str:
    from sync.render.doctor import doctor_text

    return doctor_text(outcome.rows, page)


def _rules(outcome: RulesOutcome, page: Page) -> str:
    from sync.render.rules import rules_text

    return rules_text(outcome.rules, page)


def _signature(outcome: SignatureOutcome, page: Page) -> str:
    from sync.render.edit import written_text
    from sync.render.signature import signature_text

    title = f"{outcome.subject} ({outcome.source}): {outcome.handler}, {outcome.runtime or 'no runtime'}"
    shown = "" if outcome.shown else signature_text(title, outcome.signature, outcome.excerpts, page)
    return shown + (written_text(outcome.edit, page) if outcome.edit else "")


def _import(outcome: ImportOutcome, page: Page) -> str:
    from sync.render.importing import import_text

    return import_text(outcome, page)


FORMAT = Format(
    help="text for people",
    writers={
        PlanOutcome: _plan,
        DriftOutcome: _drift,
        ApplyOutcome: _apply,
        InvokeOutcome: _invoke,
        ValidateOutcome: _validate,
        DoctorOutcome: _doctor,
        RulesOutcome: _rules,
        SignatureOutcome: _signature,
        ImportOutcome: _import,
    },
    for_people=True,
)
