"""The policy pack over gRPC, in its own process and without credentials: what it refuses, whom that hurts, what it cannot say."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2
from pulumi.runtime.proto.analyzer_pb2_grpc import AnalyzerStub

from sync.core.origin import remembered
from sync.core.snapshot.codec import encode
from sync.core.snapshot.model import Snapshot, Source
from sync.core.snapshot.redact import redacted
from sync.core.worlds import Found
from sync.minisign import SecretKey
from sync.specs.lock import lock_text
from tests.cli.command import ROOT, environment
from tests.fakes.worlds import CENTER, SALT, entry, flow, found, gap, listed, lock, reads, shows, there, wanted
from tests.patience import PATIENCE

ACCOUNT, A, B = "1000000000000001", "cn-hangzhou/orders/status", "cn-hangzhou/orders/state"
FUNCTION, OLDER, REGISTRATION = (
    "alicloud:fc/v2Function:V2Function", "alicloud:fc/function:Function", "ivrsync:index:FunctionRegistration",
)  # fmt: skip
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SPEC = """\
service: orders
region: cn-hangzhou
functions:
  order-status:
    name: {name}
{code}    signature: {{inputs: {{{input}: {{required: true}}}}}}
    registrations: {{hotline: }}
"""
WORLD = found(there(A), listed("r1", A), flow("f1", "r1", passes={"phone": "1"}), shows(A, reads("phone")))
MODULE = "flow flow f1 [f1], published, module ask [1], center hotline"


def write(
    root: Path,
    *,
    name: str = "status",
    takes: str = "phone",
    code: str = "code",
    rules: str = "",
    world: Found = WORLD,
    age: int = 1,
) -> None:
    """A registry, its lock and rules, and a snapshot of so many hours."""
    registry = root / "registry"
    (registry / "code").mkdir(parents=True, exist_ok=True)
    (registry / "centers.yaml").write_text("centers:\n  hotline: {instance: ccc-test, registrations: api}\n")
    spec = (
        SPEC.format(name=name, input=takes, code=f"    code: {code}\n" if code else "")
        if name
        else "service: orders\nregion: cn-hangzhou\nfunctions: {}\n"
    )
    (registry / "orders.yaml").write_text(spec)
    known = lock(order_status=entry(A, identity="r1"))
    (registry / "registry.lock.json").write_text(lock_text(known))
    (registry / "policy.toml").write_text(rules)
    read = f"{datetime.now(UTC) - timedelta(hours=age):%Y-%m-%dT%H:%M:%SZ}"  # noqa: TID251  the pack has a clock of its own
    snapshot = Snapshot(
        tool="ivrsync test",
        account=ACCOUNT,
        salt=SALT,
        sources=(Source(scope="region", subject="cn-hangzhou", generation="2.0", read=read),),
        instances=((CENTER, "ccc-test"),),
        planned=(),
        with_code=True,
        found=redacted(world, wanted(), known, SALT),
        sought=remembered(wanted(), known),
    )
    (root / "snapshot.gz").write_bytes(encode(snapshot))


@contextmanager
def pack(root: Path, **variables: str) -> Iterator[AnalyzerStub]:
    """The pack as the engine starts it."""
    env = environment(**{"IVRSYNC_SNAPSHOT": "snapshot.gz", "IVRSYNC_ENDPOINTS": "fc:cn-hangzhou=127.0.0.1:9", **variables})
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:9", str(ROOT / "infra" / "policy")]
    with subprocess.Popen(command, cwd=root, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            with grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}") as channel:
                yield AnalyzerStub(channel)
        finally:
            process.terminate()
            assert process.wait(PATIENCE) == 0


def properties(**stated: object) -> Struct:
    made = Struct()
    made.update(stated)
    return made


def function(name: str = "status", **more: object) -> dict[str, Any]:
    stated = properties(**{"functionName": name, "serviceName": "orders", **more})
    return {"type": FUNCTION, "name": "order-status@cn-hangzhou", "urn": "urn:function", "properties": stated}


def registration(name: str = "status", **more: object) -> dict[str, Any]:
    stated = properties(**{"instanceId": "ccc-test", "region": "cn-hangzhou", "service": "orders", "functionName": name, **more})
    return {"type": REGISTRATION, "name": "order-status@hotline", "urn": "urn:registration", "properties": stated}


def stack(pack: AnalyzerStub, *resources: dict[str, Any]) -> list[tuple[str, bool, str]]:
    """Of every violation: the policy, whether it stops the update, and what is said."""
    request = analyzer_pb2.AnalyzeStackRequest(resources=[analyzer_pb2.AnalyzerResource(**each) for each in resources])
    return told(pack.AnalyzeStack(request, timeout=PATIENCE))


def told(answer: analyzer_pb2.AnalyzeResponse) -> list[tuple[str, bool, str]]:
    mandatory = analyzer_pb2.MANDATORY
    return [(one.policyName, one.enforcementLevel == mandatory, one.message) for one in answer.diagnostics]


def test_the_pack_names_its_policies_and_itself(tmp_path: Path) -> None:
    with pack(tmp_path) as started:
        info = started.GetAnalyzerInfo(empty_pb2.Empty(), timeout=PATIENCE)
        started.Handshake(analyzer_pb2.AnalyzerHandshakeRequest(), timeout=PATIENCE)
        started.Configure(analyzer_pb2.ConfigureAnalyzerRequest(), timeout=PATIENCE)
        started.ConfigureStack(analyzer_pb2.AnalyzerStackConfigureRequest(), timeout=PATIENCE)
        version = started.GetPluginInfo(empty_pb2.Empty(), timeout=PATIENCE).version
        started.Cancel(empty_pb2.Empty(), timeout=PATIENCE)

    assert (info.name, info.version) == ("ivrsync", version)
    assert [policy.name for policy in info.policies] == [
        "function-stays", "registration-stays", "flow-keeps-working", "function-name", "service-name", "function-region",
        "function-timeout", "snapshot-is-whole",
    ]  # fmt: skip
    assert {policy.policy_type for policy in info.policies[:3]} == {analyzer_pb2.POLICY_TYPE_STACK}
    assert {policy.policy_type for policy in info.policies[3:7]} == {analyzer_pb2.POLICY_TYPE_RESOURCE}


def test_a_stack_that_hurts_nobody_is_let_through(tmp_path: Path) -> None:
    write(tmp_path)
    with pack(tmp_path) as started:
        assert stack(started, function(), registration()) == []
        assert stack(started, function(UNKNOWN), registration(UNKNOWN)) == [], "what is not known yet is as the registry says"
        assert stack(started, function(serviceName=UNKNOWN), registration(service=UNKNOWN)) == [], "so is a service"
        older = {**function(), "type": OLDER, "properties": properties(name="status", service="orders")}
        assert stack(started, older, registration()) == [], "the first of three types of functions"


def test_a_function_of_somebody_else_is_in_no_stack(tmp_path: Path) -> None:
    write(tmp_path, code="")
    with pack(tmp_path) as started:
        assert stack(started, registration()) == [], "the engine does not show what a program only reads"


def test_a_rename_is_let_through(tmp_path: Path) -> None:
    write(tmp_path, name="state")
    with pack(tmp_path) as started:
        assert stack(started, function("state"), registration("state")) == []
        assert stack(started, function("state"), registration(UNKNOWN)) == []


def test_a_function_that_a_published_flow_calls_must_not_leave(tmp_path: Path) -> None:
    write(tmp_path, name="")
    with pack(tmp_path) as started:
        refused = stack(started)

    says = f"{A} (order-status) leaves the stack, and would be deleted if the stack made it; this would hurt {MODULE}; "
    says += "take it out of these flows and publish them first, or keep it in the registry"
    assert refused == [("function-stays", True, says)]


def test_a_registration_that_a_published_flow_calls_must_not_leave_its_function(tmp_path: Path) -> None:
    write(tmp_path)
    spec = (tmp_path / "registry" / "orders.yaml").read_text()
    (tmp_path / "registry" / "orders.yaml").write_text(spec.replace("    registrations: {hotline: }\n", ""))
    with pack(tmp_path) as started:
        refused = stack(started, function())

    says = f"registration r1 of {A} (order-status) leaves the stack, and would be removed; this would hurt {MODULE}; "
    says += "take the function out of these flows and publish them first, or keep the registration in the registry"
    assert refused == [("registration-stays", True, says)]


def test_a_function_is_where_its_arn_says(tmp_path: Path) -> None:
    write(tmp_path)
    arn = f"acs:fc:cn-shanghai:{ACCOUNT}:services/orders.LATEST/functions/status"
    with pack(tmp_path) as started:
        elsewhere = stack(started, function(functionArn=arn), registration())
        before_a_rename = stack(started, function(functionArn=arn.replace("status", "before")), registration())

    assert ([name for name, _, _ in elsewhere], before_a_rename) == (["function-stays"], [])


def test_an_update_that_breaks_a_published_flow_is_refused_unless_the_flow_is_named(tmp_path: Path) -> None:
    write(tmp_path, takes="order")
    with pack(tmp_path) as started:
        refused = stack(started, function(), registration())
        allowed = stack(started, function(), registration(allowFlows=["f1"]))

    says = f"{A} (order-status) would no longer fit what published flows pass and read, or its code would fail; "
    says += f"this would hurt {MODULE}; change the inputs of these flows and publish them first, or name them in allowFlows"
    assert (refused, allowed) == ([("flow-keeps-working", True, says)], [])


def test_a_snapshot_that_is_not_signed_is_told_where_the_registry_has_a_key(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "registry" / "snapshot.pub").write_text(SecretKey(b"test key", bytes(range(32))).public.text)
    with pack(tmp_path) as started:
        ((name, stops, says),) = stack(started, function(), registration())

    assert (name, stops) == ("snapshot-is-whole", False)
    assert says.startswith("the snapshot is not signed, so nobody can say who wrote it; Sign it: ivrsync snapshot --sign KEYFILE ")


RULES = 'function_names = "[a-z]+"\nservice_names = "[a-z]+"\nregions = ["华东1（杭州）"]\nlongest_timeout = 10\n'


def analyzed(pack: AnalyzerStub, resource: dict[str, Any]) -> list[tuple[str, bool, str]]:
    return told(pack.Analyze(analyzer_pb2.AnalyzeRequest(**resource), timeout=PATIENCE))


def test_names_regions_and_timeouts_are_held_to_the_registrys_rules(tmp_path: Path) -> None:
    write(tmp_path, rules=RULES)
    with pack(tmp_path) as started:
        good = analyzed(started, function(timeout=10))
        slow = analyzed(started, function(timeout=11))
        named = analyzed(started, function("get_status"))
        moved = analyzed(started, {**function(), "name": "order-status@cn-shanghai"})
        other = analyzed(started, registration())
        remedies = started.Remediate(analyzer_pb2.AnalyzeRequest(**function()), timeout=PATIENCE).remediations

    assert (good, other, list(remedies)) == ([], [], [])
    assert [(name, stops) for name, stops, _ in slow + named + moved] == [
        ("function-timeout", True), ("function-name", True), ("function-region", True),
    ]  # fmt: skip
    says = f"{A} (order-status) may run longer than longest_timeout in policy.toml allows; it is called by {MODULE}; "
    assert slow[0][2] == says + "lower its timeout in the registry"


def test_the_rules_may_be_advice(tmp_path: Path) -> None:
    write(tmp_path, rules=RULES + "advisory = true\n", name="")
    with pack(tmp_path) as started:
        assert [(name, stops) for name, stops, _ in analyzed(started, function(timeout=11))] == [("function-timeout", False)]
        assert [(name, stops) for name, stops, _ in stack(started)] == [("function-stays", True)], "callers are not"


def test_a_snapshot_of_the_future_is_told(tmp_path: Path) -> None:
    write(tmp_path, age=-2)
    with pack(tmp_path) as started:
        ((name, stops, text),) = stack(started, function(), registration())

    assert (name, stops) == ("snapshot-is-whole", False)
    assert text.startswith("the snapshot is dated in the future (oldest_snapshot is 36); take a new one")


def test_what_is_not_known_is_told(tmp_path: Path) -> None:
    write(tmp_path, world=found(*WORLD.functions, *WORLD.signatures, gap("flows", CENTER)), age=40)
    with pack(tmp_path) as started:
        doubts = stack(started, function(), registration())

    assert [(name, stops) for name, stops, _ in doubts] == [("snapshot-is-whole", False)] * 2
    assert [text for _, _, text in doubts] == [
        "the snapshot is 40 hours old (oldest_snapshot is 36); take a new one: `ivrsync snapshot --out FILE`",
        "not judged, because it is not known: flows of center hotline: Test: Test.Unread: for a test",
    ]


@pytest.mark.parametrize(
    ("rules", "snapshot", "why"),
    [
        ("", None, "snapshot.gz: the snapshot cannot be read: No such file or directory; check the path"),
        ("", b"garbage", "snapshot.gz: it is not a snapshot that ivrsync wrote; give a file that this version of"),
        ("regoins = []\n", b"", "policy.toml:1: regoins: unknown key; did you mean 'regions'?; docs/how-to/"),
    ],
)
def test_an_update_that_cannot_be_judged_does_not_go_through(tmp_path: Path, rules: str, snapshot: bytes | None, why: str) -> None:
    write(tmp_path, rules=rules)
    (tmp_path / "snapshot.gz").unlink()
    if snapshot is not None:
        (tmp_path / "snapshot.gz").write_bytes(snapshot)
    with pack(tmp_path) as started, pytest.raises(grpc.RpcError) as refused:
        stack(started)

    error: grpc.Call = refused.value
    assert error.code() is grpc.StatusCode.FAILED_PRECONDITION
    assert why in error.details()


def test_without_a_snapshot_it_says_which_variable_names_one(tmp_path: Path) -> None:
    write(tmp_path)
    with pack(tmp_path, IVRSYNC_SNAPSHOT="") as started, pytest.raises(grpc.RpcError) as refused:
        stack(started)

    error: grpc.Call = refused.value
    assert "set IVRSYNC_SNAPSHOT to a file that `ivrsync snapshot --out FILE` wrote" in error.details()
