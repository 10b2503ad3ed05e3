"""The provider protocol: messages in, messages out. What reaches a cloud is in `cloud`, and loaded when it is first needed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeAlias

import grpc
from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderServicer

from infra.wire import Properties, loads
from sync.app.version import number

if TYPE_CHECKING:
    from infra.provider.cloud import Cloud
    from infra.provider.judging import Judge

Context: TypeAlias = grpc.ServicerContext
Diff = provider_pb2.DiffResponse


class Provider(ResourceProviderServicer):
    """One plugin process. A preview, and an update that changes nothing, reach no cloud."""

    def __init__(self) -> None:
        self._config: Properties = {}
        self._opened: Cloud | None = None
        self._opening = threading.Lock()
        self._cancelled = threading.Event()

    def Handshake(self, request: provider_pb2.ProviderHandshakeRequest, context: Context) -> provider_pb2.ProviderHandshakeResponse:
        """What both sides understand."""
        del request, context
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True, accept_resources=True)

    def Attach(self, request: plugin_pb2.PluginAttach, context: Context) -> empty_pb2.Empty:
        """The engine of a plugin that somebody started by hand (PULUMI_DEBUG_PROVIDERS); nothing is asked of it."""
        del request, context
        return empty_pb2.Empty()

    def GetPluginInfo(self, request: empty_pb2.Empty, context: Context) -> plugin_pb2.PluginInfo:
        """Its version."""
        del request, context
        return plugin_pb2.PluginInfo(version=number())

    def GetSchema(self, request: provider_pb2.GetSchemaRequest, context: Context) -> provider_pb2.GetSchemaResponse:
        """The published schema."""
        del request, context
        from infra.provider.schema import schema_text  # noqa: PLC0415  asked for by `pulumi package` alone

        return provider_pb2.GetSchemaResponse(schema=schema_text(number()))

    def Cancel(self, request: empty_pb2.Empty, context: Context) -> empty_pb2.Empty:
        """Begin nothing more; what has begun is finished, and a wait ends."""
        del request, context
        self._cancelled.set()
        return empty_pb2.Empty()

    def CheckConfig(self, request: provider_pb2.CheckRequest, context: Context) -> provider_pb2.CheckResponse:
        """Refuse what no configuration holds."""
        del context
        return _unchanged(request, request.news) or self._judge().check_config(request)

    def DiffConfig(self, request: provider_pb2.DiffRequest, context: Context) -> provider_pb2.DiffResponse:
        """What differs in the way to the centers."""
        del context
        return _no_difference(request) or self._judge().diff_config(request)

    def Configure(self, request: provider_pb2.ConfigureRequest, context: Context) -> provider_pb2.ConfigureResponse:
        """Keep the configuration for the first call that needs it."""
        del context
        self._config, self._opened = loads(request.args), None
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True, acceptResources=True)

    def Check(self, request: provider_pb2.CheckRequest, context: Context) -> provider_pb2.CheckResponse:
        """The inputs with defaults, and every property that is wrong."""
        return _unchanged(request, _with_service(request.news)) or self._judge().check(request, context)

    def Diff(self, request: provider_pb2.DiffRequest, context: Context) -> provider_pb2.DiffResponse:
        """Which inputs differ, and whether that makes it another resource."""
        del context
        return _no_difference(request) or self._judge().diff(request)

    # The calls that reach a cloud.

    def Create(self, request: provider_pb2.CreateRequest, context: Context) -> provider_pb2.CreateResponse:
        """Ensure that it is there; a preview only says what will be known."""
        news = loads(request.properties)
        if request.preview:
            return provider_pb2.CreateResponse(properties=self._judge().previewed(news, {}))
        return self._cloud().create(request, news, context)

    def Read(self, request: provider_pb2.ReadRequest, context: Context) -> provider_pb2.ReadResponse:
        """The registration as it is; an empty answer where there is none."""
        return self._cloud().read(request, context)

    def Update(self, request: provider_pb2.UpdateRequest, context: Context) -> provider_pb2.UpdateResponse:
        """Ensure it under the id that flows hold; a preview reads whether they would fit what it points at then."""
        news, known = loads(request.news), loads(request.old_inputs)
        if not request.preview:
            return self._cloud().update(request, news, known, context)
        if self._judge().may_misfit(known, news, self._config):
            self._cloud().foresee(request, news, known, context)
        return provider_pb2.UpdateResponse(properties=self._judge().previewed(news, loads(request.olds)))

    def Delete(self, request: provider_pb2.DeleteRequest, context: Context) -> empty_pb2.Empty:
        """Remove it, unless a published flow uses it."""
        self._cloud().delete(request, context)
        return empty_pb2.Empty()

    def Invoke(self, request: provider_pb2.InvokeRequest, context: Context) -> provider_pb2.InvokeResponse:
        """A function of the provider: what a center holds, and who uses a registration."""
        return self._cloud().invoke(request, context)

    def _judge(self) -> Judge:
        """Loaded with the first call that needs it, like the cloud."""
        from infra.provider.judging import Judge  # noqa: PLC0415

        return Judge()

    def _cloud(self) -> Cloud:
        """Loaded with the first call that needs it: a look that finds no change should not wait for it."""
        with self._opening:
            if self._opened is None:
                from infra.provider.cloud import Cloud  # noqa: PLC0415

                self._opened = Cloud(self._config, self._cancelled)
            return self._opened


def _unchanged(request: provider_pb2.CheckRequest, stated: Struct) -> provider_pb2.CheckResponse | None:
    """The answer, where all is as it was when it was last checked."""
    return provider_pb2.CheckResponse(inputs=stated) if stated == request.olds else None


def _no_difference(request: provider_pb2.DiffRequest) -> Diff | None:
    """The answer, where the inputs are the same."""
    return Diff(changes=Diff.DIFF_NONE) if request.news == request.old_inputs else None


def _with_service(news: Struct) -> Struct:
    """A service is always stated; that of 3.0 is empty."""
    if "service" not in news.fields:
        news.fields["service"].string_value = ""
    return news
