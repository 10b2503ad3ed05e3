"""A review made: what changes, whom it hurts, and which findings are the change's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sync.core.assessment import Assessment
from sync.core.plan.exit_status import DEFAULT_BAR, ExitCode, counts, judge
from sync.core.plan.fingerprint import fingerprints
from sync.core.plan.model import Finding, ModuleRef
from sync.core.review.callers import Course, impacts, may_be_hurt
from sync.core.review.changes import Version, changes
from sync.core.review.model import CallerImpact, Fate, Review
from sync.core.rules.catalogue import BY_CODE
from sync.core.rules.rule import Occurrence, Severity
from sync.specs.ids import Address


def reviewed(base: Version, head: Version, before: Course, after: Course) -> Review:
    """The review of a change from `base` to `head`; `before` is what comes without it, `after` what comes with it."""
    differing = changes(base, head)
    told = impacts(before, after) if differing else ()
    known = dict(zip(fingerprints(before.plan.findings), before.plan.findings, strict=True))
    marks = dict(zip(fingerprints(after.plan.findings), after.plan.findings, strict=True))
    hurt = tuple(item for item in told if item.is_broken or item.is_interrupted or item.is_repaired)
    own = _own(finding for mark, finding in marks.items() if mark not in known) if differing else ()
    return Review(
        changes=differing,
        impacts=hurt,
        standing=tuple(item for item in told if item.otherwise != "works" != item.after),
        plan=after.plan,
        introduced=(*caused(hurt, own, head), *own),
        resolved=tuple(finding for mark, finding in known.items() if mark not in marks) if differing else (),
        gaps=after.plan.gaps,
        doubtful=tuple(flow for flow in may_be_hurt(after) if flow not in may_be_hurt(before)) if differing else (),
    )


def _own(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that are not merely what the change asks for: a step of the plan, done, held back or by hand, says that already."""
    return tuple(finding for finding in findings if finding.breaks or finding.remedy is None)


def caused(hurt: Iterable[CallerImpact], told: Iterable[Finding], head: Version) -> tuple[Finding, ...]:
    """A finding for each call that the change leaves without a function, where no other finding names its module.

    The plan of the head has none: what would break a flow is held back there.
    """
    named = {(module.flow, module.activity) for finding in told if finding.breaks for module in finding.modules}
    broken = (item for item in hurt if item.is_broken and (item.module.flow, item.module.activity) not in named)
    return tuple(finding for item in broken if (finding := _caused(item, head)) is not None)


def _caused(item: CallerImpact, head: Version) -> Finding | None:
    module, function = item.module, head.functions.get(item.uid) if item.uid is not None else None
    rule = BY_CODE.get(_CAUSES.get(item.after, ""))
    if rule is None:
        return None
    center = module.flow.center
    here = Occurrence(
        subject=f"{module.flow.id}/{module.activity}" if rule.code == "FL006" else module.registration,
        origin="pending",
        uid=item.uid,
        center=center,
        where=function.where if function is not None else None,
        flows=(module.flow,),
        modules=(module,),
        breaks=True,
        when="after-apply",
    )
    if rule.code == "FL006":
        made = rule.finding(here, module=_called(module), id=module.registration, center=center)
    else:
        made = rule.finding(here, id=module.registration, center=center, target=module.reaches)
    return replace(made, callers=item.callers)


def _called(module: ModuleRef) -> str:
    return f"{module.name} [{module.activity}]" if module.name != module.activity else module.activity


_CAUSES: Mapping[Fate, str] = {"no-registration": "FL006", "no-function": "RG002"}


def review_verdict(review: Review, bar: Severity = DEFAULT_BAR, *, is_whole: bool = True) -> ExitCode:
    """The exit code: 4 where callers are hurt, 2 for other findings of the change, 5 where something could not be judged, else 0.

    `is_whole`: whether there was a snapshot that can be relied on.
    """
    if not review.changes:
        return ExitCode.IN_SYNC
    if review.broken:
        return ExitCode.INCOMPATIBLE
    code = judge(review.introduced, review.gaps, bar)
    if code is ExitCode.PENDING:  # the change asks for something: that is no harm
        code = ExitCode.DRIFT if any(counts(item, bar) for item in review.introduced) else ExitCode.IN_SYNC
    is_open = not is_whole or bool(review.doubtful)
    return ExitCode.INCOMPLETE if code is ExitCode.IN_SYNC and is_open else code


def deleted_places(base: Version, head: Version, found: Assessment) -> frozenset[Address]:
    """The functions that whoever deploys the specs deletes in the end: their specs state code, and no spec wants that place now."""
    wanted = {function.address for function in head.registry.functions}
    owned = {function.address for function in base.registry.functions if function.spec.code is not None}
    return frozenset(address for address in owned - wanted if address in found.ground.functions)
