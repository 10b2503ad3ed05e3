"""One request to a host at a time: signed, repeated only where that does no harm, and with no token in any error."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

import requests
from pydantic import JsonValue
from requests.structures import CaseInsensitiveDict

from sync.errors import CloudError, Failure
from sync.hosts.host import Secret
from sync.polling import Sleep
from sync.specs.wording import shortened

_TIMEOUT = (10.0, 30.0)  # seconds to connect, and between two pieces of an answer
_WAITS = (1.0, 2.0, 4.0)  # seconds before a request is sent again
_LONGEST_WAIT, _MOST_WAITING = 60.0, 180.0  # seconds that a host may ask for at once, and in all
_DIGITS = 18
_REASON = 300  # characters of what a host says
_MOST_PAGES = 1_000
PAGE = 100  # comments on a page; the most that GitHub, GitLab and Gitee give
_SAID = ("message", "error_description", "error", "errorMessage", "errorMsg", "msg")
_FAILURES: Mapping[int, Failure] = {
    401: Failure.DENIED,
    403: Failure.DENIED,
    404: Failure.ABSENT,
    409: Failure.CONFLICT,
    410: Failure.ABSENT,
    429: Failure.THROTTLED,
}
_HINTS: Mapping[int, str] = {
    401: "the host does not accept this token: it may be mistyped, expired, or of another host",
    403: "give the token the permissions that docs/how-to/comment-on-pull-requests.md lists for this host",
    404: "check --server, --repo and --request, and that the token may read the repository: hosts hide what it may not read",
    413: "the text is longer than this host takes: give a shorter one",
    422: "the host read the request and refuses the text: give a shorter one, or see what it says",
}
# Names of `urllib3`, which `requests` keeps as the reason of its own error.
_NO_CONNECTION = frozenset({"NewConnectionError", "NameResolutionError"})
_AGAIN = frozenset({Failure.THROTTLED, Failure.UNREACHED})  # nothing happened
_READ_AGAIN = _AGAIN | {Failure.UNAVAILABLE, Failure.LOST}


class ForbiddenError(CloudError):
    """The token may not do this, such as that of a pull request from a fork."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a host answered: its headers, and its JSON (None for an empty body)."""

    headers: Mapping[str, str]
    value: JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request. `repeats` whether a second time leaves what the first time left."""

    what: str  # for people, such as `list the comments`
    method: str
    path: str
    query: Mapping[str, str] | None = None
    body: Mapping[str, JsonValue] | None = None
    repeats: bool = True


class Client:
    """Sends requests to one server. `headers` and `query` carry the token."""

    def __init__(
        self,
        name: str,
        server: str,
        secret: Secret,
        *,
        headers: Mapping[str, str],
        sleep: Sleep,
        query: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self._server = server.rstrip("/")
        self._secret = secret
        self._headers = headers
        self._query = query or {}
        self._sleep = sleep
        self._session = requests.Session()

    def send(self, call: Call) -> Answer:
        """The answer. Raises `CloudError`, and `ForbiddenError` for a token that may not do this."""
        waited, waits = 0.0, iter(_WAITS)
        while True:
            found = self._once(call)
            if isinstance(found, Answer):
                return found
            error, asked = found
            wait = max(next(waits, 0.0), asked)
            may = error.failure in (_READ_AGAIN if call.repeats else _AGAIN)
            if not may or not wait or wait > _LONGEST_WAIT or waited + wait > _MOST_WAITING:
                raise error
            self._sleep(wait)
            waited += wait

    def pages(self, call: Call, is_last: Callable[[Answer, int], bool]) -> list[Mapping[str, JsonValue]]:
        """The items of every page of a list; `is_last` tells it of an answer and its page. An empty page is the last."""
        items: list[Mapping[str, JsonValue]] = []
        for page in range(1, _MOST_PAGES + 1):
            query = {**(call.query or {}), "page": str(page), "per_page": str(PAGE)}
            answer = self.send(Call(what=call.what, method=call.method, path=call.path, query=query))
            found = self.listed(call, answer.value)
            items += found
            if not found or is_last(answer, page):
                return items
        raise self.unreadable(call, f"the list has more than {_MOST_PAGES} pages")

    def delete(self, path: str) -> None:
        """Delete the comment there; nothing where it is gone."""
        try:
            self.send(Call(what="delete a comment", method="DELETE", path=path))
        except CloudError as error:
            if error.failure is not Failure.ABSENT:
                raise

    def text(self, call: Call, *path: str) -> str:
        """The text or number at that place of the object that is answered; empty where it is not there."""
        value = self.send(call).value
        return text_of(value, *path) if isinstance(value, dict) else ""

    def user(self, path: str, name: str) -> str | None:
        """Whose token this is; None for a token that may not ask."""
        try:
            return self.text(Call(what="ask whose token this is", method="GET", path=path), name) or None
        except ForbiddenError:
            return None

    def listed(self, call: Call, value: JsonValue) -> list[Mapping[str, JsonValue]]:
        """The value as a list of objects. Raises `CloudError` for anything else."""
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.unreadable(call, "the answer is not a list of objects")
        return [item for item in value if isinstance(item, dict)]

    def unreadable(self, call: Call, why: str) -> CloudError:
        """An answer that cannot be used."""
        hint = "check --server: it must be the address of the host's API"
        return CloudError(f"{self.name}: {call.what}", Failure.UNREADABLE, code="UnexpectedAnswer", message=why, hint=hint)

    def _once(self, call: Call) -> Answer | tuple[CloudError, float]:
        """The answer, or what went wrong with the seconds that the host asks to wait."""
        try:
            response = self._session.request(
                call.method,
                self._server + call.path,
                params={**self._query, **(call.query or {})},
                json=call.body,
                auth=self._sign,
                timeout=_TIMEOUT,
                allow_redirects=False,  # the token goes nowhere else
            )
        except requests.RequestException as error:  # its text names the URL, and so may hold the token
            return self._unanswered(call, error), 0.0
        if response.ok and not response.is_redirect:
            try:
                return Answer(
                    headers=CaseInsensitiveDict(response.headers), value=response.json() if response.content.strip() else None
                )
            except (ValueError, RecursionError):
                return self.unreadable(call, "the answer is not JSON"), 0.0
        return self._refused(call, response), _wait(response.headers)

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """As `auth`, so that no `.netrc` puts other credentials in place of ours."""
        request.headers.update(self._headers)
        return request

    def _unanswered(self, call: Call, error: requests.RequestException) -> CloudError:
        failure, why, hint = _why(error)
        return CloudError(f"{self.name}: {call.what}", failure, code=type(error).__name__, message=why, hint=hint)

    def _refused(self, call: Call, response: requests.Response) -> CloudError:
        status = response.status_code
        failure = Failure.UNAVAILABLE if status >= requests.codes.server_error else _FAILURES.get(status, Failure.INVALID)
        # GitHub says 403 for too many requests as well, and then when to come back.
        if status == requests.codes.forbidden and (
            "Retry-After" in response.headers or response.headers.get("x-ratelimit-remaining") == "0"
        ):
            failure = Failure.THROTTLED
        kind = ForbiddenError if status == requests.codes.forbidden and failure is Failure.DENIED else CloudError
        said = masked(shortened(_said(response), _REASON), self._secret)
        return kind(f"{self.name}: {call.what}", failure, code=f"HTTP {status}", message=said, hint=_HINTS.get(status, ""))


def _why(error: requests.RequestException) -> tuple[Failure, str, str]:
    """What a request without an answer means, and what to do. The library's own text names the URL, so it is not shown."""
    hint = "check --server, the network and the proxy"
    if isinstance(error, requests.exceptions.SSLError):
        hint = "check --server; for a certificate authority of your own, REQUESTS_CA_BUNDLE names its file"
        return Failure.INVALID, "the server's certificate is not trusted, or it does not speak TLS", hint
    cause = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError) or type(cause).__name__ in _NO_CONNECTION:
        return Failure.UNREACHED, "no connection could be made", hint
    return Failure.LOST, "the connection broke off before the answer came", hint


def masked(text: str, secret: Secret) -> str:
    """The text without the token, in the forms in which it may stand somewhere."""
    for form in _forms(secret.value):
        text = text.replace(form, "***")
    return text


def _forms(value: str) -> list[str]:
    if not value:
        return []
    raw = value.encode()
    encoded = [base64.b64encode(raw), base64.urlsafe_b64encode(raw)]
    quoted = [quote(value), quote(value, safe=""), json.dumps(value)[1:-1]]
    return sorted({value, *quoted, *(form.decode().rstrip("=") for form in encoded)}, key=len, reverse=True)


def _said(response: requests.Response) -> str:
    """The host's own reason."""
    try:
        value = response.json()
    except (ValueError, RecursionError):
        return response.reason or "it does not say why"
    if not isinstance(value, dict):
        return response.reason or "it does not say why"
    parts = [value[key] for key in _SAID if value.get(key)][:1] + ([value["errors"]] if value.get("errors") else [])
    texts = [part if isinstance(part, str) else json.dumps(part, ensure_ascii=False) for part in parts]
    return ": ".join(texts) or response.reason or "it does not say why"


def _wait(headers: Mapping[str, str]) -> float:
    """The seconds of `Retry-After`; a date, which none of these hosts sends, counts as nothing."""
    text = headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdecimal() else 0.0


def text_of(item: Mapping[str, JsonValue], *path: str) -> str:
    """The text or the number at that place of an object, as text; empty for anything else."""
    value: JsonValue = dict(item)
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def number_of(item: Mapping[str, JsonValue], *path: str) -> int:
    """The number at that place, also if it is written as text; 0 for anything else."""
    return whole_number(text_of(item, *path))


def whole_number(text: str) -> int:
    """The number, if the text is one that a host could mean; else 0."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0
