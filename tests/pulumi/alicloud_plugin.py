"""A stand-in for the plugin `pulumi-resource-alicloud`: it speaks the engine's protocol, and makes the real one's calls.

It knows the resources of `fc_resources`, and refuses all others. Secrets it leaves to the engine. Started by the engine, as
`alicloud_plugin.py ENGINE_ADDRESS`; its first line on stdout is its port.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from concurrent import futures
from http.client import HTTPException
from typing import Any, NoReturn, TypeVar

import grpc
from google.protobuf import empty_pb2, struct_pb2
from google.protobuf.json_format import MessageToDict
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2

from tests.pulumi.fc_calls import FunctionCompute, RefusedError
from tests.pulumi.fc_resources import KINDS, Kind, PartlyDoneError

VERSION = "4.0.0"
_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_CHANGED = provider_pb2.PropertyDiff
Answer = TypeVar("Answer")


class AlicloudPlugin(provider_pb2_grpc.ResourceProviderServicer):
    """One provider of the program: one account in one region."""

    _fc: FunctionCompute

    def Handshake(self, request: object, context: object) -> provider_pb2.ProviderHandshakeResponse:  # noqa: ARG002, N802
        return provider_pb2.ProviderHandshakeResponse()

    def GetPluginInfo(self, request: object, context: object) -> plugin_pb2.PluginInfo:  # noqa: ARG002, N802
        return plugin_pb2.PluginInfo(version=VERSION)

    def Cancel(self, request: object, context: object) -> empty_pb2.Empty:  # noqa: ARG002, N802
        return empty_pb2.Empty()

    def CheckConfig(self, request: provider_pb2.CheckRequest, context: object) -> provider_pb2.CheckResponse:  # noqa: ARG002, N802
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: provider_pb2.DiffRequest, context: object) -> provider_pb2.DiffResponse:  # noqa: ARG002, N802
        olds, news = loaded(request.old_inputs), loaded(request.news)
        changed = sorted(name for name in olds.keys() | news.keys() if olds.get(name) != news.get(name))
        # A new region replaces nothing, as with the real provider: functions stay where they are.
        return provider_pb2.DiffResponse(changes=_changes(changed), diffs=changed)

    def Configure(  # noqa: N802
        self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConfigureResponse:
        self._fc = connected(loaded(request.args), os.environ)  # noqa: TID251  the real provider's settings come from there too
        if not self._fc.endpoint:
            reason = f"the stand-in for alicloud calls an emulator, and no endpoint fc is set for {self._fc.region or 'no region'}"
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, reason)
        return provider_pb2.ConfigureResponse(supportsPreview=True)

    def Check(self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext) -> provider_pb2.CheckResponse:  # noqa: N802
        kind, news = _kind(request.urn, context), loaded(request.news)
        failures = [
            provider_pb2.CheckFailure(property=name, reason="Missing required argument")
            for name in kind.required
            if news.get(name) in (None, "")
        ]
        return provider_pb2.CheckResponse(inputs=request.news, failures=failures)

    def Diff(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> provider_pb2.DiffResponse:  # noqa: N802
        kind, olds, news = _kind(request.urn, context), loaded(request.old_inputs), loaded(request.news)
        names = (olds.keys() | news.keys()) - {*request.ignoreChanges}
        changed = sorted(
            name for name in names if olds.get(name) != news.get(name) and not (name in kind.defaulted and name not in news)
        )
        detailed = {name: _CHANGED(kind=_kind_of_change(kind, name, olds, news), inputDiff=True) for name in changed}
        return provider_pb2.DiffResponse(
            changes=_changes(changed),
            diffs=changed,
            replaces=[name for name in changed if name in kind.replacing],
            detailedDiff=detailed,
            hasDetailedDiff=True,
        )

    def Create(self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext) -> provider_pb2.CreateResponse:  # noqa: N802
        kind, inputs = _kind(request.urn, context), loaded(request.properties)
        if request.preview:
            later = {name: _UNKNOWN for name in (*kind.outputs, *kind.defaulted) if name not in inputs}
            return provider_pb2.CreateResponse(properties=dumped({**later, **inputs}))
        identity = _told(context, lambda: kind.create(self._fc, inputs), inputs)
        outputs = _told(context, lambda: self._made(kind, identity, inputs), inputs)
        return provider_pb2.CreateResponse(id=identity, properties=dumped(outputs))

    def Read(self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext) -> provider_pb2.ReadResponse:  # noqa: N802
        kind, olds = _kind(request.urn, context), loaded(request.inputs)
        found = _told(context, lambda: kind.read(self._fc, request.id))
        if found is None:
            return provider_pb2.ReadResponse()
        # After an import every input that is not empty is the program's to state; after that, those that it did state.
        stated = olds or {name: value for name, value in found.items() if name in kind.inputs and value}
        inputs = {name: found.get(name, value) for name, value in stated.items()}
        outputs = {**loaded(request.properties), **inputs, **found}
        return provider_pb2.ReadResponse(id=request.id, inputs=dumped(inputs), properties=dumped(outputs))

    def Update(self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext) -> provider_pb2.UpdateResponse:  # noqa: N802
        kind, known, news = _kind(request.urn, context), loaded(request.olds), loaded(request.news)
        if request.preview:
            return provider_pb2.UpdateResponse(properties=dumped({**known, **news}))
        # Against what is there, not against what was asked for: a create may have stopped halfway.
        stated = {*loaded(request.old_inputs), *news}
        olds = {name: value for name, value in known.items() if name in stated}
        _told(context, lambda: kind.update(self._fc, request.id, olds, news))
        return provider_pb2.UpdateResponse(properties=dumped(self._outputs(kind, request.id, news, context)))

    def Delete(self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext) -> empty_pb2.Empty:  # noqa: N802
        kind = _kind(request.urn, context)
        _told(context, lambda: kind.delete(self._fc, request.id))
        return empty_pb2.Empty()

    def _made(self, kind: Kind, identity: str, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        """What was just created. Where it cannot be read the engine learns its id all the same."""
        try:
            return {**inputs, **(kind.read(self._fc, identity) or {})}
        except Exception as error:
            raise PartlyDoneError(identity, {}, str(error)) from error

    def _outputs(self, kind: Kind, identity: str, inputs: Mapping[str, Any], context: grpc.ServicerContext) -> Mapping[str, Any]:
        found = _told(context, lambda: kind.read(self._fc, identity))
        return {**inputs, **(found or {})}


def connected(settings: Mapping[str, Any], environment: Mapping[str, str]) -> FunctionCompute:
    """Where and as whom to call. Settings that are no texts come as JSON."""
    endpoints = json.loads(settings.get("endpoints") or "[]")
    named = endpoints[0] if endpoints else {}
    return FunctionCompute(
        storage=named.get("oss") or environment.get("OSS_ENDPOINT", ""),
        endpoint=named.get("fc") or named.get("fcOpen") or environment.get("ALIBABA_CLOUD_ENDPOINT_FC", ""),
        key_id=settings.get("accessKey") or environment.get("ALIBABA_CLOUD_ACCESS_KEY_ID", ""),
        key_secret=settings.get("secretKey") or environment.get("ALIBABA_CLOUD_ACCESS_KEY_SECRET", ""),
        region=settings.get("region") or environment.get("ALIBABA_CLOUD_REGION", ""),
        account=settings.get("accountId") or environment.get("ALIBABA_CLOUD_ACCOUNT_ID", ""),
    )


def _kind(urn: str, context: grpc.ServicerContext) -> Kind:
    token = urn.split("::")[2].rpartition("$")[2]
    if token not in KINDS:
        context.abort(grpc.StatusCode.UNIMPLEMENTED, f"the stand-in for alicloud does not know {token}")
    return KINDS[token]


def _kind_of_change(
    kind: Kind, name: str, olds: Mapping[str, Any], news: Mapping[str, Any]
) -> provider_pb2.PropertyDiff.Kind.ValueType:
    replaces = name in kind.replacing
    if name not in olds:
        return _CHANGED.ADD_REPLACE if replaces else _CHANGED.ADD
    if name not in news:
        return _CHANGED.DELETE_REPLACE if replaces else _CHANGED.DELETE
    return _CHANGED.UPDATE_REPLACE if replaces else _CHANGED.UPDATE


def _changes(names: list[str]) -> Any:
    return provider_pb2.DiffResponse.DIFF_SOME if names else provider_pb2.DiffResponse.DIFF_NONE


def _told(context: grpc.ServicerContext, act: Callable[[], Answer], inputs: Mapping[str, Any] | None = None) -> Answer:
    """What it answers. A failure reaches the user as one line."""
    try:
        return act()
    except PartlyDoneError as error:
        _abort_partly_done(context, error, inputs or {})
    except (RefusedError, OSError, HTTPException) as error:
        context.abort(grpc.StatusCode.UNKNOWN, str(error) or type(error).__name__)
    raise AssertionError("abort raises")


def _abort_partly_done(context: grpc.ServicerContext, error: PartlyDoneError, inputs: Mapping[str, Any]) -> NoReturn:
    status = status_pb2.Status(code=grpc.StatusCode.INTERNAL.value[0], message=str(error))
    # The state shows what is there, so that the next update does what is missing. The API never shows the code.
    reached = {name: value for name, value in inputs.items() if name == "code"} | {**error.found}
    detail = provider_pb2.ErrorResourceInitFailed(
        id=error.identity, properties=dumped(reached), inputs=dumped(inputs), reasons=[str(error)]
    )
    status.details.add().Pack(detail)
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(grpc.StatusCode.INTERNAL, str(error))
    raise AssertionError("abort raises")


def loaded(values: struct_pb2.Struct) -> dict[str, Any]:
    """As plain values; the protocol knows no whole numbers."""
    found = _whole(MessageToDict(values))
    assert isinstance(found, dict)
    return found


def _whole(value: object) -> object:
    match value:
        case float() if value.is_integer():
            return int(value)
        case list():
            return [_whole(each) for each in value]
        case dict():
            return {name: _whole(each) for name, each in value.items() if each is not None}
        case _:
            return value


def dumped(values: Mapping[str, Any]) -> struct_pb2.Struct:
    """As the protocol has them."""
    struct = struct_pb2.Struct()
    struct.update(dict(values))
    return struct


def main() -> None:
    """Serve one engine until it says to stop."""
    server = grpc.server(futures.ThreadPoolExecutor(16))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(AlicloudPlugin(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: server.stop(1))
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server.wait_for_termination()


if __name__ == "__main__":
    main()
