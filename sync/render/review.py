"""A review for people: whom the change hurts first, then what it does, what is left to do, and what could not be judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sync.core.plan.model import FlowRef, ModuleRef
from sync.core.review.judging import review_verdict
from sync.core.review.model import CallerImpact, Fate, Moment, NewFunction, RegistryChange, Review
from sync.core.rules.observation import CODES
from sync.core.signature.fit import Misfit
from sync.render import phrases
from sync.render.alike import Rest, shortened
from sync.render.escape import visible
from sync.render.findings import findings_lines, flows_named
from sync.render.gaps import gap_lines
from sync.render.page import Page, Style
from sync.render.review_words import AFTER, BREAKS_AT, CHANGES, FATES, GREEN, MISFITS, MOMENTS
from sync.render.snapshot import taken_words
from sync.render.steps import step_line
from sync.render.text import held_back_lines, step_lines
from sync.render.width import hang, wrap

if TYPE_CHECKING:
    from sync.render.outputs import ReviewOutput

_MOST_NUMBERS = 3  # of a flow, named in one line
_NOT_PARTED = " (no commit from which both grew is here, so what others changed there meanwhile looks undone: fetch the history)"


def review_text(output: ReviewOutput, page: Page) -> str:
    """The whole review; its first line is the verdict in the words of a caller, its last the same as the exit code."""
    review = output.review
    sections = [
        wrap(page.paint(_style(review), headline(review, is_whole=output.is_whole)), page.width),
        wrap(about_line(output), page.width),
        _callers(review, page),
        _doubtful(review, page),
        _changes(review, page),
        _to_do(output, page),
        held_back_lines(review.plan, page) if review.changes else (),
        _findings(review, page),
        _standing(review, page),
        gap_lines(review.gaps, page) if review.changes else (),
        wrap(verdict_line(output), page.width),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def headline(review: Review, *, is_whole: bool = True) -> str:
    """The verdict as one sentence: the worst that befalls a caller. `is_whole`: there is a snapshot that can be relied on."""
    if not review.changes:
        return "This change does nothing to the registry."
    broken = review.broken
    if not broken:
        repaired = [item for item in review.impacts if item.is_repaired]
        if review.doubtful:
            named = ", ".join(visible(flow.name) for flow in review.doubtful[:_MOST_NUMBERS])
            return f"Whether this change hurts callers of {named} is not known: they may call what it takes away."
        if not is_whole:
            return "Whether this change hurts callers is not known: there is no snapshot that can be relied on."
        helped = f" {phrases.count(len(repaired), 'broken module')} will work again." if repaired else ""
        return f"No caller is hurt by this change, as far as is known.{helped}"
    worst = broken[0]
    others = len({(item.module.flow, item.module.activity) for item in broken}) - 1
    more = f" ({phrases.count(others, 'more module')} below)" if others else ""
    return f"{_when(worst)} {_fate_sentence(worst)}{more}."


def _when(item: CallerImpact) -> str:
    return "After this change" if item.is_broken else "While this change is carried out"


def _fate_sentence(item: CallerImpact) -> str:
    fate: Fate = item.after if item.is_broken else "no-function"
    if item.is_interrupted:
        return f"calls of {_flow_called(item)} fail at {_module(item.module)}"
    return AFTER[fate].format(flow=_flow_called(item), module=_module(item.module))


def _flow_called(item: CallerImpact) -> str:
    """The flow; of a sub-flow also who calls it, because that is where callers come from."""
    name, callers = visible(item.module.flow.name), item.callers
    more = f" and {phrases.count(len(callers) - 1, 'more flow')}" if len(callers) > 1 else ""
    return f"{name}, called by {visible(callers[0].name)}{more}," if callers else name


def about_line(output: ReviewOutput) -> str:
    """What was compared with what, and by what it was judged."""
    compared = f"{visible(output.head)} compared with {visible(output.base)}"
    if not output.is_parted:
        compared += _NOT_PARTED
    if output.snapshot is None:
        return f"{compared}. There is no snapshot, so nothing is known of callers: name one with --snapshot."
    return f"{compared}, judged by what account {visible(output.snapshot.account)} held {taken_words(output.snapshot, output.age)}."


def impact_sentence(item: CallerImpact) -> str:
    """One call: whose it is, what happens to it, and why."""
    flow = f"{visible(item.module.flow.name)} [{visible(item.module.flow.id)}] in {visible(item.module.flow.center)}"
    what = BREAKS_AT["repaired" if item.is_repaired else "interrupted" if item.is_interrupted else "broken"]
    return what.format(flow=flow, module=_module(item.module))


def impact_details(item: CallerImpact, steps: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Labels and texts below it: the numbers whose callers meet it, why, from when on, and what helps. `steps`: steps in words."""
    if item.numbers:
        shown = [visible(number) for number in item.numbers[:_MOST_NUMBERS]]
        rest = f" and {len(item.numbers) - _MOST_NUMBERS} more" if len(item.numbers) > _MOST_NUMBERS else ""
        yield "Numbers", ", ".join(shown) + rest
    if item.callers:
        yield "Through", flows_named(item.callers)
    if item.is_repaired:
        return
    fate = item.after if item.is_broken else None
    if fate is not None:
        yield "Why", "; ".join([FATES[fate], *map(misfit_words, item.misfits)])
    yield "When", _moments(item.fails, steps)
    again = "; publish the flows that call it, too" if item.callers and "publish" in GREEN[fate or "works"] else ""
    yield "Helps", GREEN[fate or "works"] + again


def misfit_words(misfit: Misfit) -> str:
    """In what a module does not fit."""
    names = misfit.args.get("names")
    listed = ", ".join(visible(str(name)) for name in names) if isinstance(names, list) else ""
    return MISFITS[misfit.kind].format(names=listed)


def _moments(fails: Sequence[Moment], steps: Mapping[str, str]) -> str:
    if not fails:
        return MOMENTS["deployed"]
    first = fails[0]
    return MOMENTS[first.kind].format(step=steps.get(first.step, visible(first.step)))


def _module(module: ModuleRef) -> str:
    return visible(module.name or module.activity)


def change_line(item: RegistryChange) -> str:
    """One thing that the change does."""
    words = CHANGES[item.kind].format(
        uid=visible(item.uid or ""), center=visible(item.center or ""), before=visible(item.before), after=visible(item.after)
    )
    return "; ".join([words, *map(phrases.change, item.fields)])


def made_line(item: NewFunction) -> str:
    """A function that somebody has to make before apply can do its part."""
    how = "with the code of its spec (pulumi up, or your pipeline)" if item.has_code else "somewhere else: its spec states no code"
    return f"create {visible(item.uid)} at {phrases.address(item.address)} {how}"


def steps_in_words(review: Review) -> dict[str, str]:
    """Each step of the plan, done or held back, as a phrase by its id."""
    every = [*review.plan.steps, *(refusal.step for refusal in review.plan.refusals)]
    return {step.id: f"{step_line(step).verb[2:]} {step_line(step).subject}" for step in every}


def verdict_line(output: ReviewOutput) -> str:
    """The exit code in words, with the counts behind it."""
    review = output.review
    counts = [phrases.count(len(review.changes), "change"), phrases.count(len(review.broken), "module") + " hurt"]
    if review.introduced:
        counts.append(phrases.count(len(review.introduced), "finding") + " of this change")
    if review.standing:
        counts.append(f"{len(review.standing)} broken before and after")
    if review.gaps and review.changes:
        counts.append(phrases.count(len(review.gaps), "gap"))
    word = review_verdict(review, output.bar, is_whole=output.is_whole).word
    return f"{_WORDS.get(word, word)}: {', '.join(counts)}"


_WORDS = {
    "in-sync": "nothing speaks against it",
    "incompatible": "a published flow would break",
    "drift": "findings of this change",
    "incomplete": "incomplete: something could not be judged",
}


def _style(review: Review) -> Style:
    return "bad" if review.broken else "good"


def _callers(review: Review, page: Page) -> tuple[str, ...]:
    if not review.impacts:
        return ()
    steps = steps_in_words(review)
    lines = [page.paint("strong", f"CALLERS ({len(review.impacts)})")]
    for item in shortened(review.impacts, lambda one: (one.is_broken, one.is_interrupted, one.uid, one.after)):
        if isinstance(item, Rest):
            lines += ["", *hang("  ", str(item), page.width)]
            continue
        sign = page.paint("good", "+") if item.is_repaired else page.paint("bad", "x")
        lines += ["", *hang(f"  {sign} ", impact_sentence(item), page.width)]
        for label, text in impact_details(item, steps):
            lines += hang(f"    {label:<8}", text, page.width)
    return tuple(lines)


def _doubtful(review: Review, page: Page) -> tuple[str, ...]:
    if not review.doubtful:
        return ()
    title = page.paint("bad", f"MAY BE HURT ({len(review.doubtful)}): they hold an id or a name in a form that is not understood")
    return (title, "", *(line for flow in review.doubtful for line in hang("  - ", doubt_line(flow), page.width)))


def doubt_line(flow: FlowRef) -> str:
    """A flow that may be hurt, and what to do."""
    return f"{phrases.flow(flow)}: open it, and see whether a function module (函数模块) calls what the change takes away"


def _changes(review: Review, page: Page) -> tuple[str, ...]:
    if not review.changes:
        return ()
    lines = [page.paint("strong", f"WHAT CHANGES ({len(review.changes)})"), ""]
    for item in shortened(review.changes, lambda one: one.kind):
        lines += hang("  - ", str(item) if isinstance(item, Rest) else change_line(item), page.width)
    return tuple(lines)


def _to_do(output: ReviewOutput, page: Page) -> tuple[str, ...]:
    if not output.review.changes:
        return ()
    lines: list[str] = []
    if output.to_make:
        lines += [page.paint("strong", f"FIRST ({len(output.to_make)}), by whoever deploys the functions"), ""]
        for item in shortened(output.to_make, lambda one: one.has_code):
            lines += hang("  - ", str(item) if isinstance(item, Rest) else made_line(item), page.width)
    steps = step_lines(output.review.plan, page)
    return (*lines, *([""] if lines and steps else []), *steps)


def _findings(review: Review, page: Page) -> tuple[str, ...]:
    told = [finding for finding in review.introduced if finding.code not in CODES.values()]
    if not told:
        return ()
    return (page.paint("strong", f"FINDINGS OF THIS CHANGE ({len(told)})"), "", *findings_lines(told, page))


def _standing(review: Review, page: Page) -> tuple[str, ...]:
    if not review.standing or not review.changes:
        return ()
    title = page.paint("strong", f"BROKEN ALREADY ({len(review.standing)}): not by this change, and not mended by it")
    named = (f"{impact_sentence(item)}: {FATES[item.after]}" for item in review.standing[:_MOST_STANDING])
    rest = [f"and {len(review.standing) - _MOST_STANDING} more"] if len(review.standing) > _MOST_STANDING else []
    return (title, "", *(line for text in (*named, *rest) for line in hang("  - ", text, page.width)))


_MOST_STANDING = 10
