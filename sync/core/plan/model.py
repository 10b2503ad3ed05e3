"""The plan as data: findings, ordered steps, refusals. Nothing here acts or speaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from sync.core.worlds import Gap, RegistrationState
from sync.specs.ids import Address, CenterName, Generation, Uid
from sync.specs.models import Where

Origin = Literal["drift", "pending", "unrecorded"]
FORMAT_VERSION: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that differs. When `secret`, neither value is kept: both are None."""

    path: str  # e.g. memory, environment.API_KEY, target.service
    before: JsonValue
    after: JsonValue
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRef:
    """A flow, named for people and for the command line."""

    center: CenterName
    id: str
    name: str
    published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRef:
    """A function module of a flow (函数模块): which registration it holds, and what that points at ("": nothing)."""

    flow: FlowRef
    activity: str
    name: str
    registration: str
    reaches: str


When = Literal["now", "after-apply"]
Remedy = Literal["apply", "by-hand", "held-back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A judged difference: a code of the catalogue and its arguments, never a sentence."""

    code: str
    subject: str  # what it is about: an address, a registration id, a region
    origin: Origin | None  # None: neither drift nor pending (gaps, unmanaged)
    uid: Uid | None = None
    center: CenterName | None = None
    where: Where | None = None
    changes: tuple[FieldChange, ...] = ()
    args: dict[str, JsonValue] = field(default_factory=dict)
    flows: tuple[FlowRef, ...] = ()  # the flows that use what this is about
    modules: tuple[ModuleRef, ...] = ()  # their function modules that do, as far as they are understood
    lock_only: bool = False  # it stands against the lock alone: writing down what is so settles it
    breaks: bool = False  # a published flow calls something missing or incompatible because of it
    remedy: Remedy | None = None  # what becomes of the step that would settle it; None: the plan has no such step
    when: When = "now"  # whether that is so now, or will be once the registry's wishes are carried out


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Make a function callable in a center that does not know it."""

    kind: Literal["register"] = "register"
    id: str
    uid: Uid
    center: CenterName
    instance: str
    by_hand: bool
    after: RegistrationState
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repoint:
    """Make an existing registration, whose id flows keep, name another address."""

    kind: Literal["repoint"] = "repoint"
    id: str
    uid: Uid
    center: CenterName
    instance: str
    by_hand: bool
    registration_id: str
    before: RegistrationState
    after: RegistrationState
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRegistration:
    """Change the description, role or failover of a registration; its target stays."""

    kind: Literal["update-registration"] = "update-registration"
    id: str
    uid: Uid
    center: CenterName
    instance: str
    by_hand: bool
    registration_id: str
    before: RegistrationState
    after: RegistrationState
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateFunction:
    """Change the configuration of a function. Environment values come from the registry at apply time, not from here."""

    kind: Literal["update-function"] = "update-function"
    id: str
    uid: Uid
    address: Address
    generation: Generation
    by_hand: Literal[False] = False
    modified: str  # the version the changes were computed against
    changes: tuple[FieldChange, ...]
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unregister:
    """Remove a registration that nothing should call any more."""

    kind: Literal["unregister"] = "unregister"
    id: str
    uid: Uid | None
    center: CenterName
    instance: str
    by_hand: bool
    registration_id: str
    before: RegistrationState
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvokeCheck:
    """Call a function through its registration and compare the answer."""

    __test__ = False  # not a pytest class

    kind: Literal["test"] = "test"
    id: str
    uid: Uid
    center: CenterName
    instance: str
    by_hand: bool
    target: Address
    role: str
    check: str
    input: dict[str, JsonValue]
    expect: JsonValue
    once: bool = False  # see `WantedCheck`
    registration_id: str | None = None  # the registration called through, where it is known already
    depends_on: tuple[str, ...] = ()


Step = Annotated[
    Register | Repoint | UpdateRegistration | UpdateFunction | Unregister | InvokeCheck,
    Field(discriminator="kind"),
]
BlockedReason = Literal["breaks-flow", "flow-calls-it", "flow-mentions-it", "flows-unreadable", "removal-limit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedStep:
    """A step that would be right but is held back, why, and which flows stand in its way."""

    step: Step
    reason: BlockedReason
    flows: tuple[FlowRef, ...] = ()
    modules: tuple[ModuleRef, ...] = ()  # breaks-flow: the modules that would call what does not fit them
    limit: int | None = None  # removal-limit: how many removals the center allows
    removals: int | None = None  # removal-limit: how many there would be


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a plan was made for; apply refuses one whose basis is not its own."""

    account: str
    world: str  # which clouds: a digest of the endpoints and instances spoken to
    registry: str  # digest of the registry
    lock: str  # digest of the lock file, or "" without one


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything a reader or an executor needs: frozen, ordered, versioned."""

    version: Literal[1] = FORMAT_VERSION
    tool: str
    basis: Basis
    recorded: bool  # whether there was a lock to compare with
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    refusals: tuple[BlockedStep, ...]
    gaps: tuple[Gap, ...]
    functions: int  # how many functions the registry asks for
    registrations: int  # how many registrations the registry asks for
