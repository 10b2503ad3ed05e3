"""One registration at a time, for programs that keep a state of their own, such as Pulumi's: ensured, read, removed, and its flows.

The plan is the one that a registry of this one registration would get, and it is carried out like any other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from sync.adapters.connect import new_salt
from sync.app.account import identified
from sync.app.clock import now
from sync.app.connections import SDKS, Connections
from sync.app.observer import NOBODY, Observer, Stop
from sync.app.project import access_of
from sync.app.turns import in_turn
from sync.app.version import tool
from sync.core.assessment import Assessment, assess
from sync.core.flows.calls import flows_of, modules_of
from sync.core.plan.codec import plan_digest
from sync.core.plan.graph import ordered
from sync.core.plan.model import Basis, BlockedReason, BlockedStep, FlowRef, ModuleRef, Plan, Step
from sync.core.plan.planning import plan_of
from sync.core.plan.policy import Policy
from sync.core.plan.report import Result
from sync.core.plan.steps_from_diff import tests
from sync.core.registration_state import new_state, wanted_state
from sync.core.signature import sources
from sync.core.signature.fit import is_broken
from sync.core.worlds import (
    Configuration,
    Found,
    FoundFlow,
    FoundFunction,
    FoundRegistration,
    Gap,
    RegistrationState,
    Wanted,
    WantedCenter,
    WantedFunction,
    WantedRegistration,
)
from sync.discovery.cache import SignatureCache
from sync.discovery.gaps import gap_of
from sync.discovery.signatures import read_signatures
from sync.errors import CloudError, InputError
from sync.execute.clouds import Clouds
from sync.execute.journal import NullJournal
from sync.execute.run import execute
from sync.polling import UNTIL_IT_SHOWS, Sleep, poll
from sync.settings import Settings
from sync.specs.ids import Address, CenterName
from sync.specs.models import Lock, RecordedFunction, RecordedRegistration

_PACKAGES = 2  # read at once: that of the function it points at, and of the one it shall point at
_WRITES = frozenset({"register", "repoint", "update-registration"})
# A program's registration follows its function: that a flow calls it is a reason to look whether it fits, and none to stop.
_EXPECTED: frozenset[BlockedReason] = frozenset({"flow-calls-it", "flow-mentions-it"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A registration that somebody wants: `function` has this one alone. `id`: the one it has been so far; None: none yet.

    `allowed` flows, by id or name, may be left calling something that does not fit. `verify`: its checks are made too.
    `owns_function`: the program deletes the function once this registration has left it.
    """

    center: WantedCenter
    function: WantedFunction
    id: str | None = None
    allowed: frozenset[str] = frozenset()
    verify: bool = False
    owns_function: bool = False

    @property
    def registration(self) -> WantedRegistration:
        """What is wanted in the center."""
        wanted = self.function.registrations[0]
        return replace(wanted, adopt=self.id) if self.id else wanted

    @property
    def wanted(self) -> Wanted:
        """A registry that holds it alone."""
        function = replace(self.function, registrations=(self.registration,))
        return Wanted(functions=(function,), centers=(self.center,), digest="")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowUse:
    """A flow that calls a registration, or may: the modules that are known to do so, and the numbers whose calls enter the flow."""

    flow: FlowRef
    modules: tuple[ModuleRef, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why nothing was written, and the flows that stand in the way; `through`: another registration by which they call."""

    reason: BlockedReason
    uses: tuple[FlowUse, ...]
    through: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ensured:
    """What came of it: the registration as it is now, None where the center has none, and how each step ended."""

    registration: FoundRegistration | None
    results: tuple[Result, ...] = ()
    refused: Refused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CenterContent:
    """What a center holds now."""

    registrations: tuple[FoundRegistration, ...]
    flows: tuple[FoundFlow, ...]


class SharedListings:
    """One listing of a center for all who ask while it is being read: in a refresh every registration is asked for by itself."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[CenterName, Future[tuple[FoundRegistration, ...]]] = {}

    def read(self, center: CenterName, listing: Callable[[], tuple[FoundRegistration, ...]]) -> tuple[FoundRegistration, ...]:
        """The listing that is being read, or a new one; whoever joined it gets its error too."""
        mine = Future[tuple[FoundRegistration, ...]]()
        with self._lock:
            running = self._running.setdefault(center, mine)
        if running is not mine:
            return running.result()
        try:
            mine.set_result(listing())
        except BaseException as error:
            mine.set_exception(error)
            raise
        finally:
            with self._lock:
                del self._running[center]
        return mine.result()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationDesk:
    """Registrations of one account, through its clouds."""

    settings: Settings
    account: str
    clouds: Clouds
    sleep: Sleep
    stop: Stop  # called before each step
    shared: SharedListings = field(default_factory=SharedListings)

    def ensure(self, asked: Asked) -> Ensured:
        """Make it so: adopt the registration that is there, point it at its function, or add it.

        Nothing is written where a published flow that works would then call something that does not fit it. Checks that passed
        before a change and fail after it put the change back. Raises `CloudError`, and `InputError` for what cannot be made.
        """
        target = asked.registration.target
        function = poll(lambda: self.clouds.readers.functions.function(target), _is_absent, UNTIL_IT_SHOWS, self.sleep)
        if function is None:
            raise InputError(f"the function {target} does not exist", "create it before its registration, or correct the address")
        joined, plan = self._planned(asked, function)
        if (refused := _refusal(joined, plan) or _left_behind(asked, _leaving(asked, joined), joined)) is not None:
            return Ensured(registration=_paired(asked, joined), refused=refused)
        plan = replace(plan, steps=tuple(_steps(asked, joined, plan.steps)), refusals=())
        results = self._run(plan, asked.wanted) if plan.steps else ()
        present = _paired(asked, joined)
        if not results:
            return Ensured(registration=present)
        made = next((item.registration_id for item in results if item.registration_id), present.id if present else None)
        return Ensured(registration=self._now(asked, made), results=results)

    def foreseen(self, asked: Asked) -> Refused | None:
        """What would not fit, before the function is made, or has its new code: until then its spec says what it expects."""
        target = asked.registration.target
        function = self.clouds.readers.functions.function(target) or _yet_to_be_made(target)
        joined, plan = self._planned(asked, function, with_flows=True)
        return _refusal(joined, plan) or _left_behind(asked, _leaving(asked, joined), joined) or _unfit(asked, joined)

    def unfit_now(self, asked: Asked) -> Refused | None:
        """The published flows that do not fit what it points at now: its function may have got other code unseen."""
        function = self.clouds.readers.functions.function(asked.registration.target)
        if asked.id is None or function is None:
            return None
        joined = assess(asked.wanted, None, self._world(asked, function, with_flows=True), self.settings.watch)
        calls = joined.calls.holding(asked.center.name, asked.id)
        harmed = flows_of(call for call in calls if call.published and not joined.works_now(call))
        flows = Policy(allowed_flows=asked.allowed).blocking(harmed)
        return Refused(reason="breaks-flow", uses=_uses(flows, asked.id, joined)) if flows else None

    def remove(self, asked: Asked) -> Ensured:
        """Remove the registration `asked.id`, unless a published flow calls it, or may; one that is gone is removed already."""
        listed = self._listed(asked.center)
        item = next((found for found in listed if found.id == asked.id), None)
        if item is None:
            return Ensured(registration=None)
        flows = self.clouds.readers.centers.flows(asked.center)
        found = Found(functions=(), registrations=listed, flows=flows, gaps=())
        nothing = Wanted(functions=(), centers=(asked.center,), digest="")
        joined = assess(nothing, _held(asked, item), found, self.settings.watch)
        allowed = asked.allowed | {flow.id for flow in flows if not flow.published}
        plan = self._plan(joined, allowed)
        blocked = next((refusal for refusal in plan.refusals if refusal.step.about.registration == item.id), None)
        if blocked is not None:
            return Ensured(registration=item, refused=_refused(blocked, joined))
        if (refused := _left_behind(asked, item, joined)) is not None:
            return Ensured(registration=item, refused=refused)
        steps = tuple(step for step in plan.steps if step.about.registration == item.id)
        results = self._run(replace(plan, steps=steps), nothing)
        return Ensured(registration=self._now(asked, item.id), results=results)

    def read(self, center: WantedCenter, registration_id: str) -> FoundRegistration | None:
        """The registration now; None where the center has none of that id. A center that is not there is a `CloudError`."""
        listed = self.shared.read(center.name, lambda: self._listed(center))
        return next((item for item in listed if item.id == registration_id), None)

    def at(self, center: WantedCenter, target: Address) -> FoundRegistration | None:
        """The registration of that function now, the lowest id first; None where there is none."""
        return min((item for item in self._listed(center) if item.target == target), key=lambda item: item.id, default=None)

    def content(self, center: WantedCenter) -> CenterContent:
        """Everything in a center."""
        readers = self.clouds.readers.centers
        return CenterContent(registrations=readers.registrations(center), flows=readers.flows(center))

    def uses(self, center: WantedCenter, registration_id: str) -> tuple[FlowUse, ...]:
        """The flows that call a registration, or may, published or not."""
        content = self.content(center)
        wanted = Wanted(functions=(), centers=(center,), digest="")
        found = Found(functions=(), registrations=content.registrations, flows=content.flows, gaps=())
        joined = assess(wanted, None, found, self.settings.watch)
        item = joined.ground.by_id.get((center.name, registration_id))
        return _uses(joined.calls.users(item), registration_id, joined) if item is not None else ()

    def _now(self, asked: Asked, registration_id: str | None) -> FoundRegistration | None:
        """After a change, read anew."""
        if registration_id is None:
            return self.at(asked.center, asked.registration.target)
        return next((item for item in self._listed(asked.center) if item.id == registration_id), None)

    def _listed(self, center: WantedCenter) -> tuple[FoundRegistration, ...]:
        return self.clouds.readers.centers.registrations(center)

    def _planned(self, asked: Asked, function: FoundFunction, *, with_flows: bool = False) -> tuple[Assessment, Plan]:
        """The plan, once flows that call the registration are allowed; what would no longer fit is still refused."""
        joined = assess(asked.wanted, None, self._world(asked, function, with_flows=with_flows), self.settings.watch)
        _refuse_undecided(asked, joined)
        allowed = asked.allowed
        plan = self._plan(joined, allowed)
        while expected := {flow.id for item in plan.refusals if item.reason in _EXPECTED for flow in item.flows} - allowed:
            allowed |= expected
            plan = self._plan(joined, allowed)
        return joined, plan

    def _world(self, asked: Asked, function: FoundFunction, *, with_flows: bool) -> Found:
        """As much of the world as says what to do about this one registration; flows where they are asked for, or may matter."""
        readers, center, target = self.clouds.readers, asked.center, function.address
        listed = self._listed(center)
        concerned = [item for item in listed if _may_be(item, asked.registration)]
        if all(item.target == target for item in concerned) and len(concerned) <= 1 and not with_flows:
            return Found(functions=(function,), registrations=listed, flows=(), gaps=())
        others, gaps = self._functions({item.target for item in concerned} - {target})
        flows = readers.centers.flows(center)
        return self._with_signatures(
            Found(functions=tuple(sorted((function, *others), key=_place)), registrations=listed, flows=flows, gaps=gaps)
        )

    def _functions(self, places: Iterable[Address]) -> tuple[list[FoundFunction], tuple[Gap, ...]]:
        """Each by itself; one that cannot be read is a gap, so that its absence is not concluded."""
        functions, gaps = list[FoundFunction](), list[Gap]()
        for place in sorted(places):
            try:
                function = self.clouds.readers.functions.function(place)
            except CloudError as error:
                gaps.append(gap_of(error, "function", place.region, place.generation))
            else:
                functions += [function] if function is not None else []
        return functions, tuple(gaps)

    def _with_signatures(self, found: Found) -> Found:
        if not self.settings.signatures:
            return found
        cache = SignatureCache(self.settings.cache)
        read, gaps = read_signatures(self.clouds.readers.code, cache, found.functions, workers=_PACKAGES, progress=lambda _: None)
        return replace(found, signatures=read, gaps=(*found.gaps, *gaps))

    def _plan(self, joined: Assessment, allowed: frozenset[str]) -> Plan:
        basis = Basis(account=self.account, world="", registry="", lock="")
        return plan_of(joined, Policy(allowed_flows=allowed), basis, tool())

    def _run(self, plan: Plan, wanted: Wanted) -> tuple[Result, ...]:
        journal = NullJournal(plan_digest(plan))
        return execute(
            plan, wanted, self.clouds, journal, clock=now, sleep=self.sleep, stop=self.stop, progress=lambda _: None
        ).results


def open_desk(
    settings: Settings, *, stop: Stop, sleep: Sleep, observer: Observer = NOBODY, connections: Connections = SDKS
) -> RegistrationDesk:
    """The desk of the settings' account. Raises `InputError` and `CloudError` where the account is not to be reached."""
    access = identified(access_of(settings), settings.account, None, connections.identity, observer)
    clouds = in_turn(connections.clouds(access, new_salt(), settings.calls_per_second))
    return RegistrationDesk(settings=settings, account=access.account_id, clouds=clouds, sleep=sleep, stop=stop)


def _is_absent(function: FoundFunction | None) -> bool:
    return function is None


def _place(function: FoundFunction) -> Address:
    return function.address


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_")


def _may_be(item: FoundRegistration, wanted: WantedRegistration) -> bool:
    """Whether the matching could take it for the wanted one, or a flow mean it by the same name."""
    names = {_folded(place.name) for place in (wanted.target, *wanted.formerly)}
    return item.id == wanted.adopt if wanted.adopt else _folded(item.target.name) in names


def _refuse_undecided(asked: Asked, joined: Assessment) -> None:
    """Of several that may be it none is chosen."""
    for pairing in joined.pairings:
        for item in (*pairing.ambiguities, *pairing.undecided):
            ids = ", ".join(found.id for found in item.candidates)
            raise InputError(f"which registration of {asked.center.instance} is meant is not certain: {ids}", "name one with adopt")
        if asked.registration.adopt and asked.registration.adopt not in {pair.found.id for pair in pairing.pairs}:
            message = f"the center {asked.center.instance} has no registration {asked.registration.adopt}"
            raise InputError(message, "run `pulumi refresh`: somebody has removed it, or correct the id")


def _paired(asked: Asked, joined: Assessment) -> FoundRegistration | None:
    pairs = (pair for pairing in joined.pairings for pair in pairing.pairs)
    return next((pair.found for pair in pairs if pair.wanted.uid == asked.function.uid), None)


def _steps(asked: Asked, joined: Assessment, planned: Iterable[Step]) -> tuple[Step, ...]:
    """The writes on this registration, and its checks whatever is written; duplicates are left to `ivrsync apply`."""
    writes = [step for step in planned if step.kind in _WRITES]
    state: RegistrationState = next(
        (wanted_state(pair) for pairing in joined.pairings for pair in pairing.pairs), new_state(asked.registration)
    )
    return ordered([*writes, *(tests(asked.center, asked.function, state) if asked.verify else ())])


def _yet_to_be_made(target: Address) -> FoundFunction:
    return FoundFunction(address=target, function_id=None, configuration=Configuration(), checksum=None, modified="")


def _refusal(joined: Assessment, plan: Plan) -> Refused | None:
    blocked = next((item for item in plan.refusals if item.step.kind in _WRITES), None)
    return _refused(blocked, joined) if blocked is not None else None


def _leaving(asked: Asked, joined: Assessment) -> FoundRegistration | None:
    """The registration as it is, where it is to point elsewhere."""
    present = _paired(asked, joined)
    return present if present is not None and present.target != asked.registration.target else None


def _left_behind(asked: Asked, leaving: FoundRegistration | None, joined: Assessment) -> Refused | None:
    """Another registration of the function that is about to be deleted, while published flows call it."""
    if leaving is None or not asked.owns_function:
        return None
    for other in joined.ground.registrations_of(leaving.center):
        if other.target == leaving.target and other.id != leaving.id:
            published = tuple(flow for flow in joined.calls.users(other) if flow.published)
            if flows := Policy(allowed_flows=asked.allowed).blocking(published):
                return Refused(reason="flow-calls-it", uses=_uses(flows, other.id, joined), through=other.id)
    return None


def _unfit(asked: Asked, joined: Assessment) -> Refused | None:
    """Published flows that may work, and do not fit what the spec says of a function that keeps its place and gets other code."""
    present, signature = _paired(asked, joined), asked.function.signature
    if present is None or signature is None or present.target != asked.registration.target:
        return None
    declared = sources.declared(signature)
    calls = [call for call in joined.calls.holding(present.center, present.id) if call.published and joined.works_by_code(call)]
    harmed = flows_of(call for call in calls if is_broken(call.module, declared))
    flows = Policy(allowed_flows=asked.allowed).blocking(harmed)
    return Refused(reason="breaks-flow", uses=_uses(flows, present.id, joined)) if flows else None


def _refused(blocked: BlockedStep, joined: Assessment) -> Refused:
    registration = blocked.step.about.registration
    return Refused(reason=blocked.reason, uses=_uses(blocked.flows, registration if isinstance(registration, str) else "", joined))


def _uses(flows: Iterable[FlowRef], registration_id: str, joined: Assessment) -> tuple[FlowUse, ...]:
    def modules(flow: FlowRef) -> tuple[ModuleRef, ...]:
        return modules_of(call for call in joined.calls.holding(flow.center, registration_id) if call.module.flow == flow)

    return tuple(FlowUse(flow=flow, modules=modules(flow), numbers=joined.entries.numbers_into(flow)) for flow in flows)


def _held(asked: Asked, item: FoundRegistration) -> Lock:
    """A lock that knows the registration as ours: what is no longer wanted of it is to be removed."""
    at = item.target
    held = RecordedRegistration(id=item.id, region=at.region, service=at.service, name=at.name)
    function = RecordedFunction(
        region=at.region, service=at.service, name=at.name, generation=at.generation, registrations={asked.center.name: held}
    )
    return Lock(functions={asked.function.uid: function})


def center_of(instance: str, *, by_hand: bool) -> WantedCenter:
    """A center that nothing names but its instance."""
    return WantedCenter(name=CenterName(instance), instance=instance, mode="console" if by_hand else "api")
