"""Who sends a request: the holder of the key whose secret made the signature.

A nonce may come twice: the asynchronous clients send a request again, unchanged, when the server hung up on it.
No answer shows what was signed or what the right signature would have been.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

from sync.emulator.messages import ApiError, Request
from sync.emulator.request_signing import FC, Claim, claim_of
from sync.emulator.world import Key

SKEW = timedelta(minutes=15)


def verify(request: Request, key_for: Callable[[str], Key | None], now: datetime) -> str:
    """The account whose key signed the request, or `ApiError`. `key_for` takes a key id; `now` has a time zone.

    Codes and statuses are those of the public list of common errors; 400 for a signature that does not match is UNVERIFIED
    (some products document 403).
    """
    claim = claim_of(request)
    key = key_for(claim.key_id)
    if key is None:
        raise _unknown_key(claim)
    _check_signature(claim, key)
    _check_token(claim, key)
    if abs(now - claim.moment) > SKEW:
        minutes = int(SKEW.total_seconds() // 60)
        raise ApiError(400, "InvalidTimeStamp.Expired", f"the request's time is more than {minutes} minutes off the server's time")
    return key.account


def _check_signature(claim: Claim, key: Key) -> None:
    sent = claim.signature.encode()
    if not any(hmac.compare_digest(claim.scheme.sign(key.secret, text).encode(), sent) for text in claim.texts):
        raise _mismatch(claim)


def _check_token(claim: Claim, key: Key) -> None:
    if key.token and not claim.token:
        raise ApiError(400, "MissingSecurityToken", "SecurityToken is mandatory for this action.")
    if not hmac.compare_digest(claim.token.encode(), key.token.encode()):
        raise ApiError(400, "InvalidSecurityToken.MismatchWithAccessKey", "Specified SecurityToken mismatch with the AccessKey.")


def _unknown_key(claim: Claim) -> ApiError:
    if claim.scheme is FC:
        return ApiError(403, "InvalidAccessKeyID", "the access key id is not known")
    return ApiError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")


def _mismatch(claim: Claim) -> ApiError:
    if claim.scheme is FC:
        return ApiError(403, "SignatureNotMatch", "the signature does not match the request")
    return ApiError(400, "SignatureDoesNotMatch", "Specified signature is not matched with our calculation.")
