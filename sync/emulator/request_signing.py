"""What a signed request claims: whose key, when, and over which text the signature was made. One reader per scheme.

    ACS3-HMAC-SHA256   every official client by default; signed is what SignedHeaders lists. Python's list holds x-fc-* headers,
                       those of Node.js, Go and Java do not
    acs                ROA clients told to use the older scheme, and Terraform's and Pulumi's provider; the body, the host and
                       x-fc-* headers are not signed. The provider's FC 2.0 client writes Content-MD5 in hex
    FC                 only the HTTP-trigger helpers of the FC 2.0 client; the body is signed through Content-MD5 alone
    RPC                RPC clients told to use the older scheme: in the query or a form; only the parameters are signed

Source: measured with the official Python, Node.js and Go clients, not against the cloud itself.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Literal
from urllib.parse import parse_qsl, quote, unquote

from sync.emulator.messages import ApiError, Request

_MUST_BE_SIGNED = frozenset(
    {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"}
)
# aiohttp, under the asynchronous clients, adds this after signing where the SDK set no content type.
_ADDED_TYPE = "application/octet-stream"
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """How a text becomes a signature."""

    name: str
    sign: Callable[[str, str], str]  # secret, text

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The signature holds if it is that of any of `texts`: clients differ in how they write the same request."""

    scheme: Scheme
    key_id: str
    token: str = field(repr=False)
    signature: str = field(repr=False)
    texts: tuple[str, ...] = field(repr=False)
    moment: datetime


def claim_of(request: Request) -> Claim:
    """What the request claims; `ApiError` if it claims nothing or in a form that no client writes."""
    headers = _headers(request)
    authorization = headers.get("authorization", "")
    path, _, query = request.target.partition("?")
    parts = _Parts(request=request, headers=headers, path=path, query=query, pairs=tuple(parse_qsl(query, keep_blank_values=True)))
    word, _, rest = authorization.partition(" ")
    reader = _READERS.get(word)
    if reader is not None:
        return reader(parts, rest.strip())
    if authorization or "x-acs-bearer-token" in headers:
        raise ApiError(
            400, "NotImplemented.Emulator", "the emulator knows the schemes ACS3-HMAC-SHA256, acs, FC and RPC (HMAC-SHA1)"
        )
    return _rpc(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    request: Request
    headers: Mapping[str, str]
    path: str
    query: str
    pairs: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str:
        return self.headers.get(name, "")

    def signed_headers(self, prefix: str) -> str:
        return "".join(f"{name}:{self.headers[name]}\n" for name in sorted(self.headers) if name.startswith(prefix))

    def form(self) -> tuple[tuple[str, str], ...]:
        if not self.header("content-type").startswith(_FORM):
            return ()
        return tuple(parse_qsl(self.request.body.decode("utf-8", "replace"), keep_blank_values=True))

    def canonical_path(self) -> str:
        # The asynchronous clients un-escape $ : , @ on the wire; all of them sign quote(segment, safe="~").
        return "/".join(quote(unquote(segment), safe="~") for segment in self.path.split("/")) or "/"


def _acs3(parts: _Parts, rest: str) -> Claim:
    fields = dict(part.strip().partition("=")[::2] for part in rest.split(","))
    if not {"Credential", "SignedHeaders", "Signature"} <= fields.keys():
        raise _incomplete("Authorization needs Credential, SignedHeaders and Signature")
    names = fields["SignedHeaders"].split(";")
    _check_coverage(parts, names)
    digest = hashlib.sha256(parts.request.body).hexdigest()
    if parts.header("x-acs-content-sha256") != digest:
        raise ApiError(400, "SignatureDoesNotMatch", "x-acs-content-sha256 is not the digest of the body")
    # Keys are written as they are: the official signers encode values only.
    query = "&".join(f"{name}={quote(value, safe='~')}" for name, value in sorted(parts.pairs))
    signed = "".join(f"{name}:{parts.header(name)}\n" for name in names)
    canonical = "\n".join((parts.request.method, parts.canonical_path(), query, signed, fields["SignedHeaders"], digest))
    return Claim(
        scheme=_ACS3,
        key_id=fields["Credential"],
        token=parts.header("x-acs-security-token"),
        signature=fields["Signature"],
        texts=(f"{_ACS3}\n{hashlib.sha256(canonical.encode()).hexdigest()}",),
        moment=_iso_moment(parts.header("x-acs-date")),
    )


def _check_coverage(parts: _Parts, names: list[str]) -> None:
    unsigned = [name for name in parts.headers if name.startswith("x-acs-") and name not in names]
    if parts.header("content-type") not in ("", _ADDED_TYPE) and "content-type" not in names:
        unsigned.append("content-type")
    missing = sorted({*unsigned, *(_MUST_BE_SIGNED - {*names})})
    if missing:
        raise _incomplete(f"these headers must be signed: {', '.join(missing)}")


def _acs(parts: _Parts, rest: str) -> Claim:
    key_id, signature = _pair(rest)
    _check_md5(parts, "base64", "hex")
    types = [parts.header("content-type")]
    if not parts.request.body and types == [_ADDED_TYPE]:
        types.append("")
    signed = parts.signed_headers("x-acs-")
    after = [f"{signed}{resource}" for resource in _resources(parts)]
    before = (parts.request.method, parts.header("accept"), parts.header("content-md5"))
    return Claim(
        scheme=_ACS,
        key_id=key_id,
        token=parts.header("x-acs-security-token"),
        signature=signature,
        texts=tuple("\n".join((*before, kind, parts.header("date"), end)) for kind in types for end in after),
        moment=_mail_moment(parts.header("date")),
    )


def _resources(parts: _Parts) -> list[str]:
    # The SDKs escape a path before they sign it, and write an empty value without its equals sign. pop-core and its like sign a
    # path as their user wrote it, with a bare $, and keep the sign.
    pairs = sorted(parts.pairs)
    queries = {"&".join(f"{name}={value}" if value else f"{name}{sign}" for name, value in pairs) for sign in ("", "=")}
    paths = {parts.path, parts.canonical_path()}
    return sorted(f"{path}?{query}" if query else path for path in paths for query in queries)


def _fc(parts: _Parts, rest: str) -> Claim:
    key_id, signature = _pair(rest)
    _check_md5(parts, "hex")
    # The published rule sorts the query, the official client does not: both are accepted.
    asked = unquote(parts.query).split("&") if parts.query else []
    orders = {"\n".join(asked), "\n".join(sorted(asked))}
    before = (parts.request.method, parts.header("content-md5"), parts.header("content-type"), parts.header("date"))
    signed = parts.signed_headers("x-fc-")
    return Claim(
        scheme=FC,
        key_id=key_id,
        token=parts.header("x-fc-security-token"),
        signature=signature,
        texts=tuple("\n".join((*before, f"{signed}{unquote(parts.path)}\n{order}")) for order in sorted(orders)),
        moment=_mail_moment(parts.header("date")),
    )


def _rpc(parts: _Parts) -> Claim:
    pairs = (*parts.pairs, *parts.form())
    values = dict(pairs)
    if "Signature" not in values:
        raise ApiError(400, "MissingAuthorization", "the request is not signed")
    _check_rpc(parts, values)
    signed = "&".join(f"{_escaped(name)}={_escaped(value)}" for name, value in sorted(pairs) if name != "Signature")
    return Claim(
        scheme=_RPC,
        key_id=values.get("AccessKeyId", ""),
        token=values.get("SecurityToken", ""),
        signature=values["Signature"],
        texts=(f"{parts.request.method}&%2F&{_escaped(signed)}",),
        moment=_iso_moment(values.get("Timestamp", "")),
    )


def _check_rpc(parts: _Parts, values: Mapping[str, str]) -> None:
    """Nothing but the parameters is signed: so the path must be bare, and the headers may not ask for something else."""
    if parts.path not in ("", "/"):
        raise _incomplete("the RPC scheme signs no path, so the path must be /")
    if (values.get("SignatureMethod"), values.get("SignatureVersion")) != ("HMAC-SHA1", "1.0"):
        raise _incomplete("SignatureMethod must be HMAC-SHA1 and SignatureVersion 1.0")
    for header, name in (("x-acs-action", "Action"), ("x-acs-version", "Version")):
        # pop-core writes the first letter of an action large where it signs it, and leaves it as it was in the header.
        if parts.header(header).casefold() not in ("", values.get(name, "").casefold()):
            raise _incomplete(f"the header {header} is not what the signed parameter {name} says")


def _headers(request: Request) -> Mapping[str, str]:
    found: dict[str, list[str]] = {}
    for name, value in request.headers:
        found.setdefault(name.lower(), []).append(value.strip())
    return {name: ",".join(sorted(values)) for name, values in found.items()}


def _pair(rest: str) -> tuple[str, str]:
    key_id, _, signature = rest.partition(":")
    if not key_id or not signature:
        raise _incomplete("Authorization needs an access key id and a signature, with a colon between them")
    return key_id, signature


def _check_md5(parts: _Parts, *forms: Literal["base64", "hex"]) -> None:
    stated = parts.header("content-md5")
    digest = hashlib.md5(parts.request.body, usedforsecurity=False)
    written = {"base64": base64.b64encode(digest.digest()).decode(), "hex": digest.hexdigest()}
    if stated and stated not in {written[form] for form in forms}:
        raise ApiError(400, "SignatureDoesNotMatch", "Content-MD5 is not the digest of the body")


def _iso_moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise ApiError(400, "InvalidTimeStamp.Format", "the request's time must be written as 2026-11-23T07:49:51Z") from None


def _mail_moment(text: str) -> datetime:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        raise ApiError(400, "InvalidTimeStamp.Format", "Date must be written as Mon, 23 Nov 2026 07:49:51 GMT") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _escaped(text: str) -> str:
    return quote(text, safe="~")


def _incomplete(message: str) -> ApiError:
    return ApiError(400, "IncompleteSignature", f"The request signature does not conform to Aliyun standards: {message}.")


def _hex_sha256(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _base64_sha256(secret: str, text: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _base64_sha1(secret: str, text: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()).decode()


def _base64_sha1_rpc(secret: str, text: str) -> str:
    return _base64_sha1(f"{secret}&", text)


_ACS3 = Scheme(name="ACS3-HMAC-SHA256", sign=_hex_sha256)
_ACS = Scheme(name="acs", sign=_base64_sha1)
FC = Scheme(name="FC", sign=_base64_sha256)
_RPC = Scheme(name="RPC", sign=_base64_sha1_rpc)
_READERS: Mapping[str, Callable[[_Parts, str], Claim]] = MappingProxyType({"ACS3-HMAC-SHA256": _acs3, "acs": _acs, "FC": _fc})
