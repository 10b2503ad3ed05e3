"""The specs as frozen models that refuse unknown keys, and the recorded world of the lock file.

A field left out means "not ivrsync's business": it is neither compared nor changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from registry.ids import Address, CenterName, Region, Uid

Generation = Literal["2.0", "3.0"]
TypeName = Literal["string", "integer", "number", "boolean", "object", "array"]
RegistrationMode = Literal["api", "console"]


class Spec(BaseModel):
    """Base of everything a user writes: frozen, and unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_default=False)


class Input(Spec):
    """One declared input of a function."""

    type: TypeName = "string"
    required: bool = False
    default: JsonValue = None
    description: str | None = None
    enum: tuple[JsonValue, ...] | None = Field(default=None, strict=False)
    pattern: str | None = None
    format: str | None = None


class Signature(Spec):
    """What a function expects and answers: named inputs; a result that is one text, or named fields."""

    inputs: dict[str, Input] = {}
    result: Literal["text"] | dict[str, TypeName] | None = None


class Failover(Spec):
    """The disaster-recovery region of a registration and its share of the traffic (CCC: FailoverRegion, FailoverRegionWeight)."""

    region: str
    weight: float = Field(default=0.0, strict=False)


class RegistrationSpec(Spec):
    """How one function is made callable in one center."""

    description: str | None = None
    role: str | None = None
    failover: Failover | None = None
    id: str | None = None  # adopt this registration id, whatever it points at now


class Check(Spec):
    """A test call: the input sent, and the fields of the answer that must be equal."""

    name: Annotated[str, Field(min_length=1)]
    input: dict[str, JsonValue] = {}
    expect: JsonValue = None


class FunctionSpec(Spec):
    """One function as written under `functions:`; its key there is the uid."""

    name: str
    description: str | None = None
    runtime: str | None = None
    handler: str | None = None
    memory: Annotated[int, Field(ge=64, le=32768)] | None = None  # MB
    timeout: Annotated[int, Field(ge=1, le=86400)] | None = None  # seconds
    environment: dict[str, str] | None = None
    code: str | None = None
    signature: Signature | None = None
    registrations: dict[str, RegistrationSpec] = {}
    checks: tuple[Check, ...] = Field(default=(), strict=False)
    formerly: tuple[str, ...] = Field(default=(), strict=False)


class ServiceDocument(Spec):
    """One YAML document that holds functions of one service (FC 3.0: of one group)."""

    service: str
    region: str
    generation: Generation = "2.0"
    functions: dict[str, FunctionSpec]


class CenterSpec(Spec):
    """One call-center instance, and whether its registrations can be written by API."""

    instance: Annotated[str, Field(min_length=1)]
    registrations: RegistrationMode = "console"


class CentersDocument(Spec):
    """One YAML document that names the centers."""

    centers: dict[str, CenterSpec]


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
    generation: Generation
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
    environment: dict[str, str] | None = None  # name -> digest of the value
    signature: Signature | None = None
    registrations: dict[str, RecordedRegistration] = {}


class Lock(Spec):
    """`registry.lock.json`: what the last good sync saw, by uid."""

    version: Literal[1] = 1
    functions: Mapping[str, RecordedFunction] = {}
