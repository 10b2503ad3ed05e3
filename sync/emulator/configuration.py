"""What may be set on a function, and how a function is made or changed; the same for both generations.

Limits: the vendor's pages on quotas and the descriptions of the SDKs' request models. A field not known here is kept as sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from sync.emulator.code import uploaded
from sync.emulator.functions import DEFAULTS, Function
from sync.emulator.messages import ApiError
from sync.emulator.world import World

RUNTIMES = frozenset(
    {
        *("nodejs4.4", "nodejs6", "nodejs8", "nodejs10", "nodejs12", "nodejs14", "nodejs16", "nodejs18", "nodejs20"),
        *("python2.7", "python3", "python3.9", "python3.10", "python3.12"),
        *("nodejs20_mcp.debian10", "nodejs22_mcp.debian12", "python3.10_mcp.debian10", "python3.13_mcp.debian12"),
        *("java8", "java11", "php7.2", "dotnetcore2.1", "dotnetcore3.1", "go1"),
        *("custom", "custom.debian10", "custom.debian11", "custom.debian12", "custom-container", "micro-sandbox"),
    }
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,127}")
_NOT_SETTINGS = frozenset({"code", "functionName", "serviceName", "tags", "Tags"})
_RENAMED = {"InstanceConcurrency": "instanceConcurrency"}  # the 2.0 SDK writes the field so when it updates
_RANGES = {"timeout": (1, 86_400), "memorySize": (64, 32_768), "diskSize": (512, 10_240), "instanceConcurrency": (1, 200)}
_TEXTS = ("handler", "description", "runtime", "initializer")


def name_in(body: Mapping[str, object], field: str) -> str:
    """A new name, or `ApiError`: letters, digits, _ and -, no digit or - first."""
    name = body.get(field)
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ApiError(400, "InvalidArgument", f"{field} must be 1 to 128 letters, digits, '_' or '-', with a letter or '_' first")
    return name


def new_function(world: World, service: str, body: Mapping[str, object], checksum: str) -> Function:
    """The function a create request describes. `checksum` is what the client says its package has, or empty."""
    settings = {**DEFAULTS, **_settings(body)}
    for field in ("runtime", "handler"):
        if not body.get(field):
            raise ApiError(400, "InvalidArgument", f"{field} is required")
    now = world.timestamp()
    function = Function(
        service=service,
        name=name_in(body, "functionName"),
        function_id=world.new_id(),
        settings=settings,
        created=now,
        modified=now,
    )
    return _with_code(world, function, body, checksum)


def changed(world: World, function: Function, body: Mapping[str, object], checksum: str) -> Function:
    """The function as an update request wants it: fields not sent stay; maps that are sent replace the old ones whole."""
    settings = {**function.settings, **_settings(body)}
    function = replace(function, settings=settings, modified=world.timestamp(), revision=function.revision + 1)
    return _with_code(world, function, body, checksum)


def _with_code(world: World, function: Function, body: Mapping[str, object], checksum: str) -> Function:
    package = uploaded(world, body)
    if package is None:
        return function
    function = world.with_package(function, package)
    if checksum and checksum != function.checksum:
        raise ApiError(
            400, "InvalidArgument", f"the package has the CRC-64 {function.checksum}, not {checksum} as the request says"
        )
    return function


def _settings(body: Mapping[str, object]) -> dict[str, object]:
    settings = {_RENAMED.get(name, name): value for name, value in body.items() if name not in _NOT_SETTINGS}
    for name in _TEXTS:
        if not isinstance(settings.get(name, ""), str):
            raise ApiError(400, "InvalidArgument", f"{name} must be a text")
    if settings.get("runtime", "custom") not in RUNTIMES:
        raise ApiError(400, "InvalidArgument", f"Runtime is set to an invalid value: {settings['runtime']}")
    for name, (least, most) in _RANGES.items():
        value = settings.get(name, least)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ApiError(400, "InvalidArgument", f"{name} must be a number from {least} to {most}")
    _check_environment(settings.get("environmentVariables", {}))
    return settings


def _check_environment(variables: object) -> None:
    if not isinstance(variables, dict) or not all(isinstance(value, str) for value in variables.values()):
        raise ApiError(400, "InvalidArgument", "environmentVariables must be an object of texts")
    # An operating system has no variable with an empty name, an equals sign in it, or a NUL anywhere.
    if any(not name or "=" in name or "\0" in name + value for name, value in variables.items()):
        raise ApiError(400, "InvalidArgument", "environmentVariables: a name must not be empty or hold '=', nothing may hold NUL")
