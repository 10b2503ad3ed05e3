"""Compares the account of the credentials with the settings and the lock, before anything is planned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sync.adapters.connection_config import ConnectionConfig
from sync.adapters.identity import Identity
from sync.app.observer import AccountUnchecked, Observer
from sync.errors import InputError
from sync.settings import Account
from sync.specs.models import Lock

_NO_ACCOUNT = "set id under [accounts.NAME] in ivrsync.toml, or IVRSYNC_ACCOUNT_ID"
_ONE_EACH = (
    "use the credentials and the account of this registry (--account NAME); another account needs a registry of its own. "
    "If the registry moved to this account on purpose, delete the lock"
)


def identified(
    access: ConnectionConfig,
    account: Account,
    recorded: Lock | None,
    identity_of: Callable[[ConnectionConfig], Identity],
    observer: Observer,
) -> ConnectionConfig:
    """The access with the number of its account. Raises `InputError`, naming both numbers, where two sources contradict each other.

    Where STS cannot be reached, the settings and the lock are trusted, and `observer` is notified.
    """
    identity = identity_of(access)
    stated = access.account_id
    if stated and identity.account and identity.account != stated:
        raise InputError(
            f"the credentials belong to account {identity.account}, and {says(account)} says {stated}",
            f"choose the credentials of {stated} (profile or role of the account), or correct the number",
        )
    number = stated or identity.account
    if not number:
        raise InputError("the account id is not set" + _because(identity), _NO_ACCOUNT)
    if recorded is not None and recorded.account not in (None, number):
        whose = "the credentials belong to" if identity.account else f"{says(account)} says"
        raise InputError(f"registry.lock.json was written for account {recorded.account}, and {whose} {number}", _ONE_EACH)
    if identity.trouble:
        observer.notify(AccountUnchecked(account=number, trouble=identity.trouble))
    return replace(access, account_id=number)


def says(account: Account) -> str:
    """Where the settings name the account."""
    return f"id under [accounts.{account.name}]" if account.name else "IVRSYNC_ACCOUNT_ID"


def _because(identity: Identity) -> str:
    return f": {identity.trouble}" if identity.trouble else ""
