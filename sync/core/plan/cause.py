"""The cause of a step's failure, or a remark on its result: a code and its data. `sync.render.causes` has the words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, JsonValue, TypeAdapter

from sync.core.plan.model import FlowRef
from sync.core.worlds import RegistrationState
from sync.specs.ids import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudSaid:
    """A call to a cloud failed: the cloud's own code and message."""

    code: Literal["cloud-said"] = "cloud-said"
    operation: str
    cloud_code: str
    message: str
    request_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionAbsent:
    """There is no function at this address."""

    code: Literal["function-absent"] = "function-absent"
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingNow:
    """A setting of a function as it is. When `secret`, its value is not kept."""

    path: str
    value: JsonValue
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionChanged:
    """A function was changed after the plan was made, on the first date instead of the second."""

    code: Literal["function-changed"] = "function-changed"
    modified: str
    planned: str
    now: tuple[SettingNow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChanged:
    """Somebody has changed these settings since a step set them."""

    code: Literal["settings-changed"] = "settings-changed"
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationGone:
    """The center no longer has this registration."""

    code: Literal["registration-gone"] = "registration-gone"
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationChanged:
    """A registration differs from its planned state."""

    code: Literal["registration-changed"] = "registration-changed"
    planned: RegistrationState
    now: RegistrationState


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetTaken:
    """Another registration has the same target and other fields."""

    code: Literal["target-taken"] = "target-taken"
    id: str
    planned: RegistrationState
    now: RegistrationState


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowsAdded:
    """These flows call a registration now and did not when the plan was made."""

    code: Literal["flows-added"] = "flows-added"
    flows: tuple[FlowRef, ...]


Divergence = FunctionAbsent | FunctionChanged | SettingsChanged | RegistrationGone | RegistrationChanged | TargetTaken | FlowsAdded
_Now = Annotated[Divergence, Field(discriminator="code")]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReadAgain:
    """The cloud accepted it, and reading again failed."""

    code: Literal["not-read-again"] = "not-read-again"
    unread: CloudSaid


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowsOther:
    """The cloud accepted it, and reading again shows something else."""

    code: Literal["shows-other"] = "shows-other"
    now: _Now


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowsBefore:
    """The cloud accepted it, and reading again shows what was there before."""

    code: Literal["shows-before"] = "shows-before"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReadAfterFailure:
    """Sending failed in a way that leaves its effect open, and reading again failed too."""

    code: Literal["not-read-after-failure"] = "not-read-after-failure"
    failure: CloudSaid
    unread: CloudSaid


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunBefore:
    """An earlier run began a call that must not be made twice."""

    code: Literal["begun-before"] = "begun-before"


@dataclass(frozen=True, slots=True, kw_only=True)
class OthersUnread:
    """Whether another apply registered the same at the same time could not be read."""

    code: Literal["others-unread"] = "others-unread"
    unread: CloudSaid


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherKept:
    """Another apply registered the same at the same time, as this registration, and both stay."""

    code: Literal["other-kept"] = "other-kept"
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTakenBack:
    """Another registration has the same target, and the one made here could not be removed."""

    code: Literal["not-taken-back"] = "not-taken-back"
    other: str
    ours: str
    failure: CloudSaid


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRestored:
    """Everything was put back but these settings: their earlier values are not known."""

    code: Literal["not-restored"] = "not-restored"
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRefused:
    """The plan no longer fits the registry; `message` is that of the error."""

    code: Literal["plan-refused"] = "plan-refused"
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionSaid:
    """A test call made the function fail: its own message."""

    code: Literal["function-said"] = "function-said"
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFunction:
    """A test call reached no function."""

    code: Literal["no-function"] = "no-function"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """What was expected in an answer, or at one place in it, and what was returned.

    `absent`: the answer has no such place; `unexpected`: the check names no such place in a field it compares whole.
    """

    field: str | None = None
    expected: JsonValue = None
    answered: JsonValue = None
    absent: bool = False
    unexpected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDiffers:
    """A function returned something else than its check expects."""

    code: Literal["answer-differs"] = "answer-differs"
    mismatches: tuple[Mismatch, ...]


Cause = Annotated[
    CloudSaid
    | FunctionAbsent
    | FunctionChanged
    | SettingsChanged
    | RegistrationGone
    | RegistrationChanged
    | TargetTaken
    | FlowsAdded
    | NotReadAgain
    | ShowsOther
    | ShowsBefore
    | NotReadAfterFailure
    | BegunBefore
    | OthersUnread
    | OtherKept
    | NotTakenBack
    | NotRestored
    | PlanRefused
    | FunctionSaid
    | NoFunction
    | AnswerDiffers,
    Field(discriminator="code"),
]


@cache
def _adapter() -> TypeAdapter[Cause]:
    return TypeAdapter(Cause)


def cause_json(cause: Cause) -> JsonValue:
    """The cause as the argument of a finding."""
    data: JsonValue = _adapter().dump_python(cause, mode="json")
    return data


def cause_from(data: JsonValue) -> Cause:
    """The cause that such an argument holds."""
    return _adapter().validate_python(data)
