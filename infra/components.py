"""The resource arguments as resources: a component for each service, with its functions; registrations after them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

import pulumi
from pulumi_alicloud import Provider as FunctionProvider
from pulumi_alicloud import fc, oss

from infra.args import LEFT_OF_SERVICES, FunctionResource, RegistrationResource, Resources, ServiceResource, Upload
from infra.sdk import FunctionRegistration, FunctionRegistrationArgs, ProviderArgs
from infra.sdk import Provider as RegistrationProvider
from sync.specs.ids import Region

MadeFunction: TypeAlias = fc.V3Function | fc.V2Function
_TYPE = "ivrsync:infra:Service"


class Service(pulumi.ComponentResource):
    """The functions of one service; of 3.0, which has none, those of one region. Its name is in no URN but its own."""

    def __init__(
        self,
        name: str,
        service: ServiceResource | None,
        provider: FunctionProvider,
        packages: Callable[[], Path],
    ) -> None:
        super().__init__(_TYPE, name)
        self._below = pulumi.ResourceOptions(parent=self, provider=provider)
        self._packages = packages
        self._service = self._made(service) if service is not None else None
        self.functions: dict[str, MadeFunction] = {}

    async def hold(self, functions: Iterable[FunctionResource]) -> None:
        """Register these, and nothing after them."""
        for item in functions:
            self.functions[item.name] = self._function(item)
            await _sent_on()
        self.register_outputs({"functions": {name: made.function_arn for name, made in self.functions.items()}})

    def _made(self, service: ServiceResource) -> fc.Service:
        options = pulumi.ResourceOptions.merge(
            self._below, pulumi.ResourceOptions(import_=service.adopt, ignore_changes=[*LEFT_OF_SERVICES])
        )
        return fc.Service(service.name, **service.arguments, opts=options)

    def _function(self, item: FunctionResource) -> MadeFunction:
        made: type[MadeFunction] = fc.V2Function if item.address.service else fc.V3Function
        if not item.owned:
            return made.get(item.name, item.id, opts=self._below)
        uploaded = [self._upload(item.upload)] if item.upload is not None else []
        options = pulumi.ResourceOptions(
            protect=item.protect,
            retain_on_delete=item.retain,
            import_=item.adopt,
            ignore_changes=[*item.ignored],
            aliases=[pulumi.Alias(name=name) for name in item.aliases],
            depends_on=[*([self._service] if self._service is not None else []), *uploaded],
        )
        return made(item.name, **_arguments(item), opts=pulumi.ResourceOptions.merge(self._below, options))

    def _upload(self, upload: Upload) -> oss.BucketObject:
        """Where the file is says nothing of what is in it, and differs from run to run: the name of the resource says it."""
        file = self._packages() / f"{upload.package.digest}.zip"
        file.write_bytes(upload.package.content)
        options = pulumi.ResourceOptions.merge(self._below, pulumi.ResourceOptions(ignore_changes=["source"]))
        return oss.BucketObject(upload.name, bucket=upload.bucket, key=upload.key, source=str(file), opts=options)


async def make(
    resources: Resources,
    providers: Mapping[Region, FunctionProvider],
    call_center: ProviderArgs,
    packages: Callable[[], Path],
) -> dict[str, FunctionRegistration]:
    """Everything, registrations last; they by name. Without any, there is no provider for them either."""
    registrar = RegistrationProvider("call-center", call_center) if resources.registrations else None
    services = {(item.region, item.arguments["name"]): item for item in resources.services}
    functions: dict[str, MadeFunction] = {}
    for (region, service), items in groupby(sorted(resources.functions, key=_home), key=_home):
        home = Service(f"{service or 'functions'}@{region}", services.get((region, service)), providers[region], packages)
        await home.hold(items)
        functions |= home.functions
    made: dict[str, FunctionRegistration] = {}
    for item in resources.registrations:
        made[item.name] = _registration(item, functions[item.function], registrar)
        await _sent_on()
    return made


async def _sent_on() -> None:
    """The engine begins with a resource while the next one is made; and the SDK looks at what is unfinished less often."""
    await asyncio.sleep(0)


def _registration(
    item: RegistrationResource, function: MadeFunction, registrar: RegistrationProvider | None
) -> FunctionRegistration:
    """Its function's name comes from the function's resource, so that the engine makes that one first, and deletes it last."""
    arguments: dict[str, Any] = {**item.arguments, "function_name": function.function_name}
    options = pulumi.ResourceOptions(
        provider=registrar,
        protect=item.protect,
        retain_on_delete=item.retain,
        import_=item.adopt,
        aliases=[pulumi.Alias(name=name) for name in item.aliases],
    )
    return FunctionRegistration(item.name, FunctionRegistrationArgs(**arguments), options)


def _arguments(item: FunctionResource) -> dict[str, Any]:
    """The arguments, those variables encrypted in the state that look secret."""
    arguments: dict[str, Any] = dict(item.arguments)
    variables = arguments["environment_variables"]
    arguments["environment_variables"] = {
        name: pulumi.Output.secret(value) if name in item.secret else value for name, value in variables.items()
    }
    return arguments


def _home(item: FunctionResource) -> tuple[Region, str]:
    return item.address.region, item.address.service
