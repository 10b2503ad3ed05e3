"""The program with a monitor that only records: what is registered, in which order, with which options; and nothing at import."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import ROOT, environment
from tests.infra.registries import SERVICES, written
from tests.patience import PATIENCE

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
Requests = dict[tuple[str, str], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run registered, by type and name, and what it said."""

    requests: Requests
    order: list[tuple[str, str]]
    warnings: list[str]
    problem: str


def run(root: Path, config: Mapping[str, object] | None = None, **env: str) -> Ran:
    """The program, in a process of its own."""
    stated = {name: value if isinstance(value, str) else json.dumps(value) for name, value in (config or {}).items()}
    command = [sys.executable, "-m", "tests.infra.recorded", str(root), json.dumps(stated)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(HOME=str(root), **env), capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    order = [(item["type"].rpartition(":")[2], item["name"]) for item in told["requests"]]
    requests = dict(zip(order, told["requests"], strict=True))
    return Ran(requests=requests, order=order, warnings=told["warnings"], problem=told["problem"])


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    root = tmp_path_factory.mktemp("program")
    written(root)
    return run(root, IVRSYNC_ACCOUNT_ID="1000000000000001")


def test_everything_is_registered_once(ran: Ran) -> None:
    assert sorted(ran.order) == [
        ("FunctionRegistration", "number-region@hotline"),
        ("FunctionRegistration", "of-somebody-else@hotline"),
        ("FunctionRegistration", "order-status@desk"),
        ("FunctionRegistration", "order-status@hotline"),
        ("Service", "demo-service@cn-shanghai"),
        ("Service", "demo-service@cn-shanghai"),
        ("Service", "functions@cn-hangzhou"),
        ("Service", "theirs@cn-shanghai"),
        ("V2Function", "number-region@cn-shanghai"),
        ("V2Function", "of-somebody-else@cn-shanghai"),
        ("V3Function", "order-status@cn-hangzhou"),
        ("alicloud", "alicloud-cn-hangzhou"),
        ("alicloud", "alicloud-cn-shanghai"),
        ("ivrsync", "call-center"),
    ]


def test_names_are_in_camel_case_on_the_wire(ran: Ran) -> None:
    stated = ran.requests["FunctionRegistration", "order-status@hotline"]["inputs"]
    assert {name: stated[name] for name in ("instanceId", "region", "functionName", "description", "role", "mode", "verify")} == {
        "instanceId": "ccc-test",
        "region": "cn-hangzhou",
        "functionName": "order-status",
        "description": "订单状态",
        "role": "test-role",
        "mode": "api",
        "verify": True,
    }
    assert stated["checks"] == [{"name": "shipped", "input": {"orderId": "A1001"}, "expect": {"status": "shipped"}}]
    assert stated["signature"] == {"inputs": {"orderId": {"type": "string", "required": True}}, "result": {"status": "string"}}
    assert len(stated["revision"]) == 64
    assert not [name for name in stated if "_" in name]


def test_a_registration_comes_after_its_function(ran: Ran) -> None:
    assert "order-status@cn-hangzhou" in ran.requests["FunctionRegistration", "order-status@hotline"]["needs"]
    assert "number-region@cn-shanghai" in ran.requests["FunctionRegistration", "number-region@hotline"]["needs"]


def test_a_function_is_in_its_service_and_region(ran: Ran) -> None:
    function = ran.requests["V2Function", "number-region@cn-shanghai"]
    assert (function["parent"], function["provider"]) == ("demo-service@cn-shanghai", "alicloud-cn-shanghai")
    assert "demo-service@cn-shanghai" in function["needs"]
    assert function["inputs"]["serviceName"] == "demo-service"
    assert ran.requests["V3Function", "order-status@cn-hangzhou"]["provider"] == "alicloud-cn-hangzhou"


def test_what_looks_secret_is_encrypted_in_the_state(ran: Ran) -> None:
    variables = ran.requests["V3Function", "order-status@cn-hangzhou"]["inputs"]["environmentVariables"]
    assert variables == {"LEVEL": "info", "API_TOKEN": SECRET | {"value": "test-not-a-token"}, "IVRSYNC_UID": "order-status"}


def test_somebody_elses_function_is_read_and_never_written(ran: Ran) -> None:
    function = ran.requests["V2Function", "of-somebody-else@cn-shanghai"]
    assert (function["verb"], function["id"]) == ("read", "theirs:other")
    registration = ran.requests["FunctionRegistration", "of-somebody-else@hotline"]["inputs"]
    assert (registration["adopt"], registration["functionName"]) == ("meta-7", "other")


def test_nothing_is_deleted_before_it_is_replaced(ran: Ran) -> None:
    assert not [item["name"] for item in ran.requests.values() if item.get("deleteBeforeReplace")]


def test_the_old_generation_is_called_deprecated_once(ran: Ran) -> None:
    assert [warning for warning in ran.warnings if "deprecated" in warning] == ran.warnings
    assert len(ran.warnings) == 1


def test_a_registry_of_the_new_generation_gets_no_warning(tmp_path: Path) -> None:
    written(tmp_path, services=SERVICES.partition("---")[0])
    assert run(tmp_path).warnings == []


def test_functions_are_protected_and_retained_as_the_stack_says(tmp_path: Path) -> None:
    written(tmp_path)
    ran = run(tmp_path, {"protect": ["order-status"], "retainOnDelete": ["*"], "verify": False})
    protected = sorted(name for (_, name), item in ran.requests.items() if item.get("protect"))
    assert protected == ["order-status@cn-hangzhou", "order-status@desk", "order-status@hotline"]
    retained = {name for (_, name), item in ran.requests.items() if item.get("retainOnDelete")}
    assert retained >= {"number-region@cn-shanghai", "number-region@hotline", *protected}
    assert ran.requests["FunctionRegistration", "order-status@hotline"]["inputs"]["verify"] is False


def test_a_large_package_goes_through_oss(tmp_path: Path) -> None:
    written(tmp_path)
    ran = run(tmp_path, {"bucket": "packages-{region}", "inlineLimit": 0})
    (name,) = [name for kind, name in ran.order if kind == "BucketObject" and name.startswith("order-status@")]
    stored, function = ran.requests["BucketObject", name], ran.requests["V3Function", "order-status@cn-hangzhou"]
    assert function["inputs"]["code"] == {"ossBucketName": "packages-cn-hangzhou", "ossObjectName": stored["inputs"]["key"]}
    assert (stored["inputs"]["bucket"], stored["ignores"]) == ("packages-cn-hangzhou", ["source"])
    assert name in function["needs"]


def test_an_emulator_is_reached_by_both_providers(tmp_path: Path) -> None:
    written(tmp_path)
    hosts = "fc:cn-hangzhou=127.0.0.1:1,fc:cn-shanghai=127.0.0.1:2,ccc=127.0.0.1:3,call_center=127.0.0.1:3"
    ran = run(tmp_path, IVRSYNC_ENDPOINTS=hosts, IVRSYNC_PROTOCOL="http", IVRSYNC_ACCOUNT_ID="1000000000000001")
    functions = ran.requests["alicloud", "alicloud-cn-shanghai"]["inputs"]
    assert json.loads(functions["endpoints"]) == [{"fc": "127.0.0.1:2", "fcOpen": "127.0.0.1:2"}]
    assert (functions["accountId"], functions["accountType"], functions["protocol"]) == ("1000000000000001", "Domestic", "HTTP")
    registrations = ran.requests["ivrsync", "call-center"]["inputs"]
    assert json.loads(registrations["endpoints"])["ccc"] == "127.0.0.1:3"
    assert registrations["accountId"] == "1000000000000001"


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ({"protect": ["order-stauts"]}, "protect names 'order-stauts'"),
        ({"verify": "perhaps"}, "verify is 'perhaps'"),
        ({"verfiy": True}, "unknown verfiy"),
        ({"inlineLimit": 0}, "are sent without OSS"),
        ({"registry": "elsewhere"}, "the registry folder does not exist"),
    ],
)
def test_a_mistake_is_told_before_anything_is_registered(tmp_path: Path, config: dict[str, object], problem: str) -> None:
    written(tmp_path)
    ran = run(tmp_path, config)
    assert problem in ran.problem
    assert ran.order == []


def test_importing_the_program_does_nothing() -> None:
    code = "import infra.program, infra.components, infra.__main__, sys; sys.exit(0)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("account", "number", "reached"),
    [
        ("dev", "1000000000000001", {"profile": "dev-profile"}),
        ("production", "1000000000000002", {"assumeRole": {"roleArn": "acs:ram::1000000000000002:role/deployer"}}),
    ],
)
def test_each_stack_has_its_account(tmp_path: Path, account: str, number: str, reached: dict[str, Any]) -> None:
    written(tmp_path)
    accounts = (
        '[accounts.dev]\nid = "1000000000000001"\nprofile = "dev-profile"\n'
        '[accounts.production]\nid = "1000000000000002"\nrole = "acs:ram::1000000000000002:role/deployer"\n'
    )
    (tmp_path / "ivrsync.toml").write_text(accounts, encoding="utf-8")
    ran = run(tmp_path, {"account": account})
    registrations = ran.requests["ivrsync", "call-center"]["inputs"]
    assert (registrations["account"], registrations["accountId"]) == (account, number)
    for region in ("cn-hangzhou", "cn-shanghai"):
        functions = ran.requests["alicloud", f"alicloud-{region}"]["inputs"]
        assert functions["accountId"] == number
        stated = {name: functions[name] for name in ("profile", "assumeRole") if name in functions}
        assert {name: json.loads(value) if name == "assumeRole" else value for name, value in stated.items()} == reached


def test_the_inputs_that_may_be_left_alone_are_those_that_pulumi_alicloud_takes() -> None:
    taken = """
import inspect, json, sys
from pydantic.alias_generators import to_camel
from pulumi_alicloud import fc
from infra.args import INPUTS_OF_V2, INPUTS_OF_V3, LEFT_OF_SERVICES
for stated, of in ((INPUTS_OF_V2, fc.V2FunctionArgs), (INPUTS_OF_V3, fc.V3FunctionArgs), (LEFT_OF_SERVICES, fc.ServiceArgs)):
    names = {to_camel(name) for name in inspect.signature(of.__init__).parameters} - {to_camel("__self__")}
    print(sorted(names ^ {*stated}))
"""
    done = subprocess.run(
        [sys.executable, "-c", taken], cwd=ROOT, env=environment(), capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    assert done.stdout == "[]\n[]\n['name', 'namePrefix']\n"
