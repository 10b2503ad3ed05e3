"""`policy.toml` in the registry's folder: what a Pulumi stack made from the registry must keep to. Left out: not restricted."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from sync.specs.ids import IdError, Region, parse_region

FILE = "policy.toml"


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"this is not a regular expression: {error}") from error
    return text


def _region(text: str) -> Region:
    try:
        return parse_region(text)
    except IdError as error:
        raise ValueError(error.message) from error


Pattern = Annotated[str, AfterValidator(_pattern)]


class StackRules(BaseModel):
    """The whole of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    function_names: Annotated[
        Pattern | None, Field(description="A regular expression that the whole name of a function matches.")
    ] = None
    service_names: Annotated[Pattern | None, Field(description="The same for services of Function Compute 2.0.")] = None
    regions: Annotated[
        tuple[Annotated[str, AfterValidator(_region)], ...] | None,
        Field(strict=False, description="The regions that functions may live in, by id or console name."),
    ] = None
    longest_timeout: Annotated[int | None, Field(ge=1, description="In seconds: how long a caller may have to wait.")] = None
    advisory: Annotated[bool, Field(description="Whether the rules above are told without stopping the update.")] = False
    oldest_snapshot: Annotated[int, Field(ge=1, description="In hours; an older snapshot is told.")] = 36
