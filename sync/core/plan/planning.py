"""Three worlds in, one plan out: match, check, propose, block, order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sync.core.assessment import Assessment, assess
from sync.core.flows.calls import Reach, flows_of
from sync.core.plan import ownership, remedies, safety, steps_from_diff
from sync.core.plan.graph import ordered
from sync.core.plan.model import Basis, Finding, Output, Plan, Register, Repoint, Step, UpdateFunction, UpdateRegistration
from sync.core.plan.policy import Policy
from sync.core.registration_state import wanted_state
from sync.core.rules import code, configuration, existence, flow, location, observation, registration, signature
from sync.core.worlds import Found, Gap, RegistrationState, Wanted
from sync.specs.ids import CenterName, Uid, is_known_region, may_be_region
from sync.specs.models import Lock


def make_plan(wanted: Wanted, recorded: Lock | None, found: Found, policy: Policy, basis: Basis, tool: str) -> Plan:
    """The plan that makes `found` as `wanted`. Equal worlds give an equal plan, whatever the order of their parts."""
    return plan_of(assess(wanted, recorded, found), policy, basis, tool)


def plan_of(assessed: Assessment, policy: Policy, basis: Basis, tool: str) -> Plan:
    """The plan for three worlds that are joined already."""
    wanted = assessed.wanted
    gaps = (*assessed.found.gaps, *_unknown_regions(assessed))
    differing = list(configuration.differing(wanted, assessed.ground))
    findings = [
        *observation.unread(gaps),
        *existence.missing(assessed),
        *(finding for item in differing for finding in configuration.judge(item, assessed.recorded)),
        *registration.judge(assessed),
        *signature.judge(assessed),
        *code.judge(assessed),
        *flow.judge(assessed),
    ]
    proposed: list[Step] = [steps_from_diff.configure(*item) for item in differing]
    proposed += _for_centers(assessed)
    refused = list(safety.refusals(proposed, assessed, policy))
    steps = [*_without(proposed, {refusal.step.id for refusal in refused})]
    findings = location.with_locations(remedies.with_remedies(findings, steps, refused), assessed)
    return Plan(
        tool=tool,
        basis=basis,
        recorded=assessed.recorded.lock is not None,
        findings=tuple(sorted(ownership.with_owner(with_callers(findings, assessed), assessed.stack), key=_rank)),
        steps=ordered([*steps, *_tests(assessed, steps)]),
        refusals=tuple(sorted(refused, key=lambda refusal: refusal.step.id)),
        gaps=tuple(sorted(gaps, key=_place)),
        functions=len(wanted.functions),
        registrations=sum(len(function.registrations) for function in wanted.functions),
        unsearched=assessed.found.unsearched,
        stack=ownership.share_of(wanted, assessed.stack),
    )


def with_callers(findings: Iterable[Finding], assessed: Assessment) -> Iterator[Finding]:
    """The findings, those that break a published flow with the flows that call it as a sub-flow: their callers are hurt too."""
    for finding in findings:
        callers = {caller for flow in finding.flows for caller in assessed.entries.leading_to(flow)} if finding.breaks else set()
        yield replace(finding, callers=flows_of((), callers - {*finding.flows})) if callers else finding


def _unknown_regions(assessed: Assessment) -> Iterator[Gap]:
    """A region that flows call into and that this program does not know: it was not read, so the plan is not in sync."""
    called = {call.target for call in assessed.calls.every if call.published and call.reach is Reach.UNREAD and call.target}
    for region in sorted({target.region for target in called}):
        if may_be_region(region) and not is_known_region(region):
            yield Gap(
                scope="region",
                subject=region,
                generation=None,
                operation="",
                code="UnknownRegion",
                message="",  # the code says it all
            )


def _rank(finding: Finding) -> tuple[bool, str, str, str, str, str, str]:
    others = repr(sorted(finding.args.items()))
    # What breaks now comes before what will break.
    moment = "" if finding.when == "now" else finding.when
    return not finding.breaks, moment, finding.code, finding.uid or "", finding.center or "", finding.subject, others


def _place(gap: Gap) -> tuple[str, ...]:
    return gap.scope, gap.subject, gap.generation or "", gap.operation, gap.code, gap.message, gap.request_id


def _without(steps: Iterable[Step], refused: set[str]) -> Iterator[Step]:
    """The remaining steps; a step that refers to the output of a blocked step appears again together with it."""
    for step in steps:
        registration = step.about.registration
        needed = registration.step if isinstance(registration, Output) else step.id
        if refused.isdisjoint({step.id, needed}):
            yield step


def _for_centers(assessed: Assessment) -> Iterator[Step]:
    centers = {center.name: center for center in assessed.wanted.centers}
    for pairing in assessed.pairings:
        yield from steps_from_diff.for_center(centers[pairing.center], pairing, assessed.ground, assessed.recorded)


def _tests(assessed: Assessment, steps: list[Step]) -> Iterator[Step]:
    """Test calls for every function that the steps touch, through the registration as it will be then."""
    touched = _touched(assessed, steps)
    centers = {center.name: center for center in assessed.wanted.centers}
    for function in assessed.wanted.functions:
        for item in function.registrations:
            if state := touched.get((function.uid, item.center)):
                yield from steps_from_diff.tests(centers[item.center], function, state)


def _touched(assessed: Assessment, steps: list[Step]) -> dict[tuple[Uid, CenterName], RegistrationState]:
    """The registrations that will differ, or whose function will, by uid and center, as they will be."""
    reconfigured = {step.uid for step in steps if isinstance(step, UpdateFunction)}
    touched: dict[tuple[Uid, CenterName], RegistrationState] = {
        (pair.wanted.uid, pairing.center): wanted_state(pair)
        for pairing in assessed.pairings
        for pair in pairing.pairs
        if pair.wanted.uid in reconfigured and pair.found.target == pair.wanted.target
    }
    written = [step for step in steps if isinstance(step, Register | Repoint | UpdateRegistration)]
    return touched | {(step.uid, step.center): step.after for step in written}
