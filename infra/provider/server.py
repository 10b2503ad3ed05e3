"""The provider protocol: messages in, calls on a resource, messages out. Nothing here knows what a registration is.

Every error that is expected becomes one status with a sentence; what is not expected is a bug, and says so.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeAlias, TypeVar

import grpc
from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2, status_pb2
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderServicer

from infra.provider import config, functions, inputs, resource
from infra.provider.resource import RefusedError, UnfinishedError
from infra.provider.schema import schema_text
from infra.wire import Problem, Properties, dumps, is_unknown, loads
from sync.app.registrations import RegistrationDesk, open_desk
from sync.app.version import number
from sync.core.stack_state import REGISTRATION
from sync.errors import CloudError, IvrsyncError

Context: TypeAlias = grpc.ServicerContext
Answer = TypeVar("Answer")
Diff = provider_pb2.DiffResponse
Change = provider_pb2.PropertyDiff
_BUG = "this is a bug in the provider ivrsync: please report it with the engine's log (pulumi -v=9 --logtostderr)"
_DETAILS = "grpc-status-details-bin"


class Provider(ResourceProviderServicer):
    """One plugin process. Connections are made when they are first needed, so that a preview needs none."""

    def __init__(self) -> None:
        self._config: Properties = {}
        self._desk: RegistrationDesk | None = None
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
        return provider_pb2.GetSchemaResponse(schema=schema_text(number()))

    def Cancel(self, request: empty_pb2.Empty, context: Context) -> empty_pb2.Empty:
        """Begin nothing more; what has begun is finished, and a wait ends."""
        del request, context
        self._cancelled.set()
        return empty_pb2.Empty()

    def CheckConfig(self, request: provider_pb2.CheckRequest, context: Context) -> provider_pb2.CheckResponse:
        """Refuse what no configuration holds."""
        del context
        return _checked(request.news, config.problems_of(loads(request.news)))

    def DiffConfig(self, request: provider_pb2.DiffRequest, context: Context) -> provider_pb2.DiffResponse:
        """Another account means other registrations; anything else is only another way to the same."""
        del context
        olds, news = loads(request.old_inputs), loads(request.news)
        names = tuple(sorted(name for name in config.NAMES if olds.get(name) != news.get(name)))
        moved = tuple(name for name in names if name in config.REPLACING and name in olds and name in news)
        return _diff(olds, news, names, moved)

    def Configure(self, request: provider_pb2.ConfigureRequest, context: Context) -> provider_pb2.ConfigureResponse:
        """Keep the configuration for the first call that needs it."""
        del context
        self._config, self._desk = loads(request.args), None
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True, acceptResources=True)

    def Check(self, request: provider_pb2.CheckRequest, context: Context) -> provider_pb2.CheckResponse:
        """The inputs with defaults, and every property that is wrong."""
        _refuse_other_types(request.urn, context)
        checked, problems = inputs.checked(loads(request.news))
        return _checked(dumps(checked), problems)

    def Diff(self, request: provider_pb2.DiffRequest, context: Context) -> provider_pb2.DiffResponse:
        """Which inputs differ, and whether that makes it another resource."""
        del context
        olds, news = loads(request.old_inputs), loads(request.news)
        names = tuple(name for name in resource.differences(olds, news) if name not in request.ignoreChanges)
        return _diff(olds, news, names, resource.replacing(names))

    # The calls that reach a cloud.

    def Create(self, request: provider_pb2.CreateRequest, context: Context) -> provider_pb2.CreateResponse:
        """Ensure that it is there; a preview only says what will be known."""
        news = loads(request.properties)
        if request.preview:
            return provider_pb2.CreateResponse(properties=dumps(resource.previewed(news, {})))
        made = self._answer(context, lambda: resource.create(self._connected(), _name(request.urn), news))
        return provider_pb2.CreateResponse(id=made.id, properties=dumps(made.outputs))

    def Read(self, request: provider_pb2.ReadRequest, context: Context) -> provider_pb2.ReadResponse:
        """The registration as it is; an empty answer where there is none."""
        known = loads(request.inputs)
        made = self._answer(context, lambda: resource.read(self._connected(), _name(request.urn), request.id, known))
        if made is None:
            return provider_pb2.ReadResponse()
        return provider_pb2.ReadResponse(id=made.id, inputs=dumps(made.inputs), properties=dumps(made.outputs))

    def Update(self, request: provider_pb2.UpdateRequest, context: Context) -> provider_pb2.UpdateResponse:
        """Ensure it under the id that flows hold; a preview reads whether they would fit what it points at then."""
        news, olds = loads(request.news), loads(request.olds)
        if request.preview:
            if resource.may_misfit(loads(request.old_inputs), news) and not is_unknown(self._config):
                self._answer(context, lambda: self._foresee(request, news, loads(request.old_inputs)))
            return provider_pb2.UpdateResponse(properties=dumps(resource.previewed(news, olds)))
        known = loads(request.old_inputs)
        made = self._answer(context, lambda: resource.update(self._connected(), _name(request.urn), request.id, news, known))
        return provider_pb2.UpdateResponse(properties=dumps(made.outputs))

    def Delete(self, request: provider_pb2.DeleteRequest, context: Context) -> empty_pb2.Empty:
        """Remove it, unless a published flow uses it."""
        olds = loads(request.old_inputs) or inputs.among(loads(request.properties))
        self._answer(context, lambda: resource.delete(self._connected(), _name(request.urn), request.id, olds))
        return empty_pb2.Empty()

    def Invoke(self, request: provider_pb2.InvokeRequest, context: Context) -> provider_pb2.InvokeResponse:
        """A function of the provider: what a center holds, and who uses a registration."""
        args = loads(request.args)
        call = functions.FUNCTIONS.get(request.tok)
        if call is None:
            _abort(context, grpc.StatusCode.UNIMPLEMENTED, f"the provider ivrsync has no function {request.tok}")
        if absent := call.absent(args):
            failures = [provider_pb2.CheckFailure(property=name, reason="this argument is required") for name in absent]
            return provider_pb2.InvokeResponse(failures=failures)
        found = self._answer(context, lambda: call.run(self._connected(), args))
        return provider_pb2.InvokeResponse(**{"return": dumps(found)})

    def _foresee(self, request: provider_pb2.UpdateRequest, news: Properties, olds: Properties) -> None:
        """A preview may be made where the clouds cannot be reached; then `up` says it."""
        with contextlib.suppress(CloudError):
            resource.foresee(self._connected(), _name(request.urn), request.id, news, olds)

    def _answer(self, context: Context, call: Callable[[], Answer]) -> Answer:
        """The answer of a call, or the status that says why there is none."""
        try:
            return call()
        except RefusedError as error:
            _abort(context, grpc.StatusCode.FAILED_PRECONDITION, str(error))
        except UnfinishedError as error:
            _abort_unfinished(context, error)
        except IvrsyncError as error:
            hint = f"; {error.hint}" if error.hint else ""
            _abort(context, grpc.StatusCode.FAILED_PRECONDITION, error.message + hint)
        except Exception as error:  # noqa: BLE001  the last resort: whatever it is, the user gets a sentence
            _abort(context, grpc.StatusCode.INTERNAL, f"unexpected {type(error).__name__}: {_BUG}")

    def _connected(self) -> RegistrationDesk:
        with self._opening:
            if self._desk is None:
                if is_unknown(self._config):
                    raise RefusedError("the provider's configuration is not known yet")
                settings = config.settings_of(self._config, Path.cwd())
                self._desk = open_desk(settings, stop=self._cancelled.is_set, sleep=self._sleep)
            return self._desk

    def _sleep(self, seconds: float) -> None:
        self._cancelled.wait(seconds)


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]


def _refuse_other_types(urn: str, context: Context) -> None:
    kind = urn.split("::")[2].rpartition("$")[2]
    if kind != REGISTRATION:
        _abort(context, grpc.StatusCode.UNIMPLEMENTED, f"the provider ivrsync has no resource {kind}")


def _checked(inputs_: Struct, problems: tuple[Problem, ...]) -> provider_pb2.CheckResponse:
    failures = [provider_pb2.CheckFailure(property=name, reason=reason) for name, reason in problems]
    return provider_pb2.CheckResponse(inputs=inputs_, failures=failures)


def _diff(olds: Properties, news: Properties, names: tuple[str, ...], replacing: tuple[str, ...]) -> provider_pb2.DiffResponse:
    """What differs, property by property."""

    def kind(name: str) -> Change.Kind.ValueType:
        is_replaced = name in replacing
        if name not in olds:
            return Change.ADD_REPLACE if is_replaced else Change.ADD
        if name not in news:
            return Change.DELETE_REPLACE if is_replaced else Change.DELETE
        return Change.UPDATE_REPLACE if is_replaced else Change.UPDATE

    return Diff(
        changes=Diff.DIFF_SOME if names else Diff.DIFF_NONE,
        diffs=names,
        replaces=replacing,
        hasDetailedDiff=True,
        detailedDiff={name: Change(kind=kind(name), inputDiff=True) for name in names},
    )


def _abort(context: Context, code: grpc.StatusCode, message: str) -> NoReturn:
    context.abort(code, message)
    raise AssertionError  # abort raises


def _abort_unfinished(context: Context, error: UnfinishedError) -> NoReturn:
    """The status that makes the engine keep the resource: made, with what is left to do as reasons."""
    made = error.resource
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message="the registration is not finished")
    status.details.add().Pack(
        provider_pb2.ErrorResourceInitFailed(
            id=made.id, inputs=dumps(made.inputs), properties=dumps(made.outputs), reasons=error.reasons
        )
    )
    context.set_trailing_metadata(((_DETAILS, status.SerializeToString()),))
    _abort(context, grpc.StatusCode.UNKNOWN, status.message)
