"""The SDKs' clients, one per API and region, created when first needed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING

from sync.adapters.cloud_clock import CloudClock
from sync.adapters.connection_config import Api, ConnectionConfig
from sync.adapters.credentials import Credentials
from sync.adapters.gateway import Gateway, Sent, guarded_client
from sync.adapters.sdk import load
from sync.specs.ids import Region

if TYPE_CHECKING:
    from alibabacloud_tea_openapi.client import Client as SdkClient
    from alibabacloud_tea_openapi.utils_models import Config
    from darabonba.runtime import RuntimeOptions

_PACKAGES: Mapping[Api, str] = {
    "fc2": "alibabacloud_fc_open20210406",
    "fc3": "alibabacloud_fc20230330",
    "ccc": "alibabacloud_ccc20200701",
    "call_center": "alibabacloud_tea_openapi",
    "sts": "alibabacloud_tea_openapi",
}
_VERSIONS: Mapping[Api, str] = {"call_center": "2017-07-05", "sts": "2015-04-01"}


class Clients:
    """Creates and caches clients whose every request goes through the gateway of their API. Thread-safe."""

    def __init__(
        self, access: ConnectionConfig, credentials: Credentials, gateways: Mapping[Api, Gateway], clock: CloudClock
    ) -> None:
        self.access = access
        self.credentials = credentials
        self.clock = clock
        self._doors = gateways
        self._lock = threading.Lock()
        self._made: dict[tuple[Api, Region | None], SdkClient] = {}

    def client(self, api: Api, region: Region | None = None) -> SdkClient:
        """The client of an API; `region` only for Function Compute."""
        with self._lock:
            made = self._made.get((api, region))
            if made is None:
                made = self._made[api, region] = self._make(api, region)
            return made

    def models(self, api: Api) -> ModuleType:
        """The module of the API's request models."""
        return load(f"{_PACKAGES[api]}.models")

    def runtime(self, *, read_timeout: float | None = None) -> RuntimeOptions:
        """Options of one call; FC 2.0 and the others take the same class."""
        options: RuntimeOptions = load("darabonba.runtime").RuntimeOptions(
            read_timeout=None if read_timeout is None else round(read_timeout * 1000)
        )
        return options

    def call(self, api: Api, action: str, parameters: Mapping[str, str], *, read_timeout: float | None = None) -> Sent:
        """Call an action that no SDK has, with its parameters in the query: they must be text there."""
        models = load("alibabacloud_tea_openapi.utils_models")
        params = models.Params(
            action=action,
            version=_VERSIONS[api],
            protocol="HTTPS",
            pathname="/",
            method="POST",
            auth_type="AK",
            style="RPC",
            req_body_type="formData",
            body_type="json",
        )
        answer: Sent = self.client(api).call_api(
            params, models.OpenApiRequest(query=dict(parameters)), self.runtime(read_timeout=read_timeout)
        )
        return answer

    def _make(self, api: Api, region: Region | None) -> SdkClient:
        endpoint = self.access.endpoint(api, region)
        sdk = load(f"{_PACKAGES[api]}.client").Client
        # With DEBUG=sdk in the environment it prints whole requests, security tokens included.
        logging.getLogger("darabonba-core").disabled = True
        return guarded_client(self._doors[api], sdk)(self._config(endpoint))

    def _config(self, endpoint: str) -> Config:
        config: Config = load("alibabacloud_tea_openapi.utils_models").Config(
            credential=self.credentials,
            endpoint=endpoint,
            protocol=self.access.protocol,
            connect_timeout=round(self.access.connect_timeout * 1000),
            read_timeout=round(self.access.read_timeout * 1000),
            user_agent=self.access.user_agent,
            ca=self.access.ca,
        )
        return config
