"""The three worlds in one vocabulary: wanted, recorded, found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from sync.core.code_print import CodePrint
from sync.core.flows.excerpt import FlowExcerpt
from sync.core.redaction import Variable
from sync.core.signature.inferred import Inferred, Unknown
from sync.specs.ids import Address, CenterName, Generation, Region, Uid
from sync.specs.models import RegistrationMode, SignatureSpec, Where

FlowType = Literal["MAIN_FLOW", "SUB_FLOW", "SURVEY_FLOW"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """The settings of a function that ivrsync compares; None means not stated. Memory in MB, timeout in seconds.

    Of a function that was found, environment values that look secret are redacted.
    """

    runtime: str | None = None
    handler: str | None = None
    memory: int | None = None
    timeout: int | None = None
    environment: Mapping[str, Variable] | None = None


@dataclass(frozen=True, slots=True, order=True)
class FailoverTarget:
    """The disaster-recovery region of a registration and its weight."""

    region: Region
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationState:
    """What a registration says: where it points, and what stands beside that. In the clouds, or as a step would have it."""

    target: Address  # region normalised to its id where it is a known console name
    description: str
    role: str
    failover: FailoverTarget | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedRegistration:
    """A registration the registry asks for; None means not stated, so not compared."""

    uid: Uid
    center: CenterName
    target: Address
    formerly: tuple[Address, ...] = ()
    description: str | None = None
    role: str | None = None
    failover: FailoverTarget | None = None
    adopt: str | None = None  # the registration id the user says is this one


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedCheck:
    """A test call the registry asks for; `expect` None means: any answer that is not a failure."""

    name: str
    input: dict[str, JsonValue]
    expect: JsonValue
    once: bool = False  # it must not be made twice: never before a change, only after it


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedFunction:
    """A function the registry asks for."""

    uid: Uid
    address: Address
    configuration: Configuration
    registrations: tuple[WantedRegistration, ...]
    checks: tuple[WantedCheck, ...]
    signature: SignatureSpec | None
    where: Where
    formerly: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedCenter:
    """A center the registry names, and whether its registrations can be written by API."""

    name: CenterName
    instance: str
    mode: RegistrationMode


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The registry's world; `digest` is the registry's own."""

    functions: tuple[WantedFunction, ...]
    centers: tuple[WantedCenter, ...]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFunction:
    """A function as Function Compute shows it now. `modified` changes whenever the function does."""

    address: Address
    function_id: str | None
    configuration: Configuration
    checksum: str | None  # CRC-64 of the package as a decimal text
    modified: str
    code_size: int | None = None  # bytes
    description: str | None = None
    created: str | None = None  # as Function Compute writes it
    mark: str | None = None  # the uid that it carries: the variable IVRSYNC_UID, of 3.0 also the tag


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRegistration:
    """A registration as the center lists it now (CCC calls it a function meta)."""

    center: CenterName
    id: str
    state: RegistrationState

    @property
    def target(self) -> Address:
        """Where it points."""
        return self.state.target


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFlow:
    """A contact flow as the center lists it now; `definition` is the text, byte for byte.

    From a snapshot there is an `excerpt` instead, and the definition is empty.
    """

    center: CenterName
    id: str
    name: str
    type: str
    published: bool
    definition: str
    draft_id: str | None
    editor: str | None
    numbers: tuple[str, ...]
    excerpt: FlowExcerpt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSignature:
    """What the deployed code of a function shows of its inputs and answers, or why it shows nothing.

    Without defaults that look secret: the creator ensures that (`sensitive.without_secrets`).
    """

    address: Address
    signature: Inferred | Unknown
    code_print: CodePrint | None = None  # None: not available, from which nothing follows
    planned: bool = False  # read with the handler and runtime that apply will set, not with the present ones


GapScope = Literal["region", "registrations", "flows", "function", "code", "check", "value", "snapshot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that could not be read; nothing is concluded from absence inside it."""

    scope: GapScope
    # The region id (scopes region, function: region of the function), the address (code), the call (check), what a module passes
    # (value: center/flow/module/input), where it is kept (snapshot), or the center's name.
    subject: str
    generation: Generation | None  # for scopes region, function and code: which of the two APIs
    operation: str
    code: str
    message: str
    request_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The present state of the clouds, as far as it could be read."""

    functions: tuple[FoundFunction, ...]
    registrations: tuple[FoundRegistration, ...]
    flows: tuple[FoundFlow, ...]
    gaps: tuple[Gap, ...]
    signatures: tuple[FoundSignature, ...] = ()  # of the functions whose code was read
    unsearched: tuple[Gap, ...] = ()  # where else a missing function may be and could not be looked for
