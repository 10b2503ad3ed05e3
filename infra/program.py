"""The program: the stack's configuration and the registry in, resources out."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pulumi
from pulumi.runtime.config import CONFIG, get_config_env
from pulumi_alicloud import Provider as FunctionProvider
from pulumi_alicloud import ProviderAssumeRoleArgs, ProviderEndpointArgs

from infra.args import resources
from infra.components import make
from infra.config import StackConfig, read_config
from infra.lean import collect_rarely, send_no_debug
from infra.sdk import ProviderArgs
from sync.app.registry import validated
from sync.app.stack import imports_beside
from sync.errors import InputError, IvrsyncError
from sync.settings import Flags, Settings, environment, read
from sync.specs.diagnostics import RegistryErrors
from sync.specs.ids import Region
from sync.specs.lock import FILE, LockError, read_lock

_DEPRECATED = (
    'fc.Service and fc.V2Function (Function Compute 2.0) are deprecated in pulumi-alicloud. With generation: "3.0" in the spec, '
    "`pulumi up` makes the function of 3.0, points its registration there, and deletes the old one"
)


async def main() -> None:
    """Register everything; what is wrong with configuration or registry is told without a trace."""
    collect_rarely()
    send_no_debug()
    try:
        await run(Path(pulumi.get_root_directory()), environment())
    except RegistryErrors as errors:
        raise pulumi.RunError("\n".join(map(str, errors.problems))) from errors
    except (IvrsyncError, LockError) as error:
        raise pulumi.RunError(f"{error.message}\n{error.hint}") from error


async def run(root: Path, env: Mapping[str, str]) -> None:
    """Register everything. `root` is the folder of Pulumi.yaml. Whatever is wrong is raised before anything is registered."""
    stack = read_config(_stated())
    settings = read(_flags(stack, root), env, root)
    registry, lock = validated(settings.registry), read_lock(settings.registry / FILE)
    options = stack.options(function.uid for function in registry.functions)
    wanted = resources(registry, options, lock, imports_beside(settings.registry))
    if wanted.uses_old_generation:
        pulumi.log.warn(_DEPRECATED)
    providers = {region: _functions_in(region, settings) for region in wanted.regions}
    # A task of its own: the SDK describes the stack of calls of every resource to the engine, and here it is short.
    registrations = await asyncio.create_task(make(wanted, providers, _reached(settings), _folder))
    pulumi.export("registrations", {name: made.registration_id for name, made in registrations.items()})


def _flags(stack: StackConfig, root: Path) -> Flags:
    """What the stack says as the command line would. Raises `InputError` for what is not there, in words of the stack."""
    registry, settings = root / stack.registry, root / stack.settings
    if not registry.is_dir():
        raise InputError(
            f"{registry}: the registry folder does not exist",
            "put it there, or name another: pulumi config set registry FOLDER, relative to Pulumi.yaml",
        )
    if stack.settings and not settings.is_file():
        raise InputError(
            f"{settings}: there is no such settings file",
            "name one that is there: pulumi config set settings FILE, relative to Pulumi.yaml; or pulumi config rm settings",
        )
    return Flags(registry=str(registry), settings=str(settings) if stack.settings else None, account=stack.account or None)


@cache
def _folder() -> Path:
    """Of packages that go through OSS, made for the first. The program's process ends when the engine has read them."""
    folder = tempfile.mkdtemp(prefix="ivrsync-packages-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _stated() -> Mapping[str, str]:
    """The stack's configuration of this project, by name: as the language host passed it."""
    prefix = f"{pulumi.get_project()}:"
    every = {**get_config_env(), **CONFIG.get()}
    return {name.removeprefix(prefix): str(value) for name, value in every.items() if name.startswith(prefix)}


def _functions_in(region: Region, settings: Settings) -> FunctionProvider:
    """The alicloud provider of one region: the name says which, so that a move is a new resource with a new provider."""
    host, account = settings.endpoints.get(f"fc:{region}"), settings.account
    endpoints = [ProviderEndpointArgs(fc=host, fc_open=host, sts=settings.endpoints.get("sts"))] if host else None
    return FunctionProvider(
        f"alicloud-{region}",
        region=region,
        account_id=account.id or None,
        profile=account.profile,
        assume_role=ProviderAssumeRoleArgs(role_arn=account.role) if account.role else None,
        endpoints=endpoints,
        # Beside an emulator it must ask nobody whose account this is, of what type, and whether the region exists.
        account_type="Domestic" if host else None,
        skip_region_validation=True if host else None,
        protocol=settings.protocol.upper(),
    )


def _reached(settings: Settings) -> ProviderArgs:
    account = settings.account
    return ProviderArgs(
        # It starts in the folder where the program does; a whole path would differ from machine to machine.
        settings=os.path.relpath(settings.file) if settings.file else None,
        account=account.name or None,
        account_id=account.id or None,
        profile=account.profile,
        role=account.role,
        endpoints=json.dumps(dict(settings.endpoints), sort_keys=True) if settings.endpoints else None,
        protocol=settings.protocol,
    )
