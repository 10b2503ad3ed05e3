"""Every failure of the SDKs, and every error inside an answer, as one `CloudError`.

Facts about the SDKs (alibabacloud_tea_openapi 0.4.6, darabonba-core 1.0.9), measured: fields an answer lacks become the text
'None'; a network failure is an `UnretryableException` around a `RetryError` whose context is the `requests` exception; an answer
that is not a JSON object is an `UnretryableException` without a status; business errors of CCC come with status 200.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sync.errors import CloudError, Failure

_LONGEST = 256
_OK = frozenset({"", "ok", "200", "success", "none"})
_KEY_ID = re.compile(r"\b(LTAI|STS\.|TMP\.)[A-Za-z0-9.]{8,}")
_SECRET = re.compile(
    r"(?i)((?:access_?key_?secret|security_?token|signature|password|authorization)[\"']?\s*[:=]\s*)[\"']?[^\"'&,}\s]+[\"']?"
)
_STATUS_PREFIX = re.compile(r"^code: \d+, ")
_REQUEST_ID_SUFFIX = re.compile(r" request id: \S*$")
# What `requests` and `urllib3` raise when no connection was made; the first one among the causes is the most specific.
_NEVER_CONNECTED = {
    "ProxyError": "the proxy could not connect to {where}",
    "SSLError": "TLS to {where} failed: check its certificate and its TLS version",
    "NameResolutionError": "the name of {where} cannot be resolved",
    "ConnectionRefusedError": "nothing listens at {where}",
    "ConnectTimeout": "{where} did not answer the attempt to connect",
    "ConnectTimeoutError": "{where} did not answer the attempt to connect",
    "NewConnectionError": "no connection to {where} could be established",
}

# Codes take precedence over the status: 404 also means an unknown key or an unknown action, which is not an absent thing.
_BY_CODE: tuple[tuple[re.Pattern[str], Failure], ...] = tuple(
    (re.compile(pattern), failure)
    for pattern, failure in [
        (r"Throttling.*|ResourceThrottled|ResourceExhausted|.*QPS.*|TooManyRequests", Failure.THROTTLED),
        (r"InvalidAccessKey.*|Signature.*|IncompleteSignature|InvalidTimeStamp.*|Invalid(Security)?Token.*", Failure.DENIED),
        (r"MissingAuthorization|InvalidCredentials|Unauthorized.*", Failure.DENIED),
        (r"Forbidden.*|NoPermission.*|Permission\..*|AccessDenied.*", Failure.DENIED),
        (r"(Function|Service|Version|Alias|Trigger)NotFound", Failure.ABSENT),
        (r"NotExists\.InstanceId", Failure.INVALID),  # a wrong instance is a wrong setting: nothing may be concluded from it
        (r"NotExists?(\..*)?|.*\.NotExists?", Failure.ABSENT),
        (
            r"AlreadyExists.*|.*AlreadyExists?|ConcurrentUpdateError|PreconditionFailed|InUse.*|.*Conflict|.*NotEmpty",
            Failure.CONFLICT,
        ),
        (r"InternalService.*|InternalServerError|InternalError|ServiceUnavailable|BadResponse", Failure.UNAVAILABLE),
        (r"NotImplemented.*", Failure.INVALID),
    ]
)
_BY_STATUS = {
    401: Failure.DENIED,
    403: Failure.DENIED,
    409: Failure.CONFLICT,
    412: Failure.CONFLICT,
    429: Failure.THROTTLED,
    501: Failure.INVALID,
}
_HINTS = {
    Failure.THROTTLED: "the service asks to slow down; run again later, or raise the account's quota",
    Failure.UNAVAILABLE: "the service or the connection to it is failing; run again; `ivrsync doctor` shows what can be reached",
    Failure.UNREACHED: "check the network, the proxy (HTTP_PROXY, HTTPS_PROXY) and [endpoints] in the settings; then run again",
    Failure.LOST: "no answer came; run again: `ivrsync plan` shows what took effect",
    Failure.DENIED: "`ivrsync doctor` shows which credentials are used and what they may do",
    Failure.UNREADABLE: "the answer has a form that this version does not know; the request id helps the vendor's support",
}
_INNER_API_HINT = "this account cannot reach the inner API for registrations: set `registrations: console` for the center"
_MISMATCH_HINT = "the secret does not belong to the access key id: check ALIBABA_CLOUD_ACCESS_KEY_SECRET, or the profile"
_KEY_HINT = "there is no such access key id: check ALIBABA_CLOUD_ACCESS_KEY_ID, or the profile"
_INSTANCE_HINT = "this account has no such call center: check `instance` in the registry's centers, and the account"
# The first match counts; the kind of failure is too general for these.
_HINTS_BY_CODE = (
    (("InvalidAction", "UnsupportedAction"), _INNER_API_HINT),
    (("SignatureDoesNotMatch", "SignatureNotMatch"), _MISMATCH_HINT),
    (("InvalidAccessKeyId", "InvalidAccessKeyID"), _KEY_HINT),
    (("NotExists.InstanceId",), _INSTANCE_HINT),
)


class Throttled(CloudError):  # noqa: N818 - a kind of CloudError, named after the event
    """The service asked to slow down; `retry_after` is the requested pause in seconds, None without one."""

    def __init__(self, operation: str, *, code: str, message: str, request_id: str, retry_after: float | None) -> None:
        hint = _HINTS[Failure.THROTTLED]
        super().__init__(operation, Failure.THROTTLED, code=code, message=message, request_id=request_id, hint=hint)
        self.retry_after = retry_after


def cloud_error(operation: str, failure: Failure, *, code: str, message: str, request_id: str = "") -> CloudError:
    """A `CloudError` with cleaned text and the hint that belongs to its kind."""
    hint = next((hint for codes, hint in _HINTS_BY_CODE if code.startswith(codes)), _HINTS.get(failure, ""))
    return CloudError(
        operation, failure, code=_stated(code) or "Unknown", message=clean(message), request_id=_stated(request_id), hint=hint
    )


def clean(text: object) -> str:
    """Text from outside, fit to be shown: no keys, no tokens, no control characters, at most 256 characters."""
    shown = _KEY_ID.sub(r"\1****", str(text))
    shown = _SECRET.sub(r"\1****", shown)
    shown = "".join(char if char.isprintable() else " " for char in shown)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def kind_of(code: str, status: int | None) -> Failure:
    """The kind of failure of a cloud's code; the status decides where the code is unknown."""
    for pattern, failure in _BY_CODE:
        if pattern.fullmatch(code):
            return failure
    if status is not None and status in _BY_STATUS:
        return _BY_STATUS[status]
    if status is not None and status >= 500:  # noqa: PLR2004 - HTTP's own number
        return Failure.UNAVAILABLE
    return Failure.INVALID


def is_success(body: Mapping[str, object]) -> bool:
    """Whether an answer of an RPC API reports success; Function Compute's answers have no such field."""
    return str(body.get("Code", "")).casefold() in _OK and body.get("Success") is not False


def refusal(operation: str, body: object) -> CloudError | None:
    """The error inside an answer of status 200 (CCC: Code other than OK, or Success false), or None."""
    if (
        not isinstance(body, Mapping) or is_success(body) or "Payload" in body
    ):  # a payload is a function's word, also when it failed
        return None
    code = str(body.get("Code", ""))
    status = str(body.get("HttpStatusCode"))
    number = int(status) if status.isdecimal() else None
    return _refused(operation, code, str(body.get("Message", "")), str(body.get("RequestId", "")), number, None)


def translate(operation: str, error: Exception) -> CloudError:
    """The SDK's exception as a `CloudError`. It holds the signed request, so it is not chained."""
    if isinstance(error, CloudError):
        return error
    inner = getattr(error, "inner_exception", None)
    if isinstance(inner, Exception):
        return _without_status(operation, inner)
    status = getattr(error, "status_code", None)
    message = _REQUEST_ID_SUFFIX.sub("", _STATUS_PREFIX.sub("", str(getattr(error, "message", "") or "")))
    code, request_id = str(getattr(error, "code", "")), str(getattr(error, "request_id", "") or "")
    wish = getattr(error, "retry_after", None)
    return _refused(operation, code, message, request_id, status, wish / 1000 if isinstance(wish, int) else None)


def _refused(operation: str, code: str, message: str, request_id: str, status: int | None, wish: float | None) -> CloudError:
    failure = kind_of(_stated(code), status)
    if failure is Failure.THROTTLED or wish is not None:
        code = _stated(code) or "Throttled"
        return Throttled(operation, code=code, message=clean(message), request_id=_stated(request_id), retry_after=wish)
    return cloud_error(operation, failure, code=_stated(code) or f"Http{status}", message=_stated(message), request_id=request_id)


def _without_status(operation: str, inner: Exception) -> CloudError:
    if isinstance(inner, CloudError):
        return inner
    if type(inner).__name__ != "RetryError":
        message = f"the answer could not be read as JSON ({type(inner).__name__})"
        return cloud_error(operation, Failure.UNREADABLE, code="UnreadableAnswer", message=message)
    causes = tuple(_causes(inner))
    names = {type(cause).__name__ for cause in causes}
    reason = next((words for name, words in _NEVER_CONNECTED.items() if name in names), None)
    if reason is not None:
        return cloud_error(operation, Failure.UNREACHED, code="NoConnection", message=reason.format(where=_where(causes)))
    return cloud_error(operation, Failure.LOST, code="ConnectionLost", message="the connection was lost before an answer came")


def _where(causes: Iterable[BaseException]) -> str:
    """The endpoint that was tried, as `urllib3` remembers it; never the address with its parameters."""
    pools = (getattr(cause, "pool", None) for cause in causes if type(cause).__name__ == "MaxRetryError")
    pool = next((pool for pool in pools if pool is not None), None)
    return f"{pool.host}:{pool.port}" if pool is not None else "the endpoint"


def _causes(error: BaseException) -> list[BaseException]:
    """The error, its causes, and what `requests` and `urllib3` keep as reason or argument."""
    found: list[BaseException] = []
    ahead: list[object] = [error]
    while ahead and len(found) < 16:  # noqa: PLR2004 - deeper than any real chain
        current = ahead.pop(0)
        if isinstance(current, BaseException) and current not in found:
            found.append(current)
            ahead += [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]
    return found


def _stated(text: str) -> str:
    return "" if text == "None" else text
