"""The credentials to use: the SDK's own chain, a named profile, or fixed keys, and optionally a role to assume.

Facts about alibabacloud_credentials 1.0.12, measured: it reads the environment when it is imported; a chain that finds nothing
costs up to 2 seconds at every call (it asks the metadata service of a machine in the cloud); tokens that live 15 minutes or
less are fetched again at every call. So results are cached here for a while, including the result that there are none.
"""

from __future__ import annotations

import functools
import importlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sync.adapters.connection_config import ConnectionConfig
from sync.adapters.errors import clean, cloud_error
from sync.adapters.sdk import load
from sync.errors import CloudError, Failure

if TYPE_CHECKING:
    from alibabacloud_credentials.client import Client as SdkCredentials
    from alibabacloud_credentials.models import CredentialModel
    from alibabacloud_credentials.provider import DefaultCredentialsProvider as Provider

_KEPT = 30.0  # seconds; the chain itself renews what it got 15 minutes before it ends
_HINT = (
    "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, log in with the vendor's CLI (~/.aliyun/config.json), "
    "or name a profile in the settings; `ivrsync doctor` shows what was found"
)
_NOTHING_ANYWHERE = "unable to load credentials from any of the providers in the chain"
_ROLE_HINT = "check role_arn in the settings, its trust policy, and that the credentials may call sts:AssumeRole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Fixed keys, for an emulator or a program with its own vault."""

    access_key_id: str
    access_key_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who signs, without the secret: the provider (`default/env`) and the masked key id."""

    provider: str
    key: str


class Credentials:
    """The SDKs get their keys from this at every request. Thread-safe; its repr shows no key.

    Raises `CloudError` (DENIED) with a hint when there are none, without a new attempt while that is cached.
    """

    def __init__(self, load: Callable[[], CredentialModel], *, clock: Callable[[], float], hint: str = _HINT) -> None:
        self._load = load
        self._hint = hint
        self._clock = clock
        self._lock = threading.Lock()
        self._until = float("-inf")
        self._kept: CredentialModel | None = None
        self._refused: str | None = None

    def get_credential(self) -> CredentialModel:
        """The keys now (the name is the SDK's)."""
        with self._lock:
            if self._clock() >= self._until:
                self._renew()
            if self._refused is not None:
                raise self._error(self._refused)
            return self._kept

    def identity(self) -> Identity:
        """Who signs; raises `CloudError` without credentials."""
        credential = self.get_credential()
        key = str(credential.access_key_id)
        shown = f"{key[:4]}****{key[-4:]}" if len(key) >= 16 else f"{key[:4]}****"  # noqa: PLR2004 - real ids have 24 characters
        return Identity(provider=str(credential.provider_name), key=shown)

    def _renew(self) -> None:
        self._kept, self._refused = None, None
        try:
            self._kept = self._load()
        except Exception as failure:  # noqa: BLE001 - providers raise whatever their files, processes and sockets raise
            self._refused = _reason(failure)
        self._until = self._clock() + _KEPT

    def _error(self, reason: str) -> CloudError:
        error = cloud_error("credentials", Failure.DENIED, code="NoCredentials", message=reason)
        error.hint = self._hint
        return error


def credentials(access: ConnectionConfig, *, keys: Keys | None = None, clock: Callable[[], float]) -> Credentials:
    """The credentials of an account: fixed keys, else the named profile, else the default chain; then its role, if it has one."""
    client = functools.cache(lambda: _client(access, keys))
    hint = f"{_ROLE_HINT}; {_HINT}" if access.role_arn else _HINT
    return Credentials(lambda: client().get_credential(), clock=clock, hint=hint)


def _client(access: ConnectionConfig, keys: Keys | None) -> SdkCredentials:
    # It logs a traceback for every provider without credentials; the error reports the failure once.
    logging.getLogger("credentials").disabled = True
    provider = _fixed(keys) if keys else _chain(access.profile)
    client: SdkCredentials = load("alibabacloud_credentials.client").Client(
        provider=_assumed(access, provider) if access.role_arn else provider
    )
    return client


def _fixed(keys: Keys) -> Provider:
    fixed: Provider = load("alibabacloud_credentials.provider").StaticAKCredentialsProvider(
        access_key_id=keys.access_key_id, access_key_secret=keys.access_key_secret
    )
    return fixed


def _chain(profile: str | None) -> Provider:
    provider = load("alibabacloud_credentials.provider")
    # The environment as it is now, not as it was when something first imported the package.
    importlib.reload(load("alibabacloud_credentials.utils.auth_util"))
    importlib.reload(load("alibabacloud_credentials.utils.auth_constant"))
    if profile is None:
        chain: Provider = provider.DefaultCredentialsProvider()
        return chain
    return _Profile(
        provider.CLIProfileCredentialsProvider(profile_name=profile), provider.ProfileCredentialsProvider(profile_name=profile)
    )


def _assumed(access: ConnectionConfig, source: Provider) -> Provider:
    assumed: Provider = load("alibabacloud_credentials.provider").RamRoleArnCredentialsProvider(
        credentials_provider=source,
        role_arn=access.role_arn,
        role_session_name=access.role_session_name,
        sts_endpoint=access.endpoint("sts"),
    )
    return assumed


class _Profile:
    """A profile looked up by name in the vendor's two files: the CLI's, then the SDKs'."""

    def __init__(self, *files: Provider) -> None:
        self._files = files

    def get_credentials(self) -> object:
        reasons: list[str] = []
        for file in self._files:
            try:
                return file.get_credentials()
            except Exception as failure:  # noqa: BLE001 - as in `Credentials`; the next file may have it
                reasons.append(_reason(failure))
        raise LookupError("; ".join(reasons))

    def get_provider_name(self) -> str:
        return "profile"


def _reason(failure: Exception) -> str:
    """The failure's text up to where the SDK quotes an answer: part of an answer may contain part of the keys."""
    if isinstance(failure, CloudError):
        return failure.reason
    if _NOTHING_ANYWHERE in str(failure):  # followed by a sentence from each provider, which adds nothing
        return "no credentials in environment, OIDC, profile files, RAM role or credentials URI"
    return clean(str(failure).partition("result:")[0].strip() or type(failure).__name__)
