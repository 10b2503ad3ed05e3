"""A plugin in the place of `ivrsync` that does nothing: what an `up` takes with it is the engine's and the SDK's (bench/pulumi.py).

It takes every resource as it is stated, makes it in no time, and finds it unchanged.
"""

from __future__ import annotations

import sys
from typing import TypeAlias

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderServicer, add_ResourceProviderServicer_to_server

from infra.serving import serve

Context: TypeAlias = grpc.ServicerContext
_AT_ONCE = 32
_SAME = provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)


class IdlePlugin(ResourceProviderServicer):
    """Only what an `up` asks."""

    def Handshake(self, request: object, context: Context) -> provider_pb2.ProviderHandshakeResponse:  # noqa: ARG002, N802
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True, accept_resources=True)

    def GetPluginInfo(self, request: object, context: Context) -> plugin_pb2.PluginInfo:  # noqa: ARG002, N802
        return plugin_pb2.PluginInfo(version="0.0.1")

    def Cancel(self, request: object, context: Context) -> empty_pb2.Empty:  # noqa: ARG002, N802
        return empty_pb2.Empty()

    def CheckConfig(self, request: provider_pb2.CheckRequest, context: Context) -> provider_pb2.CheckResponse:  # noqa: ARG002, N802
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: object, context: Context) -> provider_pb2.DiffResponse:  # noqa: ARG002, N802
        return _SAME

    def Configure(self, request: object, context: Context) -> provider_pb2.ConfigureResponse:  # noqa: ARG002, N802
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True, acceptResources=True)

    def Check(self, request: provider_pb2.CheckRequest, context: Context) -> provider_pb2.CheckResponse:  # noqa: ARG002, N802
        return provider_pb2.CheckResponse(inputs=request.news)

    def Diff(self, request: object, context: Context) -> provider_pb2.DiffResponse:  # noqa: ARG002, N802
        return _SAME

    def Create(self, request: provider_pb2.CreateRequest, context: Context) -> provider_pb2.CreateResponse:  # noqa: ARG002, N802
        return provider_pb2.CreateResponse(id=request.urn.rpartition("::")[2], properties=request.properties)


if __name__ == "__main__":
    sys.exit(serve(lambda server: add_ResourceProviderServicer_to_server(IdlePlugin(), server), at_once=_AT_ONCE))
