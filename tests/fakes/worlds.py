"""Small worlds for the core's tests: one center, written with only what matters to a case."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from sync.core.assessment import assess
from sync.core.lock_update import record
from sync.core.plan.model import Basis, Plan
from sync.core.plan.planning import make_plan
from sync.core.plan.policy import Policy
from sync.core.signature.inferred import Escape, Inferred, ResultPath, Unknown
from sync.core.signature.model import Evidence, Parameter, ResultField
from sync.core.worlds import (
    Configuration,
    FailoverTarget,
    Found,
    FoundFlow,
    FoundFunction,
    FoundRegistration,
    FoundSignature,
    Gap,
    GapScope,
    RegistrationState,
    Wanted,
    WantedCenter,
    WantedCheck,
    WantedFunction,
    WantedRegistration,
)
from sync.specs.ids import Address, CenterName, Generation, Region, Uid
from sync.specs.models import (
    Lock,
    RecordedFunction,
    RecordedRegistration,
    RecordedSignature,
    RegistrationMode,
    SignatureSpec,
    TypeName,
    Where,
)

CENTER = CenterName("hotline")
BASIS = Basis(account="test-account", world="test-world", registry="test-registry", lock="")
NO_SETTINGS = Configuration()
DEFAULT = Policy()
SALT = "5a" * 16  # of the registry


def at(text: str) -> Address:
    """`region/service/name`, or `region/name` for 3.0."""
    region, *middle, name = text.split("/")
    return Address(Region(region), middle[0] if middle else "", name)


def registration(
    uid: str,
    target: str,
    *,
    description: str | None = None,
    role: str | None = None,
    failover: FailoverTarget | None = None,
    formerly: Sequence[str] = (),
    adopt: str | None = None,
) -> WantedRegistration:
    """A registration the registry asks for in the one center."""
    return WantedRegistration(
        uid=Uid(uid),
        center=CENTER,
        target=at(target),
        description=description,
        role=role,
        failover=failover,
        formerly=tuple(at(text) for text in formerly),
        adopt=adopt,
    )


def function(
    uid: str,
    address: str,
    *registrations: WantedRegistration,
    settings: Configuration = NO_SETTINGS,
    checks: Sequence[WantedCheck] = (),
    signature: SignatureSpec | None = None,
) -> WantedFunction:
    """A function the registry asks for."""
    return WantedFunction(
        uid=Uid(uid),
        address=at(address),
        configuration=settings,
        registrations=registrations,
        checks=tuple(checks),
        signature=signature,
        where=Where("test.yaml", 1, 1),
    )


def registered(
    uid: str,
    address: str,
    *,
    settings: Configuration = NO_SETTINGS,
    checks: Sequence[WantedCheck] = (),
    signature: SignatureSpec | None = None,
) -> WantedFunction:
    """A function that shall be registered in the one center, and nothing more said of it."""
    return function(uid, address, registration(uid, address), settings=settings, checks=checks, signature=signature)


def wanted(*functions: WantedFunction, mode: RegistrationMode = "api") -> Wanted:
    """The registry's world."""
    return Wanted(functions=functions, centers=(WantedCenter(name=CENTER, instance="ccc-test", mode=mode),), digest="test-registry")


def there(address: str, settings: Configuration = NO_SETTINGS) -> FoundFunction:
    """A function in Function Compute."""
    return FoundFunction(
        address=at(address),
        function_id=f"id-of-{address}",
        configuration=settings,
        checksum="1",
        modified="then",
    )


def listed(
    identity: str, target: str, *, description: str = "", role: str = "", failover: FailoverTarget | None = None
) -> FoundRegistration:
    """A registration in the one center."""
    return FoundRegistration(
        center=CENTER,
        id=identity,
        state=RegistrationState(target=at(target), description=description, role=role, failover=failover),
    )


def flow(
    identity: str,
    mentions: str,
    *,
    published: bool = True,
    passes: Mapping[str, JsonValue] | None = None,
    reads: Sequence[str] | None = None,
) -> FoundFlow:
    """A flow whose one function module names that text, passes these inputs and reads these fields; None: it does not show them."""
    properties: dict[str, JsonValue] = {"functionMetaId": mentions}
    if passes is not None:
        properties["parameters"] = json.dumps([{"key": name, "value": value} for name, value in passes.items()])
    if reads is not None:
        properties["outputs"] = [{"key": name, "value": name} for name in reads]
    definition = json.dumps(
        {"activities": [{"type": "RUN_FUNCTION", "id": "1", "name": "ask", "properties": properties, "events": []}]}
    )
    return FoundFlow(
        center=CENTER,
        id=identity,
        name=f"flow {identity}",
        type="MAIN_FLOW",
        published=published,
        definition=definition,
        draft_id=None,
        editor=None,
        numbers=(),
    )


def shows(address: str, *inputs: Parameter, answers: Sequence[ResultPath] = (), escapes: Sequence[Escape] = ()) -> FoundSignature:
    """What the code of a function shows."""
    signature = Inferred(inputs=tuple(sorted(inputs, key=lambda one: one.name)), results=tuple(answers), escapes=tuple(escapes))
    return FoundSignature(address=at(address), signature=signature)


def hides(address: str) -> FoundSignature:
    """A function whose code is compiled."""
    unknown = Unknown(reason="unsupported-runtime", detail="compiled")
    return FoundSignature(address=at(address), signature=unknown)


def broken(address: str) -> FoundSignature:
    """A function whose code does not hold its handler."""
    unknown = Unknown(reason="no-such-handler", detail="index.py has no function handler")
    return FoundSignature(address=at(address), signature=unknown)


def reads(name: str, *, required: bool = True, default: JsonValue = None, kind: TypeName | None = None, line: int = 5) -> Parameter:
    """One input as the code shows it."""
    evidence = (Evidence(file="index.py", line=line, kind="subscript"),)
    return Parameter(name=name, required=required, default=default, type=kind, evidence=evidence)


def text_answer(line: int = 9) -> ResultPath:
    """A return of one text."""
    return ResultPath(kind="text", fields=(), evidence=Evidence(file="index.py", line=line, kind="return"))


def object_answer(*nullable: str, line: int = 9, **fields: TypeName | None) -> ResultPath:
    """A return of named fields, some of which may be null."""
    made = tuple(ResultField(name=name, type=kind, nullable=name in nullable) for name, kind in sorted(fields.items()))
    return ResultPath(kind="object", fields=made, evidence=Evidence(file="index.py", line=line, kind="return"))


def escape(line: int = 6) -> Escape:
    """The event handed to a library."""
    return Escape(reason="passed-on", file="index.py", line=line, detail="library.call(event)")


def gap(scope: GapScope, subject: str, generation: Generation | None = None) -> Gap:
    """Something that could not be read."""
    return Gap(scope=scope, subject=subject, generation=generation, operation="Test", code="Test.Unread", message="for a test")


def found(*parts: FoundFunction | FoundRegistration | FoundFlow | FoundSignature | Gap) -> Found:
    """The clouds' world."""
    return Found(
        functions=tuple(part for part in parts if isinstance(part, FoundFunction)),
        registrations=tuple(part for part in parts if isinstance(part, FoundRegistration)),
        flows=tuple(part for part in parts if isinstance(part, FoundFlow)),
        gaps=tuple(part for part in parts if isinstance(part, Gap)),
        signatures=tuple(part for part in parts if isinstance(part, FoundSignature)),
    )


def entry(
    address: str,
    *,
    identity: str | None = None,
    memory: int | None = None,
    description: str | None = None,
    declared: SignatureSpec | None = None,
    seen: RecordedSignature | None = None,
) -> RecordedFunction:
    """A function as the lock remembers it, with its registration in the one center when an id is given."""
    place = at(address)
    record = RecordedRegistration(
        id=identity or "", region=place.region, service=place.service, name=place.name, description=description
    )
    return RecordedFunction(
        region=place.region,
        service=place.service,
        name=place.name,
        generation=place.generation,
        memory=memory,
        signature=declared,
        implemented=seen,
        registrations={CENTER: record} if identity else {},
    )


def lock(**entries: RecordedFunction) -> Lock:
    """A lock; `_` in a keyword stands for `-` in the uid."""
    return Lock(functions={uid.replace("_", "-"): item for uid, item in entries.items()})


def plan(of: Wanted, world: Found, recorded: Lock | None = None, policy: Policy = DEFAULT) -> Plan:
    """The plan between them."""
    return make_plan(of, recorded, world, policy, BASIS, "ivrsync test")


def written(of: Wanted, world: Found, made: Plan, previous: Lock | None) -> Lock:
    """The lock that is written when this plan is made of the world after an apply."""
    return record(assess(of, previous, world), made, SALT)
