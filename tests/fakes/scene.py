"""A small lived-in world with one of everything that can be put right: wanted, clouds and the plan between them, by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sync.core.plan.model import (
    Basis,
    FieldChange,
    Finding,
    FlowRef,
    InvokeCheck,
    Plan,
    Register,
    Repoint,
    Step,
    Unregister,
    UpdateFunction,
    UpdateRegistration,
)
from sync.core.plan.planning import make_plan
from sync.core.plan.policy import Policy
from sync.core.worlds import (
    Configuration,
    Found,
    FoundFlow,
    FoundFunction,
    FoundRegistration,
    RegistrationState,
    Wanted,
    WantedCenter,
    WantedCheck,
    WantedFunction,
    WantedRegistration,
)
from sync.ports import Answer
from sync.specs.ids import Address, CenterName, Generation, Region, Uid
from sync.specs.models import Lock, RecordedFunction, RecordedRegistration, Where
from tests.fakes.clouds import FakeClouds
from tests.fakes.world import World

HOTLINE = WantedCenter(name=CenterName("hotline"), instance="ccc-test", mode="api")
CONSOLE = WantedCenter(name=CenterName("hotline"), instance="ccc-test", mode="console")
WHERE = Where("test.yaml", 1, 1)
ROLE = "test-role"

IDENTITY = Address(Region("cn-shenzhen"), "example-service", "checkUserIdentity")
NUMBER = Address(Region("cn-hangzhou"), "demo-service", "get_number_region")
NUMBER_MISTYPED = Address(Region("cn-hangzhou"), "demo_service", "get_number_region")
LOOKUP = Address(Region("cn-hangzhou"), "", "lookup")
RETIRED = Address(Region("cn-hangzhou"), "demo-service", "retired")

OLD = Configuration(runtime="python3.10", memory=128, environment={"API_KEY": "test-old-key", "MODE": "slow", "OTHER": "kept"})
NEW = Configuration(runtime="python3.10", memory=256, environment={"API_KEY": "test-new-key", "MODE": "fast"})
PLAIN = Configuration(runtime="python3.10", memory=128)
DRAFT = FlowRef(center=HOTLINE.name, id="flow-draft", name="draft", published=False)
LEFT_OVER = Finding(code="RG004", subject="r-retired", origin=None, center=HOTLINE.name, flows=(DRAFT,))
UNUSED_BASIS = Basis(account="test-account", world="test-world", registry="test-registry", lock="")


def state(target: Address, description: str = "") -> RegistrationState:
    return RegistrationState(target=target, description=description, role=ROLE, failover=None)


def registration(registration_id: str, target: Address, description: str = "") -> FoundRegistration:
    return FoundRegistration(
        center=HOTLINE.name,
        id=registration_id,
        state=state(target, description),
    )


def changed(item: FoundRegistration, **differing: Any) -> FoundRegistration:
    """The same registration, of which somebody changed something."""
    return replace(item, state=replace(item.state, **differing))


def function(address: Address, configuration: Configuration = PLAIN) -> FoundFunction:
    return FoundFunction(
        address=address,
        function_id=None,
        configuration=configuration,
        checksum=None,
        modified="first",
    )


def generation_of(address: Address) -> Generation:
    return "2.0" if address.service else "3.0"


def flow(name: str, *registration_ids: str, published: bool = True) -> FoundFlow:
    activities = [{"type": "RUN_FUNCTION", "properties": {"functionMetaId": item}} for item in registration_ids]
    return FoundFlow(
        center=HOTLINE.name,
        id=f"flow-{name}",
        name=name,
        type="MAIN_FLOW",
        published=published,
        definition=json.dumps({"activities": activities}),
        draft_id=None,
        editor=None,
        numbers=(),
    )


def wanted(center: WantedCenter = HOTLINE) -> Wanted:
    return Wanted(
        functions=(
            _wanted_function("identity", IDENTITY, NEW, "identity check"),
            _wanted_function("lookup", LOOKUP, PLAIN, "a better word"),
            _wanted_function("number", NUMBER, PLAIN, "region of a number"),
        ),
        centers=(center,),
        digest="test-registry",
    )


def _wanted_function(uid: str, address: Address, configuration: Configuration, description: str) -> WantedFunction:
    return WantedFunction(
        uid=Uid(uid),
        address=address,
        configuration=configuration,
        registrations=(WantedRegistration(uid=Uid(uid), center=HOTLINE.name, target=address, description=description, role=ROLE),),
        checks=(WantedCheck(name="answers", input={"uid": uid}, expect={"ok": True}),),
        signature=None,
        where=WHERE,
    )


def clouds() -> FakeClouds:
    """Nothing here is as wanted: a function misconfigured; a registration missing, one mistyped, one misnamed, one left over."""
    return FakeClouds(
        centers=(HOTLINE.name,),
        functions=(function(IDENTITY, OLD), function(NUMBER), function(LOOKUP)),
        registrations=(
            registration("r-lookup", LOOKUP, "a word"),
            registration("r-number", NUMBER_MISTYPED, "region of a number"),
            registration("r-retired", RETIRED, "retired"),
        ),
        flows=(flow("welcome", "r-lookup", "r-number"), flow("draft", "r-retired", published=False)),
        behaviours=dict.fromkeys((IDENTITY, NUMBER, LOOKUP), lambda _event: Answer(payload='{"ok": true}', error=None)),
    )


def end() -> World:
    """The clouds when every step of `plan` is done, without version marks; ids given by the center begin with given-1."""
    configured = Configuration(
        runtime="python3.10", memory=256, environment={"API_KEY": "test-new-key", "MODE": "fast", "OTHER": "kept"}
    )
    functions = (function(IDENTITY, configured), function(NUMBER), function(LOOKUP))
    registrations = (
        registration("given-1", IDENTITY, "identity check"),
        registration("r-lookup", LOOKUP, "a better word"),
        registration("r-number", NUMBER, "region of a number"),
    )
    return World(
        functions={item.address: item for item in functions},
        registrations={(item.center, item.id): item for item in registrations},
        flows=(flow("welcome", "r-lookup", "r-number"), flow("draft", "r-retired", published=False)),
    ).settled()


def configure() -> UpdateFunction:
    return UpdateFunction(
        id="configure-identity",
        uid=Uid("identity"),
        address=IDENTITY,
        generation="2.0",
        modified="first",
        changes=(
            FieldChange(path="memory", before=128, after=256),
            FieldChange(path="environment.MODE", before="slow", after="fast"),
            FieldChange(path="environment.API_KEY", before=None, after=None, secret=True),
        ),
    )


def register(*, by_hand: bool = False, depends_on: tuple[str, ...] = ()) -> Register:
    return Register(
        id="register-identity",
        uid=Uid("identity"),
        center=HOTLINE.name,
        instance=HOTLINE.instance,
        by_hand=by_hand,
        after=state(IDENTITY, "identity check"),
        depends_on=depends_on,
    )


def repoint(*, by_hand: bool = False) -> Repoint:
    return Repoint(
        id="repoint-number",
        uid=Uid("number"),
        center=HOTLINE.name,
        instance=HOTLINE.instance,
        by_hand=by_hand,
        registration_id="r-number",
        before=state(NUMBER_MISTYPED, "region of a number"),
        after=state(NUMBER, "region of a number"),
    )


def update(*, by_hand: bool = False) -> UpdateRegistration:
    return UpdateRegistration(
        id="update-lookup",
        uid=Uid("lookup"),
        center=HOTLINE.name,
        instance=HOTLINE.instance,
        by_hand=by_hand,
        registration_id="r-lookup",
        before=state(LOOKUP, "a word"),
        after=state(LOOKUP, "a better word"),
    )


def call(uid: str, target: Address, *depends_on: str) -> InvokeCheck:
    return InvokeCheck(
        id=f"test-{uid}",
        uid=Uid(uid),
        center=HOTLINE.name,
        instance=HOTLINE.instance,
        by_hand=False,
        target=target,
        role=ROLE,
        check="answers",
        input={"uid": uid},
        expect={"ok": True},
        depends_on=depends_on,
    )


def unregister(*, by_hand: bool = False, depends_on: tuple[str, ...] = ()) -> Unregister:
    return Unregister(
        id="unregister-retired",
        uid=Uid("retired"),
        center=HOTLINE.name,
        instance=HOTLINE.instance,
        by_hand=by_hand,
        registration_id="r-retired",
        before=state(RETIRED, "retired"),
        depends_on=depends_on,
    )


def steps() -> tuple[Step, ...]:
    """One step of every kind, in a right order."""
    return (
        configure(),
        register(depends_on=("configure-identity",)),
        repoint(),
        update(),
        call("identity", IDENTITY, "register-identity"),
        call("number", NUMBER, "repoint-number"),
        unregister(depends_on=("test-identity", "test-number")),
    )


def lock() -> Lock:
    """The last good sync knew one function more, since taken out of the registry: its registration is left over."""
    entry = RecordedRegistration(id="r-retired", region=RETIRED.region, service=RETIRED.service, name=RETIRED.name)
    retired = RecordedFunction(
        region=RETIRED.region,
        service=RETIRED.service,
        name=RETIRED.name,
        generation="2.0",
        registrations={HOTLINE.name: entry},
    )
    return Lock(functions={"retired": retired})


def planned(world: World, center: WantedCenter = HOTLINE) -> Plan:
    """The plan the core makes of that world; the user has named the one flow that mentions what is left over."""
    found = Found(
        functions=tuple(world.functions.values()), registrations=tuple(world.registrations.values()), flows=world.flows, gaps=()
    )
    return make_plan(wanted(center), lock(), found, Policy(allowed_flows=frozenset({"draft"})), UNUSED_BASIS, "ivrsync test")


def plan(*chosen: Step) -> Plan:
    return Plan(
        tool="ivrsync test",
        basis=UNUSED_BASIS,
        recorded=False,
        findings=(LEFT_OVER,),
        steps=chosen or steps(),
        refusals=(),
        gaps=(),
        functions=3,
        registrations=3,
    )
