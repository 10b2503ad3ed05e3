from __future__ import annotations

import pytest
import requests
from alibabacloud_tea_openapi.exceptions import ClientException, ServerException, ThrottlingException
from darabonba.exceptions import RetryError, UnretryableException
from darabonba.policy.retry import RetryPolicyContext
from hypothesis import given
from hypothesis import strategies as st

from sync.adapters.errors import Throttled, clean, kind_of, refusal, translate
from sync.errors import CloudError, Failure
from tests.patience import PATIENCE


def answered(status: int, code: str, message: str = "told so", request_id: str = "REQ-1") -> Exception:
    """What the SDK raises for an answer of that status, written the way it writes it."""
    kind = ClientException if status < 500 else ServerException
    shown = f"code: {status}, {message} request id: {request_id}"
    made: Exception = kind(status_code=status, code=code, message=shown, request_id=request_id, data={"Code": code})
    return made


def unanswered(cause: Exception) -> Exception:
    """What the SDK raises when `requests` failed: the cause is only the context of what it wraps."""
    wrapped = RetryError(str(cause))
    wrapped.__context__ = cause
    made: Exception = UnretryableException(RetryPolicyContext(exception=wrapped))
    return made


@pytest.mark.parametrize(
    ("status", "code", "failure"),
    [
        pytest.param(404, "FunctionNotFound", Failure.ABSENT, id="no-function"),
        pytest.param(404, "ServiceNotFound", Failure.ABSENT, id="no-service"),
        pytest.param(404, "NotExists.FunctionMeta", Failure.ABSENT, id="no-registration-under-any-name-of-it"),
        pytest.param(404, "NotExists.InstanceId", Failure.INVALID, id="a-wrong-instance-is-not-an-absent-registration"),
        pytest.param(404, "InvalidAccessKeyId.NotFound", Failure.DENIED, id="an-unknown-key-is-not-an-absent-thing"),
        pytest.param(404, "InvalidAction.NotFound", Failure.INVALID, id="an-unknown-action-is-not-an-absent-thing"),
        pytest.param(404, "PathNotSupported", Failure.INVALID, id="an-unknown-path-is-not-an-absent-thing"),
        pytest.param(404, "None", Failure.INVALID, id="a-bare-404-proves-nothing"),
        pytest.param(400, "SignatureDoesNotMatch", Failure.DENIED, id="wrong-secret"),
        pytest.param(400, "InvalidTimeStamp.Expired", Failure.DENIED, id="wrong-clock"),
        pytest.param(400, "InvalidSecurityToken.Expired", Failure.DENIED, id="token-expired"),
        pytest.param(403, "AccessDenied", Failure.DENIED, id="no-permission-in-fc"),
        pytest.param(403, "Permission.Unauthorized", Failure.DENIED, id="no-permission-in-ccc"),
        pytest.param(403, "SomethingNew", Failure.DENIED, id="any-403"),
        pytest.param(409, "ConcurrentUpdateError", Failure.CONFLICT, id="concurrent-update"),
        pytest.param(412, "PreconditionFailed", Failure.CONFLICT, id="changed-since-read"),
        pytest.param(400, "FunctionAlreadyExists", Failure.CONFLICT, id="exists-whatever-the-status"),
        pytest.param(409, "AlreadyExists.User", Failure.CONFLICT, id="exists-in-ccc"),
        pytest.param(429, "ResourceExhausted", Failure.THROTTLED, id="too-many-at-once"),
        pytest.param(503, "ResourceThrottled", Failure.THROTTLED, id="throttled-as-a-5xx"),
        pytest.param(400, "Throttling.User", Failure.THROTTLED, id="throttled-as-a-400"),
        pytest.param(400, "QPS Limit Exceeded", Failure.THROTTLED, id="throttled-in-prose"),
        pytest.param(500, "InternalServerError", Failure.UNAVAILABLE, id="5xx"),
        pytest.param(500, "InternalService.DB", Failure.UNAVAILABLE, id="5xx-in-ccc"),
        pytest.param(501, "NotImplemented.Emulator", Failure.INVALID, id="not-implemented-will-not-pass"),
        pytest.param(400, "InvalidArgument", Failure.INVALID, id="bad-request"),
    ],
)
def test_an_answer_with_an_error_is_of_this_kind(status: int, code: str, failure: Failure) -> None:
    error = translate("GetFunction", answered(status, code))
    assert (error.failure, error.operation, error.reason, error.request_id) == (failure, "GetFunction", "told so", "REQ-1")


def test_fields_that_an_answer_lacks_do_not_appear_as_the_text_none() -> None:
    error = translate("GetFunction", answered(400, "None", "None", "None"))
    assert (error.code, error.reason, error.request_id) == ("Http400", "", "")


def test_throttling_carries_the_wish_of_the_service_in_seconds() -> None:
    error = translate(
        "ListFunctions", ThrottlingException(status_code=503, code="Busy", message="slow", retry_after=1500, request_id="R")
    )
    assert isinstance(error, Throttled)
    assert (error.failure, error.code, error.retry_after, error.request_id) == (Failure.THROTTLED, "Busy", 1.5, "R")


def test_throttling_without_a_wish_has_none() -> None:
    error = translate("ListFunctions", answered(429, "ResourceExhausted"))
    assert isinstance(error, Throttled)
    assert error.retry_after is None


@pytest.mark.parametrize(
    ("cause", "failure", "code"),
    [
        pytest.param(requests.ReadTimeout("no answer"), Failure.LOST, "ConnectionLost", id="no-answer-in-time"),
        pytest.param(requests.ConnectionError("reset by peer"), Failure.LOST, "ConnectionLost", id="broken-off"),
        pytest.param(requests.ConnectTimeout("nobody there"), Failure.UNREACHED, "NoConnection", id="never-connected"),
        pytest.param(requests.exceptions.SSLError("bad certificate"), Failure.UNREACHED, "NoConnection", id="no-trust"),
    ],
)
def test_a_network_failure_is_lost_unless_nothing_can_have_been_sent(cause: Exception, failure: Failure, code: str) -> None:
    error = translate("AddFunctionMeta", unanswered(cause))
    assert (error.failure, error.code) == (failure, code)


def test_a_refused_connection_is_recognised_by_what_urllib3_says_was_the_reason() -> None:
    caught = None
    try:
        requests.get("http://127.0.0.1:9/", timeout=PATIENCE)  # the discard port: nobody listens
    except requests.ConnectionError as error:
        caught = error
    assert caught is not None
    told = translate("ListServices", unanswered(caught))
    assert (told.failure, told.code, told.reason) == (Failure.UNREACHED, "NoConnection", "nothing listens at 127.0.0.1:9")


def test_a_network_failure_does_not_show_the_url_with_its_parameters() -> None:
    cause = requests.ReadTimeout("HTTPConnectionPool: /?Parameter=330102199001011234 timed out")
    assert "330102" not in str(translate("TestFcInvocation", unanswered(cause)))


def test_an_answer_that_is_no_json_is_unreadable() -> None:
    raised = UnretryableException(RetryPolicyContext(exception=RuntimeError("Failed to parse the value as json format")))
    assert translate("ListServices", raised).failure is Failure.UNREADABLE


def test_our_own_error_from_inside_the_sdk_stays_itself() -> None:
    ours = CloudError("credentials", Failure.DENIED, code="NoCredentials", message="none")
    assert translate("ListServices", UnretryableException(RetryPolicyContext(exception=ours))) is ours


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        pytest.param({"Code": "OK", "Data": {}}, None, id="ok"),
        pytest.param({"Success": True, "FunctionId": "x"}, None, id="success-without-code"),
        pytest.param({"services": []}, None, id="function-compute-says-no-code"),
        pytest.param({"Code": "NotExists.Number", "HttpStatusCode": 404, "Message": "m"}, Failure.ABSENT, id="absent"),
        pytest.param({"Code": "Permission.User", "HttpStatusCode": 403}, Failure.DENIED, id="denied"),
        pytest.param({"Code": "Whatever", "HttpStatusCode": 500}, Failure.UNAVAILABLE, id="status-inside-decides"),
        pytest.param({"Code": "Whatever", "HttpStatusCode": "409"}, Failure.CONFLICT, id="status-as-text"),
        pytest.param({"Code": "OK", "Success": False}, Failure.INVALID, id="success-false-is-believed"),
        pytest.param({"Code": "Throttling.User"}, Failure.THROTTLED, id="throttled"),
        pytest.param([], None, id="no-object-is-judged-where-it-is-read"),
    ],
)
def test_status_200_may_still_be_a_refusal(body: object, failure: Failure | None) -> None:
    error = refusal("ListFunctionMetas", body)
    assert (error.failure if error else None) is failure


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("key LTAITestTestTestTestTest is unknown", "key LTAI**** is unknown", id="access-key-id"),
        pytest.param("STS.NUabcdefghijk expired", "STS.**** expired", id="temporary-key-id"),
        pytest.param('{"AccessKeySecret": "abc", "x": 1}', '{"AccessKeySecret": ****, "x": 1}', id="secret-in-json"),
        pytest.param("SecurityToken=CAISabc&Action=X", "SecurityToken=****&Action=X", id="token-in-a-query"),
        pytest.param("Signature: q1w2e3/+= end", "Signature: **** end", id="signature"),
        pytest.param("a\x1b[31mred\x00\nb", "a [31mred  b", id="control-characters"),
        pytest.param("函数不存在", "函数不存在", id="chinese-stays"),
    ],
)
def test_text_from_outside_is_shown_without_secrets(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text(max_size=600))
def test_text_from_outside_is_one_short_printable_line(text: str) -> None:
    shown = clean(text)
    assert len(shown) <= 256
    assert shown.isprintable()


@given(st.text(max_size=40), st.one_of(st.none(), st.integers(min_value=200, max_value=599)))
def test_every_code_is_of_some_kind_and_a_bare_status_never_means_absent(code: str, status: int | None) -> None:
    kind = kind_of(code, status)
    assert kind is not Failure.LOST
    assert kind is not Failure.ABSENT or "Not" in code
