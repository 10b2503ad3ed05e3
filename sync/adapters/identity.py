"""Which account the credentials belong to, asked of STS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sync.adapters.answers import text
from sync.adapters.connect import Timing, connect_clients
from sync.adapters.connection_config import ConnectionConfig
from sync.adapters.credentials import Keys
from sync.errors import CloudError, Failure

_SECONDS = 3.0  # for each of connecting and reading: it is one small question, and a network may have no way to it
_ATTEMPTS = 2
# The codes of STS for credentials that no other API would accept either; any other refusal is STS's own.
_REFUSED = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "SignatureNotMatch", "InvalidSecurityToken", "IncompleteSignature")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The number of the account; empty where STS did not report it, with the reason."""

    account: str
    trouble: str = ""


def can_ask(access: ConnectionConfig) -> bool:
    """Whether there is an STS to call: an emulator's run calls none unless it is given one."""
    return access.protocol != "http" or "sts" in access.endpoints


def identity_of(access: ConnectionConfig, *, keys: Keys | None = None, timing: Timing | None = None) -> Identity:
    """The account of the credentials. The call needs no permission, so credentials that are refused here are refused everywhere.

    Raises `CloudError` when there are none, or they are no longer valid; that STS cannot be reached is no such error.
    """
    hurried = replace(access, connect_timeout=_SECONDS, read_timeout=_SECONDS)
    clients = connect_clients(hurried, keys=keys, timing=timing, attempts=_ATTEMPTS)
    clients.credentials.get_credential()
    try:
        body = clients.call("sts", "GetCallerIdentity", {}).get("body")
    except CloudError as error:
        if error.failure is Failure.DENIED and error.code.startswith(_REFUSED):
            raise
        return Identity(account="", trouble=str(error))
    account = text(body.get("AccountId")) if isinstance(body, Mapping) else ""
    return Identity(account=account, trouble="" if account else "GetCallerIdentity: the answer names no account")
