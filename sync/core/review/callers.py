"""What becomes of every call of the published flows, from now until all that a change asks for is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sync.core.assessment import Assessment
from sync.core.deployed_code import is_broken_code
from sync.core.flows.calls import Call, flows_of
from sync.core.found_index import Presence
from sync.core.plan.model import BlockedReason, FlowRef, Plan, Repoint, Step, Unregister, UpdateFunction
from sync.core.review.model import CallerImpact, Fate, Moment
from sync.core.signature.fit import Misfit, is_broken, misfits
from sync.core.signature.model import Signature
from sync.specs.ids import Address, CenterName

# The change asks for these all the same: somebody who reads only its text would expect them.
_HELD: frozenset[BlockedReason] = frozenset({"breaks-flow", "flow-calls-it", "flow-mentions-it", "removal-limit"})
_BREAKING = frozenset({"input-not-passed", "field-read-missing"})
CallKey = tuple[CenterName, str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One course of events: a world, the plan for it, and the functions that are deleted in the end."""

    assessed: Assessment
    plan: Plan
    deleted: frozenset[Address] = frozenset()


@dataclass(slots=True)
class _Way:
    """How one call fares: its fate at the end, and the moments at which it fails."""

    call: Call
    fate: Fate
    fails: list[Moment] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    """Where registrations point and how functions are configured at some moment; what is not here is as it was found."""

    assessed: Assessment
    targets: dict[tuple[CenterName, str], Address | None] = field(default_factory=dict)
    configured: set[Address] = field(default_factory=set)
    deleted: frozenset[Address] = frozenset()

    def target(self, call: Call) -> Address | None:
        """Where the call's registration points; None where there is none."""
        return self.targets.get((call.module.flow.center, call.held), call.target)

    def believed(self, address: Address) -> Signature | None:
        """What callers meet there."""
        return self.assessed.believed_after(address) if address in self.configured else self.assessed.believed_now(address)

    def fate(self, call: Call) -> Fate:
        """How the call ends. Whatever is not known to break it does not."""
        target = self.target(call)
        if target is None:
            return "works" if call.module.flow.center in self.assessed.ground.unread_registrations else "no-registration"
        if target in self.deleted or self.assessed.ground.presence(target) is Presence.ABSENT:
            return "no-function"
        code = self.assessed.code
        if is_broken_code(code.after(target) if target in self.configured else code.now.get(target)):
            return "broken-code"
        believed = self.believed(target)
        return "does-not-fit" if believed is not None and is_broken(call.module, believed) else "works"

    def done(self, step: Step) -> None:
        """The step is done."""
        match step:
            case Repoint():
                self.targets[step.center, step.registration_id] = step.after.target
            case Unregister():
                self.targets[step.center, step.registration_id] = None
            case UpdateFunction():
                self.configured.add(step.address)
            case _:
                pass


def impacts(before: Course, after: Course) -> tuple[CallerImpact, ...]:
    """Every call of a published flow that fails at some moment of either course: as it would be without the change, and with it.

    The flows of a center that leaves the registry go on calling: nobody takes their registrations away.
    """
    served = dict(_published(before.assessed.calls.every))
    otherwise, then = _ways(before, served), _ways(after, {**served, **dict(_published(after.assessed.calls.every))})
    made = []
    for key, way in then.items():
        known = otherwise.get(key)
        if way.fate == "works" and not way.fails and (known is None or known.fate == "works"):
            continue
        early = {*known.fails} if known is not None else set()
        call, flow = way.call, (known or way).call.module.flow
        entries = (before if known is not None else after).assessed.entries
        made.append(
            CallerImpact(
                module=(known or way).call.ref,
                numbers=entries.numbers_into(flow),
                uid=call.owner or (known.call.owner if known is not None else None),
                otherwise=known.fate if known is not None else "works",
                after=way.fate,
                fails=tuple(moment for moment in way.fails if moment not in early),
                misfits=tuple(_misfits(way, after)),
                callers=entries.leading_to(flow),
            )
        )
    return tuple(sorted(made, key=_rank))


def _rank(item: CallerImpact) -> tuple[bool, bool, str, str, str, str]:
    flow = item.module.flow
    return not item.is_broken, not item.is_interrupted, flow.center, flow.name, flow.id, item.module.activity


def may_be_hurt(course: Course) -> tuple[FlowRef, ...]:
    """Published flows that may call, in a form that is not understood, what a step changes or what is deleted in the end."""
    flows = {flow for refusal in course.plan.refusals if refusal.reason == "flow-mentions-it" for flow in refusal.flows}
    assessed = course.assessed
    for found in assessed.ground.by_id.values():
        if found.target in course.deleted:
            flows |= {*assessed.calls.mentioning(found.center, found.id, found.target.name)}
    return flows_of((), {flow for flow in flows if flow.published})


def _ways(course: Course, calls: Mapping[CallKey, Call]) -> dict[CallKey, _Way]:
    state = _State(assessed=course.assessed)
    ways = {key: _Way(call=call, fate=state.fate(call)) for key, call in calls.items()}
    _note(ways.values(), state, Moment(kind="deployed"))
    for step, moment in _events(course.plan):
        state.done(step)
        _note(_concerned(ways.values(), step, state), state, moment)
    if course.deleted:
        state.deleted = course.deleted
        _note([way for way in ways.values() if state.target(way.call) in course.deleted], state, Moment(kind="deleted"))
    return ways


def _events(plan: Plan) -> Iterator[tuple[Step, Moment]]:
    for step in plan.steps:
        yield step, Moment(kind="step", step=step.id)
    for refusal in plan.refusals:
        if refusal.reason in _HELD:
            yield refusal.step, Moment(kind="held-step", step=refusal.step.id)


def _note(ways: Iterable[_Way], state: _State, moment: Moment) -> None:
    for way in ways:
        way.fate = state.fate(way.call)
        if way.fate != "works":
            way.fails.append(moment)


def _concerned(ways: Collection[_Way], step: Step, state: _State) -> list[_Way]:
    """The calls whose fate the step can change."""
    match step:
        case Repoint() | Unregister():
            key = (step.center, step.registration_id)
            return [way for way in ways if (way.call.module.flow.center, way.call.held) == key]
        case UpdateFunction():
            return [way for way in ways if state.target(way.call) == step.address]
        case _:
            return []


def _published(calls: Iterable[Call]) -> Iterator[tuple[CallKey, Call]]:
    seen: dict[tuple[CenterName, str, str], int] = {}
    for call in calls:
        if call.published:
            key = (call.module.flow.center, call.module.flow.id, call.module.activity)
            seen[key] = seen.get(key, -1) + 1
            yield (*key, seen[key]), call


def _misfits(way: _Way, course: Course) -> Iterator[Misfit]:
    """In what the call does not fit at the end."""
    if way.fate != "does-not-fit":
        return
    state = _State(assessed=course.assessed, deleted=course.deleted)
    for step, _ in _events(course.plan):
        state.done(step)
    target = state.target(way.call)
    believed = state.believed(target) if target is not None else None
    if believed is not None:
        yield from (item for item in misfits(way.call.module, believed) if item.kind in _BREAKING)
