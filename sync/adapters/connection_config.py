"""How to reach one account: endpoints, protocol, timeouts, credentials to use. It contains no secret."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sync.errors import CloudError, Failure, InputError
from sync.specs.ids import Region

Api = Literal["fc2", "fc3", "ccc", "call_center", "sts"]
Protocol = Literal["https", "http"]

_REGION = re.compile(r"[a-z]{2}(?:-[a-z0-9]+)+", re.ASCII)
_ENDPOINT = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\])(?::[0-9]{1,5})?", re.ASCII)
# Source: endpoint map of alibabacloud_fc20230330 4.8.3 (whose entry for ap-southeast-5 ends in a TAB, so it is not used).
_FC3_GATEWAY_REGIONS = frozenset({"me-central-1", "cn-shanghai-finance-1", "cn-heyuan-acdr-1", "cn-hangzhou-finance"})
# Source: the API metadata of CCC 2020-07-01 knows this endpoint only. That the inner API 2017-07-05 answers there too is a
# guess: its SDK records no host. `call_center` among the endpoints replaces it.
_CENTER = "ccc.cn-shanghai.aliyuncs.com"
_STS = "sts.cn-hangzhou.aliyuncs.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionConfig:
    """Everything needed to call the clouds as one account; times in seconds.

    `endpoints` replaces the vendor's hosts: keys `fc:<region>`, `ccc`, `call_center`, `sts`; values `host` or `host:port`.
    Plain http is used only with replaced endpoints, so that an emulator's run never reaches the vendor.
    """

    account_id: str
    endpoints: Mapping[str, str] = field(default_factory=dict)
    protocol: Protocol = "https"
    role_arn: str | None = None
    role_session_name: str = "ivrsync"
    profile: str | None = None
    connect_timeout: float = 5.0
    read_timeout: float = 20.0
    invocation_timeout: float = 120.0
    user_agent: str = "ivrsync"
    ca: str | None = None

    def __post_init__(self) -> None:
        """Refuse endpoints for which the SDKs would sign wrongly: a scheme or a path in them breaks the signature."""
        for key, endpoint in self.endpoints.items():
            if not _ENDPOINT.fullmatch(endpoint.strip()):
                raise InputError(
                    f"endpoint {key} = {endpoint!r} is not a host", "write host or host:port, without http:// and path"
                )

    def endpoint(self, api: Api, region: Region | None = None) -> str:
        """The host to send to. Raises `CloudError` where there is none, so that it becomes a gap."""
        replaced = self.endpoints.get(f"fc:{region}" if api in {"fc2", "fc3"} else api)
        if replaced is not None:
            return replaced.strip()
        if self.protocol == "http":
            raise _no_endpoint(api, f"no endpoint for {region or api} is given, and plain http is only used with given endpoints")
        return self._vendor_endpoint(api, region)

    def _vendor_endpoint(self, api: Api, region: Region | None) -> str:
        match api:
            case "ccc" | "call_center":
                return _CENTER
            case "sts":
                return _STS
            case "fc2" | "fc3":
                return self._function_compute(api, region)

    def _function_compute(self, api: Literal["fc2", "fc3"], region: Region | None) -> str:
        if region is None or not _REGION.fullmatch(region):
            raise _no_endpoint(api, f"{region!r} is not a region id")
        if api == "fc3":
            return f"{region}.fc.aliyuncs.com" if region in _FC3_GATEWAY_REGIONS else f"fcv3.{region}.aliyuncs.com"
        if not self.account_id:
            raise _no_endpoint(api, "Function Compute 2.0 is addressed by account id, and none is set")
        return f"{self.account_id}.{region}.fc.aliyuncs.com"


def _no_endpoint(api: Api, message: str) -> CloudError:
    hint = "set the account id, or add the endpoint under [endpoints] in the settings"
    return CloudError(f"endpoint of {api}", Failure.INVALID, code="NoEndpoint", message=message, hint=hint)
