"""Text for people: on a terminal, or to be read later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sync.render.format_registry import Format

if TYPE_CHECKING:
    from sync.render.outputs import (
        AcceptOutput,
        ApplyOutput,
        DoctorOutput,
        DriftOutput,
        GraphOutput,
        ImportOutput,
        InvokeOutput,
        LockOutput,
        PlanOutput,
        ReviewOutput,
        RulesOutput,
        SignatureOutput,
        ValidateOutput,
        WhyOutput,
    )
    from sync.render.page import Page


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _plan(output: PlanOutput, page: Page) -> str:
    from sync.render.page import PLAIN
    from sync.render.summary import next_lines, summary_line
    from sync.render.text import plan_text

    if page.quiet:
        from sync.render.quiet import quiet_lines

        return _joined([summary_line(output.plan, PLAIN)] if output.begins else quiet_lines(output.plan, output.bar))
    advice = () if output.begins else next_lines(output.plan, saved=output.saved, allowed=output.allowed)
    return plan_text(output.plan, page, advice=advice, bar=output.bar)


def _drift(output: DriftOutput, page: Page) -> str:
    if page.quiet:
        from sync.render.quiet import quiet_lines

        return _joined(quiet_lines(output.plan, output.bar))
    from sync.render.text import drift_text

    return drift_text(output.plan, page, bar=output.bar)


def _apply(output: ApplyOutput, page: Page) -> str:
    from sync.render.applied import applied_text

    return applied_text(output, page)


def _test(output: InvokeOutput, page: Page) -> str:
    from sync.render.report_text import report_text

    return report_text(output.report, page)


def _validate(output: ValidateOutput, page: Page) -> str:
    from sync.render.escape import prose
    from sync.render.findings import findings_lines
    from sync.render.phrases import count

    registry = output.registry
    if registry is None:
        return _joined(prose(str(problem)) for problem in output.problems)
    asked = sum(len(function.spec.registrations) for function in registry.functions)
    held = ((len(registry.functions), "function"), (asked, "registration"), (len(registry.centers), "center"))
    parts = [count(*number) for number in (*held, (len(registry.regions), "region"))]
    found = findings_lines(output.findings, page)
    word = count(len(output.findings), "finding") + " about the code beside the specs" if output.findings else "no mistakes"
    return _joined([*found, *([""] if found else []), f"{word}: {', '.join(parts)}"])


def _doctor(output: DoctorOutput, page: Page) -> str:
    from sync.render.doctor import doctor_text

    return doctor_text(output.rows, page)


def _rules(output: RulesOutput, page: Page) -> str:
    from sync.render.rules import rules_text

    return rules_text(output.rules, page)


def _signature(output: SignatureOutput, page: Page) -> str:
    from sync.render.edit import written_text
    from sync.render.signature import signature_text

    title = f"{output.subject} ({output.source}): {output.handler}, {output.runtime or 'no runtime'}"
    shown = "" if output.shown else signature_text(title, output.signature, output.excerpts, page)
    return shown + (written_text(output.edit, page) if output.edit else "")


def _import(output: ImportOutput, page: Page) -> str:
    from sync.render.importing import import_text

    return import_text(output, page)


def _accept(output: AcceptOutput, page: Page) -> str:
    from sync.render.accepting import accept_text

    return accept_text(output, page)


def _lock(output: LockOutput, page: Page) -> str:
    from sync.render.accepting import lock_text

    return lock_text(output, page)


def _why(output: WhyOutput, page: Page) -> str:
    from sync.render.why import why_text

    return why_text(output, page)


def _review(output: ReviewOutput, page: Page) -> str:
    from sync.render.review import headline, review_text, verdict_line

    return (
        _joined([headline(output.review, is_whole=output.is_whole), verdict_line(output)])
        if page.quiet
        else review_text(output, page)
    )


def _graph(output: GraphOutput, page: Page) -> str:
    from sync.render.graph_text import graph_summary, graph_text

    return f"{graph_summary(output.graph)}\n" if page.quiet else graph_text(output.graph, page)


FORMAT = Format(
    help="for people",
    writers={
        "plan": _plan,
        "drift": _drift,
        "apply": _apply,
        "test": _test,
        "validate": _validate,
        "doctor": _doctor,
        "rules": _rules,
        "signature": _signature,
        "import": _import,
        "accept": _accept,
        "lock": _lock,
        "why": _why,
        "review": _review,
        "graph": _graph,
    },
    for_people=True,
)
