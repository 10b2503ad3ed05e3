"""`ivrsync review --format json`: the review as a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sync.core.plan.exit_status import Word
from sync.core.plan.model import BlockedStep, FlowRef, Step
from sync.core.review.judging import review_verdict
from sync.core.review.model import CallerImpact, NewFunction, RegistryChange
from sync.core.rules.rule import Severity
from sync.core.worlds import Gap
from sync.render.finding_rows import FindingRow, finding_rows
from sync.render.outputs import ReviewOutput
from sync.render.review import change_line, headline, impact_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow(RegistryChange):
    """One thing that the change does, and a sentence that says it."""

    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactRow(CallerImpact):
    """One call that fares otherwise, and a sentence that says how."""

    effect: Literal["breaks", "fails-for-a-while", "works-again", "broken-already"]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotFacts:
    """What the review was judged by. `age_seconds`: how old its newest part was; null where it says no time."""

    account: str
    taken: str
    tool: str
    age_seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDocument:
    """What a change of the registry does, whom it hurts, and the steps that follow from it."""

    document: Literal["review"] = "review"
    version: Literal[1] = 1
    tool: str
    verdict: Word
    exit_code: int
    fail_on: Severity
    headline: str
    base: str
    head: str
    snapshot: SnapshotFacts | None
    changes: tuple[ChangeRow, ...]
    impacts: tuple[ImpactRow, ...]
    standing: tuple[ImpactRow, ...]
    doubtful: tuple[FlowRef, ...]
    findings: tuple[FindingRow, ...]
    resolved: tuple[FindingRow, ...]
    to_make: tuple[NewFunction, ...]
    steps: tuple[Step, ...]
    refusals: tuple[BlockedStep, ...]
    gaps: tuple[Gap, ...]


def review_document(output: ReviewOutput, tool: str) -> ReviewDocument:
    """The review as a program reads it."""
    review = output.review
    code = review_verdict(review, output.bar, is_whole=output.is_whole)
    return ReviewDocument(
        tool=tool,
        verdict=code.word,
        exit_code=code,
        fail_on=output.bar,
        headline=headline(review, is_whole=output.is_whole),
        base=output.base,
        head=output.head,
        snapshot=_facts(output),
        changes=tuple(_change(item) for item in review.changes),
        impacts=tuple(map(_impact, review.impacts)),
        standing=tuple(map(_impact, review.standing)),
        doubtful=review.doubtful,
        findings=tuple(finding_rows(review.introduced)),
        resolved=tuple(finding_rows(review.resolved)),
        to_make=output.to_make,
        steps=review.plan.steps,
        refusals=review.plan.refusals,
        gaps=review.gaps,
    )


def _facts(output: ReviewOutput) -> SnapshotFacts | None:
    held = output.snapshot
    if held is None:
        return None
    seconds = int(output.age.total_seconds()) if output.age is not None else None
    return SnapshotFacts(account=held.account, taken=held.taken, tool=held.tool, age_seconds=seconds)


def _change(item: RegistryChange) -> ChangeRow:
    return ChangeRow(
        kind=item.kind,
        uid=item.uid,
        center=item.center,
        before=item.before,
        after=item.after,
        fields=item.fields,
        where=item.where,
        sentence=change_line(item),
    )


def _impact(item: CallerImpact) -> ImpactRow:
    effect: Literal["breaks", "fails-for-a-while", "works-again", "broken-already"] = "broken-already"
    if item.is_broken:
        effect = "breaks"
    elif item.is_interrupted:
        effect = "fails-for-a-while"
    elif item.is_repaired:
        effect = "works-again"
    return ImpactRow(
        module=item.module,
        numbers=item.numbers,
        uid=item.uid,
        otherwise=item.otherwise,
        after=item.after,
        fails=item.fails,
        misfits=item.misfits,
        callers=item.callers,
        effect=effect,
        sentence=impact_sentence(item),
    )
