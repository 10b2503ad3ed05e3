from __future__ import annotations

import pytest

from sync.adapters.connection_config import Api, ConnectionConfig
from sync.errors import CloudError, Failure, InputError
from sync.specs.ids import REGION_NAMES, UNNAMED_REGIONS, Region

HANGZHOU = Region("cn-hangzhou")
ACCOUNT = "1234567890123456"


@pytest.mark.parametrize(
    ("api", "region", "host"),
    [
        pytest.param("fc2", "cn-hangzhou", "1234567890123456.cn-hangzhou.fc.aliyuncs.com", id="2.0-is-addressed-by-account"),
        pytest.param("fc3", "cn-hangzhou", "fcv3.cn-hangzhou.aliyuncs.com", id="3.0-has-a-host-per-region"),
        pytest.param("fc3", "ap-southeast-5", "fcv3.ap-southeast-5.aliyuncs.com", id="without-the-tab-of-the-sdk"),
        pytest.param("fc3", "me-central-1", "me-central-1.fc.aliyuncs.com", id="saudi-arabia-is-an-exception"),
        pytest.param("fc3", "cn-hangzhou-finance", "cn-hangzhou-finance.fc.aliyuncs.com", id="the-finance-cloud-too"),
        pytest.param("ccc", None, "ccc.cn-shanghai.aliyuncs.com", id="centers-are-in-shanghai-only"),
        pytest.param("call_center", None, "ccc.cn-shanghai.aliyuncs.com", id="the-inner-api-is-guessed-to-be-there-too"),
        pytest.param("sts", None, "sts.cn-hangzhou.aliyuncs.com", id="sts"),
    ],
)
def test_the_vendors_endpoint(api: Api, region: str | None, host: str) -> None:
    assert ConnectionConfig(account_id=ACCOUNT).endpoint(api, Region(region) if region else None) == host


@pytest.mark.parametrize("region", sorted({*REGION_NAMES, *UNNAMED_REGIONS}))
def test_every_known_region_has_a_host_without_stray_characters(region: Region) -> None:
    hosts = {ConnectionConfig(account_id=ACCOUNT).endpoint(api, region) for api in ("fc2", "fc3")}
    assert all(host.endswith(".aliyuncs.com") and host == host.strip() and region in host for host in hosts)


@pytest.mark.parametrize(
    ("key", "api", "region"),
    [
        pytest.param("fc:cn-hangzhou", "fc2", HANGZHOU, id="2.0"),
        pytest.param("fc:cn-hangzhou", "fc3", HANGZHOU, id="3.0"),
        pytest.param("ccc", "ccc", None, id="reading-centers"),
        pytest.param("call_center", "call_center", None, id="writing-registrations"),
        pytest.param("sts", "sts", None, id="sts"),
    ],
)
def test_a_given_endpoint_replaces_the_vendors(key: str, api: Api, region: Region | None) -> None:
    assert ConnectionConfig(account_id=ACCOUNT, endpoints={key: "127.0.0.1:8080"}).endpoint(api, region) == "127.0.0.1:8080"


def test_an_endpoint_of_one_region_is_not_used_for_another() -> None:
    access = ConnectionConfig(account_id=ACCOUNT, endpoints={"fc:cn-hangzhou": "127.0.0.1:8080"})
    assert access.endpoint("fc3", Region("cn-beijing")) == "fcv3.cn-beijing.aliyuncs.com"


def test_plain_http_never_reaches_the_vendor() -> None:
    access = ConnectionConfig(account_id=ACCOUNT, protocol="http", endpoints={"fc:cn-hangzhou": "127.0.0.1:8080"})
    with pytest.raises(CloudError) as caught:
        access.endpoint("fc3", Region("cn-beijing"))
    assert (caught.value.failure, caught.value.code) == (Failure.INVALID, "NoEndpoint")


@pytest.mark.parametrize("region", ["evil.example/", "cn-hangzhou.evil.example#", "", "华东九", "cn-hangzhou\t", "a@b-c"])
def test_text_that_is_no_region_cannot_choose_the_host(region: str) -> None:
    with pytest.raises(CloudError) as caught:
        ConnectionConfig(account_id=ACCOUNT).endpoint("fc3", Region(region))
    assert caught.value.failure is Failure.INVALID


def test_without_an_account_id_2_0_has_no_host_and_3_0_has() -> None:
    access = ConnectionConfig(account_id="")
    assert access.endpoint("fc3", HANGZHOU) == "fcv3.cn-hangzhou.aliyuncs.com"
    with pytest.raises(CloudError, match="account id"):
        access.endpoint("fc2", HANGZHOU)


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:80", "127.0.0.1:80/emu", "user@host", "", "a b", "host:port"])
def test_an_endpoint_that_would_break_the_signature_is_refused_at_once(endpoint: str) -> None:
    with pytest.raises(InputError, match="is not a host"):
        ConnectionConfig(account_id=ACCOUNT, endpoints={"ccc": endpoint})
