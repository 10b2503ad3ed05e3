"""A plan for people: what differs, what would be done in which order, what is held back, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sync.core.plan.exit_status import DEFAULT_BAR
from sync.core.plan.model import BlockedStep, Plan, Step
from sync.core.rules.observation import CODES
from sync.core.rules.rule import Severity
from sync.render import by_hand, phrases
from sync.render.alike import Rest, shortened
from sync.render.escape import visible
from sync.render.findings import findings_lines
from sync.render.gaps import gap_lines, unsearched_lines
from sync.render.page import Page, Style
from sync.render.shell import word
from sync.render.stack import stack_lines
from sync.render.steps import StepLine, step_line
from sync.render.summary import summary_line
from sync.render.whole_moves import merged
from sync.render.width import below, columns, hang, wrap

_SIGNS: dict[str, Style] = {"+": "good", "-": "bad", "~": "warn", "?": "faint"}


def plan_text(plan: Plan, page: Page, *, advice: Sequence[str] = (), bar: Severity = DEFAULT_BAR) -> str:
    """The whole plan. Ends with one summary line, and the advice if any."""
    sections = [
        wrap(header_line(plan), page.width),
        stack_lines(plan.stack, page),
        _findings(plan, page),
        step_lines(plan, page),
        held_back_lines(plan, page),
        gap_lines(plan.gaps, page),
        unsearched_lines(plan.unsearched, page),
        wrap(summary_line(plan, page, bar), page.width),
        tuple(advice),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def drift_text(plan: Plan, page: Page, *, bar: Severity = DEFAULT_BAR) -> str:
    """What changed in the clouds since the last sync, and what could not be read; no steps."""
    sections = [
        wrap(header_line(plan), page.width),
        stack_lines(plan.stack, page),
        _findings(plan, page),
        gap_lines(plan.gaps, page),
        unsearched_lines(plan.unsearched, page),
        wrap(summary_line(plan, page, bar), page.width),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def header_line(plan: Plan) -> str:
    """What was compared with what."""
    wanted = f"{phrases.count(plan.functions, 'function')} and {phrases.count(plan.registrations, 'registration')} wanted"
    account = f" in account {visible(plan.basis.account)}" if plan.basis.account else ""
    against = "compared with the clouds and the lock" if plan.recorded else "compared with the clouds (no lock yet)"
    return f"{wanted}{account}, {against}."


def _findings(plan: Plan, page: Page) -> tuple[str, ...]:
    # What could not be read has its own section, with the cloud's words.
    findings = [finding for finding in plan.findings if finding.code not in CODES.values()]
    if not findings:
        return ()
    title = page.paint("strong", f"FINDINGS ({len(findings)})")
    return (title, "", *findings_lines(merged(findings), page))


def step_lines(plan: Plan, page: Page) -> tuple[str, ...]:
    """The steps in their order, those by hand with every click; empty without any."""
    if not plan.steps:
        return ()
    title = page.paint("strong", f"STEPS ({len(plan.steps)}), in this order")
    numbers = {step.id: number for number, step in enumerate(plan.steps, 1)}
    numbered = [(number, step, step_line(step, numbers)) for number, step in enumerate(plan.steps, 1)]
    rows = shortened(numbered, _alike)
    heads = iter(columns([_head(*row, page) for row in rows if not isinstance(row, Rest)]))
    margin = " " * (len(str(len(plan.steps))) + 6)
    lines = [title, ""]
    for row in rows:
        if isinstance(row, Rest):
            lines += hang(f"  {row.first} to {row.last}  ", str(row), page.width)
        else:
            _, step, part = row
            lines += [next(heads), *below(part.details, margin, page.width), *_clicks(step, margin, page.width)]
    return tuple(lines)


def _alike(row: tuple[int, Step, StepLine]) -> str | None:
    """The kind of a step; none for what a person has to do, which is shown to the last click, however much it is."""
    return None if row[1].by_hand else row[1].kind


def _head(number: int, step: Step, part: StepLine, page: Page) -> tuple[str, ...]:
    return (f"  {number}", _verb(part, page), part.subject, "by hand" if step.by_hand else "")


def _verb(part: StepLine, page: Page) -> str:
    return page.paint(_SIGNS[part.verb[0]], part.verb)


def _clicks(step: Step, margin: str, width: int) -> Iterator[str]:
    if step.by_hand:
        yield from below(by_hand.instructions(step), margin + "| ", width)


def held_back_lines(plan: Plan, page: Page) -> tuple[str, ...]:
    """What is right and is not done unasked, with why and what would allow it; empty where nothing is held back."""
    if not plan.refusals:
        return ()
    lines = [page.paint("strong", f"HELD BACK ({len(plan.refusals)}): not done unless you allow it")]
    for item in shortened(plan.refusals, lambda refusal: (refusal.reason, refusal.step.kind)):
        lines += ["", *([f"  {item}"] if isinstance(item, Rest) else _refusal(item, page))]
    return tuple(lines)


def _refusal(refusal: BlockedStep, page: Page) -> Iterator[str]:
    part = step_line(refusal.step)
    yield f"  {_verb(part, page)}  {part.subject}"
    yield from below(part.details, "    ", page.width)
    yield from hang("    Why     ", refusal_reason(refusal), page.width)
    opened = {module.flow: module for module in refusal.modules}
    yield from below((phrases.flow(flow, opened.get(flow)) for flow in refusal.flows), "            ", page.width)
    yield from hang("    Allow   ", refusal_permission(refusal), page.width)


def refusal_reason(refusal: BlockedStep) -> str:
    """Why a step is held back."""
    match refusal.reason:
        case "breaks-flow":
            return "these flows work now, and would then call something that does not fit them:"
        case "flow-calls-it":
            return "these flows call it, and would be served by something else, or by nothing:"
        case "flow-mentions-it":
            return "these flows hold its id, or its function's name, in a form that is not understood:"
        case "flows-unreadable":
            return "the flows of this center could not be read, so one of them may still call it"
        case "moved":
            return "its function lives elsewhere now, or may: see its finding above"
        case "removal-limit":
            going = phrases.count(refusal.removals or 0, "registration")
            return f"{going} of this center would be removed, and {refusal.limit} is the limit without --removals"


def refusal_permission(refusal: BlockedStep) -> str:
    """What allows a step that is held back."""
    match refusal.reason:
        case "breaks-flow" | "flow-calls-it" | "flow-mentions-it":
            flags = " ".join(f"--allow-flow {word(reference.id)}" for reference in refusal.flows)
            return f"review the flow first; then: ivrsync plan {flags}"
        case "flows-unreadable":
            return "no option allows it: make the flows readable (ivrsync doctor) and plan again"
        case "moved":
            uid = word(refusal.step.uid)
            return f"to follow it: ivrsync accept {uid}, or {uid}=ADDRESS; to go back: ivrsync plan --restore {uid}"
        case "removal-limit":
            return f"ivrsync plan --removals {refusal.removals}"
