"""The stack's configuration: what `Pulumi.STACK.yaml` may state, checked before anything is registered.

What reaches the clouds (endpoints, account, credentials) is read as the command line reads it: `ivrsync.toml` and the environment.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from infra.args import INLINE_LIMIT, Options
from sync.errors import InputError
from sync.specs.ids import Uid
from sync.specs.wording import did_you_mean, shown

EVERY = "*"
_STRUCTURED = frozenset({"protect", "retainOnDelete", "allowFlows", "verify", "inlineLimit"})  # the rest are texts
_HINT = "`pulumi config` lists what is stated; Pulumi.yaml describes each"


class StackConfig(BaseModel):
    """One stack. Paths are relative to Pulumi.yaml. `protect` and `retainOnDelete` hold uids, or `*` for every function."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, alias_generator=to_camel, validate_by_name=False)

    registry: str = "registry"
    settings: str = ""
    account: str = ""
    verify: bool = True
    protect: Annotated[tuple[str, ...], Field(strict=False)] = ()
    retain_on_delete: Annotated[tuple[str, ...], Field(strict=False)] = ()
    allow_flows: Annotated[tuple[str, ...], Field(strict=False)] = ()
    bucket: str = ""
    inline_limit: Annotated[int, Field(ge=0, le=40 << 20)] = INLINE_LIMIT

    def options(self, uids: Iterable[Uid]) -> Options:
        """The options for a registry with those uids. Raises `InputError` for a uid that it does not have."""
        known = frozenset(uids)
        return Options(
            verify=self.verify,
            protect=_chosen("protect", self.protect, known),
            retain=_chosen("retainOnDelete", self.retain_on_delete, known),
            bucket=self.bucket,
            inline_limit=self.inline_limit,
            allow_flows=self.allow_flows,
        )


NAMES = tuple(to_camel(name) for name in StackConfig.model_fields)


def read_config(stated: Mapping[str, str]) -> StackConfig:
    """The configuration, from the text of each name. Raises `InputError`."""
    for name in stated:
        if name not in NAMES:
            raise InputError(f"the stack's configuration has an unknown {name}", did_you_mean(name, NAMES) or _HINT)
    try:
        return StackConfig.model_validate({name: _value(name, text) for name, text in stated.items()})
    except ValidationError as error:
        raise InputError("\n".join(_problems(error, stated)), _HINT) from error


def _value(name: str, text: str) -> Any:  # noqa: ANN401  whatever JSON holds
    if name not in _STRUCTURED:
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text  # and is refused as what it is


def _problems(error: ValidationError, texts: Mapping[str, str]) -> Iterable[str]:
    for item in error.errors(include_url=False, include_input=False):
        name = str(item["loc"][0])
        message = "must be a list" if item["type"] == "tuple_type" else f"{item['msg'][0].lower()}{item['msg'][1:]}"
        yield f"the stack's configuration: {name} is {shown(texts[name])}: {message}"


def _chosen(what: str, names: tuple[str, ...], known: frozenset[Uid]) -> frozenset[Uid]:
    if EVERY in names:
        return known
    for name in names:
        if name not in known:
            raise InputError(f"{what} names {name!r}, and the registry has no such function", did_you_mean(name, known) or _HINT)
    return frozenset(map(Uid, names))
