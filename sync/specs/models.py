"""The specs as frozen models that refuse unknown keys, and the recorded world of the lock file.

A field left out means "not ivrsync's business": it is neither compared nor changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, SkipValidation

from sync.specs.ids import Address, CenterName, Generation, Region, Uid

TypeName = Literal["string", "integer", "number", "boolean", "object", "array"]
RegistrationMode = Literal["api", "console"]
# YAML and JSON readers yield nothing else, and checking every value again would cost a third of the loading.
AnyJson = Annotated[JsonValue, SkipValidation]


class Spec(BaseModel):
    """Base of everything a user writes: frozen, and unknown keys are mistakes."""

    # Built when first used: most models are only ever a part of another one, and a run without a lock uses none of the lock's.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_default=False, defer_build=True)


def _nothing_is_defaults(value: object) -> object:
    """`hotline:` with nothing behind it means: with the defaults."""
    return {} if value is None else value


class ParameterSpec(Spec):
    """One declared input of a function."""

    type: TypeName | None = Field(
        default=None, description="What a value must be; flows pass text, so a text that parses counts. Left out: not stated."
    )
    required: bool = Field(default=False, description="Whether every caller must pass it.")
    default: AnyJson = Field(default=None, description="What the function uses when it is not passed.")
    description: str | None = Field(default=None, description="What it is for.")
    enum: tuple[AnyJson, ...] | None = Field(default=None, strict=False, description="The only values allowed.")
    pattern: str | None = Field(default=None, description="A regular expression that every value matches.")
    format: str | None = Field(default=None, description="A well-known form, such as phone or date.")


class SignatureSpec(Spec):
    """What a function expects and returns: named inputs; a result that is one text, or named fields."""

    inputs: dict[str, Annotated[ParameterSpec, BeforeValidator(_nothing_is_defaults)]] | None = Field(
        default=None, description="The inputs by name; {} says that there are none. Left out: not stated."
    )
    result: Literal["text"] | dict[str, TypeName] | None = Field(
        default=None, description="`text`, or the fields of the answer with their types."
    )


class Failover(Spec):
    """The disaster-recovery region of a registration and its share of the traffic (CCC: FailoverRegion, FailoverRegionWeight)."""

    region: str = Field(description="The other region, by id or console name.")
    weight: Annotated[float, Field(ge=0)] = Field(default=0.0, description="Its share of the traffic.")


class RegistrationSpec(Spec):
    """How one function is made callable in one center."""

    description: str | None = Field(default=None, description="What the center shows for it.")
    role: str | None = Field(default=None, description="The RAM role the center assumes to call it.")
    failover: Failover | None = Field(default=None, description="Where to call when the region is down.")
    id: Annotated[str, Field(min_length=1)] | None = Field(
        default=None, description="Adopt the registration with this id, whatever it points at now."
    )


class Check(Spec):
    """A test call: the input sent, and the fields of the answer that must be equal."""

    name: Annotated[str, Field(min_length=1)] = Field(description="What the call shows, in a few words.")
    input: dict[str, AnyJson] = Field(default={}, description="The inputs to send.")
    expect: AnyJson = Field(default=None, description="What must come back. Left out: anything but a failure.")
    once: bool = Field(
        default=False,
        description="The call has an effect and must not be made twice: `apply` makes it after a change and not before it, "
        "and `drift --test` leaves it out.",
    )


class FunctionSpec(Spec):
    """One function as written under `functions:`; its key there is the uid."""

    name: str = Field(description="Its name in Function Compute.")
    description: str | None = Field(default=None, description="What it is for.")
    runtime: str | None = Field(default=None, description="Such as python3.10 or nodejs20.")
    handler: str | None = Field(default=None, description="Such as index.handler.")
    memory: Annotated[int, Field(ge=64, le=32768)] | None = Field(default=None, description="In MB.")
    timeout: Annotated[int, Field(ge=1, le=86400)] | None = Field(default=None, description="In seconds.")
    environment: dict[str, str] | None = Field(
        default=None, description="The variables that ivrsync manages; others are left alone."
    )
    code: str | None = Field(default=None, description="A folder or a .zip file, relative to this file.")
    signature: SignatureSpec | None = Field(default=None, description="What it expects and returns.")
    registrations: dict[str, Annotated[RegistrationSpec, BeforeValidator(_nothing_is_defaults)]] = Field(
        default={}, description="The centers that may call it, by name."
    )
    checks: tuple[Check, ...] = Field(default=(), strict=False, description="Test calls that `ivrsync test` makes.")
    formerly: tuple[str, ...] = Field(
        default=(), strict=False, description="Earlier addresses: name, service/name or region/service/name."
    )


class ServiceDocument(Spec):
    """One YAML document that holds functions of one service (FC 3.0: of one group)."""

    service: str = Field(description="The service in Function Compute; FC 3.0 has none, there it only groups.")
    region: str = Field(description="By id (cn-hangzhou) or console name (华东1（杭州）).")
    generation: Generation = Field(default="2.0", description="Which Function Compute, in quotes.")
    functions: dict[str, FunctionSpec] = Field(
        description="The functions by uid: an identity that outlives name, service and region."
    )


class CenterSpec(Spec):
    """One call-center instance, and whether its registrations can be written by API."""

    instance: Annotated[str, Field(min_length=1)] = Field(description="The id of the instance.")
    registrations: RegistrationMode = Field(
        default="console",
        description="`api` when registrations can be written by API; `console`: a person does it, with instructions.",
    )


class CentersDocument(Spec):
    """One YAML document that names the centers."""

    centers: dict[str, CenterSpec] = Field(description="The call centers by a short name.")


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a registry file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function of the registry with its identity and address resolved; `spec` is what the user wrote."""

    uid: Uid
    address: Address
    spec: FunctionSpec
    formerly: tuple[Address, ...]
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Center:
    """A center of the registry."""

    name: CenterName
    instance: str
    mode: RegistrationMode
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The whole registry, checked: the wanted world. `digest` changes with any value in it."""

    functions: tuple[Function, ...]  # by uid
    centers: tuple[Center, ...]  # by name
    digest: str

    @property
    def regions(self) -> tuple[Region, ...]:
        """Every region that some function lives in, sorted."""
        return tuple(sorted({function.address.region for function in self.functions}))


class RecordedRegistration(Spec):
    """A registration as the last good sync left it."""

    id: str
    region: str
    service: str
    name: str
    description: str | None = None
    role: str | None = None
    failover: Failover | None = None


class RecordedParameter(Spec):
    """One input as the code showed it at the last good sync; `position` counts from 0 in the order of the code."""

    type: TypeName | None = None
    required: bool = False
    default: AnyJson = None
    position: int = 0


class RecordedField(Spec):
    """One field of the answer as the code showed it at the last good sync."""

    type: TypeName | None = None
    nullable: bool = False


class RecordedSignature(Spec):
    """The signature that the code showed when it was last read. There may have been further inputs (`open`), or further answers
    and fields (`incomplete`).
    """

    inputs: dict[str, RecordedParameter] = {}
    result: Literal["text"] | dict[str, RecordedField] | None = None
    open: bool = False
    incomplete: bool = False


class RecordedFunction(Spec):
    """A function as the last good sync saw it. Environment values are kept only as digests."""

    region: str
    service: str
    name: str
    generation: Generation
    function_id: str | None = None
    checksum: str | None = None
    runtime: str | None = None
    handler: str | None = None
    memory: int | None = None
    timeout: int | None = None
    environment: dict[str, str] | None = None  # name -> digest of the value; of the variables that the registry looks after
    variables: str | None = None  # digests of the names and values of all variables
    description: str | None = None
    created: str | None = None  # as Function Compute writes it
    code_print: str | None = None  # of the code with this checksum
    signature: SignatureSpec | None = None  # as declared then
    implemented: RecordedSignature | None = None  # as the code showed it when it was last read
    registrations: dict[str, RecordedRegistration] = {}


class Lock(Spec):
    """`registry.lock.json`: what the last good sync saw, by uid."""

    version: Literal[1, 2, 3] = 1  # 2: with a salt; 3: with what recognises a function under another name
    account: Annotated[str, Field(min_length=1)] | None = None  # None: written before locks said whose they are
    salt: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None = None  # of the digests; None: none of them needs one
    synced: str | None = None  # when what it says changed last, in UTC: what is younger was made after that
    functions: Mapping[str, RecordedFunction] = {}
