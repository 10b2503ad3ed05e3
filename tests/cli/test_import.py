"""`ivrsync import`: a registry that describes a call center which is there already, and nothing lost of one that was begun."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest

from sync.emulator.server import Emulator
from sync.emulator.worldfile import read_world
from sync.specs.load import load
from tests.cli.command import ROOT
from tests.cli.world import ACCOUNT, IDENTITY, NUMBER, Place, pointed_at

SECRET = "test-secret-value-0001"
OPEN = """\
import json, library

def handler(event, context):
    asked = json.loads(event)
    library.use(asked)
    return asked.get('token', 'test-default-of-a-token')
"""
WORLD = f"""\
accounts:
  - id: "{ACCOUNT}"
    keys: [{{id: test-key-id, secret: test-key-secret}}]
functions:
  - region: cn-shenzhen
    service: example-service
    name: checkUserIdentity
    runtime: python3.10
    memory: 256
    timeout: 10
    code: identity
    environment: {{KEY: {SECRET}}}
  - {{region: cn-shenzhen, service: example-service, name: nobodyCallsIt, runtime: python3.10, memory: 128, timeout: 5,
     code: number}}
  - {{region: cn-hangzhou, service: Demo, name: get_number_region, runtime: python3.10, memory: 128, timeout: 5, code: open}}
  - {{region: cn-hangzhou, name: order-status, runtime: java11, memory: 512, timeout: 60, code: number}}
centers:
  - instance: ccc-test
    registrations:
      - {{id: meta-1, region: cn-shenzhen, service: example-service, function: checkUserIdentity, description: 身份验证}}
      - {{id: meta-2, region: 华东1（杭州）, service: Demo, function: get_number_region, description: "yes: no # {{1}}"}}
      - {{id: meta-3, region: cn-hangzhou, function: order-status}}
      - {{id: meta-4, region: cn-hangzhou, service: demo_service, function: gone, description: 旧}}
  - instance: ccc-night
    registrations:
      - {{id: night-1, region: cn-shenzhen, service: example-service, function: checkUserIdentity}}
"""
CENTERS = "centers:\n  hotline: {instance: ccc-test, registrations: console}\n"
IDENTITY_SPEC = """\
service: example-service
region: cn-shenzhen  # 华南1（深圳）
generation: "2.0"
functions:
  check-user-identity:
    name: checkUserIdentity
    runtime: python3.10
    handler: index.handler
    memory: 256
    timeout: 10
    signature:
      inputs:
        idNumber: {type: string, required: true}
      result: {verified: boolean}
    registrations:
      hotline: {description: 身份验证, id: meta-1}
"""
DEMO_SPEC = """\
service: Demo
region: cn-hangzhou  # 华东1（杭州）
generation: "2.0"
functions:
  get-number-region:
    name: get_number_region
    runtime: python3.10
    handler: index.handler
    memory: 128
    timeout: 5
    # open: index.py:5: DETAIL; there may be further inputs
    signature:
      inputs:
        token: {type: string}
      result: text
    registrations:
      hotline: {description: "yes: no # {1}", id: meta-2}
"""
ORDERS_SPEC = """\
service: functions
region: cn-hangzhou  # 华东1（杭州）
generation: "3.0"
functions:
  order-status:
    name: order-status
    runtime: java11
    handler: index.handler
    memory: 512
    timeout: 60
"""


@contextmanager
def running(root: Path, world: str = WORLD) -> Iterator[Place]:
    """That cloud, and a folder without a registry."""
    for name, code in (("identity", IDENTITY), ("number", NUMBER), ("open", OPEN)):
        (root / "world" / name).mkdir(parents=True)
        (root / "world" / name / "index.py").write_text(code, encoding="utf-8")
    (root / "world" / "world.yaml").write_text(world, encoding="utf-8")
    with Emulator.start(read_world(root / "world" / "world.yaml")) as emulator:
        yield Place(root=root, emulator=emulator, env=pointed_at(emulator) | {"IVRSYNC_CACHE": str(root / "cache")})


def files(root: Path) -> dict[str, str]:
    """Every file of the registry, byte for byte."""
    folder = root / "registry"
    return {str(path.relative_to(folder)): path.read_bytes().decode() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_an_empty_folder_becomes_a_registry_that_describes_the_center(tmp_path: Path) -> None:
    with running(tmp_path) as place:
        ran = place.run("import", "--center", "hotline=ccc-test")
        validated = place.run("validate")
        planned = json.loads(place.run("plan", "--format", "json").out)
        operations = place.operations()

    assert (ran.code, ran.err) == (0, "")
    made = files(tmp_path)
    assert made.pop("services/functions.yaml").startswith(ORDERS_SPEC + "    # no signature: unsupported-runtime: ")
    made["services/demo.yaml"] = re.sub(r"(?<=index\.py:5: )[^;\n]+", "DETAIL", made["services/demo.yaml"])
    assert made == {"centers.yaml": CENTERS, "services/example-service.yaml": IDENTITY_SPEC, "services/demo.yaml": DEMO_SPEC}
    assert validated.code == 0
    assert [(finding["code"], finding["subject"]) for finding in planned["plan"]["findings"]] == [
        ("RG002", "meta-4"),
        ("SG021", "cn-hangzhou/order-status"),
    ]
    assert planned["plan"]["steps"] == []
    assert [name for name in operations if not name.startswith(("List", "Get", "Assume"))] == []


def test_the_summary_names_what_was_written_what_was_left_out_and_what_is_next(tmp_path: Path) -> None:
    with running(tmp_path) as place:
        ran = place.run("import", "--center", "hotline=ccc-test")

    assert ran.out.startswith("WRITTEN (4)\n  registry/centers.yaml\n")
    assert "  hotline [meta-4] -> cn-hangzhou/demo_service/gone\n      stale: the function does not exist: " in ran.out
    assert "3 functions, 3 registrations, 1 center imported, 1 left out\n" in ran.out
    assert "Next  ivrsync validate " in ran.out


ODD = """\
accounts:
  - id: "1000000000000001"
    keys: [{id: test-key-id, secret: test-key-secret}]
functions:
  - {region: cn-hangzhou, service: demo-service, name: odd, runtime: python3.10, handler: nodots, memory: 100, code: number}
centers:
  - instance: ccc-test
    registrations:
      - {id: meta-1, region: cn-hangzhou, service: demo-service, function: odd}
"""


def test_what_a_spec_may_not_say_is_left_out_so_that_the_import_is_right_and_nothing_is_planned(tmp_path: Path) -> None:
    with running(tmp_path, ODD) as place:
        imported = place.run("import", "--center", "hotline=ccc-test")
        validated = place.run("validate")
        planned = json.loads(place.run("plan", "--format", "json").out)["plan"]

    text = files(tmp_path)["services/demo-service.yaml"]
    assert (imported.code, validated.code) == (0, 0)
    # That such a handler cannot be called is true of the cloud, whatever the spec says of it.
    assert ([finding["code"] for finding in planned["findings"]], planned["steps"]) == (["SG022"], [])
    assert "    # its memory is left out: 100 MB is not a multiple of 64 MB\n" in text
    assert "    # its handler is left out: 'nodots' is not a handler for 'python3.10'\n" in text
    assert "    runtime: python3.10\n" in text
    assert "memory:" not in text.replace("# its memory", "")


def test_importing_again_adds_nothing(tmp_path: Path) -> None:
    with running(tmp_path) as place:
        place.run("import", "--center", "hotline=ccc-test")
        before = files(tmp_path)
        again = place.run("import")
        named = place.run("import", "--center", "hotline=ccc-test", "--quiet")

    said = "nothing to import: the registry knows everything that registrations reach; 1 left out\n"
    assert (again.code, again.out.endswith("\n\n" + said)) == (0, True)
    assert (named.code, named.out, named.err) == (0, said, "")
    assert files(tmp_path) == before


def test_what_was_written_before_stays_byte_for_byte(tmp_path: Path) -> None:
    centers = "\ufeff# 我们的\r\ncenters:\r\n  hotline:   {instance: ccc-test}   # not changed\r\n"
    mine = "service: example-service   # ours\nregion: cn-shenzhen\nfunctions:\n  nobody: {name: nobodyCallsIt}  # yet\n  # end"
    with running(tmp_path) as place:
        (tmp_path / "registry" / "deep").mkdir(parents=True)
        (tmp_path / "registry" / "deep" / "mine.yml").write_bytes(mine.encode())
        (tmp_path / "registry" / "centers.yaml").write_bytes(centers.encode())
        ran = place.run("import", "--center", "night=ccc-night", "--registrations", "api")
        planned = place.run("plan")

    assert (ran.code, planned.code) == (0, 0)
    made = files(tmp_path)
    both = IDENTITY_SPEC.replace("id: meta-1}\n", "id: meta-1}\n      night: {id: night-1}\n")
    assert made["deep/mine.yml"] == f"{mine}\n---\n{both}"
    assert made["centers.yaml"] == f"{centers}---\r\ncenters:\r\n  night: {{instance: ccc-night, registrations: api}}\r\n"
    assert sorted(made) == ["centers.yaml", "deep/mine.yml", "services/demo.yaml", "services/functions.yaml"]


def test_no_value_of_an_environment_and_nothing_that_looks_secret_is_written(tmp_path: Path) -> None:
    with running(tmp_path) as place:
        ran = place.run("import", "--center", "hotline=ccc-test")

    written = "".join(files(tmp_path).values()) + ran.out
    assert SECRET not in written
    assert "test-default-of-a-token" not in written


def test_a_dry_run_shows_the_text_and_writes_nothing(tmp_path: Path) -> None:
    with running(tmp_path) as place:
        ran = place.run("import", "--center", "hotline=ccc-test", "--dry-run")

    assert ran.code == 0
    assert "".join(f"+{line}" for line in IDENTITY_SPEC.splitlines(keepends=True)) in ran.out
    assert "WOULD BE WRITTEN (4)\n" in ran.out
    assert "Next" not in ran.out
    assert not (tmp_path / "registry").exists()


@pytest.mark.parametrize(
    ("service", "hint"),
    [("exampel-service", "did you mean 'example-service'?"), ("billing", "name a service that has functions there, or take --all")],
)
def test_a_service_without_functions_is_no_service_of_which_everything_is_imported(service: str, hint: str, tmp_path: Path) -> None:
    with running(tmp_path) as place:
        ran = place.run("import", "--center", "hotline=ccc-test", "--region", "cn-shenzhen", "--service", service)

        assert not (place.root / "registry" / "services").exists()
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"error: {service}: there is no such service with functions in cn-shenzhen\nhint: {hint}")


def test_functions_that_no_registration_reaches_are_imported_when_asked_for(tmp_path: Path) -> None:
    with running(tmp_path) as place:
        service = place.run("import", "--region", "华南1（深圳）", "--service", "example-service")
        everything = place.run("import", "--region", "cn-hangzhou", "--all-functions", "--no-signatures")

    assert (service.code, everything.code) == (0, 0)
    functions = load(tmp_path / "registry").functions
    assert [function.uid for function in functions] == [
        "check-user-identity",
        "get-number-region",
        "nobody-calls-it",
        "order-status",
    ]
    assert [function.spec.signature is None for function in functions] == [False, True, False, True]
    assert all(function.spec.registrations == {} for function in functions)


def test_json_is_what_its_schema_says(tmp_path: Path) -> None:
    schema = json.loads((ROOT / "docs" / "reference" / "import.schema.json").read_text(encoding="utf-8"))
    with running(tmp_path) as place:
        document = json.loads(place.run("import", "--center", "hotline=ccc-test", "--format", "json").out)

    jsonschema.validate(document, schema)
    assert document["files"] == [
        "registry/centers.yaml",
        "registry/services/functions.yaml",
        "registry/services/demo.yaml",
        "registry/services/example-service.yaml",
    ]
    assert [(row["uid"], row["signature"]) for row in document["functions"]] == [
        ("order-status", "unknown"),
        ("get-number-region", "open"),
        ("check-user-identity", "closed"),
    ]
    assert [(item["registration"], item["reason"]) for item in document["left_out"]] == [("meta-4", "stale")]


def test_a_center_that_cannot_be_read_is_told_and_not_written(tmp_path: Path) -> None:
    with running(tmp_path) as place:
        ran = place.run("import", "--center", "hotline=ccc-test", "--center", "typo=ccc-tset")

    assert ran.code == 5
    assert "registrations of center typo: ListFunctionMetas: NotExists.InstanceId: " in ran.out
    assert files(tmp_path)["centers.yaml"] == CENTERS


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param([], "neither a center nor a region is given", id="no center at all"),
        pytest.param(["--center", "hotline"], "--center hotline: this is not NAME=INSTANCE", id="no instance"),
        pytest.param(["--center", "热线=ccc-test"], "--center 热线=ccc-test: '热线' cannot be the name of a center", id="no name"),
        pytest.param(["--center", "a=x", "--center", "b=x"], "--center b=x: the registry has a=x", id="one instance twice"),
        pytest.param(["--region", "cn-hangzhou"], "--region needs either --service or --all-functions", id="region alone"),
        pytest.param(["--all-functions"], "--region needs either --service or --all-functions", id="no region"),
        pytest.param(["--region", "mars", "--all-functions"], "unknown region 'mars'", id="no such region"),
    ],
)
def test_bad_input_is_told_with_what_would_be_right(arguments: list[str], message: str, tmp_path: Path) -> None:
    with running(tmp_path) as place:
        ran = place.run("import", *arguments)

    assert ran.code == 1
    assert ran.err.startswith(f"error: {message}")
    assert "\nhint: " in ran.err
    assert not (tmp_path / "registry").exists()


def test_a_registry_with_mistakes_is_not_added_to(tmp_path: Path) -> None:
    with running(tmp_path) as place:
        (tmp_path / "registry").mkdir()
        (tmp_path / "registry" / "centers.yaml").write_text("centers: [hotline]\n", encoding="utf-8")
        ran = place.run("import", "--center", "hotline=ccc-test")

    assert ran.code == 1
    assert ran.err.startswith("registry/centers.yaml:1:1: centers must be a mapping")
    assert files(tmp_path) == {"centers.yaml": "centers: [hotline]\n"}


def test_what_was_cut_short_leaves_whole_files_and_is_completed_by_the_next_run(tmp_path: Path) -> None:
    with running(tmp_path) as place:
        (tmp_path / "registry").mkdir()
        (tmp_path / "registry" / "services").write_text("in the way", encoding="utf-8")
        stopped = place.run("import", "--center", "hotline=ccc-test")
        left = files(tmp_path)
        (tmp_path / "registry" / "services").unlink()
        ran = place.run("import")

    assert (stopped.code, left) == (1, {"centers.yaml": CENTERS, "services": "in the way"})
    assert stopped.err.startswith("error: registry/services: cannot be created: ")
    assert ran.code == 0
    assert sorted(files(tmp_path)) == [
        "centers.yaml",
        "services/demo.yaml",
        "services/example-service.yaml",
        "services/functions.yaml",
    ]
