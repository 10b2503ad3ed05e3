"""Three worlds in, one plan out: pair, judge, propose, guard, order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from registry.models import Lock
from sync.core import guards, proposals
from sync.core.ground import Ground, survey
from sync.core.mentions import Mentions, read_mentions
from sync.core.model import Found, Gap, Wanted
from sync.core.order import ordered
from sync.core.origin import Recorded
from sync.core.pairing import Pairing, pair_all
from sync.core.plan import Basis, Finding, Plan, Register, Repoint, Snapshot, Step, UpdateFunction, UpdateRegistration
from sync.core.policy import Policy
from sync.core.rules import configuration, existence, flow, observation, registration, signature
from sync.core.snapshots import wanted_snapshot
from sync.core.usage import usages
from sync.core.witnesses import witnesses


def make_plan(wanted: Wanted, recorded: Lock | None, found: Found, policy: Policy, basis: Basis, tool: str) -> Plan:
    """The plan that makes `found` as `wanted`. Equal worlds give an equal plan, whatever the order of their parts."""
    mentions = read_mentions(found.flows)
    ground, lock = survey(found, mentions), Recorded(recorded)
    pairings = pair_all(wanted, recorded, ground)
    differing = list(configuration.differing(wanted, ground))
    bench = registration.Bench(
        ground=ground, mentions=mentions, recorded=lock, where={item.uid: item.where for item in wanted.functions}
    )
    findings = [
        *observation.unread(found),
        *existence.missing(wanted, lock, ground),
        *(finding for item in differing for finding in configuration.judge(item, lock)),
        *(finding for pairing in pairings for finding in registration.judge(pairing, bench)),
        *_about_signatures(wanted, found, pairings, mentions, lock),
    ]
    proposed: list[Step] = [proposals.configure(*item) for item in differing]
    proposed += _for_centers(wanted, pairings, ground, lock)
    refused = list(guards.refusals(proposed, ground, mentions, policy))
    steps = ordered([*_without(proposed, {refusal.step.id for refusal in refused})])
    return Plan(
        tool=tool,
        basis=basis,
        recorded=recorded is not None,
        findings=tuple(sorted(findings, key=_rank)),
        steps=ordered([*steps, *_tests(wanted, pairings, steps)]),
        refusals=tuple(sorted(refused, key=lambda refusal: refusal.step.id)),
        gaps=tuple(sorted(found.gaps, key=_place)),
        functions=len(wanted.functions),
        registrations=sum(len(function.registrations) for function in wanted.functions),
    )


def _about_signatures(
    wanted: Wanted, found: Found, pairings: tuple[Pairing, ...], mentions: Mentions, lock: Recorded
) -> Iterator[Finding]:
    """What spec, code, lock and flows say of each function's inputs and answers, held against each other."""
    signatures = {item.address: item.signature for item in found.signatures}
    used = usages(found.flows, found.registrations, pairings, mentions)
    every = [(function, witnesses(function, lock, signatures, used)) for function in wanted.functions]
    for function, said in every:
        yield from signature.judge(function, said, lock)
        yield from flow.judge(function, said, lock)
    yield from flow.not_understood(said for _, said in every)


def _rank(finding: Finding) -> tuple[bool, str, str, str, str, str]:
    others = repr(sorted(finding.args.items()))
    return not finding.breaks, finding.code, finding.uid or "", finding.center or "", finding.subject, others


def _place(gap: Gap) -> tuple[str, ...]:
    return gap.scope, gap.subject, gap.generation or "", gap.operation, gap.code, gap.message, gap.request_id


def _without(steps: Iterable[Step], refused: set[str]) -> Iterator[Step]:
    return (step for step in steps if step.id not in refused)


def _for_centers(wanted: Wanted, pairings: tuple[Pairing, ...], ground: Ground, lock: Recorded) -> Iterator[Step]:
    centers = {center.name: center for center in wanted.centers}
    for pairing in pairings:
        yield from proposals.for_center(centers[pairing.center], pairing, ground, lock)


def _tests(wanted: Wanted, pairings: tuple[Pairing, ...], steps: tuple[Step, ...]) -> Iterator[Step]:
    """Test calls for every function that the steps touch, through the registration as it will be then."""
    touched = _touched(pairings, steps)
    centers = {center.name: center for center in wanted.centers}
    for function in wanted.functions:
        for item in function.registrations:
            if snapshot := touched.get((function.uid, item.center)):
                yield from proposals.tests(centers[item.center], function, snapshot)


def _touched(pairings: tuple[Pairing, ...], steps: tuple[Step, ...]) -> dict[tuple[str, str], Snapshot]:
    """The registrations that will differ, or whose function will, by uid and center, as they will be."""
    reconfigured = {step.uid for step in steps if isinstance(step, UpdateFunction)}
    touched: dict[tuple[str, str], Snapshot] = {
        (pair.wanted.uid, pairing.center): wanted_snapshot(pair)
        for pairing in pairings
        for pair in pairing.pairs
        if pair.wanted.uid in reconfigured and pair.found.target == pair.wanted.target
    }
    written = [step for step in steps if isinstance(step, Register | Repoint | UpdateRegistration)]
    return touched | {(step.uid, step.center): step.after for step in written}
