"""The only way to send a request: it is permitted, rate-limited, sent by the SDK, checked, and retried where that is safe.

Every method of an SDK client ends in its `call_api`; a guarded client cannot send any other way. The operation is
read from what the SDK is about to send, so what is checked and what is sent cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sync.adapters.cloud_clock import CloudClock
from sync.adapters.connection_config import Api
from sync.adapters.errors import Throttled, cloud_error, refusal, translate
from sync.adapters.rate_limiter import AdaptiveRateLimiter
from sync.adapters.retry import OPERATIONS, Kind, Retry
from sync.errors import CloudError, Failure

if TYPE_CHECKING:
    from alibabacloud_tea_openapi.client import Client as SdkClient
    from alibabacloud_tea_openapi.utils_models import OpenApiRequest, Params
    from darabonba.runtime import RuntimeOptions

Sent = Mapping[str, object]  # body, headers (lower-case names), statusCode: what every SDK's `call_api` answers
# An answer without its list is not an empty list. Function Compute writes the list even when it is empty.
_LISTS: Mapping[tuple[Api, str], str] = {
    ("fc2", "ListServices"): "services",
    ("fc2", "ListFunctions"): "functions",
    ("fc3", "ListFunctions"): "functions",
}
_TOOK_EFFECT: Sent = {"statusCode": 200, "headers": {}, "body": {}}


class ForbiddenOperationError(AssertionError):
    """Our own code tried to send an operation that this gateway does not permit: a bug, not a failure of the cloud."""


class Gateway:
    """Permits operations of one API: all of them, or the reading ones."""

    def __init__(self, api: Api, *, kinds: frozenset[Kind], limiter: AdaptiveRateLimiter, retry: Retry, clock: CloudClock) -> None:
        self._allowed = {name: kind for name, kind in OPERATIONS[api].items() if kind in kinds}
        self._api = api
        self._limiter = limiter
        self._retry = retry
        self._clock = clock

    def send(self, operation: str, attempt: Callable[[], Sent]) -> Sent:
        """The answer of the SDK; raises `CloudError` for every failure, including an error inside an answer of status 200."""
        kind = self._allowed.get(operation)
        if kind is None:
            raise ForbiddenOperationError(f"{operation} must not be sent from here")
        answer = self._retry.run(kind, lambda: self._once(operation, kind, attempt))
        return _TOOK_EFFECT if answer is None else answer

    def _once(self, operation: str, kind: Kind, attempt: Callable[[], Sent]) -> Sent:
        self._limiter.take()
        answer, error = _attempted(operation, attempt)
        self._clock.note(answer.get("headers"))
        if error is None:
            return self._whole(operation, answer)
        if isinstance(error, Throttled):
            self._limiter.slow(error.retry_after)
        if kind is not Kind.READ and error.failure is Failure.UNREADABLE:
            error = cloud_error(operation, Failure.LOST, code=error.code, message=error.reason)  # it may have taken effect
        raise error

    def _whole(self, operation: str, answer: Sent) -> Sent:
        name, body = _LISTS.get((self._api, operation)), answer.get("body")
        if name is None or (isinstance(body, Mapping) and name in body):
            return answer
        raise cloud_error(operation, Failure.UNREADABLE, code="UnreadableAnswer", message=f"the answer lacks {name}")


def _attempted(operation: str, attempt: Callable[[], Sent]) -> tuple[Sent, CloudError | None]:
    """The answer or the error: not raised in the handler: the SDK's exception holds the signed request and would be chained."""
    from Tea.exceptions import TeaException  # noqa: PLC0415 - the SDKs are loaded when first used

    try:
        answer = attempt()
    except CloudError as error:
        return {}, error
    except TeaException as failure:
        return {}, translate(operation, failure)
    return answer, refusal(operation, answer.get("body"))


def guarded_client(gateway: Gateway, sdk: type[SdkClient]) -> type[SdkClient]:
    """The SDK's client with every request going through the gateway."""

    class Guarded(sdk):  # type: ignore[misc]  # the SDKs are untyped
        def call_api(self, params: Params, request: OpenApiRequest, runtime: RuntimeOptions) -> Sent:
            send = super().call_api
            return gateway.send(params.action, lambda: send(params, request, runtime))

    return Guarded
