"""How an apply or a test run ended, for people: every step with its outcome, in the order of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sync.core.plan.report import Outcome, Reason, Report, Result, Verdict
from sync.render import by_hand
from sync.render.alike import Rest, shortened
from sync.render.causes import cause_text
from sync.render.escape import answer, visible
from sync.render.page import PLAIN, Page, Style
from sync.render.steps import step_line
from sync.render.width import below, columns, hang

_REASONS: dict[Reason, str] = {
    "already-so": "it was so already",
    "after-lost-answer": "no answer came, but reading again shows it took effect",
    "by-earlier-run": "by the earlier, interrupted run",
    "target-changed": "it is no longer as it was when the plan was made; plan again",
    "refused-by-cloud": "the cloud refused",
    "no-connection": "the cloud was not reached, so nothing was sent",
    "unconfirmed": "it was sent, and nobody could see what became of it; plan again",
    "unexpected-answer": "the function answered something else",
    "function-failed": "the function failed",
    "function-missing": "there is no such function",
    "by-another-apply": "another apply registered it at the same moment; the one made here was removed again",
    "both-kept": "another apply registered it at the same moment too, and a flow holds this one; plan again",
    "check-failed": "a check that passed before it failed after it",
    "not-put-back": "a check failed after it, and it could not be put back",
    "earlier-put-back": "something an earlier apply did was put back first; plan again",
    "dependency": "a step it depends on was not done",
    "interrupted": "stopped before it",
}
_BEFORE: dict[Verdict, str] = {"passed": "it passed before this run", "failed": "it did not pass before this run either"}
_OUTCOMES: dict[Outcome, tuple[Style, str]] = {
    "done": ("good", "done"),
    "failed": ("bad", "FAILED"),
    "put-back": ("bad", "PUT BACK"),
    "by-hand": ("warn", "by hand"),
    "not-run": ("warn", "not run"),
}


def report_text(report: Report, page: Page) -> str:
    """Every step and its end, then one line of counts."""
    if not report.results:
        return "Nothing to do.\n"
    margin = " " * (len(str(len(report.results))) + 4)
    numbered = shortened(list(enumerate(report.results, 1)), _alike)
    numbers = {result.step.id: number for number, result in enumerate(report.results, 1)}
    heads = iter(columns([(f"  {row[0]}", *_cells(row[1], page)) for row in numbered if not isinstance(row, Rest)]))
    lines: list[str] = []
    for row in numbered:
        if isinstance(row, Rest):
            lines += hang(f"  {row.first} to {row.last}  ", str(row), page.width)
        else:
            lines += [next(heads), *_below(row[1], numbers, margin, page.width)]
    return "\n".join([*lines, "", counts_line(report, page)]) + "\n"


def _alike(row: tuple[int, Result]) -> tuple[str, ...] | None:
    """What makes the ends of two steps alike; none for what a person has to do, which is shown whole."""
    result = row[1]
    return None if result.outcome == "by-hand" else (result.step.kind, result.outcome, result.reason or "")


def counts_line(report: Report, page: Page) -> str:
    """`3 done, 1 failed`, naming only what there is; says so when the run was stopped."""
    words: tuple[tuple[Outcome, str, Style], ...] = (
        ("done", "done", "good"),
        ("failed", "failed", "bad"),
        ("put-back", "put back", "bad"),
        ("by-hand", "left to do by hand", "warn"),
        ("not-run", "not run", "warn"),
    )
    counted = [(report.count(outcome), word, style) for outcome, word, style in words]
    parts = [page.paint(style, f"{number} {word}") for number, word, style in counted if number]
    return ", ".join(parts) + (" (stopped by you)" if report.interrupted else "")


def _cells(result: Result, page: Page) -> tuple[str, str, str]:
    part = step_line(result.step)
    reason = f": {_REASONS[result.reason]}" if result.reason else ""
    return part.verb, part.subject, page.paint(*_OUTCOMES[result.outcome]) + reason


def _below(result: Result, numbers: Mapping[str, int], margin: str, width: int) -> Iterator[str]:
    yield from below(step_line(result.step, numbers).details, margin, width)
    if result.via == "function":
        yield f"{margin}called in Function Compute directly, not through the registration"
    if result.before is not None:
        yield f"{margin}{_BEFORE[result.before]}"
    if result.answer is not None:
        yield from hang(f"{margin}answered  ", answer(result.answer), width)
    if result.cause is not None:
        yield from hang(f"{margin}error  ", visible(cause_text(result.cause)), width)
    if result.registration_id is not None:
        yield f"{margin}now registration {visible(result.registration_id)}"
    if result.outcome == "by-hand":
        yield from below(by_hand.instructions(result.step), f"{margin}| ", width)


def progress_line(result: Result) -> str:
    """One line about a step that has just ended."""
    verb, subject, outcome = _cells(result, PLAIN)
    return f"{verb}  {subject}: {outcome}"
