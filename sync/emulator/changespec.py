"""The shape of a document of changes to a running world: what may be written, checked as it is read. `changes` makes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from sync.emulator.furnishing import address
from sync.emulator.worldspec import FlowSpec, FunctionSpec, RegistrationSpec, Spec

_NAME = "[A-Za-z_][A-Za-z0-9_-]{0,127}"
_PLACE = re.compile(rf"(?P<region>[a-z0-9-]+)(?:/(?P<service>{_NAME}))?/(?P<name>{_NAME})")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a function is; the service is empty for FC 3.0."""

    region: str
    service: str
    name: str

    def __str__(self) -> str:
        return address(self.region, self.service, self.name)


def _place(value: object) -> Place:
    match = _PLACE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("place", "must be region/service/name, or region/name for FC 3.0")
    return Place(match["region"], match["service"] or "", match["name"])


Where = Annotated[Place, BeforeValidator(_place)]


class OfFunction(Spec):
    """A change to one function that is there; nothing more is needed to delete it."""

    account: str = ""
    function: Where


class Rename(OfFunction):
    """The function under another name, in another service, region or generation; `keep` leaves the old one where it is."""

    to: Where
    keep: bool = False


class Upload(OfFunction):
    """Other code: what a world file may say of it."""

    code: str


class Configure(OfFunction):
    """Other settings; what is not stated stays, `environment`, `tags` and each of `settings` are replaced as a whole."""

    runtime: str = ""
    handler: str = ""
    memory: int = 0
    timeout: int = 0
    description: str = ""
    environment: dict[str, str] = Field(default_factory=dict)
    settings: dict[str, object] = Field(default_factory=dict)
    tags: dict[str, str] = Field(default_factory=dict)


class Register(RegistrationSpec):
    """A new registration, or what is stated of one that is there."""

    instance: str = ""
    function: str = ""


class Unregister(Spec):
    """A registration goes."""

    instance: str = ""
    id: str


class EditFlow(FlowSpec):
    """A new flow, or what is stated of one that is there."""

    instance: str = ""
    name: str = ""


class OneChange(Spec):
    """One change under its name."""

    create: FunctionSpec | None = None
    rename: Rename | None = None
    upload: Upload | None = None
    configure: Configure | None = None
    delete: OfFunction | None = None
    registration: Register | None = None
    unregister: Unregister | None = None
    flow: EditFlow | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if len(self.stated()) != 1:
            names = ", ".join(type(self).model_fields)
            raise PydanticCustomError("one", "must be one of {names}; each change is an item of its own", {"names": names})
        return self

    def stated(self) -> dict[str, Spec]:
        """The change by its name."""
        return {name: change for name, change in self if change is not None}


class ChangesSpec(Spec):
    """A whole document."""

    changes: tuple[OneChange, ...] = Field(min_length=1)
