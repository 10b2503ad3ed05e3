"""What the pack says: each policy, and each violation with the flows that it would hurt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sync.app.stack_policy import StackPolicy
from sync.core.plan.model import FlowRef, ModuleRef
from sync.core.stack_rules import StackRule, Violation
from sync.render import phrases
from sync.render.escape import visible
from sync.render.gaps import gap_phrase
from sync.render.trust import trust_fix, trust_sentence

SNAPSHOT = "snapshot-is-whole"
_MOST = 10  # modules and flows named in one sentence
_HOUR = 3600  # seconds


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy: of every function by itself, or of the whole stack. `limit`: the registry's rules say how strict it is."""

    description: str
    kind: Literal["resource", "stack"]
    broken: str  # {address}, {uid}, {registration}
    next: str
    limit: bool = True


POLICIES: Mapping[StackRule, Policy] = {
    "function-stays": Policy(
        "A function that a published flow calls stays in the stack.",
        "stack",
        "{address} ({uid}) leaves the stack, and would be deleted if the stack made it",
        "take it out of these flows and publish them first, or keep it in the registry",
        limit=False,
    ),
    "registration-stays": Policy(
        "A registration that a published flow calls stays in the stack.",
        "stack",
        "registration {registration} of {address} ({uid}) leaves the stack, and would be removed",
        "take the function out of these flows and publish them first, or keep the registration in the registry",
        limit=False,
    ),
    "flow-keeps-working": Policy(
        "No update breaks a published flow.",
        "stack",
        "{address} ({uid}) would no longer fit what published flows pass and read, or its code would fail",
        "change the inputs of these flows and publish them first, or name them in allowFlows",
        limit=False,
    ),
    "function-name": Policy(
        "Names of functions match function_names.",
        "resource",
        "the name of {address} ({uid}) does not match function_names in policy.toml",
        "rename it in the registry",
    ),
    "service-name": Policy(
        "Names of services match service_names.",
        "resource",
        "the service of {address} ({uid}) does not match service_names in policy.toml",
        "rename it in the registry",
    ),
    "function-region": Policy(
        "Functions live in the regions of the policy.",
        "resource",
        "{address} ({uid}) is in a region that policy.toml does not name",
        "move it, or add the region to policy.toml",
    ),
    "function-timeout": Policy(
        "No function may run longer than longest_timeout.",
        "resource",
        "{address} ({uid}) may run longer than longest_timeout in policy.toml allows",
        "lower its timeout in the registry",
    ),
}
WHOLE = "What the pack knows of the clouds is whole and fresh."


def violation_text(violation: Violation) -> str:
    """What is wrong, whom it hurts, and what to do."""
    policy = POLICIES[violation.rule]
    named = (str(violation.address), violation.uid, violation.registration)
    what = policy.broken.format(**dict(zip(("address", "uid", "registration"), map(visible, named), strict=True)))
    return f"{what}; {_callers(violation, is_limit=policy.limit)}; {policy.next}"


def doubts(policy: StackPolicy) -> Iterator[str]:
    """What could not be judged, and why."""
    for problem in policy.problems:
        yield f"{trust_sentence(problem)}; {trust_fix(problem.code)}"
    if policy.is_old:
        limit = f"oldest_snapshot is {policy.rules.oldest_snapshot}"
        yield f"the snapshot {_aged(policy.age)} ({limit}); take a new one: `ivrsync snapshot --out FILE`"
    for gap in policy.joined.found.gaps:
        yield f"not judged, because it is not known: {gap_phrase(gap)}"


def _aged(age: timedelta | None) -> str:
    if age is None:
        return "does not say when it was taken"
    hours = int(age.total_seconds()) // _HOUR
    return "is dated in the future" if hours < 0 else f"is {hours} hours old"


def _callers(violation: Violation, *, is_limit: bool) -> str:
    named = [*map(_module, violation.modules), *map(_unclear, violation.flows)]
    if not named:
        return "no published flow calls it"
    more = len(named) - _MOST
    rest = f"; and {more} more" if more > 0 else ""
    return f"{'it is called by' if is_limit else 'this would hurt'} {'; '.join(named[:_MOST])}{rest}"


def _unclear(flow: FlowRef) -> str:
    return f"flow {phrases.flow(flow)}, center {visible(flow.center)}, in a way ivrsync does not understand"


def _module(module: ModuleRef) -> str:
    return f"flow {phrases.flow(module.flow, module)}, center {visible(module.flow.center)}"
