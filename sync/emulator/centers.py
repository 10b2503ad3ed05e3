"""What one call center holds: registrations, flows with their drafts, phone numbers, tracks of calls.

Records are frozen and replaced as a whole, so that a copy of a center is a cheap picture of a moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import cast


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One function made callable (函数管理). Nothing here is checked against Function Compute, as in the console.

    `region`, `service` and `function` are whatever text was typed. `http_trigger_url` is empty when there is none.
    """

    registration_id: str
    function: str
    service: str = ""
    region: str = ""
    role: str = ""
    description: str = ""
    failover_region: str = ""
    failover_weight: float | None = None
    http_trigger_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One unpublished content of a flow. `editor` is the login name of who has it open, empty once it is saved."""

    draft_id: str
    definition: str
    description: str = ""
    editor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One IVR flow. Calls run `published` (None until the first publication).

    `saved` is content that was committed and waits for publication; `editing` is what somebody has open now.
    Times are `2021-03-05 17:35:45.0`, in UTC+8 as the console shows them.
    """

    flow_id: str
    name: str
    type: str = "MAIN_FLOW"
    description: str = ""
    published: str | None = None
    saved: Draft | None = None
    editing: Draft | None = None
    created: str = "2021-03-05 17:35:45.0"
    updated: str = "2021-03-05 17:35:45.0"

    @property
    def draft(self) -> Draft | None:
        """The draft the API shows: the open one first."""
        return self.editing or self.saved

    @property
    def definition(self) -> str:
        """The newest content: of the draft if there is one, else what is published."""
        return self.draft.definition if self.draft else self.published or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneNumber:
    """One number of the center; `flow_id` is the flow its calls enter, empty when unbound. `created` is in milliseconds."""

    number: str
    flow_id: str = ""
    usage: str = "Bidirection"
    active: bool = True
    city: str = ""
    province: str = ""
    provider: str = ""
    created: str = "1614937545000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One activity that one call went through (IVR tracking). Times are in milliseconds."""

    contact_id: str
    flow_id: str = ""
    flow_name: str = ""
    node_id: str = ""
    node_name: str = ""
    node_type: str = ""
    exit_code: str = "Success"
    properties: Mapping[str, object] = field(default_factory=dict)
    variables: Mapping[str, object] = field(default_factory=dict)
    caller: str = ""
    callee: str = ""
    channel_id: str = ""
    channel_variables: str = ""
    entered: int = 0
    left: int = 0


@dataclass(slots=True, kw_only=True)
class Center:
    """One instance. `lists_drafts` decides which content ListContactFlows shows of a published flow that has a draft.

    Which of the two the cloud shows is not published anywhere (UNVERIFIED), so a test can have both.
    """

    instance: str
    account: str
    name: str
    description: str = ""
    status: str = "RUNNING"
    created: str = "1614937545000"
    lists_drafts: bool = False
    registrations: dict[str, Registration] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    numbers: dict[str, PhoneNumber] = field(default_factory=dict)
    passages: dict[str, tuple[Passage, ...]] = field(default_factory=dict)

    def register(self, registration: Registration) -> None:
        """Add or replace one."""
        self.registrations[registration.registration_id] = registration

    def put_flow(self, flow: Flow) -> None:
        """Add or replace one."""
        self.flows[flow.flow_id] = flow

    def put_number(self, number: PhoneNumber) -> None:
        """Add or replace one."""
        self.numbers[number.number] = number

    def track(self, passage: Passage) -> None:
        """Add one to what is known of its call."""
        self.passages[passage.contact_id] = (*self.passages.get(passage.contact_id, ()), passage)

    def numbers_of(self, flow_id: str) -> tuple[str, ...]:
        """The numbers bound to a flow."""
        return tuple(sorted(number.number for number in self.numbers.values() if number.flow_id == flow_id))

    def copy(self) -> Center:
        """A picture of this moment."""
        return replace(
            self,
            registrations=dict(self.registrations),
            flows=dict(self.flows),
            numbers=dict(self.numbers),
            passages=dict(self.passages),
        )

    def to_json(self) -> dict[str, object]:
        """As plain JSON values."""
        return {
            **{name: getattr(self, name) for name in _OWN},
            "registrations": [_plain(each) for each in self.registrations.values()],
            "flows": [_plain_flow(each) for each in self.flows.values()],
            "numbers": [_plain(each) for each in self.numbers.values()],
            "passages": [_plain(each) for found in self.passages.values() for each in found],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> Center:
        """The reverse of `to_json`. Raises ValueError, KeyError or TypeError on anything else."""
        center = cls(**{name: value[name] for name in _OWN})  # type: ignore[arg-type]  # checked by the caller, which refuses a broken file
        for record in _records(value["registrations"]):
            center.register(Registration(**record))  # type: ignore[arg-type]  # as above
        for record in _records(value["flows"]):
            center.put_flow(_flow(record))
        for record in _records(value["numbers"]):
            center.put_number(PhoneNumber(**record))  # type: ignore[arg-type]  # as above
        for record in _records(value["passages"]):
            center.track(Passage(**record))  # type: ignore[arg-type]  # as above
        return center


_OWN = ("instance", "account", "name", "description", "status", "created", "lists_drafts")


def _plain(record: Registration | Draft | PhoneNumber | Passage) -> dict[str, object]:
    values = ((each.name, getattr(record, each.name)) for each in fields(record))
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in values}


def _plain_flow(flow: Flow) -> dict[str, object]:
    plain: dict[str, object] = {each.name: getattr(flow, each.name) for each in fields(flow)}
    return {**plain, "saved": flow.saved and _plain(flow.saved), "editing": flow.editing and _plain(flow.editing)}


def _records(value: object) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", value)


def _draft(value: object) -> Draft | None:
    return Draft(**cast("dict[str, str]", value)) if value is not None else None


def _flow(value: Mapping[str, object]) -> Flow:
    drafts = {name: _draft(value[name]) for name in ("saved", "editing")}
    return Flow(**{**value, **drafts})  # type: ignore[arg-type]  # checked by the caller, which refuses a broken file
