"""The shape of a world description: what may be written, checked as it is read. `worldfile` says what it means."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from sync.emulator.functions import TIME

Definition = str | dict[str, object] | list[object]
"""A flow's content: its text as it is, a value that becomes JSON, or {file: path} whose text it is."""


def _moment(value: object) -> str:
    try:  # YAML has made a time of it, JSON has not
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        if moment.tzinfo is not None:
            return moment.astimezone(UTC).strftime(TIME)
    except (ValueError, OverflowError):
        pass
    raise PydanticCustomError("moment", "must be a time with its zone, such as 2020-04-01T08:15:27Z")


Moment = Annotated[str, BeforeValidator(_moment)]
"""A time, as Function Compute writes it once it is read; empty when it is not stated."""


class Spec(BaseModel):
    """What every part of a description has in common: nothing unknown is taken."""

    # Account numbers, phone numbers and environment values look like numbers in YAML and are texts on the wire.
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class KeySpec(Spec):
    """An access key made up for the emulator; with a token it is a temporary one."""

    id: str
    secret: str = Field(repr=False)
    token: str = Field(default="", repr=False)


class AccountSpec(Spec):
    """One account and its keys; without `inner_api` it cannot write registrations (CloudCallCenter 2017-07-05)."""

    id: str
    inner_api: bool = True
    keys: tuple[KeySpec, ...] = Field(min_length=1)


class ServiceSpec(Spec):
    """A service of FC 2.0; one is made for each function that names it, so only those with more to say need this."""

    account: str = ""
    region: str
    name: str
    settings: dict[str, object] = {}
    tags: dict[str, str] = {}


class FunctionSpec(Spec):
    """One function; without a service it is one of FC 3.0.

    `code` is a directory or a zip file, beside the description, or a zip in base64. Where one of `created` and `modified` is stated
    it stands for both; where none is, both are now. Without `function_id` the function gets a new one.
    """

    account: str = ""
    region: str
    service: str = ""
    name: str
    runtime: str = "python3.10"
    handler: str = "index.handler"
    memory: int = 128
    timeout: int = 3
    description: str = ""
    environment: dict[str, str] = {}
    code: str = ""
    function_id: str = ""
    created: Moment = ""
    modified: Moment = ""
    settings: dict[str, object] = {}
    tags: dict[str, str] = {}
    triggers: tuple[dict[str, object], ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.modified and self.modified < self.created:
            raise PydanticCustomError("order", "modified is before created: a function is changed after it was made; swap the two")
        return self


class RegistrationSpec(Spec):
    """One registration; region, service and function are whatever text somebody typed."""

    id: str
    function: str
    service: str = ""
    region: str = ""
    role: str = ""
    description: str = ""
    failover_region: str = ""
    failover_weight: float | None = None
    http_trigger_url: str = ""


class DraftSpec(Spec):
    """Content of a flow that is not published; `editor` is who has it open."""

    id: str
    definition: Definition
    description: str = ""
    editor: str = ""


class FlowSpec(Spec):
    """One flow: what calls run (`published`), what waits for publication (`saved`), what somebody has open (`editing`)."""

    id: str
    name: str
    type: Literal["MAIN_FLOW", "SUB_FLOW", "SURVEY_FLOW"] = "MAIN_FLOW"
    description: str = ""
    published: Definition | None = None
    saved: DraftSpec | None = None
    editing: DraftSpec | None = None


class NumberSpec(Spec):
    """One phone number; `flow` is the id of the flow its calls enter."""

    number: str
    flow: str = ""
    usage: Literal["Inbound", "Outbound", "Bidirection"] = "Bidirection"
    active: bool = True
    city: str = ""
    province: str = ""
    provider: str = ""


class TrackSpec(Spec):
    """One activity that one call went through; times are in milliseconds."""

    contact_id: str
    flow_id: str = ""
    flow_name: str = ""
    node_id: str = ""
    node_name: str = ""
    node_type: str = ""
    exit_code: str = "Success"
    properties: dict[str, object] = {}
    variables: dict[str, object] = {}
    caller: str = ""
    callee: str = ""
    channel_id: str = ""
    channel_variables: str = ""
    entered: int = 0
    left: int = 0


class CenterSpec(Spec):
    """One call center; with `lists_drafts` its list of flows shows drafts where it would show what is published."""

    account: str = ""
    instance: str
    name: str = ""
    description: str = ""
    lists_drafts: bool = False
    registrations: tuple[RegistrationSpec, ...] = ()
    flows: tuple[FlowSpec, ...] = ()
    numbers: tuple[NumberSpec, ...] = ()
    tracks: tuple[TrackSpec, ...] = ()


class WorldSpec(Spec):
    """A whole world."""

    accounts: tuple[AccountSpec, ...] = Field(min_length=1)
    services: tuple[ServiceSpec, ...] = ()
    functions: tuple[FunctionSpec, ...] = ()
    centers: tuple[CenterSpec, ...] = ()
