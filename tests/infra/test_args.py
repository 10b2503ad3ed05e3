"""The registry as resource arguments: plain data, before any Pulumi."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import JsonValue

from infra.args import INPUTS_OF_V2, INPUTS_OF_V3, FunctionResource, Options, RegistrationResource, Resources, resources
from sync.app.packages import digest_of, package, package_of
from sync.app.registry import validated
from sync.core.stack_imports import StackImports
from sync.errors import InputError
from sync.specs.ids import Uid
from sync.specs.models import Lock, RecordedFunction
from tests.cli.command import ROOT, environment
from tests.infra.registries import CENTERS, SERVICES, written

ONE = """\
service: {service}
region: {region}
generation: "{generation}"
functions:
  {uid}:
    name: {name}
    runtime: python3.10
    handler: index.handler
    code: code
    formerly: [{formerly}]
    registrations: {{hotline: {{}}}}
    {more}
"""
PLAIN = {"service": "svc", "region": "cn-hangzhou", "generation": "2.0", "uid": "alpha", "name": "a", "formerly": "", "more": ""}


def one(root: Path, change: dict[str, str], lock: Lock | None = None) -> tuple[FunctionResource, RegistrationResource]:
    """The resources of a registry with one function."""
    registry = written(root, services=ONE.format(**{**PLAIN, **change}))
    made = resources(validated(registry), Options(), lock)
    return made.functions[0], made.registrations[0]


def sample(root: Path, options: Options | None = None) -> Resources:
    """The resources of the larger registry."""
    return resources(validated(written(root)), options or Options())


def function(made: Resources, uid: str) -> FunctionResource:
    """One of them."""
    return next(item for item in made.functions if item.uid == uid)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({}, ("alpha@cn-hangzhou", "alpha@hotline")),
        ({"name": "b"}, ("alpha@cn-hangzhou", "alpha@hotline")),  # renamed: the same resource, replaced by the engine
        ({"service": "other"}, ("alpha@cn-hangzhou", "alpha@hotline")),
        ({"generation": "3.0"}, ("alpha@cn-hangzhou", "alpha@hotline")),
        ({"region": "cn-shanghai"}, ("alpha@cn-shanghai", "alpha@hotline")),  # moved: another resource, or it would stay there
    ],
)
def test_names_say_who_and_where(tmp_path: Path, change: dict[str, str], names: tuple[str, str]) -> None:
    made, registration = one(tmp_path, change)
    assert (made.name, registration.name) == names


@pytest.mark.parametrize(
    ("change", "identity", "service"),
    [({}, "svc:a", "svc@cn-hangzhou"), ({"generation": "3.0"}, "a", None)],
)
def test_a_function_of_either_generation(tmp_path: Path, change: dict[str, str], identity: str, service: str | None) -> None:
    made, _ = one(tmp_path, change)
    assert (made.id, made.service, made.owned) == (identity, service, True)
    marks: dict[str, JsonValue] = {"environment_variables": {"IVRSYNC_UID": "alpha"}}
    placed: dict[str, JsonValue] = {"service_name": "svc"} if service else {"tags": {"IVRSYNC_UID": "alpha"}}
    code = base64.b64encode(package(tmp_path / "registry" / "code").content).decode()
    assert made.arguments == {
        "function_name": "a",
        "runtime": "python3.10",
        "handler": "index.handler",
        "code": {"zip_file": code},
        **marks,
        **placed,
    }


def _recorded(uid: str, **place: str) -> Lock:
    stated = {"region": "cn-hangzhou", "service": "svc", "name": "a", **place}
    item = RecordedFunction(region=stated["region"], service=stated["service"], name=stated["name"], generation="2.0")
    return Lock(functions={uid: item})


@pytest.mark.parametrize(
    ("lock", "change", "aliases"),
    [
        (None, {}, ()),
        (_recorded("alpha"), {}, ()),
        (_recorded("omega"), {}, ("omega@cn-hangzhou",)),  # the uid was changed in the registry
        (_recorded("omega", name="old"), {"formerly": "old"}, ("omega@cn-hangzhou",)),  # and the function renamed with it
        (_recorded("omega", name="old"), {}, ()),
        (_recorded("omega", service="old"), {"formerly": "old/a"}, ("omega@cn-hangzhou",)),
        (_recorded("omega", region="cn-shanghai"), {"formerly": "cn-shanghai/svc/a"}, ()),  # elsewhere: it has to be made anew
    ],
)
def test_another_uid_in_the_same_region_is_an_alias(
    tmp_path: Path, lock: Lock | None, change: dict[str, str], aliases: tuple[str, ...]
) -> None:
    made, registration = one(tmp_path, change, lock)
    assert made.aliases == aliases
    assert registration.aliases == tuple(alias.replace("@cn-hangzhou", "@hotline") for alias in aliases)


def test_a_uid_that_is_still_in_the_registry_is_nobodys_alias(tmp_path: Path) -> None:
    lock = _recorded("order-status", region="cn-shanghai", service="demo-service", name="get_number_region")
    made = resources(validated(written(tmp_path)), Options(), lock)
    assert [item.aliases for item in made.functions] == [(), (), ()]


def test_a_function_without_code_is_registered_and_not_made(tmp_path: Path) -> None:
    theirs = function(sample(tmp_path), "of-somebody-else")
    assert (theirs.owned, theirs.id, theirs.arguments) == (False, "theirs:other", {"function_name": "other"})


def test_a_service_is_made_with_its_functions(tmp_path: Path) -> None:
    made = sample(tmp_path)
    assert [(item.name, item.arguments) for item in made.services] == [("demo-service@cn-shanghai", {"name": "demo-service"})]
    assert made.regions == ("cn-hangzhou", "cn-shanghai")


def test_a_service_with_somebody_elses_function_is_there_already(tmp_path: Path) -> None:
    registry = written(tmp_path, services=SERVICES.replace("service: theirs", "service: demo-service"))
    made = resources(validated(registry), Options())
    assert made.services == ()
    assert function(made, "number-region").service == "demo-service@cn-shanghai"


def test_a_registration_states_what_the_registry_states(tmp_path: Path) -> None:
    made = {item.name: dict(item.arguments) for item in sample(tmp_path).registrations}
    digest = package(tmp_path / "registry" / "code").digest
    status: dict[str, JsonValue] = {
        "region": "cn-hangzhou",
        "function_name": "order-status",
        "signature": {"inputs": {"orderId": {"type": "string", "required": True}}, "result": {"status": "string"}},
        "checks": [{"name": "shipped", "input": {"orderId": "A1001"}, "expect": {"status": "shipped"}}],
        "verify": True,
        "revision": digest,
        "owns_function": True,
    }
    assert made == {
        "number-region@hotline": {
            "instance_id": "ccc-test",
            "region": "cn-shanghai",
            "service": "demo-service",
            "function_name": "number_region",
            "mode": "api",
            "failover": {"region": "cn-hangzhou", "weight": 0.5},
            "formerly": ["cn-shanghai/demo-service/get_number_region", "cn-hangzhou/demo-service/number_region"],
            "verify": False,
            "revision": digest,
            "owns_function": True,
        },
        "of-somebody-else@hotline": {
            "instance_id": "ccc-test",
            "region": "cn-shanghai",
            "service": "theirs",
            "function_name": "other",
            "mode": "api",
            "adopt": "meta-7",
            "verify": False,
        },
        "order-status@desk": status | {"instance_id": "ccc-2", "mode": "console"},
        "order-status@hotline": status | {"instance_id": "ccc-test", "mode": "api", "description": "订单状态", "role": "test-role"},
    }


def test_variables_that_look_secret_are_named(tmp_path: Path) -> None:
    assert function(sample(tmp_path), "order-status").secret == {"API_TOKEN"}


def test_a_large_package_goes_through_oss(tmp_path: Path) -> None:
    made = function(sample(tmp_path, Options(bucket="packages-{region}", inline_limit=0)), "number-region")
    digest = package(tmp_path / "registry" / "code").digest
    assert made.upload is not None
    assert (made.upload.bucket, made.upload.key) == ("packages-cn-shanghai", f"ivrsync/number-region/{digest}.zip")
    assert made.upload.name == f"number-region@cn-shanghai#{digest[:12]}"
    assert made.arguments["code"] == {"oss_bucket_name": made.upload.bucket, "oss_object_name": made.upload.key}


def test_a_large_package_without_a_bucket_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="are sent without OSS") as caught:
        sample(tmp_path, Options(inline_limit=0))
    assert "bucket" in caught.value.hint


@pytest.mark.parametrize(
    ("line", "told"),
    [("    runtime: python3.10\n", "no runtime"), ("    handler: index.handler\n", "no handler")],
)
def test_a_function_with_code_states_what_it_needs(tmp_path: Path, line: str, told: str) -> None:
    registry = written(tmp_path, services=SERVICES.replace(line, "", 1))
    with pytest.raises(InputError, match=told) as caught:
        resources(validated(registry), Options())
    assert "services.yaml:5:3" in caught.value.message


def test_flags_hold_for_a_function_and_its_registrations(tmp_path: Path) -> None:
    options = Options(protect=frozenset({Uid("order-status")}), retain=frozenset({Uid("number-region")}))
    made = sample(tmp_path, options)
    every: tuple[FunctionResource | RegistrationResource, ...] = (*made.functions, *made.registrations)
    flags = {item.name: (item.protect, item.retain) for item in every}
    assert flags == {
        "number-region@cn-shanghai": (False, True),
        "number-region@hotline": (False, True),
        "of-somebody-else@cn-shanghai": (False, False),
        "of-somebody-else@hotline": (False, False),
        "order-status@cn-hangzhou": (True, False),
        "order-status@desk": (True, False),
        "order-status@hotline": (True, False),
    }
    owned = {item.name: item.arguments.get("owns_function") for item in made.registrations}
    assert owned == {
        "number-region@hotline": None,  # retained: nothing deletes it
        "of-somebody-else@hotline": None,
        "order-status@desk": True,
        "order-status@hotline": True,
    }


def test_equal_registries_make_equal_resources(tmp_path: Path) -> None:
    turned = "---\n".join(reversed(SERVICES.split("---\n")))
    one, other = written(tmp_path / "one"), written(tmp_path / "other", services=turned, centers=CENTERS)
    assert resources(validated(one), Options()) == resources(validated(other), Options())


def test_no_code_is_shown(tmp_path: Path) -> None:
    assert "zip_file" not in repr(sample(tmp_path).functions)


def test_arguments_need_no_pulumi() -> None:
    loaded = "sorted({'pulumi', 'grpc', 'pulumi_alicloud'} & sys.modules.keys())"
    code = f"import infra.args, infra.config, sys; print({loaded})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def adopted(root: Path, imports: StackImports, change: dict[str, str] | None = None) -> dict[str, str | None]:
    """By the names of resources, the ids that they take over."""
    registry = validated(written(root, services=ONE.format(**{**PLAIN, **(change or {})})))
    made = resources(registry, Options(), None, imports)
    ids: dict[str, str | None] = {item.name: item.adopt for item in made.services}
    return ids | {item.name: item.adopt for item in made.functions} | {item.name: item.adopt for item in made.registrations}


STATED = {"functionName", "handler", "runtime", "code"}


@pytest.mark.parametrize(
    ("change", "lock", "written_to"),
    [
        pytest.param({}, None, {*STATED, "serviceName"}, id="neither-variables-nor-tags"),
        pytest.param({"generation": "3.0"}, None, STATED, id="of-3.0"),
        pytest.param({"more": "memory: 256"}, None, {*STATED, "serviceName", "memorySize"}, id="a-setting"),
        pytest.param({"more": "environment: {}"}, None, {*STATED, "serviceName", "environmentVariables"}, id="variables"),
        pytest.param(
            {"generation": "3.0", "formerly": "svc/a"},
            _recorded("omega"),
            {*STATED, "environmentVariables", "tags"},
            id="the-mark-of-another-uid",
        ),
        pytest.param({"generation": "3.0"}, _recorded("alpha", name="old"), INPUTS_OF_V3, id="renamed: it goes, and that is shown"),
    ],
)
def test_what_a_spec_does_not_state_is_left_alone(
    tmp_path: Path, change: dict[str, str], lock: Lock | None, written_to: AbstractSet[str]
) -> None:
    made, _ = one(tmp_path, change, lock)
    every = INPUTS_OF_V2 if made.address.service else INPUTS_OF_V3
    assert every - {*made.ignored} == written_to


def test_nothing_is_written_to_a_function_that_was_found_as_its_spec_says_until_that_changes(tmp_path: Path) -> None:
    registry = validated(written(tmp_path, services=ONE.format(**PLAIN | {"more": "memory: 256\n    environment: {A: x}"})))
    [function] = registry.functions
    name, limit = "alpha@cn-hangzhou", Options(bucket="packages", inline_limit=0)
    found = StackImports(functions={name: "svc:a"}, as_found={name: digest_of(function.spec, package_of(function))})
    others = (replace(found, as_found={name: "of-another-spec"}), replace(found, functions={name: "svc:before-a-rename"}))

    kept, *sent = [resources(registry, limit, None, imports) for imports in (found, *others)]
    stated = {"code", "environmentVariables", "functionName", "handler", "memorySize", "runtime", "serviceName"}
    assert [INPUTS_OF_V2 - {*made.functions[0].ignored} for made in (kept, *sent)] == [
        stated - {"code", "environmentVariables"},
        stated,
        INPUTS_OF_V2,
    ]
    assert [made.functions[0].upload is None for made in (kept, *sent)] == [True, False, False]
    assert ["revision" in made.registrations[0].arguments for made in (kept, *sent)] == [False, True, True]


THEIRS = StackImports(
    services={"svc@cn-hangzhou": "svc"}, functions={"alpha@cn-hangzhou": "svc:a"}, registrations={"alpha@hotline": "ccc-test/r1"}
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            {}, {"svc@cn-hangzhou": "svc", "alpha@cn-hangzhou": "svc:a", "alpha@hotline": "ccc-test/r1"}, id="as-it-was-found"
        ),
        pytest.param(
            {"name": "b"}, {"svc@cn-hangzhou": "svc", "alpha@cn-hangzhou": None, "alpha@hotline": "ccc-test/r1"}, id="renamed-since"
        ),
        pytest.param({"generation": "3.0"}, {"alpha@cn-hangzhou": None, "alpha@hotline": "ccc-test/r1"}, id="migrated-since"),
        pytest.param(
            {"region": "cn-shanghai"},
            {"svc@cn-shanghai": None, "alpha@cn-shanghai": None, "alpha@hotline": "ccc-test/r1"},
            id="moved-since",
        ),
        pytest.param({"uid": "beta"}, {"svc@cn-hangzhou": "svc", "beta@cn-hangzhou": None, "beta@hotline": None}, id="another-uid"),
    ],
)
def test_what_exists_is_taken_over_as_long_as_it_is_what_is_wanted(
    tmp_path: Path, change: dict[str, str], expected: dict[str, str | None]
) -> None:
    assert adopted(tmp_path, THEIRS, change) == expected


def test_nothing_is_taken_over_unless_it_is_said(tmp_path: Path) -> None:
    assert set(adopted(tmp_path, StackImports()).values()) == {None}


def test_what_is_only_read_is_not_taken_over(tmp_path: Path) -> None:
    imports = StackImports(functions={"of-somebody-else@cn-shanghai": "theirs:other"})
    made = resources(validated(written(tmp_path)), Options(), None, imports)

    assert function(made, "of-somebody-else").adopt is None
