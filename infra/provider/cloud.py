"""The calls of the protocol that reach a cloud. An error that is expected becomes one status; any other is a bug."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeAlias, TypeVar

import grpc
from pulumi.runtime.proto import provider_pb2, status_pb2

from infra.provider import config, functions, inputs, resource
from infra.provider.resource import RefusedError, UnfinishedError
from infra.wire import Properties, dumps, is_unknown, loads
from sync.app.registrations import RegistrationDesk, open_desk
from sync.errors import CloudError, IvrsyncError

Context: TypeAlias = grpc.ServicerContext
Answer = TypeVar("Answer")
_BUG = "this is a bug in the provider ivrsync: please report it with the engine's log (pulumi -v=9 --logtostderr)"
_DETAILS = "grpc-status-details-bin"


class Cloud:
    """The clouds under one configuration. Connections are made when they are first needed."""

    def __init__(self, stated: Properties, cancelled: threading.Event) -> None:
        self._config = stated
        self._cancelled = cancelled
        self._desk: RegistrationDesk | None = None
        self._opening = threading.Lock()
        self._created: set[str] = set()  # ids

    def create(self, request: provider_pb2.CreateRequest, news: Properties, context: Context) -> provider_pb2.CreateResponse:
        """Ensure that it is there."""
        made = _answer(context, lambda: resource.create(self._connected(), _name(request.urn), news))
        self._created.add(made.id)
        return provider_pb2.CreateResponse(id=made.id, properties=dumps(made.outputs))

    def read(self, request: provider_pb2.ReadRequest, context: Context) -> provider_pb2.ReadResponse:
        """The registration as it is; an empty answer where there is none."""
        known = loads(request.inputs)
        made = _answer(context, lambda: resource.read(self._connected(), _name(request.urn), request.id, known))
        if made is None:
            return provider_pb2.ReadResponse()
        return provider_pb2.ReadResponse(id=made.id, inputs=dumps(made.inputs), properties=dumps(made.outputs))

    def update(
        self, request: provider_pb2.UpdateRequest, news: Properties, known: Properties, context: Context
    ) -> provider_pb2.UpdateResponse:
        """Ensure it under the id that flows hold."""
        made = _answer(context, lambda: resource.update(self._connected(), _name(request.urn), request.id, news, known))
        return provider_pb2.UpdateResponse(properties=dumps(made.outputs))

    def foresee(self, request: provider_pb2.UpdateRequest, news: Properties, known: Properties, context: Context) -> None:
        """Refuse a preview where `update` would. It may be made where the clouds cannot be reached; then `up` says it."""

        def look() -> None:
            with contextlib.suppress(CloudError):
                resource.foresee(self._connected(), _name(request.urn), request.id, news, known)

        _answer(context, look)

    def delete(self, request: provider_pb2.DeleteRequest, context: Context) -> None:
        """Remove it, unless a published flow uses it, or another resource has taken it over: as when the engine replaces one."""
        if request.id in self._created:
            return
        olds = loads(request.old_inputs) or inputs.among(loads(request.properties))
        _answer(context, lambda: resource.delete(self._connected(), _name(request.urn), request.id, olds))

    def invoke(self, request: provider_pb2.InvokeRequest, context: Context) -> provider_pb2.InvokeResponse:
        """A function of the provider."""
        args = loads(request.args)
        call = functions.FUNCTIONS.get(request.tok)
        if call is None:
            _abort(context, grpc.StatusCode.UNIMPLEMENTED, f"the provider ivrsync has no function {request.tok}")
        if absent := call.absent(args):
            failures = [provider_pb2.CheckFailure(property=name, reason="this argument is required") for name in absent]
            return provider_pb2.InvokeResponse(failures=failures)
        found = _answer(context, lambda: call.run(self._connected(), args))
        return provider_pb2.InvokeResponse(**{"return": dumps(found)})

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


def _answer(context: Context, call: Callable[[], Answer]) -> Answer:
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
