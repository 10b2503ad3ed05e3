"""The plan as data: findings, ordered steps, refusals. Nothing here acts or holds sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from sync.core.worlds import Gap, RegistrationState
from sync.specs.ids import Address, CenterName, Generation, Uid
from sync.specs.models import Where

Origin = Literal["drift", "pending", "unrecorded"]
FORMAT_VERSION: Literal[2] = 2  # 2 added `Output`


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
    callers: tuple[FlowRef, ...] = ()  # where it breaks: the published flows that call one of these as a sub-flow
    lock_only: bool = False  # it differs from the lock alone: recording the present state resolves it
    breaks: bool = False  # a published flow calls something missing or incompatible because of it
    remedy: Remedy | None = None  # the state of the step that would resolve it; None: the plan has no such step
    when: When = "now"  # whether it applies now, or only after apply
    stack: str | None = None  # the Pulumi stack that owns what it is about, and puts it right


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """The output of an earlier step, in place of a value that is not known yet: `name` is a field of its result."""

    step: str
    name: Literal["registration_id"] = "registration_id"


def known(value: str | Output) -> str:
    """The value; read only once the step that produces it is done."""
    if isinstance(value, Output):
        raise TypeError(f"the {value.name} that {value.step} brings was asked for before that step was done")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a step concerns: functions, in one center or in all (None), and the registration that it changes or goes through."""

    uids: tuple[Uid, ...]
    center: CenterName | None = None
    registration: str | Output | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _AnyStep:
    """What every step has. `depends_on` names the steps that have to be done before it."""

    kind: str
    id: str
    uid: Uid
    by_hand: bool
    depends_on: tuple[str, ...] = ()

    @property
    def about(self) -> About:
        """What it concerns."""
        return About(uids=(self.uid,))


@dataclass(frozen=True, slots=True, kw_only=True)
class _InCenter(_AnyStep):
    """What every step in a center has."""

    center: CenterName
    instance: str

    @property
    def about(self) -> About:
        """What it concerns."""
        return About(uids=(self.uid,), center=self.center)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnRegistration(_InCenter):
    """What every step on a registration has that is there when the step runs."""

    registration_id: str | Output | None

    @property
    def about(self) -> About:
        """What it concerns."""
        return About(uids=(self.uid,), center=self.center, registration=self.registration_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateFunction(_AnyStep):
    """Change the configuration of a function. Environment values come from the registry at apply time, not from here."""

    kind: Literal["update-function"] = "update-function"
    by_hand: Literal[False] = False
    address: Address
    generation: Generation
    modified: str  # the version the changes were computed against
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(_InCenter):
    """Make a function callable in a center that does not have it."""

    kind: Literal["register"] = "register"
    after: RegistrationState


@dataclass(frozen=True, slots=True, kw_only=True)
class Repoint(_OnRegistration):
    """Point an existing registration, whose id flows keep, at another address."""

    kind: Literal["repoint"] = "repoint"
    registration_id: str
    before: RegistrationState
    after: RegistrationState


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRegistration(_OnRegistration):
    """Change the description, role or failover of a registration; its target stays. An earlier step may be the one to add it."""

    kind: Literal["update-registration"] = "update-registration"
    registration_id: str | Output
    before: RegistrationState
    after: RegistrationState


@dataclass(frozen=True, slots=True, kw_only=True)
class Unregister(_OnRegistration):
    """Remove a registration that nothing should call any more. Its function may have left the registry."""

    kind: Literal["unregister"] = "unregister"
    registration_id: str
    before: RegistrationState


@dataclass(frozen=True, slots=True, kw_only=True)
class InvokeCheck(_OnRegistration):
    """Call a function through its registration and compare the answer."""

    __test__ = False  # not a pytest class

    kind: Literal["test"] = "test"
    target: Address
    role: str
    check: str
    input: dict[str, JsonValue]
    expect: JsonValue
    once: bool = False  # see `WantedCheck`
    registration_id: str | None = None  # the registration called through, where it is known already


Step = Annotated[
    Register | Repoint | UpdateRegistration | UpdateFunction | Unregister | InvokeCheck,
    Field(discriminator="kind"),
]
BlockedReason = Literal["breaks-flow", "flow-calls-it", "flow-mentions-it", "flows-unreadable", "moved", "removal-limit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedStep:
    """A step that would be right but is held back, with the reason and the flows that it would affect."""

    step: Step
    reason: BlockedReason
    flows: tuple[FlowRef, ...] = ()
    modules: tuple[ModuleRef, ...] = ()  # breaks-flow: the modules that would call something that does not fit
    limit: int | None = None  # removal-limit: how many removals the center allows
    removals: int | None = None  # removal-limit: how many there would be


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a plan was made for; apply refuses one whose basis is not its own."""

    account: str
    world: str  # which clouds: a digest of the endpoints and instances used
    registry: str  # digest of the registry
    lock: str  # digest of the lock file, or "" without one


@dataclass(frozen=True, slots=True, kw_only=True)
class StackShare:
    """Who owns what, where the state of a Pulumi stack was given: every function of the registry is in one of the three.

    `pending`: updates of the stack that were interrupted, so that its state may be wrong there.
    """

    name: str
    owned: tuple[Uid, ...]
    read: tuple[Uid, ...]  # in the stack, and made by somebody else
    missing: tuple[Uid, ...]  # not in the stack
    registrations: tuple[str, ...]  # owned; by the names of their resources, UID@CENTER
    pending: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything a reader or an executor needs: frozen, ordered, versioned."""

    version: Literal[2] = FORMAT_VERSION
    tool: str
    basis: Basis
    recorded: bool  # whether there was a lock to compare with
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    refusals: tuple[BlockedStep, ...]
    gaps: tuple[Gap, ...]
    functions: int  # how many functions the registry asks for
    registrations: int  # how many registrations the registry asks for
    unsearched: tuple[Gap, ...] = ()  # where else a missing function may be and could not be looked for
    stack: StackShare | None = None
