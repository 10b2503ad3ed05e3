"""The unmodified official SDKs, pointed at an emulator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from alibabacloud_ccc20200701.client import Client as CenterClient
from alibabacloud_fc20230330.client import Client as Fc3Client
from alibabacloud_fc_open20210406.client import Client as Fc2Client
from alibabacloud_tea_openapi.models import Config
from darabonba.runtime import RuntimeOptions

from tests.patience import PATIENCE

ACCOUNT = "1234567890123456"
KEY_ID = "test-key-id"
KEY_SECRET = "test-key-secret"
REGION = "cn-hangzhou"
CENTER_REGION = "cn-shanghai"


class Reachable(Protocol):
    """An emulator, in this process or another."""

    @property
    def endpoints(self) -> Mapping[str, str]:
        """host:port of each region."""
        ...


def config(emulator: Reachable, region: str = REGION, *, secret: str = KEY_SECRET) -> Any:
    return Config(
        access_key_id=KEY_ID,
        access_key_secret=secret,
        endpoint=emulator.endpoints[region],
        protocol="HTTP",
        read_timeout=round(PATIENCE * 1000),
    )


def fc2(emulator: Reachable, region: str = REGION) -> Any:
    return Fc2Client(config(emulator, region))


def fc3(emulator: Reachable, region: str = REGION) -> Any:
    return Fc3Client(config(emulator, region))


def ccc(emulator: Reachable) -> Any:
    return CenterClient(config(emulator, CENTER_REGION))


def status_and_code(error: BaseException) -> tuple[object, object]:
    """What an SDK's exception says of the refusal."""
    return getattr(error, "status_code", None), getattr(error, "code", None)


def runtime_options() -> Any:
    """The options of one call, all as usual; calls that take headers of their own need them."""
    return RuntimeOptions()
