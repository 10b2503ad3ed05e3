"""What is read of a Pulumi stack's state: whose functions it holds and where; and what is made of a state that is odd."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from sync.core.stack_state import (
    StackError,
    StackFunction,
    StackState,
    function_resource,
    read_stack,
    registration_resource,
)
from sync.specs.ids import CenterName, Region, Uid
from tests.fakes.worlds import at

V3, V2, V1 = "alicloud:fc/v3Function:V3Function", "alicloud:fc/v2Function:V2Function", "alicloud:fc/function:Function"
REGISTRATION = "ivrsync:index:FunctionRegistration"
ACCOUNT = "1000000000000001"
SIGNATURE = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}  # marks a secret in every state


def resource(kind: str, name: str, identity: str, **more: object) -> dict[str, Any]:
    return {"urn": f"urn:pulumi:dev::ivr::ivrsync:infra:Service${kind}::{name}", "type": kind, "id": identity, **more}


def function(name: str, identity: str, arn: str = "", *, kind: str = V3, mark: object = None, **more: object) -> dict[str, Any]:
    variables = {} if mark is None else {"IVRSYNC_UID": mark}
    return resource(kind, name, identity, inputs={"environmentVariables": variables}, outputs={"functionArn": arn}, **more)


def export(*resources: object, version: object = 3, **more: object) -> str:
    return json.dumps({"version": version, "deployment": {"resources": [*resources], **more}})


def held(*resources: object) -> Mapping[Uid, tuple[StackFunction, ...]]:
    return read_stack(export(*resources)).functions


def owned(address: str, account: str = "") -> StackFunction:
    return StackFunction(address=at(address), owned=True, account=account)


THERE, ELSEWHERE, IN_SERVICE = "cn-hangzhou//getOrder", "cn-beijing//getOrder", "cn-hangzhou/orders/getOrder"
EXPORT = ""  # then it is to be exported anew
NO_VERSION = "it does not state its version, which `pulumi stack export` writes beside the deployment"
NO_DEPLOYMENT = "it is not what `pulumi stack export` writes: there is no deployment in it"
IN_3 = f"acs:fc:cn-hangzhou:{ACCOUNT}:functions/getOrder"
IN_2 = f"acs:fc:cn-hangzhou:{ACCOUNT}:services/orders.LATEST/functions/getOrder"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param(function("orders@cn-hangzhou", "getOrder", IN_3), owned(THERE, ACCOUNT), id="3.0"),
        pytest.param(
            function("orders@cn-hangzhou", "orders:getOrder", IN_2, kind=V2), owned(IN_SERVICE, ACCOUNT), id="2.0"
        ),
        pytest.param(
            function("orders@cn-hangzhou", "orders:getOrder", kind=V1), owned(IN_SERVICE), id="2.0-the-old-resource"
        ),
        pytest.param(function("orders@cn-beijing", "getOrder", IN_3), owned(THERE, ACCOUNT), id="arn-over-name"),
        pytest.param(function("orders@cn-beijing", "getOrder"), owned(ELSEWHERE), id="no-arn"),
        pytest.param(function("orders@cn-beijing", "getOrder", "acs:fc:cn-hangzhou:1"), owned(ELSEWHERE), id="cut-arn"),
        pytest.param(
            function("orders@cn-beijing", "getOrder", "acs:oss:cn-hangzhou:1:x"), owned(ELSEWHERE), id="arn-of-something"
        ),
        pytest.param(
            function("orders@cn-beijing", "getOrder", "acs:fc:::x"), owned(ELSEWHERE), id="arn-without-a-region"
        ),
        pytest.param(function("any", "getOrder", IN_3, mark="orders"), owned(THERE, ACCOUNT), id="marked"),
        pytest.param(
            function("orders@cn-hangzhou", "getOrder", IN_3, mark="orders"), owned(THERE, ACCOUNT), id="named-and-marked"
        ),
        pytest.param(function("any@where", "getOrder", IN_3, mark="orders"), owned(THERE, ACCOUNT), id="no-region"),
        pytest.param(
            resource(V3, "any", "getOrder", inputs={"tags": {"IVRSYNC_UID": "orders"}}, outputs={"functionArn": IN_3}),
            owned(THERE, ACCOUNT),
            id="tagged",
        ),
        pytest.param(
            function("orders@cn-hangzhou", "getOrder", IN_3, external=True),
            StackFunction(address=at(THERE), owned=False, account=ACCOUNT),
            id="only-read",
        ),
        pytest.param(
            function("orders@cn-hangzhou", "getOrder", IN_3, delete=False), owned(THERE, ACCOUNT), id="not-going"
        ),
    ],
)  # fmt: skip
def test_whose_function_is_where(item: object, expected: StackFunction) -> None:
    assert held(item) == {"orders": (expected,)}


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(function("orders@cn-hangzhou", "getOrder", IN_3, delete=True), id="being-deleted"),
        pytest.param(function("orders@cn-hangzhou", "getOrder", IN_3, mark="refunds"), id="name-and-mark-disagree"),
        pytest.param(function("any", "getOrder", IN_3), id="nothing-says-whose"),
        pytest.param(function("any", "getOrder", IN_3, mark="No uid"), id="a-mark-that-is-no-uid"),
        pytest.param(function("any", "getOrder", IN_3, mark={**SIGNATURE, "ciphertext": "v1:x"}), id="an-encrypted-mark"),
        pytest.param(
            resource(V3, "any", "getOrder", inputs={"environmentVariables": {"IVRSYNC_UID": "a"}, "tags": {"IVRSYNC_UID": "b"}}),
            id="two-marks",
        ),
        pytest.param(function("any", "getOrder", mark="orders"), id="nothing-says-in-which-region"),
        pytest.param(function("any", "getOrder", "acs:fc:xx-nowhere:1:x", mark="orders"), id="a-region-that-is-not-known"),
        pytest.param(function("orders@cn-hangzhou", "orders:getOrder", IN_3), id="3.0-with-a-service"),
        pytest.param(function("orders@cn-hangzhou", "other", IN_3), id="the-arn-names-another-function"),
        pytest.param(function("orders@cn-hangzhou", "other:getOrder", IN_2, kind=V2), id="the-arn-names-another-service"),
        pytest.param(function("orders@cn-hangzhou", "getOrder", IN_2, kind=V2), id="2.0-without-one"),
        pytest.param(function("orders@cn-hangzhou", "", IN_3), id="not-made-yet"),
        pytest.param(function("orders@cn-hangzhou", "\x1b[31m", IN_3), id="no-name-of-a-function"),
        pytest.param(function("orders@cn-hangzhou", "no service:getOrder", IN_2, kind=V2), id="no-name-of-a-service"),
        pytest.param(function("orders@cn-hangzhou", "getOrder", IN_3, kind="aws:lambda/function:Function"), id="another-cloud"),
        pytest.param({"type": V3, "id": "getOrder"}, id="no-urn"),
        pytest.param({"type": V3, "id": 7, "urn": ["urn"], "inputs": "text", "outputs": None}, id="nothing-as-it-should-be"),
        pytest.param("text", id="no-resource"),
    ],
)
def test_what_cannot_be_a_function_of_the_registry_is_left_out(item: object) -> None:
    assert read_stack(export(item)).functions == {}


def test_the_region_may_be_that_of_the_provider() -> None:
    urn = "urn:pulumi:dev::ivr::pulumi:providers:alicloud::there"
    provider = {"urn": urn, "type": "pulumi:providers:alicloud", "id": "p1", "inputs": {"region": "cn-shanghai"}}
    other = {**provider, "type": "pulumi:providers:aws", "urn": urn.replace("there", "other")}
    reading = {"provider": f"{urn}::p1"}, {"provider": f"{other['urn']}::p1"}

    functions = [function(name, "getOrder", mark=name, **way) for name, way in zip(("a", "b"), reading, strict=True)]

    assert held(provider, other, *functions) == {"a": (owned("cn-shanghai//getOrder"),)}


def test_a_uid_that_the_stack_has_twice_is_in_no_one_place_and_the_stacks_all_the_same() -> None:
    moving = function("orders@cn-hangzhou", "getOrder"), function("orders@cn-beijing", "getOrder")
    state = read_stack(export(*moving, function("refunds@cn-beijing", "refund")))

    assert state.functions[Uid("orders")] == (owned(ELSEWHERE), owned(THERE))
    assert state.addresses == {"refunds": at("cn-beijing//refund")}
    assert [state.owns(Uid(uid)) for uid in ("orders", "refunds", "parcel")] == [True, True, False]


def test_twice_at_one_place_is_one_place() -> None:
    twice = function("orders@cn-hangzhou", "getOrder"), function("any", "getOrder", IN_3, mark="orders")

    assert read_stack(export(*twice)).addresses == {"orders": at(THERE)}


def test_what_it_only_reads_is_not_its_own() -> None:
    state = read_stack(export(function("orders@cn-hangzhou", "getOrder", IN_3, external=True)))

    assert (state.owns(Uid("orders")), state.addresses) == (False, {})


def test_where_it_made_one_and_reads_another_is_where_it_made_it() -> None:
    both = function("orders@cn-beijing", "getOrder"), function("orders@cn-hangzhou", "getOrder", external=True)
    state = read_stack(export(*both))

    assert (state.owns(Uid("orders")), state.addresses) == (True, {"orders": at(ELSEWHERE)})


def test_the_accounts_of_its_functions() -> None:
    several = (
        function("a@cn-hangzhou", "a", f"acs:fc:cn-hangzhou:{ACCOUNT}:functions/a"),
        function("b@cn-hangzhou", "b"),
        function("c@cn-hangzhou", "c", "acs:fc:cn-hangzhou:2:functions/c"),
    )

    assert read_stack(export(*several)).accounts == {ACCOUNT, "2"}


@pytest.mark.parametrize(
    ("name", "identity", "expected"),
    [
        pytest.param("orders@hotline", "ccc-test/meta-1", {("orders", "hotline"): "meta-1"}, id="registered"),
        pytest.param("orders@hotline", "ccc-test/a/b", {("orders", "hotline"): "a/b"}, id="an-id-with-a-slash"),
        pytest.param("orders@hotline", "ccc-test/pending:cn-hangzhou//f", {("orders", "hotline"): ""}, id="to-be-added-by-hand"),
        pytest.param("orders@hotline", "", {("orders", "hotline"): ""}, id="no-id-yet"),
        pytest.param("orders", "ccc-test/meta-1", {}, id="another-name"),
        pytest.param("Orders@hotline", "ccc-test/meta-1", {}, id="no-uid"),
        pytest.param("orders@Hot Line", "ccc-test/meta-1", {}, id="no-center"),
    ],
)
def test_whose_registration_is_which(name: str, identity: str, expected: Mapping[tuple[str, str], str]) -> None:
    state = read_stack(export(resource(REGISTRATION, name, identity)))

    assert state.registrations == expected
    assert state.owns_registration(Uid("orders"), CenterName("hotline")) == bool(expected)
    assert not state.owns_registration(Uid("orders"), CenterName("other"))


def test_a_registration_that_is_being_deleted_is_none() -> None:
    assert read_stack(export(resource(REGISTRATION, "orders@hotline", "ccc-test/meta-1", delete=True))).registrations == {}


def test_functions_and_registrations_come_in_the_order_of_uids() -> None:
    resources = [function(f"{uid}@cn-hangzhou", "f") for uid in "cab"], [resource(REGISTRATION, f"{uid}@x", "i/r") for uid in "cab"]
    state = read_stack(export(*resources[0], *resources[1]))

    assert ([*state.functions], [*state.registrations]) == (["a", "b", "c"], [("a", "x"), ("b", "x"), ("c", "x")])


@pytest.mark.parametrize(
    ("urns", "expected"),
    [
        (["urn:pulumi:prod-1::ivr::pulumi:pulumi:Stack::ivr-prod"], "prod-1"),
        (["prod", "urn:pulumi:\x1b::p::t::n", "x:urn:pulumi:no::p", "urn:pulumi:dev::p::t::n", "urn:pulumi:qa::p::t::n"], "dev"),
        ([], ""),
    ],
)  # fmt: skip
def test_its_name_is_that_of_the_first_sound_urn(urns: list[str], expected: str) -> None:
    assert read_stack(export(*({"urn": urn} for urn in urns))).name == expected


@pytest.mark.parametrize("version", [3, 4])
def test_both_versions_are_read(version: int) -> None:
    text = export(function("orders@cn-hangzhou", "getOrder"), version=version, pending_operations=[{"type": "creating"}, {}])

    assert read_stack(text) == StackState(name="dev", functions={Uid("orders"): (owned(THERE),)}, registrations={}, pending=2)


@pytest.mark.parametrize("deployment", [{}, {"resources": None}, {"resources": [], "pending_operations": "none"}])
def test_a_stack_may_be_empty(deployment: Mapping[str, object]) -> None:
    assert read_stack(json.dumps({"version": 3, "deployment": deployment})) == StackState()


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "it is not JSON", EXPORT),
        ("[" * 100_000, "it is not JSON", EXPORT),
        ('{"version": NaN}', "it is not JSON", EXPORT),
        ("[]", NO_DEPLOYMENT, EXPORT),
        ('{"version": 3}', NO_DEPLOYMENT, EXPORT),
        ('{"deployment": {}}', NO_VERSION, EXPORT),
        (export(version=None), NO_VERSION, EXPORT),
        (export(version=2), "its version is the number 2; this ivrsync reads 3 and 4", "export it again with a current pulumi"),
        (export(version=1), "its version is the number 1; this ivrsync reads 3 and 4", "export it again with a current pulumi"),
        (export(version=5), "its version is the number 5; this ivrsync reads 3 and 4", "this ivrsync is older than that pulumi"),
        ('{"version": 3, "deployment": {"resources": {"a": 1}}}', "its resources are not a list", EXPORT),
    ],
)  # fmt: skip
def test_what_is_no_state_is_refused(text: str, message: str, hint: str) -> None:
    with pytest.raises(StackError) as refused:
        read_stack(text)

    assert (refused.value.message, refused.value.hint, str(refused.value)) == (message, hint, message)


def test_a_state_has_bounds() -> None:
    assert read_stack(export({}, {}), most=2) == StackState()
    with pytest.raises(StackError) as refused:
        read_stack(export({}, {}, {}), most=2)

    assert (refused.value.message, refused.value.hint) == ("it has 3 resources, and 2 are read", "split the stack")


def test_names_of_resources() -> None:
    names = function_resource(Uid("orders"), Region("cn-hangzhou")), registration_resource(Uid("orders"), CenterName("hotline"))

    assert names == ("orders@cn-hangzhou", "orders@hotline")
