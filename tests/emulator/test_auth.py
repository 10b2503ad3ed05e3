"""Signatures of the four schemes, made by the SDKs' own signers, and everything that must not pass."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import md5, sha256
from types import SimpleNamespace
from urllib.parse import quote, quote_plus, unquote

import pytest
from alibabacloud_gateway_fc_util.client import Client as FcSigner  # type: ignore[import-untyped]  # the SDKs carry no types
from alibabacloud_tea_openapi.utils import Utils
from hypothesis import given
from hypothesis import strategies as st

from sync.emulator.auth import verify
from sync.emulator.messages import ApiError, Request
from sync.emulator.world import Key

NOW = datetime(2026, 11, 23, 7, 50, 0, tzinfo=UTC)
ACCOUNT = "1234567890123456"
KEY = Key(account=ACCOUNT, key_id="test-key-id", secret="test-key-secret")
TEMPORARY = Key(account=ACCOUNT, key_id="test-sts-id", secret="test-sts-secret", token="test-token")
KEYS = {key.key_id: key for key in (KEY, TEMPORARY)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a client wants to send, before it is signed."""

    key: Key = KEY
    token: str = ""
    when: datetime = NOW
    method: str = "PUT"
    path: tuple[str, ...] = ("2023-03-30", "functions", "svc-A$fn ä/1")
    query: tuple[tuple[str, str], ...] = (("limit", "100"), ("prefix", "a b+&=~*ä"))
    body: bytes = b'{"timeout":30}'
    content_type: str = "application/json; charset=utf-8"
    more: tuple[tuple[str, str], ...] = ()


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def escaped_path(wish: Wish) -> str:
    return "/" + "/".join(quote(segment, safe="~") for segment in wish.path)


def target(wish: Wish, path: str | None = None) -> str:
    query = "&".join(f"{name}={quote_plus(value)}" for name, value in wish.query)
    return (path or escaped_path(wish)) + (f"?{query}" if query else "")


def acs3(wish: Wish) -> Request:
    digest = sha256(wish.body).hexdigest()
    headers = {
        "host": "127.0.0.1:1",
        "x-acs-version": "2023-03-30",
        "x-acs-action": "UpdateFunction",
        "user-agent": "AlibabaCloud (Linux; x86_64)",
        "x-acs-date": iso(wish.when),
        "x-acs-signature-nonce": "a-nonce",
        "accept": "application/json",
        **({"content-type": wish.content_type} if wish.content_type else {}),
        "x-acs-content-sha256": digest,
        **({"x-acs-security-token": wish.token} if wish.token else {}),
        **dict(wish.more),
    }
    asked = SimpleNamespace(method=wish.method, pathname=escaped_path(wish), query=dict(wish.query), headers=headers)
    headers["Authorization"] = Utils.get_authorization(asked, "ACS3-HMAC-SHA256", digest, wish.key.key_id, wish.key.secret)
    return Request(method=wish.method, target=target(wish), headers=tuple(headers.items()), body=wish.body)


def acs(wish: Wish, path: str | None = None) -> Request:
    path = path or escaped_path(wish)
    headers = {
        "host": "127.0.0.1:1",
        "date": format_datetime(wish.when, usegmt=True),
        "accept": "application/json",
        **({"content-type": wish.content_type} if wish.content_type else {}),
        "x-acs-signature-nonce": "a-nonce",
        "x-acs-version": "2023-03-30",
        **({"x-acs-security-token": wish.token} if wish.token else {}),
        **dict(wish.more),
    }
    asked = SimpleNamespace(method=wish.method, pathname=path, query=dict(wish.query), headers=headers)
    signature = Utils.get_roasignature(Utils.get_string_to_sign(asked), wish.key.secret)
    headers["authorization"] = f"acs {wish.key.key_id}:{signature}"
    return Request(method=wish.method, target=target(wish, path), headers=tuple(headers.items()), body=wish.body)


def fc(wish: Wish) -> Request:
    headers = {
        "host": "127.0.0.1:1",
        "date": format_datetime(wish.when, usegmt=True),
        "content-type": "application/json",
        "content-md5": md5(wish.body, usedforsecurity=False).hexdigest(),
        "x-fc-account-id": ACCOUNT,
        **({"x-fc-security-token": wish.token} if wish.token else {}),
    }
    credential = SimpleNamespace(get_access_key_id=lambda: wish.key.key_id, get_access_key_secret=lambda: wish.key.secret)
    path, _, query = target(wish).partition("?")
    headers["Authorization"] = FcSigner(credential).auth_string(wish.method, unquote(path), headers, unquote(query))
    return Request(method=wish.method, target=target(wish), headers=tuple(headers.items()), body=wish.body)


def rpc_parameters(wish: Wish) -> dict[str, str]:
    return {
        **dict(wish.query),
        "Action": "AddFunctionMeta",
        "Version": "2017-07-05",
        "Timestamp": iso(wish.when),
        "SignatureNonce": "a-nonce",
        "SignatureMethod": "HMAC-SHA1",
        "SignatureVersion": "1.0",
        "AccessKeyId": wish.key.key_id,
        **({"SecurityToken": wish.token} if wish.token else {}),
    }


def form_of(parameters: dict[str, str]) -> bytes:
    return "&".join(f"{name}={quote_plus(value)}" for name, value in parameters.items()).encode()


RPC_HEADERS = (("x-acs-action", "AddFunctionMeta"), ("content-type", "application/x-www-form-urlencoded"))


def rpc(wish: Wish) -> Request:
    parameters, form = rpc_parameters(wish), {"Description": "测试 d"}
    signature = Utils.get_rpcsignature({**parameters, **form}, wish.method, wish.key.secret)
    query = tuple({**parameters, "Signature": signature}.items())
    address = target(replace(wish, query=query), "/")
    return Request(method=wish.method, target=address, headers=RPC_HEADERS, body=form_of(form))


def rpc_in_a_form(wish: Wish) -> Request:
    parameters = {**rpc_parameters(wish), "Description": "测试 d"}
    signature = Utils.get_rpcsignature(parameters, wish.method, wish.key.secret)
    form = form_of({**parameters, "Signature": signature})
    return Request(method=wish.method, target="/", headers=RPC_HEADERS, body=form)


Sign = Callable[[Wish], Request]
SCHEMES: dict[str, Sign] = {"acs3": acs3, "acs": acs, "fc": fc, "rpc": rpc, "rpc-in-a-form": rpc_in_a_form}
EVERY_SCHEME = pytest.mark.parametrize("sign", [pytest.param(sign, id=name) for name, sign in SCHEMES.items()])


def answer(request: Request, now: datetime = NOW) -> str:
    """The account, or the status and code of the refusal."""
    try:
        return verify(request, KEYS.get, now)
    except ApiError as error:
        return f"{error.status} {error.code}"


def with_header(request: Request, name: str, value: str) -> Request:
    kept = tuple((key, old) for key, old in request.headers if key.lower() != name)
    return replace(request, headers=(*kept, (name, value)))


def without_header(request: Request, name: str) -> Request:
    return replace(request, headers=tuple((key, old) for key, old in request.headers if key.lower() != name))


@EVERY_SCHEME
def test_a_request_signed_with_a_known_key_belongs_to_the_keys_account(sign: Sign) -> None:
    assert answer(sign(Wish())) == ACCOUNT


@EVERY_SCHEME
def test_a_temporary_key_needs_its_own_token(sign: Sign) -> None:
    assert answer(sign(Wish(key=TEMPORARY, token="test-token"))) == ACCOUNT
    assert answer(sign(Wish(key=TEMPORARY, token="other"))) == "400 InvalidSecurityToken.MismatchWithAccessKey"
    assert answer(sign(Wish(key=TEMPORARY))) == "400 MissingSecurityToken"
    assert answer(sign(Wish(token="test-token"))) == "400 InvalidSecurityToken.MismatchWithAccessKey"


@EVERY_SCHEME
@pytest.mark.parametrize(
    ("off", "expected"),
    [
        pytest.param(timedelta(minutes=15), ACCOUNT, id="fifteen-minutes-ago"),
        pytest.param(timedelta(minutes=-15), ACCOUNT, id="fifteen-minutes-ahead"),
        pytest.param(timedelta(minutes=15, seconds=1), "400 InvalidTimeStamp.Expired", id="too-old"),
        pytest.param(timedelta(minutes=-15, seconds=-1), "400 InvalidTimeStamp.Expired", id="from-the-future"),
    ],
)
def test_a_clock_may_be_a_quarter_of_an_hour_off(sign: Sign, off: timedelta, expected: str) -> None:
    assert answer(sign(Wish(when=NOW - off))) == expected


@pytest.mark.parametrize(
    ("sign", "wrong_secret", "unknown_key"),
    [
        pytest.param(acs3, "400 SignatureDoesNotMatch", "404 InvalidAccessKeyId.NotFound", id="acs3"),
        pytest.param(acs, "400 SignatureDoesNotMatch", "404 InvalidAccessKeyId.NotFound", id="acs"),
        pytest.param(fc, "403 SignatureNotMatch", "403 InvalidAccessKeyID", id="fc"),
        pytest.param(rpc, "400 SignatureDoesNotMatch", "404 InvalidAccessKeyId.NotFound", id="rpc"),
        pytest.param(rpc_in_a_form, "400 SignatureDoesNotMatch", "404 InvalidAccessKeyId.NotFound", id="rpc-in-a-form"),
    ],
)
def test_a_wrong_secret_and_an_unknown_key_have_each_their_own_code(sign: Sign, wrong_secret: str, unknown_key: str) -> None:
    assert answer(sign(Wish(key=replace(KEY, secret="test-wrong-secret")))) == wrong_secret
    assert answer(sign(Wish(key=replace(KEY, key_id="test-unknown-id")))) == unknown_key


def changed(request: Request) -> dict[str, Request]:
    """Every part of a request, changed on its own."""
    path, _, query = request.target.partition("?")
    return {
        "method": replace(request, method="POST"),
        "path": replace(request, target=f"{path}x?{query}"),
        "query": replace(request, target=f"{request.target}x"),
        "another parameter": replace(request, target=f"{request.target}&Force=true"),
        "body": replace(request, body=request.body + b"x"),
        "host": with_header(request, "host", "127.0.0.1:2"),
        "content type": with_header(request, "content-type", "text/plain"),
        "no content type": without_header(request, "content-type"),
        "action": with_header(request, "x-acs-action", "DeleteFunctionMeta"),
        "a header of the cloud's": with_header(request, "x-acs-more", "1"),
        "a header of FC's": with_header(request, "x-fc-more", "1"),
        "date": with_header(request, "date", format_datetime(NOW + timedelta(seconds=1), usegmt=True)),
        "nonce": with_header(request, "x-acs-signature-nonce", "another"),
        "digest": with_header(request, "x-acs-content-sha256", sha256(b"other").hexdigest()),
        "agent": with_header(request, "user-agent", "other"),
    }


RPC_UNPROTECTED = {"host", "a header of the cloud's", "a header of FC's", "date", "nonce", "digest", "agent"}


# What each scheme leaves unprotected is a fact of the scheme; everything else must be protected.
@pytest.mark.parametrize(
    ("sign", "unprotected"),
    [
        # A date header is not part of this scheme, which has x-acs-date. Of FC's headers those are signed that the client lists.
        pytest.param(acs3, {"date", "a header of FC's"}, id="acs3"),
        pytest.param(acs, {"body", "host", "a header of FC's", "agent"}, id="acs"),
        pytest.param(fc, {"host", "action", "a header of the cloud's", "nonce", "digest", "agent"}, id="fc"),
        pytest.param(rpc, RPC_UNPROTECTED, id="rpc"),
        pytest.param(rpc_in_a_form, RPC_UNPROTECTED, id="rpc-in-a-form"),
    ],
)
def test_whatever_a_scheme_signs_cannot_be_changed(sign: Sign, unprotected: set[str]) -> None:
    answers = {part: answer(request) for part, request in changed(sign(Wish())).items()}
    assert {part for part, found in answers.items() if found == ACCOUNT} == unprotected
    refusals = {found for found in answers.values() if found != ACCOUNT}
    # A form that is not called one has no signature in it.
    unsigned = {"400 MissingAuthorization"} if sign is rpc_in_a_form else set()
    assert refusals <= {"400 SignatureDoesNotMatch", "400 IncompleteSignature", "403 SignatureNotMatch"} | unsigned


def test_a_header_of_functions_that_the_client_lists_as_signed_cannot_be_changed_or_left_out() -> None:
    # Python's signer lists what it is given; those of Node.js, Go and Java list no x-fc-* header.
    listed = acs3(Wish(more=(("x-fc-log-type", "Tail"),)))
    assert "x-fc-log-type" in listed.header("authorization")
    assert answer(listed) == ACCOUNT
    assert answer(with_header(listed, "x-fc-log-type", "None")) == "400 SignatureDoesNotMatch"
    assert answer(without_header(listed, "x-fc-log-type")) == "400 SignatureDoesNotMatch"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(lambda body: md5(body, usedforsecurity=False).hexdigest(), ACCOUNT, id="in-hex"),
        pytest.param(lambda body: b64encode(md5(body, usedforsecurity=False).digest()).decode(), ACCOUNT, id="in-base64"),
        pytest.param(lambda _: md5(b"other", usedforsecurity=False).hexdigest(), "400 SignatureDoesNotMatch", id="of-another-body"),
    ],
)
def test_the_older_scheme_takes_the_digest_of_the_body_in_both_forms(written: Callable[[bytes], str], expected: str) -> None:
    wish = Wish()
    assert answer(acs(replace(wish, more=(("content-md5", written(wish.body)),)))) == expected


@pytest.mark.parametrize("name", ["svc$greet", "svc:1", "svc,1", "svc@1"])
def test_the_older_scheme_signs_a_path_as_it_is_written_or_escaped(name: str) -> None:
    wish = Wish(path=("2023-03-30", "functions", name))
    escaped, bare = acs(wish), acs(wish, f"/2023-03-30/functions/{name}")
    assert [answer(escaped), answer(bare)] == [ACCOUNT, ACCOUNT]
    # The asynchronous client signs the one and writes the other.
    assert answer(replace(escaped, target=bare.target)) == ACCOUNT
    assert answer(replace(bare, target=bare.target.replace(name, f"{name}x"))) == "400 SignatureDoesNotMatch"


def test_the_older_scheme_signs_an_empty_value_with_or_without_its_sign() -> None:
    without = acs(Wish(query=(("limit", "5"), ("prefix", ""))))
    bare = acs(Wish(query=(("limit", "5"), ("prefix=", ""))))
    with_sign = replace(bare, target=bare.target.replace("prefix==", "prefix="))
    assert with_sign.target == without.target
    assert [answer(without), answer(with_sign)] == [ACCOUNT, ACCOUNT]


@EVERY_SCHEME
def test_the_nonce_may_come_twice(sign: Sign) -> None:
    request = sign(Wish())
    assert [answer(request), answer(request)] == [ACCOUNT, ACCOUNT]


texts = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=12)
# A segment of dots is another path to every HTTP client; a name in a query is written as it is by the signers.
segments = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8).filter(lambda text: text not in (".", ".."))
names = st.text("abcdefXYZ", min_size=1, max_size=6)
wishes = st.builds(
    Wish,
    path=st.lists(segments, min_size=1, max_size=4).map(tuple),
    query=st.dictionaries(names, texts, max_size=4).map(lambda found: tuple(found.items())),
    body=st.binary(max_size=20),
)


@given(wish=wishes)
def test_whatever_is_in_a_path_or_a_value_the_signature_of_the_new_scheme_holds(wish: Wish) -> None:
    request = acs3(wish)
    assert answer(request) == ACCOUNT
    # The asynchronous client writes the same URL with fewer escapes than it signed.
    plainer = request.target.replace("%24", "$").replace("%3A", ":").replace("%2C", ",").replace("%40", "@")
    assert answer(replace(request, target=plainer)) == ACCOUNT


@given(wish=wishes, where=st.integers(0, 3))
def test_no_value_of_the_new_scheme_can_be_lengthened_unseen(wish: Wish, where: int) -> None:
    place = where % (len(wish.query) + 1)
    longer = (
        replace(wish, query=tuple((n, f"{v}x" if i == place else v) for i, (n, v) in enumerate(wish.query)))
        if place < len(wish.query)
        else replace(wish, path=(*wish.path[:-1], f"{wish.path[-1]}x"))
    )
    assert answer(replace(acs3(wish), target=target(longer))) == "400 SignatureDoesNotMatch"


@pytest.mark.parametrize("sign", [pytest.param(acs3, id="acs3"), pytest.param(acs, id="acs")])
@pytest.mark.parametrize(
    ("added", "expected"),
    [
        pytest.param("application/octet-stream", True, id="as-that-client-does"),
        pytest.param("application/json", False, id="anything-else"),
    ],
)
def test_only_the_type_that_the_asynchronous_client_adds_may_be_unsigned(sign: Sign, added: str, *, expected: bool) -> None:
    request = sign(Wish(body=b"", content_type=""))
    assert answer(request) == ACCOUNT
    assert (answer(with_header(request, "Content-Type", added)) == ACCOUNT) is expected


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        pytest.param(without_header(acs3(Wish()), "authorization"), "400 MissingAuthorization", id="unsigned"),
        pytest.param(
            with_header(acs3(Wish()), "authorization", "ACS3-HMAC-SHA256 Credential=a"),
            "400 IncompleteSignature",
            id="half-a-header",
        ),
        pytest.param(with_header(acs(Wish()), "authorization", "acs nothing"), "400 IncompleteSignature", id="no-colon"),
        pytest.param(with_header(fc(Wish()), "authorization", "FC "), "400 IncompleteSignature", id="empty"),
        pytest.param(with_header(acs3(Wish()), "authorization", "Bearer abc"), "400 NotImplemented.Emulator", id="unknown-scheme"),
        pytest.param(
            with_header(without_header(acs3(Wish()), "authorization"), "x-acs-bearer-token", "t"),
            "400 NotImplemented.Emulator",
            id="bearer-token",
        ),
        pytest.param(with_header(acs(Wish()), "date", "yesterday"), "400 InvalidTimeStamp.Format", id="date-in-words"),
        pytest.param(with_header(acs3(Wish()), "x-acs-date", "2026-11-23"), "400 InvalidTimeStamp.Format", id="date-without-time"),
        pytest.param(
            Request(method="POST", target="/?Signature=x&AccessKeyId=test-key-id", headers=(), body=b""),
            "400 IncompleteSignature",
            id="rpc-without-method",
        ),
        pytest.param(
            with_header(rpc(Wish()), "x-acs-version", "2020-07-01"),
            "400 IncompleteSignature",
            id="rpc-with-another-version-in-a-header",
        ),
        pytest.param(replace(rpc(Wish()), target="/%zz?Signature=%zz"), "400 IncompleteSignature", id="rpc-on-another-path"),
    ],
)
def test_a_request_that_claims_nothing_or_nonsense_is_refused_with_a_code(request_: Request, expected: str) -> None:
    assert answer(request_) == expected


def test_a_refusal_shows_neither_secret_nor_signature_nor_what_was_signed() -> None:
    request = acs3(Wish(key=replace(TEMPORARY, secret="test-wrong-secret"), token="test-token"))
    with pytest.raises(ApiError) as caught:
        verify(request, KEYS.get, NOW)
    assert str(caught.value) == "400 SignatureDoesNotMatch: Specified signature is not matched with our calculation."


def test_the_path_of_fc_may_come_with_its_query_in_either_order() -> None:
    # The published rule sorts the parts of the query before they are signed, the official client takes them as they come.
    ordered = fc(Wish(query=(("a", "1"), ("b", "2"))))
    assert answer(ordered) == ACCOUNT
    assert answer(replace(ordered, target=ordered.target.replace("a=1&b=2", "b=2&a=1"))) == ACCOUNT
