"""The provider's configuration, and the settings that follow from it: what it does not state is as for the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from infra.wire import Problem, Properties, is_unknown, plain
from sync.settings import Flags, Settings, environment, read

_ENGINE = frozenset({"version", "pluginDownloadURL", "__internal", "__defaults"})  # what the engine adds


def _from_json(value: object) -> object:
    """Structured values of a provider's configuration come as JSON text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise ValueError("must be a mapping, such as {ccc: 127.0.0.1:9102}") from error


class ProviderConfig(BaseModel):
    """What a program or a stack may state; the environment and `ivrsync.toml` state the rest. Credentials are never among it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, alias_generator=to_camel, validate_by_name=False)

    settings: str | None = None
    account: str | None = None
    account_id: Annotated[str | None, Field(pattern=r"^[0-9]{1,32}$")] = None
    profile: str | None = None
    role: str | None = None
    endpoints: Annotated[dict[str, str], BeforeValidator(_from_json)] = {}
    protocol: Literal["https", "http"] | None = None


NAMES = frozenset(to_camel(name) for name in ProviderConfig.model_fields)


def problems_of(properties: Properties) -> tuple[Problem, ...]:
    """What is wrong with the properties that are known."""
    try:
        _parsed(properties)
    except ValidationError as error:
        return tuple(
            (str(item["loc"][0]), "unknown property" if item["type"] == "extra_forbidden" else item["msg"])
            for item in error.errors(include_url=False, include_input=False)
        )
    return ()


def settings_of(properties: Properties, cwd: Path) -> Settings:
    """The settings of a run. Raises `InputError`, and pydantic's error for properties that `problems_of` refuses."""
    config = _parsed(properties)
    settings = read(Flags(settings=config.settings, account=config.account), {**environment(), **_overlay(config)}, cwd)
    account = settings.account
    stated = replace(
        account,
        id=config.account_id or account.id,
        profile=config.profile or account.profile,
        role=config.role or account.role,
    )
    return replace(settings, account=stated)


def _parsed(properties: Properties) -> ProviderConfig:
    stated = {
        name: plain(value)
        for name, value in properties.items()
        if name not in _ENGINE and value is not None and not is_unknown(value)
    }
    return ProviderConfig.model_validate(stated)


def _overlay(config: ProviderConfig) -> Mapping[str, str]:
    """What the settings read from the environment, where the configuration states it."""
    stated = {}
    if config.endpoints:
        stated["IVRSYNC_ENDPOINTS"] = ",".join(f"{name}={host}" for name, host in config.endpoints.items())
    if config.protocol:
        stated["IVRSYNC_PROTOCOL"] = config.protocol
    return stated
