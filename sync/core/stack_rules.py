"""What a stack must not do to published flows, and what its functions must keep to.

A stack is what a program wants after an update; what is not in it is deleted. What flows call is taken from the assessment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sync.core.assessment import Assessment
from sync.core.flows.calls import Call, Reach, modules_of
from sync.core.plan.model import FlowRef, ModuleRef
from sync.core.signature.fit import is_broken
from sync.specs.ids import Address, CenterName, Uid
from sync.specs.policy import StackRules

StackRule = Literal[
    "function-stays",
    "registration-stays",
    "flow-keeps-working",
    "function-name",
    "service-name",
    "function-region",
    "function-timeout",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class StackFunction:
    """A function that the stack wants. `timeout` in seconds; None: not stated."""

    uid: Uid
    address: Address
    timeout: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StackRegistration:
    """A registration that the stack wants. `target` None: not known yet. `allowed` flows, by id or name, may be left without it."""

    uid: Uid
    center: CenterName
    target: Address | None
    allowed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """Everything of a stack that matters to callers."""

    functions: tuple[StackFunction, ...]
    registrations: tuple[StackRegistration, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule that a function breaks, and the modules of published flows that it would hurt, or that call the function.

    Where it is about one `registration`: also the `flows` that may call it in a way that is not understood.
    """

    rule: StackRule
    uid: Uid
    address: Address
    modules: tuple[ModuleRef, ...]
    registration: str = ""
    flows: tuple[FlowRef, ...] = ()


def stack_violations(joined: Assessment, stack: Stack) -> tuple[Violation, ...]:
    """A published flow that works keeps its function and its registration, and fits what it will call.

    Only of what the registry or the lock knows: what belongs to others is not in the stack, and need not be.
    """
    living = {item.address for item in stack.functions}
    points = {(item.center, item.uid): item for item in stack.registrations}
    hurt: dict[tuple[StackRule, Uid, Address], list[Call]] = {}
    for call in joined.calls.every:
        found = _broken_rule(call, joined, living, points)
        if found is not None:
            hurt.setdefault(found, []).append(call)
    broken = [
        Violation(rule=rule, uid=uid, address=address, modules=modules_of(calls)) for (rule, uid, address), calls in hurt.items()
    ]
    told = {(one.uid, one.address) for one in broken if one.rule == "function-stays"}
    broken += [one for one in _left(joined, points) if (one.uid, one.address) not in told]
    return tuple(sorted(broken, key=lambda one: (one.rule, one.uid, one.address, one.registration)))


def _left(joined: Assessment, points: Mapping[tuple[CenterName, Uid], StackRegistration]) -> Iterator[Violation]:
    """Registrations that the lock has and nobody wants any more, while published flows call them, or may.

    What leaves a stack is not among what it wants, and its state is not known here: the lock stands for it.
    """
    wanted = {(item.center, item.uid) for function in joined.wanted.functions for item in function.registrations}
    kept = {(center, identity) for (center, _), identity in joined.kept.items()}
    allowed = frozenset(flow for item in points.values() for flow in item.allowed)
    for uid, center, item in joined.recorded.registrations():
        owner, found = (CenterName(center), Uid(uid)), joined.ground.by_id.get((CenterName(center), item.id))
        if found is None or owner in wanted or owner in points or (found.center, found.id) in kept:
            continue
        users = joined.calls.users(found)
        flows = tuple(flow for flow in users if flow.published and allowed.isdisjoint({flow.id, flow.name}))
        calls = [call for call in joined.calls.holding(found.center, found.id) if call.module.flow in flows]
        unclear = tuple(flow for flow in flows if flow not in {call.module.flow for call in calls})
        if flows:
            yield Violation(
                rule="registration-stays",
                uid=owner[1],
                address=found.target,
                modules=modules_of(calls),
                registration=found.id,
                flows=unclear,
            )


def function_violations(joined: Assessment, function: StackFunction, rules: StackRules) -> Iterator[Violation]:
    """A function keeps to the names, the regions and the timeout of the rules; which flows call it is told."""
    calls = (call for call in joined.calls.every if call.published and _is_about(call, function))
    modules = modules_of(calls)
    for rule in _broken_limits(function, rules):
        yield Violation(rule=rule, uid=function.uid, address=function.address, modules=modules)


def _broken_rule(
    call: Call,
    joined: Assessment,
    living: Iterable[Address],
    points: Mapping[tuple[CenterName, Uid], StackRegistration],
) -> tuple[StackRule, Uid, Address] | None:
    if not call.published or call.owner is None or call.target is None or call.reach is Reach.NO_FUNCTION:
        return None
    wanted = points.get((call.module.flow.center, call.owner))
    # Another registration of the same function is not the stack's, and stays where it points.
    is_the_stacks = joined.kept.get((call.module.flow.center, call.owner)) in {None, call.held}
    target = wanted.target if wanted is not None and is_the_stacks else call.target
    if target is None:  # not known yet, and not in the registry
        return None
    if target not in living:
        return "function-stays", call.owner, target
    flow = call.module.flow
    if wanted is not None and not wanted.allowed.isdisjoint({flow.id, flow.name}):
        return None
    if joined.works_now(call) and not _will_work(call, target, joined):
        return "flow-keeps-working", call.owner, target
    return None


def _will_work(call: Call, target: Address, joined: Assessment) -> bool:
    """Whether nothing is known that would break it. Of a function that changes with this update its spec is believed as well."""
    declared = joined.declared(target) if joined.is_changing(target) else None
    return joined.would_work(call, target) and (declared is None or not is_broken(call.module, declared))


def _is_about(call: Call, function: StackFunction) -> bool:
    return call.owner == function.uid or call.target == function.address


def _broken_limits(function: StackFunction, rules: StackRules) -> Iterator[StackRule]:
    address = function.address
    if rules.function_names is not None and not re.fullmatch(rules.function_names, address.name):
        yield "function-name"
    if rules.service_names is not None and address.service and not re.fullmatch(rules.service_names, address.service):
        yield "service-name"
    if rules.regions is not None and address.region not in rules.regions:
        yield "function-region"
    if rules.longest_timeout is not None and function.timeout is not None and function.timeout > rules.longest_timeout:
        yield "function-timeout"
